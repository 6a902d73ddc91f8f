"""Who may command the desk: whoever is in its group at that moment, and nobody else."""

import pytest

from bots.channel import ChannelError
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramAgent, TelegramStandIn
from bots.telegram.commands import IN_THE_DESK
from storage.content import Button, Content
from storage.inbound import Kind
from tests.bots.telegram.shop import DESK, UNCHECKED, Shop
from tests.engine_fakes import until

CARD = Content(text="card", buttons=(Button(label="Claim", goto="desk:claim"),))
TEAM = -1002200000009
NEVER = b'{"ok": false, "error_code": 400, "description": "Bad Request: PARTICIPANT_ID_INVALID"}'


@pytest.fixture
async def card(shop: Shop) -> str:
    """In a topic, in front of two agents."""
    await shop.open_door()
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", CARD, number=7)
    return await shop.channel.send(str(DESK), CARD, thread=thread)


@pytest.fixture
def ann(shop: Shop) -> TelegramAgent:
    return shop.desk.agent(61007, "Ann")


@pytest.fixture
def bob(shop: Shop) -> TelegramAgent:
    return shop.desk.agent(61008, "Bob")


async def test_a_member_presses_a_button(shop: Shop, card: str, ann: TelegramAgent) -> None:
    ann.press("Claim")
    [pressed] = await shop.inbox.until(lambda kept: len(kept) == 1)
    assert (pressed.kind, pressed.payload, pressed.staff) == (Kind.BUTTON, "desk:claim", True)


async def test_a_removed_member_presses_a_button_that_is_still_on_their_phone(
    shop: Shop, card: str, ann: TelegramAgent, bob: TelegramAgent
) -> None:
    shop.desk.remove(61008)
    bob.press("Claim")
    bob.react(card, "👍")
    await shop.settled()
    assert shop.inbox.acts == []
    ann.react(card, "👍")
    [_, reacted] = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert (reacted.kind, reacted.identity.account_id, reacted.message_id) == (Kind.REACTION, "61007", card)


async def test_a_member_who_was_just_asked_about_is_not_asked_about_again_for_a_minute(
    shop: Shop, card: str, bob: TelegramAgent
) -> None:
    bob.press("Claim")
    await shop.inbox.until(lambda kept: len(kept) == 1)
    shop.desk.remove(61008)
    shop.now += 61
    bob.press("Claim")
    await shop.settled()
    assert len(shop.inbox.acts) == 1, "a minute later everybody knows"


async def test_a_stranger_presses_a_button_that_was_forwarded(shop: Shop, card: str, platform: TelegramStandIn) -> None:
    """An update whose message is of the desk, by somebody whom nobody there knows."""
    held = shop.desk.chat.messages[int(card)]
    eve = {"id": 99, "is_bot": False, "first_name": "Eve"}
    pressed = {"id": "1", "from": eve, "message": held.message, "chat_instance": "1", "data": "desk:claim"}
    platform.updates.add("callback_query", pressed, ("query", 99))
    await shop.settled()
    assert shop.inbox.kept == []


@pytest.mark.parametrize("fault", [Fault.error(), Fault.busy(3), Fault.reset(), Fault.answer(200, b"[]")], ids=str)
async def test_while_telegram_cannot_be_asked_nobody_commands_and_whoever_presses_reads_it(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn, fault: Fault
) -> None:
    platform.faults.next("getChatMember", fault)
    query = ann.press("Claim")
    await shop.settled()
    assert shop.inbox.kept == []
    await until(lambda: platform.account.answered == [query])
    assert platform.account.told == [UNCHECKED]
    again = ann.press("Claim")
    await shop.inbox.until(lambda kept: len(kept) == 1)
    await until(lambda: platform.account.answered == [query, again])
    assert platform.account.told == [UNCHECKED]


async def test_a_press_is_answered_though_what_it_reads_is_too_long(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn
) -> None:
    shop.unchecked = "再" * 300
    platform.faults.next("getChatMember", Fault.error())
    ann.press("Claim")
    await until(lambda: bool(platform.account.told))
    assert platform.account.told == ["再" * 200]


async def test_a_reaction_that_nobody_can_vouch_for_is_left_out(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn
) -> None:
    platform.faults.next("getChatMember", Fault.error())
    ann.react(card, "👍")
    await shop.settled()
    assert (shop.inbox.kept, platform.account.answered) == ([], [])


async def test_what_members_write_needs_no_asking(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn
) -> None:
    platform.faults.next("getChatMember", Fault.error(), times=9)
    ann.say("hello")
    assert await shop.inbox.texts(1) == ["hello"]


async def test_in_a_group_that_is_open_to_everybody_only_members_are_heard(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn
) -> None:
    """In a public group Telegram lets anybody write, who would answer customers in the shop's name."""
    platform.world.chats[DESK].open_to_all("our_desk")
    eve = shop.desk.agent(66, "Eve")
    shop.desk.remove(66)
    said = eve.say("/resolve")
    eve.edit(said, "您的订单取消了")
    ann.say("hello")
    assert await shop.inbox.texts(2) == ["", "hello"]
    await shop.settled()
    assert len(shop.inbox.acts) == 1


@pytest.mark.parametrize("fault", [Fault.error(), Fault.busy(0), Fault.reset()], ids=str)
async def test_words_in_an_open_group_are_told_again_until_telegram_says_who_wrote_them(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn, fault: Fault
) -> None:
    """They may be a colleague's, whom a customer waits for."""
    platform.world.chats[DESK].open_to_all("our_desk")
    platform.faults.next("getChatMember", fault)
    ann.say("明天送到")
    ann.say("后天也行")
    assert await shop.inbox.texts(2) == ["明天送到", "后天也行"]


async def test_words_about_whose_author_telegram_will_never_tell_hold_back_nothing(
    shop: Shop, card: str, ann: TelegramAgent, platform: TelegramStandIn
) -> None:
    platform.world.chats[DESK].open_to_all("our_desk")
    platform.faults.next("getChatMember", Fault.answer(400, NEVER))
    shop.desk.agent(66, "Eve").say("/resolve")
    ann.say("hello")
    assert await shop.inbox.texts(1) == ["hello"]


async def test_whoever_writes_in_an_open_groups_own_name_administers_it(
    shop: Shop, card: str, platform: TelegramStandIn
) -> None:
    platform.world.chats[DESK].open_to_all("our_desk")
    shop.desk.agent(61009, "Boss", anonymous=True).say("/queue")
    assert await shop.inbox.texts(1) == ["/queue"]


async def test_a_desks_button_in_a_private_chat_is_not_staffs(shop: Shop, platform: TelegramStandIn) -> None:
    """Whoever can read a button's data can press it anywhere with an app of their own making."""
    await shop.open_door()
    li = platform.customer(5, "Li Lei")
    li.say("/resolve")
    await shop.offer("5", "?", "desk:resolve")
    li.press("?")
    typed, pressed = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert (typed.staff, pressed.staff, pressed.payload) == (False, False, "desk:resolve")


async def test_a_member_in_private_is_a_customer(shop: Shop, platform: TelegramStandIn, ann: TelegramAgent) -> None:
    await shop.open_door()
    platform.customer(61007, "Ann").say("/queue")
    [said] = await shop.inbox.until(lambda kept: len(kept) == 1)
    assert (said.staff, said.private) == (False, True)


async def test_each_team_has_members_of_its_own(shop: Shop, platform: TelegramStandIn) -> None:
    team = platform.forum_group(TEAM, "Returns", [(61008, "Bob")])
    await shop.open_door(team_chats=[str(TEAM)])
    thread, _ = await shop.channel.open_thread(str(TEAM), "#2", CARD, number=2)
    await shop.channel.send(str(TEAM), CARD, thread=thread)
    bob = team.agent(61008, "Bob")
    bob.press("Claim")
    [pressed] = await shop.inbox.until(lambda kept: len(kept) == 1)
    assert (pressed.staff, pressed.chat_id, pressed.thread) == (True, str(TEAM), f"{TEAM}/{thread}")
    team.remove(61008)
    shop.now += 61
    bob.press("Claim")
    await shop.settled()
    assert len(shop.inbox.acts) == 1


async def test_the_commands_are_listed_in_each_teams_group_and_each_is_looked_at(
    shop: Shop, platform: TelegramStandIn
) -> None:
    team = platform.forum_group(TEAM, "Returns")
    await shop.open_door(team_chats=[str(TEAM)])
    assert [name for name, _ in team.agent(61008, "Bob").commands] == [name for name, _ in IN_THE_DESK["en"]]
    team.allow(topics=False)
    with pytest.raises(ChannelError, match=str(TEAM)):
        await shop.channel.check()
