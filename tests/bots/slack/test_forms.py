"""Staff handle a conversation by a form, since Slack takes no slash commands in threads."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackAgent, SlackStandIn
from bots.sandbox.slack.forms import OpenForm
from bots.sandbox.slack.limits import check_modal
from bots.slack.form import Missing, Place, command_of, place_of, view
from bots.slack.form_payloads import View
from bots.slack.members import KNOWN_SECONDS
from handlers.desk.notes import LONGEST_NOTE
from storage.content import Content
from storage.inbound import Kind
from tests.bots.inbox import Inbox
from tests.bots.slack.shop import DESK, FORM, Shop, open_shop, options_for

CARD = Content(text="card")


@pytest.fixture
def han(shop: Shop) -> SlackAgent:
    return shop.desk.agent("U0HAN", "韩梅梅")


@pytest.fixture
async def card(shop: Shop, han: SlackAgent) -> str:
    thread, _ = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
    return thread


async def opened(han: SlackAgent, message_id: str) -> OpenForm:
    han.shortcut(message_id)
    return await han.form()


async def chosen(han: SlackAgent, message_id: str, command: str, *fields: str) -> OpenForm:
    form = await opened(han, message_id)
    form.choose("what", f"do_{command}")
    await form.until(lambda form: form.fields == ("what", *fields))
    return form


async def test_a_conversation_is_claimed_by_the_menu_of_its_card(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await opened(han, card)
    assert (form.title, form.fields) == ("title", ("what",))
    assert form.choices("what") == tuple(f"do_{name}" for name in FORM.in_thread)
    form.choose("what", "do_claim")
    form.submit()
    said = await shop.inbox.next()
    assert (said.kind, said.text, said.staff, said.private) == (Kind.TEXT, "/claim", True, False)
    assert (said.chat_id, said.thread, said.identity.account_id) == (DESK, card, "U0HAN")
    await form.until(lambda form: not form.form.is_open)


async def test_any_message_of_the_thread_will_do(shop: Shop, han: SlackAgent, card: str) -> None:
    said = han.say("//look", thread=card)
    form = await chosen(han, said, "resolve")
    form.submit()
    assert ((await shop.inbox.next(2)).text, shop.inbox.taken[1].thread) == ("/resolve", card)


async def test_a_conversation_is_handed_to_a_colleague_with_a_note(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await chosen(han, card, "transfer", "team", "person", "why")
    form.pick("person", "U0BO")
    form.write("why", "  要退货\n照片在上面 ")
    form.submit()
    assert (await shop.inbox.next()).text == "/transfer slack:U0BO 要退货\n照片在上面"


async def test_a_conversation_is_handed_to_a_team(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await chosen(han, card, "transfer", "team", "person", "why")
    form.choose("team", "售后")
    form.submit()
    assert (await shop.inbox.next()).text == "/transfer returns"


async def test_to_hand_it_to_nobody_is_told_beside_the_field(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await chosen(han, card, "transfer", "team", "person", "why")
    form.submit()
    await form.until(lambda form: bool(form.errors))
    assert form.errors == {"person": "no_target"}
    form.choose("team", "售前")
    form.submit()
    assert (await shop.inbox.next()).text == "/transfer sales"


@pytest.mark.parametrize(
    ("command", "field", "choice", "text"),
    [
        ("snooze", "until", "Tomorrow", "/snooze tomorrow 9:00"),
        ("priority", "priority", "Urgent", "/priority urgent"),
    ],
)
async def test_what_is_chosen_follows_the_command(
    shop: Shop, han: SlackAgent, card: str, command: str, field: str, choice: str, text: str
) -> None:
    form = await chosen(han, card, command, field)
    form.choose(field, choice)
    form.submit()
    assert (await shop.inbox.next()).text == text


@pytest.mark.parametrize(("command", "field"), [("note", "words"), ("r", "reply")])
async def test_what_is_written_follows_the_command(
    shop: Shop, han: SlackAgent, card: str, command: str, field: str
) -> None:
    form = await chosen(han, card, command, field)
    form.write(field, "likes blue")
    form.submit()
    assert (await shop.inbox.next()).text == f"/{command} likes blue"


async def test_outside_of_conversations_staff_ask_for_the_queue_and_say_that_they_are_away(
    shop: Shop, han: SlackAgent
) -> None:
    han.global_shortcut()
    form = await han.form()
    assert form.choices("what") == ("do_queue", "do_away", "do_back")
    form.choose("what", "do_away")
    await form.until(lambda form: form.fields == ("what", "until"))
    form.choose("until", "In two hours")
    form.submit()
    said = await shop.inbox.next()
    assert (said.text, said.chat_id, said.thread, said.staff) == ("/away 2h", DESK, None, True)


async def test_the_form_of_a_team_speaks_in_the_teams_channel(standin: SlackStandIn) -> None:
    async with open_shop(standin, options_for(standin), Inbox(), team_chats=["C0RETURNS"]) as shop:
        bo = standin.desk_channel("C0RETURNS", "returns").agent("U0BO", "Bo")
        thread, _ = await shop.slack.open_thread("C0RETURNS", "#8", CARD, number=8)
        form = await chosen(bo, thread, "claim")
        form.submit()
        said = await shop.inbox.next()
        assert (said.chat_id, said.thread) == ("C0RETURNS", f"C0RETURNS/{thread}")
        bo.global_shortcut()
        form = await bo.form()
        form.choose("what", "do_queue")
        form.submit()
        assert ((await shop.inbox.next(2)).chat_id, shop.inbox.taken[1].thread) == ("C0RETURNS", None)


async def test_nobody_from_outside_gets_a_form(shop: Shop, card: str) -> None:
    eve = shop.desk.agent("U0EVE", "Eve", team="T0OTHER")
    removed = shop.desk.agent("U0BO", "Bo")
    shop.desk.remove("U0BO")
    for somebody in (eve, removed):
        somebody.shortcut(card)
        somebody.global_shortcut()
    await shop.standin.settled()
    assert not eve.person.forms
    assert not removed.person.forms


async def test_there_is_no_form_outside_of_the_desk(shop: Shop, han: SlackAgent) -> None:
    help_desk = shop.standin.channel("C0HELP", "help")
    visitor = help_desk.agent("U0HAN", "韩梅梅")
    visitor.shortcut(visitor.say("hello"))
    visitor.shortcut(visitor.say("hello"), "somebody_elses")
    await shop.standin.settled()
    assert not han.person.forms
    assert all(delivery.acknowledged for delivery in shop.standin.deliveries)


async def test_a_form_that_was_open_when_its_reader_was_removed_does_nothing(
    shop: Shop, han: SlackAgent, card: str
) -> None:
    form = await chosen(han, card, "resolve")
    shop.desk.remove("U0HAN")
    shop.late += KNOWN_SECONDS
    form.submit()
    await form.until(lambda form: not form.form.is_open)
    assert shop.inbox.acts == []


async def test_a_form_of_another_company_does_nothing_whatever_it_says(shop: Shop, han: SlackAgent, card: str) -> None:
    """Its hidden part is Slack's to keep, and is not believed all the same."""
    form = await chosen(han, card, "resolve")
    eve = shop.desk.agent("U0EVE", "Eve", team="T0OTHER")
    OpenForm(shop.standin.workspace, shop.standin.telling, eve.person, form.form).submit()
    await shop.standin.settled()
    form.form.view["private_metadata"] = Place("D0LI", "1.000001").packed()
    form.submit()
    form.form.view["private_metadata"] = "{"
    form.submit()
    await shop.standin.settled()
    assert shop.inbox.offered == 0


async def test_a_form_while_the_inbox_is_down_stays_open(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await chosen(han, card, "claim")
    shop.inbox.failing = True
    form.submit()
    await form.until(lambda form: form.form.failed)
    assert form.form.is_open
    shop.inbox.failing = False
    form.submit()
    assert (await shop.inbox.next()).text == "/claim"


async def test_a_shortcut_while_slack_takes_no_form_is_not_acknowledged(shop: Shop, han: SlackAgent, card: str) -> None:
    shop.standin.faults.next("views.open", Fault.error())
    han.shortcut(card)
    await shop.standin.settled()
    assert not shop.standin.deliveries[-1].acknowledged


async def test_a_form_sent_off_before_it_was_redrawn_asks_again(shop: Shop, han: SlackAgent, card: str) -> None:
    shop.standin.faults.next("views.update", Fault.error())
    form = await opened(han, card)
    form.choose("what", "do_note")
    await shop.standin.settled()
    form.submit()
    await form.until(lambda form: bool(form.errors))
    assert form.errors == {"what": "choose_again"}
    assert shop.inbox.offered == 0


async def test_who_changes_their_mind_quickly_has_the_fields_of_what_they_chose_last(
    shop: Shop, han: SlackAgent, card: str
) -> None:
    form = await opened(han, card)
    for command in ("note", "snooze", "priority"):
        form.choose("what", f"do_{command}")
    await form.until(lambda form: form.fields == ("what", "priority"))
    form.choose("priority", "Urgent")
    form.submit()
    assert (await shop.inbox.next()).text == "/priority urgent"
    await form.until(lambda form: not form.form.is_open)
    assert all(delivery.acknowledged for delivery in shop.standin.deliveries)


async def test_a_form_closed_before_it_was_drawn_again_is_no_fault(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await opened(han, card)
    with capture_logs() as logs:
        form.choose("what", "do_note")
        form.close()
        await shop.standin.settled()
    assert all(delivery.acknowledged for delivery in shop.standin.deliveries)
    assert [line["log_level"] for line in logs] == ["info"]


async def test_nothing_but_blanks_is_asked_for_beside_its_field(shop: Shop, han: SlackAgent, card: str) -> None:
    form = await chosen(han, card, "note", "words")
    form.write("words", " \n ")
    form.submit()
    await form.until(lambda form: bool(form.errors))
    assert form.errors == {"words": "empty"}
    assert shop.inbox.offered == 0


async def test_no_note_can_be_sent_off_that_is_too_long_to_be_kept(shop: Shop, han: SlackAgent, card: str) -> None:
    """Once the form is closed, its words are gone."""
    form = await chosen(han, card, "note", "words")
    form.write("words", "长" * (LONGEST_NOTE + 1))
    with pytest.raises(LookupError):
        form.submit()
    form.write("words", "长" * LONGEST_NOTE)
    form.submit()
    assert (await shop.inbox.next()).text == "/note " + "长" * LONGEST_NOTE


@given(st.sampled_from([*FORM.in_thread, *FORM.outside, ""]), st.booleans())
def test_every_form_is_one_that_slack_takes(command: str, in_thread: bool) -> None:
    check_modal(view(FORM, Place(DESK, "1.000001" if in_thread else ""), command))


FILLED = st.dictionaries(
    st.sampled_from(["what", "team", "person", "why", "words", "reply", "until", "priority"]),
    st.sampled_from(["claim", "transfer", "note", "queue", "ban", "", "//"]) | st.text("ab/! \n", max_size=20),
)


@given(FILLED, st.booleans())
def test_whatever_is_filled_in_becomes_a_known_command_or_a_question(values: dict[str, str], in_thread: bool) -> None:
    state = {"values": {block: {"value": {"value": text}} for block, text in values.items()}}
    place = Place(DESK, "1.000001" if in_thread else "")
    read = command_of(FORM, View.model_validate({"id": "V1", "state": state}), place)
    if isinstance(read, Missing):
        assert read.errors.keys() <= {"what"} | state["values"].keys() | {"person"}
    else:
        assert read.split()[0].removeprefix("/") in (FORM.in_thread if in_thread else FORM.outside)


@given(st.text('["a", 1]{}') | st.lists(st.text("a1.")).map(json.dumps))
def test_what_comes_back_with_a_form_is_a_place_or_nothing(packed: str) -> None:
    place = place_of(packed)
    assert place is None or place_of(place.packed()) == place
