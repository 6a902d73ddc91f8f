"""Who may command the desk: members of its channel, of our own workspace, at that moment, and nobody else."""

import asyncio
import gc
import json
from typing import Any

import pytest

from bots.channel import ChannelError, Unreachable
from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.workspace import BOT_USER, TEAM
from bots.slack.members import KNOWN_SECONDS
from bots.slack.payloads import Envelope
from storage.content import Button, Content
from storage.inbound import Kind
from tests.bots.inbox import Inbox
from tests.bots.slack.shop import DESK, Shop, open_shop, options_for

CARD = Content(text="card", buttons=(Button(label="Claim", goto="desk:claim"),))


@pytest.fixture
async def card(shop: Shop) -> str:
    """A thread of the desk, begun by its card."""
    shop.desk.agent("U0HAN", "韩梅梅")
    thread, _ = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
    return thread


async def test_people_of_another_company_do_nothing_at_the_desk(shop: Shop, card: str) -> None:
    """A channel that is shared with them lets them see everything, and press and write whatever they like."""
    eve = shop.desk.agent("U0EVE", "Eve", team="T0OTHER")
    said = eve.say("/resolve", thread=card)
    eve.edit(said, "!resolve")
    eve.react(card, "+1")
    eve.unreact(card, "+1")
    eve.press("Claim", thread=card)
    eve.delete(said)
    shop.standin.customer("U0EVE", "Eve").command("queue", channel=DESK)
    await shop.standin.settled()
    assert shop.inbox.offered == 0
    assert all(delivery.acknowledged for delivery in shop.standin.deliveries)


async def test_colleagues_whom_slack_knows_by_the_organisation_are_staff(shop: Shop) -> None:
    """On Enterprise Grid Slack may name the organisation where it names the workspace otherwise."""
    us = {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "enterprise_id": "E0SHOP"}
    shop.standin.faults.next("auth.test", Fault.answer(200, json.dumps(us).encode()))
    han = shop.desk.agent("U0HAN", "韩梅梅", team="E0SHOP")
    thread, _ = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
    han.say("明天送到", thread=thread)
    assert (await shop.inbox.next()).thread == thread
    han.press("Claim", thread=thread)
    assert (await shop.inbox.next(2)).kind is Kind.BUTTON
    han.react(thread, "+1")
    assert (await shop.inbox.next(3)).kind is Kind.REACTION
    eve = shop.desk.agent("U0EVE", "Eve", team="E0OTHER")
    eve.say("/resolve", thread=thread)
    eve.press("Claim", thread=thread)
    eve.react(thread, "+1")
    await shop.standin.settled()
    assert shop.inbox.offered == 3


async def test_a_member_reacts_and_presses(shop: Shop, card: str) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    han.react(card, "+1")
    han.press("Claim", thread=card)
    reacted, pressed = [await shop.inbox.next(number) for number in (1, 2)]
    assert (reacted.kind, pressed.kind, pressed.thread) == (Kind.REACTION, Kind.BUTTON, card)


async def test_somebody_who_was_removed_presses_what_is_still_on_their_screen(shop: Shop, card: str) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    shop.desk.remove("U0HAN")
    han.press("Claim", thread=card)
    han.react(card, "+1")
    shop.standin.customer("U0HAN", "韩梅梅").command("queue", channel=DESK)
    await shop.standin.settled()
    assert shop.inbox.acts == []


async def test_somebody_whose_account_was_switched_off_commands_nothing(shop: Shop, card: str) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    han.person.disabled = True
    han.press("Claim", thread=card)
    han.react(card, "+1")
    await shop.standin.settled()
    assert shop.inbox.offered == 0


async def test_a_colleague_who_only_looks_at_a_public_desk_commands_nothing(shop: Shop, card: str) -> None:
    bo = shop.desk.agent("U0BO", "Bo")
    shop.desk.remove("U0BO")
    bo.press("Claim", thread=card)
    await shop.standin.settled()
    assert shop.inbox.acts == []


async def test_operators_are_told_in_words_that_slack_does_not_say_who_is_in_the_desk(
    shop: Shop, card: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop.slack.members.patience = 0.05
    shop.standin.faults.next("conversations.members", Fault.hang())
    with pytest.raises(Unreachable, match="in time"):
        await shop.slack.members.include(DESK, "U0HAN", await shop.slack.whoami())
    await asyncio.sleep(0.05)  # in which what was given up on ends
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


async def test_whoever_was_just_asked_about_is_not_asked_about_again(shop: Shop, card: str) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    for _ in range(3):
        han.press("Claim", thread=card)
    await shop.inbox.next(3)
    assert shop.standin.calls["conversations.members"] == 1
    shop.desk.remove("U0HAN")
    shop.late += KNOWN_SECONDS
    han.press("Claim", thread=card)
    await shop.standin.settled()
    assert len(shop.inbox.acts) == 3


@pytest.mark.parametrize("method", ["conversations.members", "users.info"])
async def test_while_slack_cannot_be_asked_nobody_commands_and_whoever_presses_sees_it(
    shop: Shop, card: str, method: str
) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    shop.standin.faults.next(method, Fault.error(), 1)
    han.press("Claim", thread=card)
    await shop.standin.settled()
    assert shop.inbox.offered == 0
    assert not shop.standin.deliveries[-1].acknowledged
    han.press("Claim", thread=card)
    assert (await shop.inbox.next()).payload == "desk:claim"


@pytest.mark.parametrize("method", ["conversations.members", "users.info"])
async def test_whoever_sends_a_command_meanwhile_reads_at_once_that_it_was_not_done(shop: Shop, method: str) -> None:
    """Slack never tells of it again, so nobody would do it later."""
    shop.desk.agent("U0HAN", "韩梅梅")
    han = shop.standin.customer("U0HAN", "韩梅梅")
    shop.standin.faults.next(method, Fault.error(), 1)
    han.command("queue", channel=DESK)
    await shop.standin.settled()
    assert shop.inbox.offered == 0
    assert [(line.notice, line.text) for line in han.screen.shown] == [(True, "not_done")]
    han.command("queue", channel=DESK)
    assert (await shop.inbox.next()).text == "queue"
    assert len(han.screen.shown) == 1


async def test_a_reaction_that_could_not_be_vouched_for_is_told_again(shop: Shop, card: str) -> None:
    shop.standin.faults.next("conversations.members", Fault.error(), 1)
    shop.desk.agent("U0HAN", "韩梅梅").react(card, "+1")
    assert (await shop.inbox.next()).kind is Kind.REACTION


async def test_a_guest_of_the_workspace_does_nothing_at_the_desk(shop: Shop, card: str) -> None:
    """Invited into one channel only, as suppliers are: what they write would go to customers in the shop's name."""
    ann = shop.desk.agent("U0ANN", "Ann")
    ann.person.guest = True
    said = ann.say("/resolve", thread=card)
    ann.edit(said, "您的订单取消了")
    ann.react(card, "+1")
    ann.press("Claim", thread=card)
    shop.standin.customer("U0ANN", "Ann").command("queue", channel=DESK)
    await shop.standin.settled()
    assert shop.inbox.offered == 0
    assert all(delivery.acknowledged for delivery in shop.standin.deliveries)


async def test_a_guest_sees_that_their_words_went_to_nobody(shop: Shop, card: str) -> None:
    ann = shop.desk.agent("U0ANN", "Ann")
    ann.person.guest = True
    said = ann.say("明天送到", thread=card)
    await shop.standin.settled()
    await asyncio.gather(*shop.slack.listeners.unwaited)
    assert list(shop.desk.room.messages[said]["reactions"]) == ["x"]


async def test_a_guest_whom_desk_yaml_names_is_staff(standin: SlackStandIn) -> None:
    async with open_shop(standin, options_for(standin), Inbox(), named={"slack:U0ANN"}) as shop:
        ann = shop.desk.agent("U0ANN", "Ann")
        ann.person.guest = True
        thread, _ = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
        ann.say("明天送到", thread=thread)
        assert (await shop.inbox.next()).text == "明天送到"
        ann.press("Claim", thread=thread)
        assert (await shop.inbox.next(2)).kind is Kind.BUTTON


async def test_a_guest_is_a_customer_like_anybody_where_they_write_to_the_bot(shop: Shop) -> None:
    ann = shop.customer("U0ANN", "Ann")
    ann.person.guest = True
    ann.say("你好")
    assert (await shop.inbox.next()).staff is False


async def test_a_stranger_from_a_shared_channel_is_nobodys_colleague_whatever_team_slack_names(
    standin: SlackStandIn,
) -> None:
    async with open_shop(standin, options_for(standin), Inbox(), named={"slack:U0EVE"}) as shop:
        eve = shop.desk.agent("U0EVE", "Eve")
        eve.person.stranger = True
        thread, _ = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
        eve.say("/resolve", thread=thread)
        eve.press("Claim", thread=thread)
        await standin.settled()
        assert shop.inbox.offered == 0


async def test_words_of_a_known_colleague_wait_for_no_answer_of_slacks(shop: Shop, card: str) -> None:
    """Whether they are a guest is asked once a minute, and while Slack is down the last answer stands."""
    han = shop.desk.agent("U0HAN", "韩梅梅")
    han.say("在吗", thread=card)
    await shop.inbox.next()
    shop.late += KNOWN_SECONDS
    shop.standin.faults.next("users.info", Fault.error(), 1)
    han.say("明天送到", thread=card)
    assert (await shop.inbox.next(2)).text == "明天送到"


async def test_an_agents_first_words_come_in_the_order_they_were_written() -> None:
    """Slack tells of each without waiting for our answer to the one before, and its own answers overtake each other."""
    standin = SlackStandIn(patience=60)
    await standin.start()
    async with open_shop(standin, options_for(standin), Inbox()) as shop:
        shop.desk.agent("U0HAN", "韩梅梅")
        standin.faults.next("users.info", Fault.slow(1))
        told = [Envelope(type="event_callback", event=words(number)) for number in range(3)]
        await asyncio.gather(*(shop.slack.listeners.event(each, shop.inbox.accept) for each in told))
        assert [each.text for each in shop.inbox.taken] == ["words 0", "words 1", "words 2"]
    await standin.close()


async def test_what_slack_says_too_late_of_somebody_counts_when_it_tells_of_their_words_again(shop: Shop) -> None:
    """It tells thrice more, and never again: a Slack that is always slow would keep them from every customer."""
    shop.desk.agent("U0HAN", "韩梅梅")
    shop.slack.members.patience = 0.1
    shop.standin.faults.next("users.info", Fault.slow(1), 9)
    told = Envelope(type="event_callback", event=words(0))
    with pytest.raises(Unreachable):
        await shop.slack.listeners.event(told, shop.inbox.accept)
    await asyncio.gather(*shop.slack.members.asking.values())
    await shop.slack.listeners.event(told, shop.inbox.accept)
    assert [each.text for each in shop.inbox.taken] == ["words 0"]


async def test_a_slack_that_hangs_holds_up_one_message_and_not_each(shop: Shop) -> None:
    """It waits three seconds: the third of three that wait for each other would come again, and again."""
    shop.desk.agent("U0HAN", "韩梅梅")
    await shop.slack.listeners.event(Envelope(type="event_callback", event=words(0)), shop.inbox.accept)
    shop.late += KNOWN_SECONDS
    shop.slack.members.patience = 0.1
    shop.standin.faults.next("users.info", Fault.hang(), 9)
    await shop.slack.listeners.event(Envelope(type="event_callback", event=words(1)), shop.inbox.accept)
    shop.slack.members.patience = 600
    told = [Envelope(type="event_callback", event=words(number)) for number in range(2, 9)]
    async with asyncio.timeout(60):
        await asyncio.gather(*(shop.slack.listeners.event(each, shop.inbox.accept) for each in told))
    assert [each.text for each in shop.inbox.taken] == [f"words {number}" for number in range(9)]


async def test_words_that_are_taken_back_at_once_are_not_overtaken_by_that(shop: Shop) -> None:
    """Else they go to the customer after all."""
    shop.desk.agent("U0HAN", "韩梅梅")
    shop.standin.faults.next("users.info", Fault.slow(1))
    said = words(0)
    gone = {"type": "message", "subtype": "message_deleted", "channel": DESK, "ts": "1700000009.000000"}
    taken_back = gone | {"deleted_ts": said["ts"], "previous_message": said}
    told = [Envelope(type="event_callback", event=each) for each in (said, taken_back)]
    await asyncio.gather(*(shop.slack.listeners.event(each, shop.inbox.accept) for each in told))
    assert [each.kind for each in shop.inbox.taken] == [Kind.TEXT, Kind.DELETED]


async def test_what_a_guest_shares_at_the_desk_is_answered_as_little_as_their_words(shop: Shop, card: str) -> None:
    ann = shop.desk.agent("U0ANN", "Ann")
    ann.person.guest = True
    share: dict[str, Any] = {"is_share": True, "text": "#9 Li: 13900008000"}
    brought = words(0) | {"user": "U0ANN", "thread_ts": card, "attachments": [share]}
    for each in (brought, brought | {"text": "", "ts": "1700000001.000000"}):
        await shop.slack.listeners.event(Envelope(type="event_callback", event=each), shop.inbox.accept)
    assert shop.inbox.offered == 0


def words(number: int) -> dict[str, Any]:
    message = {"type": "message", "channel": DESK, "user": "U0HAN", "team": TEAM}
    return message | {"ts": f"1700000000.{number:06}", "text": f"words {number}"}


async def test_words_of_somebody_whom_slack_cannot_vouch_for_yet_are_told_again_and_not_lost(
    shop: Shop, card: str
) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    shop.standin.faults.next("users.info", Fault.error(), 1)
    han.say("明天送到", thread=card)
    assert (await shop.inbox.next()).text == "明天送到"


async def test_a_desks_button_in_a_direct_conversation_is_not_staffs(shop: Shop) -> None:
    li = shop.customer()
    await shop.slack.send("D0LI", CARD)
    li.press("Claim")
    li.say("/resolve")
    li.say("!resolve")
    assert [(await shop.inbox.next(number)).staff for number in (1, 2, 3)] == [False, False, False]


async def test_each_team_has_members_of_its_own(standin: SlackStandIn) -> None:
    async with open_shop(standin, options_for(standin), Inbox(), team_chats=["C0RETURNS"]) as shop:
        returns = standin.desk_channel("C0RETURNS", "returns")
        shop.desk.agent("U0HAN", "韩梅梅")
        bo = returns.agent("U0BO", "Bo")
        await shop.slack.check()
        thread, _ = await shop.slack.open_thread("C0RETURNS", "#8", CARD, number=8)
        bo.press("Claim", thread=thread)
        pressed = await shop.inbox.next()
        assert (pressed.staff, pressed.chat_id, pressed.thread) == (True, "C0RETURNS", f"C0RETURNS/{thread}")
        visitor = returns.agent("U0HAN", "韩梅梅")
        returns.remove("U0HAN")
        visitor.press("Claim", thread=thread)
        await standin.settled()
        assert len(shop.inbox.acts) == 1
        returns.room.bot_is_member = False
        with pytest.raises(ChannelError, match="C0RETURNS"):
            await shop.slack.check()
