"""What Slack may answer to a message, and what that means to the outbox."""

import json
import logging
import traceback
from typing import Any

import pytest
from pydantic import SecretStr

from bots.channel import Busy, ChannelError, File, Gone, NotAFile, Rejected, SendFailed, ThreadGone, Unreachable
from bots.desk_chats import DeskChats
from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.web_api import refused
from bots.slack.channel import Slack
from bots.slack.options import SlackOptions
from storage.content import Button, Content
from storage.inbound import Attachment, Media
from storage.results import Mark
from tests.bots.slack.shop import DESK, Shop, options_for

HELLO = Content(text="您好")
PDF = File(media=Media.FILE, name="bill.pdf", mime="application/pdf", data=b"%PDF", caption="发票 <1>")


def named(fault: Fault) -> str:
    return str(json.loads(fault.body)["error"]) if fault.body else fault.trouble.name


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.error(), Unreachable),
        (Fault.reset(), Unreachable),
        (Fault.lost(), Unreachable),
        (Fault.nonsense(), Unreachable),
        (refused("internal_error"), Unreachable),
        (refused("external_channel_migrating"), Unreachable),
        (refused("invalid_auth"), Unreachable),
        (refused("token_revoked"), Unreachable),
        (refused("account_inactive"), Unreachable),
        (refused("missing_scope"), Unreachable),
        (refused("ratelimited"), Busy),
        (refused("channel_not_found"), Gone),
        (refused("is_archived"), Gone),
        (refused("user_disabled"), Gone),
        (refused("not_in_channel"), Gone),
        (refused("thread_not_found"), ThreadGone),
        (refused("msg_too_long"), Rejected),
        (refused("something_new"), Rejected),
    ],
    ids=lambda value: named(value) if isinstance(value, Fault) else value.__name__,
)
async def test_each_failure_tells_the_outbox_what_to_do(shop: Shop, fault: Fault, outcome: type[SendFailed]) -> None:
    li = shop.customer()
    shop.standin.faults.next("chat.postMessage", fault)
    with pytest.raises(outcome):
        await shop.slack.send("D0LI", HELLO)
    await shop.slack.send("D0LI", HELLO)
    await li.screen.until(lambda shown: shown.text == "您好")


async def test_a_busy_slack_says_how_long(shop: Shop) -> None:
    shop.customer()
    shop.standin.faults.next("chat.postMessage", Fault.busy(7))
    with pytest.raises(Busy) as busy:
        await shop.slack.send("D0LI", HELLO)
    assert busy.value.seconds == 7


async def test_more_than_one_message_a_second_to_one_conversation_is_too_many(shop: Shop) -> None:
    shop.customer()
    shop.customer("U0HAN", "韩梅梅")
    shop.standin.flood_control = True
    for _ in range(3):
        await shop.slack.send("D0LI", HELLO)
    with pytest.raises(Busy):
        await shop.slack.send("D0LI", HELLO)
    await shop.slack.send("D0HAN", HELLO)


async def test_a_slack_that_hangs_is_given_up_on(standin: SlackStandIn, shop: Shop) -> None:
    shop.customer()
    standin.faults.next("*", Fault.hang(), 2)
    hasty = Slack(options_for(standin, api_seconds=0.05), shop.session, clock=shop.now)
    with pytest.raises(Unreachable, match=r"chat\.postMessage"):
        await hasty.send("D0LI", HELLO)
    with pytest.raises(Unreachable, match=r"auth\.test"):
        await hasty.check()


async def test_who_is_not_there_or_not_any_more_cannot_be_written_to(shop: Shop) -> None:
    with pytest.raises(Gone):
        await shop.slack.send("D0NOBODY", HELLO)
    shop.customer().person.disabled = True
    with pytest.raises(Gone):
        await shop.slack.send("D0LI", HELLO)


@pytest.mark.parametrize(
    "content",
    [Content(), Content(text="x" * 40_001), Content(text="x" * 14_000, buttons=(Button(label="a", goto="b"),))],
    ids=["empty", "long", "long blocks"],
)
async def test_what_slack_would_never_take_is_rejected(shop: Shop, content: Content) -> None:
    shop.customer()
    with pytest.raises(Rejected):
        await shop.slack.send("D0LI", content)


async def test_a_thread_that_was_deleted(shop: Shop) -> None:
    thread, _ = await shop.slack.open_thread(DESK, "#7", HELLO, number=7)
    shop.desk.room.messages.clear()
    with pytest.raises(ThreadGone):
        await shop.slack.send(DESK, HELLO, thread=thread)
    with pytest.raises(Rejected):
        await shop.slack.mark(DESK, thread, Mark.FAILED)


async def test_many_buttons_and_long_words_fit_into_blocks(shop: Shop) -> None:
    li = shop.customer()
    buttons = tuple(Button(label=f"{number} " + "长" * 90, goto=f"order:{number}") for number in range(30))
    await shop.slack.send("D0LI", Content(text="&lt;" * 1000 + "\n" + "word " * 590, buttons=buttons))
    shown = await li.screen.until(lambda shown: not shown.mine)
    assert len(shown.buttons) == 30
    assert all(len(label) == 75 for label in shown.buttons)
    assert shown.text.replace("\n", "").startswith("<" * 1000 + "word")


async def test_a_file_goes_out_with_words_and_into_a_thread(shop: Shop) -> None:
    li = shop.customer()
    await shop.slack.send("D0LI", Content(text="<b>给您</b>"), files=(PDF,))
    shown = await li.screen.until(lambda shown: bool(shown.media))
    assert (shown.text, shown.media) == ("给您\n发票 <1>", ("file",))
    thread, _ = await shop.slack.open_thread(DESK, "#7", HELLO, number=7)
    await shop.slack.send(DESK, Content(), thread=thread, files=(PDF,))
    await shop.desk.threads[thread].until(lambda shown: bool(shown.media))


async def test_several_photos_are_one_message(shop: Shop) -> None:
    li = shop.customer()
    photos = tuple(File(media=Media.PHOTO, name="photo", mime="image/jpeg", data=b"\xff\xd8\xff") for _ in range(10))
    await shop.slack.send("D0LI", Content(text="Torn"), files=photos)
    shown = await li.screen.until(lambda shown: bool(shown.media))
    assert (shown.text, shown.media) == ("Torn", ("photo",) * 10)


async def test_a_file_to_somebody_known_by_the_home_tab_alone(shop: Shop) -> None:
    li = shop.customer()
    await shop.slack.send("U0LI", Content(buttons=(Button(label="查订单", goto="order"),)), files=(PDF, PDF))
    await shop.slack.send("U0LI", Content(), files=(PDF,))
    await li.screen.until(lambda shown: shown.media == ("file",))
    assert [shown.media for shown in li.screen.shown] == [("file", "file"), (), ("file",)]
    assert shop.standin.calls["conversations.open"] == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_an_upload_that_fails_is_tried_again_by_the_outbox(shop: Shop, method: str) -> None:
    shop.customer()
    for fault, outcome in ((Fault.nonsense(), Unreachable), (Fault.busy(2), Busy), (Fault.error(), Unreachable)):
        shop.standin.faults.next(method, fault)
        with pytest.raises(outcome):
            await shop.slack.send("D0LI", Content(), files=(PDF,))


async def test_an_upload_for_which_slack_names_no_place_is_tried_again_by_the_outbox(shop: Shop) -> None:
    shop.customer()
    for answer in (b'{"ok":true}', b'{"ok":true,"upload_url":"no address","file_id":"F1"}'):
        shop.standin.faults.next("files.getUploadURLExternal", Fault.answer(200, answer))
        with pytest.raises(Unreachable):
            await shop.slack.send("D0LI", Content(), files=(PDF,))


async def test_a_file_at_an_address_that_is_none_is_no_file(shop: Shop) -> None:
    for ref in ("https://", "http://[", "https://files.slack.com:99999/x"):
        with pytest.raises(NotAFile):
            await shop.slack.fetch(Attachment(media=Media.FILE, channel="slack", ref=ref))


async def test_a_file_kept_elsewhere_never_sees_the_token(shop: Shop) -> None:
    for ref in (
        "https://evil.example/x",
        "http://files.slack.com/x",
        "https://slack.com.evil.example/x",
        "http://127.0.0.1:9/x",
    ):
        with pytest.raises(Rejected, match="outside Slack"):
            await shop.slack.fetch(Attachment(media=Media.FILE, channel="slack", ref=ref))


async def test_a_file_that_is_too_large_or_gone_is_not_fetched(shop: Shop) -> None:
    big = shop.standin.workspace.store("big.pdf", "application/pdf", bytes(20 * 1024 * 1024 + 1))
    described = shop.standin.web_api.uploads.described(big)
    for size in (len(big.data), None):
        attachment = Attachment(media=Media.FILE, channel="slack", ref=described["url_private"], size=size)
        with pytest.raises(Rejected, match="larger than 20 MB"):
            await shop.slack.fetch(attachment)
    missing = Attachment(media=Media.FILE, channel="slack", ref=described["url_private"].replace(big.id, "F9"))
    with pytest.raises(Rejected, match="404"):
        await shop.slack.fetch(missing)


async def test_a_file_whose_address_slack_leaves_out_is_asked_for(shop: Shop) -> None:
    stored = shop.standin.workspace.store("a.txt", "text/plain", b"hello")
    file = await shop.slack.fetch(Attachment(media=Media.FILE, channel="slack", ref=stored.id, name="a.txt"))
    assert file.data == b"hello"
    with pytest.raises(Rejected, match="file_not_found"):
        await shop.slack.fetch(Attachment(media=Media.FILE, channel="slack", ref="F9"))


async def test_the_token_is_told_to_nobody(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    options = options_for(shop.standin, bot_token="xoxb-very-secret")
    wrong = Slack(options, shop.session, clock=shop.now, desk=DeskChats(DESK))
    calls: list[Any] = [
        lambda: wrong.send("D0LI", HELLO),
        lambda: wrong.send("D0LI", HELLO, files=(PDF,)),
        lambda: wrong.check(),
        lambda: wrong.fetch(Attachment(media=Media.FILE, channel="slack", ref="F1")),
    ]
    for fault in (None, Fault.nonsense(), Fault.reset(), Fault.error()):
        for call in calls:
            if fault is not None:
                shop.standin.faults.next("*", fault)
            with pytest.raises(ChannelError) as raised:
                await call()
            told = "".join(traceback.format_exception(raised.value)) + repr(raised.value)
            assert "very-secret" not in told
            assert raised.value.__cause__ is None
    assert "very-secret" not in caplog.text + repr(wrong) + repr(options)


async def test_a_wrong_token_tells_the_operator_what_to_do(shop: Shop) -> None:
    wrong = Slack(options_for(shop.standin, bot_token="xoxb-old"), shop.session, clock=shop.now)
    with pytest.raises(Unreachable, match="KEFU_SLACK__BOT_TOKEN"):
        await wrong.check()


@pytest.mark.parametrize(("mode", "missing"), [("http", "signing_secret"), ("socket", "app_token")])
def test_a_mode_without_its_secret_is_refused_at_start(mode: Any, missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        SlackOptions(mode=mode, bot_token=SecretStr("xoxb-1"))
