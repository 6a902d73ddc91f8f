"""The stand-in refuses what Slack refuses, and tells an app of things as Slack does."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn, web_api
from tests.sandbox.slack_app import App, button, section


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


async def test_it_tells_a_bot_who_it_is(client: AsyncWebClient) -> None:
    who = await client.auth_test()
    assert who["team_id"]
    assert who["bot_id"]


@pytest.mark.parametrize(("token", "error"), [("xoxb-wrong", "invalid_auth"), (None, "not_authed")])
async def test_a_wrong_token_is_refused(standin: SlackStandIn, token: str | None, error: str) -> None:
    async with aiohttp.ClientSession() as session:
        stranger = AsyncWebClient(token=token, base_url=standin.api_base, session=session)
        assert await refused(stranger.chat_postMessage(channel="D0LI", text="hi")) == error
        assert await refused(stranger.apps_connections_open(app_token=standin.bot_token)) == "not_allowed_token_type"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("no_text", {"text": ""}),
        ("msg_too_long", {"text": "x" * 40_001}),
        ("channel_not_found", {"channel": "C0NOWHERE", "text": "hi"}),
        ("not_in_channel", {"channel": "C0OTHER", "text": "hi"}),
        ("thread_not_found", {"text": "hi", "thread_ts": "1.000001"}),
        ("invalid_blocks", {"blocks": [section("x" * 3001)]}),
        ("invalid_blocks", {"blocks": [section("")]}),
        ("invalid_blocks", {"blocks": [{"type": "actions", "elements": []}]}),
        (
            "invalid_blocks",
            {"blocks": [{"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]}]},
        ),
        ("invalid_blocks", {"blocks": [{"type": "actions", "elements": [button(), button()]}]}),
        ("invalid_blocks", {"blocks": [{"type": "actions", "elements": [button(value="v" * 2001)]}]}),
        (
            "invalid_blocks",
            {"blocks": [{"type": "actions", "elements": [button(text={"type": "plain_text", "text": "x" * 76})]}]},
        ),
        ("invalid_blocks", {"blocks": [section("x")] * 51}),
        ("msg_blocks_too_long", {"blocks": [section("x" * 3000)] * 5}),
    ],
)
async def test_a_message_slack_would_not_take_is_refused(
    standin: SlackStandIn, client: AsyncWebClient, error: str, message: dict[str, Any]
) -> None:
    standin.customer("U0LI", "Li")
    standin.channel("C0OTHER", "other", bot_is_member=False)
    assert await refused(client.api_call("chat.postMessage", json={"channel": "D0LI"} | message)) == error
    assert standin.accepted == 0


async def test_arguments_may_be_json_a_form_or_a_query(standin: SlackStandIn, client: AsyncWebClient) -> None:
    standin.customer("U0LI", "Li")
    blocks = [section("*hello*")]
    await client.api_call("chat.postMessage", json={"channel": "U0LI", "blocks": blocks})
    await client.api_call("chat.postMessage", data={"channel": "D0LI", "blocks": json.dumps(blocks)})
    await client.api_call("chat.postMessage", params={"channel": "D0LI", "text": "hello"})
    assert [sent.channel for sent in standin.sent] == ["D0LI"] * 3
    assert [shown.text for shown in standin.customer("U0LI", "Li").screen.shown] == ["hello"] * 3
    assert (await client.users_info(user="U0LI", include_locale=True))["user"]["locale"] == "zh-CN"
    assert await refused(client.api_call("users.info", json={"user": "U0LI"})) == "user_not_found"


async def test_too_many_messages_to_one_conversation_must_wait(standin: SlackStandIn, client: AsyncWebClient) -> None:
    standin.customer("U0LI", "Li")
    for _ in range(3):
        await client.chat_postMessage(channel="D0LI", text="hi")
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel="D0LI", text="hi")
    assert raised.value.response.status_code == 429
    assert int(raised.value.response.headers["Retry-After"]) >= 1
    standin.flood_control = False
    await client.chat_postMessage(channel="D0LI", text="hi")


async def test_a_message_can_be_rewritten_in_place(standin: SlackStandIn, client: AsyncWebClient) -> None:
    li = standin.customer("U0LI", "Li")
    ts = (await client.chat_postMessage(channel="D0LI", text="one"))["ts"]
    await client.chat_update(channel="D0LI", ts=ts, text="two", blocks=[section("_two_")])
    assert [shown.text for shown in li.screen.shown] == ["two"]
    assert await refused(client.chat_update(channel="D0LI", ts=li.say("mine"), text="no")) == "cant_update_message"
    assert await refused(client.chat_update(channel="D0LI", ts="1.000001", text="no")) == "message_not_found"


async def test_files_are_shown_and_members_of_a_room_are_listed(standin: SlackStandIn, client: AsyncWebClient) -> None:
    li = standin.customer("U0LI", "Li")
    await client.files_upload_v2(content="hello", filename="a.txt", channel="D0LI", initial_comment="here")
    assert [(shown.text, shown.media) for shown in li.screen.shown] == [("here", ("file",))]
    assert await refused(client.files_completeUploadExternal(files=[{"id": "F9"}])) == "file_not_found"
    desk = standin.desk_channel("C0DESK", "desk")
    desk.agent("U0HAN", "Han")
    assert (await client.conversations_members(channel="C0DESK"))["members"] == ["U0HAN"]
    assert (await client.conversations_info(channel="C0DESK"))["channel"]["is_member"]
    assert (await client.conversations_open(users="U0LI"))["channel"]["id"] == "D0LI"
    assert await refused(client.views_publish(user_id="U0LI", view={"type": "modal"})) == "invalid_arguments"
    assert await refused(client.api_call("chat.shout")) == "unknown_method"


async def test_faults_can_be_ordered(standin: SlackStandIn, client: AsyncWebClient) -> None:
    standin.customer("U0LI", "Li")
    standin.customer("U0HAN", "Han")
    standin.faults.next("chat.postMessage", web_api.refused("fatal_error"), 2, chat="D0LI")
    await client.chat_postMessage(channel="D0HAN", text="hi")
    for _ in range(2):
        assert await refused(client.chat_postMessage(channel="D0LI", text="hi")) == "fatal_error"
    await client.chat_postMessage(channel="D0LI", text="hi")
    assert standin.accepted == 2


async def test_a_lost_answer_is_a_message_that_was_taken(standin: SlackStandIn, client: AsyncWebClient) -> None:
    standin.customer("U0LI", "Li")
    standin.faults.next("chat.postMessage", Fault.lost())
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="D0LI", text="hi")
    assert standin.accepted == 1


async def test_each_event_is_signed_as_slack_signs(standin: SlackStandIn, app: App) -> None:
    standin.customer("U0LI", "Li").say("hello")
    await standin.settled()
    [(headers, body)] = app.heard
    assert SignatureVerifier(standin.signing_secret).is_valid_request(body, headers)
    event = json.loads(body)["event"]
    assert (event["text"], event["channel_type"], event["user"]) == ("hello", "im", "U0LI")


async def test_an_event_without_a_200_is_told_three_times_more(standin: SlackStandIn, app: App) -> None:
    ended = asyncio.Event()
    standin.telling.on_ended = lambda delivery: ended.set()
    app.answers = [500, 404, 503, 500]
    standin.customer("U0LI", "Li").say("hello")
    await asyncio.wait_for(ended.wait(), 60)
    retries = [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in app.heard]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({body for _, body in app.heard}) == 1
    assert not standin.deliveries[0].acknowledged


async def test_what_one_person_does_is_told_in_order(standin: SlackStandIn, app: App) -> None:
    li = standin.customer("U0LI", "Li")
    for number in range(20):
        li.say(str(number))
    await standin.settled()
    assert [json.loads(body)["event"]["text"] for _, body in app.heard] == [str(number) for number in range(20)]


async def test_presses_and_commands_are_forms_and_told_once(
    standin: SlackStandIn, app: App, client: AsyncWebClient
) -> None:
    li = standin.customer("U0LI", "Li")
    await client.chat_postMessage(channel="D0LI", text="hi", blocks=[{"type": "actions", "elements": [button()]}])
    await standin.settled()
    app.heard.clear()
    app.answers = [500, 500]
    li.press("ok")
    li.command("hello")
    await standin.settled()
    assert [body.partition(b"=")[0] for _, body in app.heard] == [b"payload", b"token"]
    with pytest.raises(LookupError, match="no button"):
        li.press("nowhere")


async def test_a_long_run_keeps_no_history(client: AsyncWebClient, standin: SlackStandIn) -> None:
    lean = SlackStandIn(keep_history=False, latency=0.001)
    lean.flood_control = False
    await lean.start()
    client.base_url = lean.api_base
    li = lean.customer("U0LI", "Li")
    lean.channel("C0DESK", "desk")
    heard: list[str] = []
    lean.on_sent(lambda sent: heard.append(sent.text))
    await client.chat_postMessage(channel="D0LI", text="hi")
    parent = await client.chat_postMessage(channel="C0DESK", text="card")
    await client.chat_postMessage(channel="C0DESK", text="reply", thread_ts=parent["ts"])
    assert (lean.accepted, heard, lean.sent, li.screen.shown) == (3, ["hi", "card", "reply"], [], [])
    await lean.close()
