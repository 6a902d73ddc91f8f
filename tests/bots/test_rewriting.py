"""Messages that are edited, taken back and reacted to after they were relayed."""

from dataclasses import replace
from typing import Any

import pytest

from bots.channel import Busy, Gone, Rejected, ThreadGone, Unreachable
from storage.content import Content
from storage.inbound import Attachment, Media
from storage.results import Action, Outgoing, Side, StaffMessage
from storage.store import Fate
from tests.bots.posting import ASKED, PostOffice, able, post, to
from tests.engine_fakes import FakeChannel, RewritingChannel

SAID = Content(text="(edited) red")


def change(action: Action, side: Side, of: str, text: str = "", **more: Any) -> Outgoing:
    chat = "ann" if side is Side.CONTACT else ""
    return Outgoing(action=action, channel="telegram", side=side, of=of, content=Content(text=text), to=chat, **more)


def edit(of: str, text: str, side: Side = Side.CONTACT, **more: Any) -> Outgoing:
    return change(Action.EDIT, side, of, text, instead=SAID, **more)


async def open_office(**abilities: Any) -> tuple[PostOffice, RewritingChannel]:
    telegram = RewritingChannel(capabilities=able(**abilities))
    office = PostOffice(telegram=telegram)
    await office.topic()
    return office, telegram


async def test_what_an_agent_corrects_is_corrected_in_the_customers_chat() -> None:
    office, telegram = await open_office()
    await office.sends(to("ann", "rad", relays=ASKED), edit("77", "red"))
    assert telegram.changes == [("ann", "1", "red")]
    assert telegram.texts("ann") == ["rad"]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_what_a_customer_corrects_is_corrected_at_the_desk() -> None:
    office, telegram = await open_office()
    await office.sends(post("rad", copies="c1"), edit("c1", "red", Side.DESK))
    assert telegram.changes == [("desk", "1", "red")]


async def test_a_message_that_was_cut_becomes_shorter_by_the_rest_of_it() -> None:
    office, telegram = await open_office(text_limit=10)
    await office.sends(to("ann", "one two three four", relays=ASKED), edit("77", "one"))
    assert telegram.changes == [("ann", "1", "one"), ("ann", "2", "taken back")]


async def test_a_message_that_grows_too_long_is_told_anew() -> None:
    office, telegram = await open_office(text_limit=12)
    await office.sends(to("ann", "one", relays=ASKED), edit("77", "one two three four"))
    assert telegram.changes == []
    assert telegram.texts("ann") == ["one", "(edited) red"]


async def test_the_words_beside_files_change_and_the_files_stay() -> None:
    office, telegram = await open_office()
    box = tuple(Attachment(media=Media.PHOTO, channel="telegram", ref=ref) for ref in "ab")
    sent = Outgoing(channel="telegram", to="ann", content=Content(text="rad", attachments=box), relays=ASKED)
    again = replace(edit("77", ""), content=Content(text="red", attachments=box))
    await office.sends(sent, again)
    assert telegram.changes == [("ann", "1", "red")]


@pytest.mark.parametrize("refusal", [Rejected("too old"), ThreadGone("message not found")])
async def test_what_the_platform_does_not_change_any_more_is_told_anew(refusal: Exception) -> None:
    office, telegram = await open_office()
    telegram.refuse("edit 1", refusal)
    await office.sends(to("ann", "rad", relays=ASKED), edit("77", "red"))
    assert telegram.texts("ann") == ["rad", "(edited) red"]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_where_nothing_can_be_changed_it_is_told_anew_on_either_side() -> None:
    office = PostOffice()
    await office.topic()
    await office.sends(to("ann", "rad", relays=ASKED), edit("77", "red"))
    await office.sends(post("rad", copies="c1"), edit("c1", "red", Side.DESK))
    assert office.telegram.texts("ann") == ["rad", "(edited) red"]
    assert office.telegram.texts("desk") == ["rad", "(edited) red"]


async def test_of_a_message_that_was_never_delivered_the_edit_is_told_anew() -> None:
    office, telegram = await open_office()
    await office.sends(edit("77", "red"))
    assert telegram.texts("ann") == ["(edited) red"]


async def test_what_was_told_anew_is_what_changes_next_time() -> None:
    office, telegram = await open_office()
    telegram.refuse("edit 1", Rejected("too old"))
    await office.sends(to("ann", "rad", relays=ASKED), edit("77", "red"))
    await office.sends(edit("77", "reds"))
    assert telegram.changes == [("ann", "2", "reds")]


def news(text: str) -> Outgoing:
    return Outgoing(action=Action.ALERT, channel="telegram", copies="news", content=Content(text=text))


def more_news(text: str, instead: str = "") -> Outgoing:
    said = Content(text=instead) if instead else None
    return change(Action.EDIT, Side.DESK, "news", text, instead=said)


async def told(office: PostOffice, *rows: Outgoing) -> None:
    """By nobody's turn, and about no conversation."""
    office.delivery.submit(await office.store.add(rows, office.clock()))
    await office.delivery.idle()


async def test_what_is_told_in_no_topic_is_written_over_there() -> None:
    telegram = RewritingChannel()
    office = PostOffice(telegram=telegram)
    await told(office, news("1 of 9"), more_news("5 of 9"), more_news("all"))
    assert telegram.texts("desk") == ["1 of 9"]
    assert telegram.changes == [("desk", "1", "5 of 9"), ("desk", "1", "all")]


async def test_what_somebody_deleted_there_is_told_anew_only_where_it_must_be() -> None:
    telegram = RewritingChannel()
    office = PostOffice(telegram=telegram)
    await told(office, news("1 of 9"))
    telegram.refuse("edit 1", Rejected("message to edit not found"), Rejected("message to edit not found"))
    await told(office, more_news("5 of 9"))
    await told(office, more_news("all", instead="all"))
    await told(office, more_news("all, and 3 answers"))
    assert telegram.texts("desk") == ["1 of 9", "all"]
    assert telegram.changes == [("desk", "2", "all, and 3 answers")]


async def test_where_a_desk_cannot_change_it_the_end_alone_is_told() -> None:
    office = PostOffice()
    await told(office, news("1 of 9"), more_news("5 of 9"), more_news("all", instead="all"))
    assert office.telegram.texts("desk") == ["1 of 9", "all"]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_an_edit_never_writes_over_what_was_joined_with_it() -> None:
    office, telegram = await open_office()
    await office.sends(post("one", copies="c1"), post("two", copies="c2"))
    assert telegram.texts("desk") == ["one\n\ntwo"]
    await office.sends(
        edit("c2", "red", Side.DESK), change(Action.UNSEND, Side.DESK, "c1", instead=Content(text="(gone)"))
    )
    assert telegram.changes == []
    assert telegram.texts("desk")[1:] == ["(edited) red", "(gone)"]


async def test_what_is_taken_back_disappears_whole() -> None:
    office, telegram = await open_office(text_limit=10)
    await office.sends(to("ann", "one two three four", relays=ASKED), change(Action.UNSEND, Side.CONTACT, "77"))
    assert telegram.changes == [("ann", "1", "taken back"), ("ann", "2", "taken back")]


async def test_what_cannot_be_taken_back_is_left_in_silence_when_nothing_is_to_be_said() -> None:
    office, telegram = await open_office()
    telegram.refuse("unsend 1", Rejected("too old"))
    *_, row = await office.sends(to("ann", "oops", relays=ASKED), change(Action.UNSEND, Side.CONTACT, "77"))
    assert telegram.texts("ann") == ["oops"]
    assert office.fate(row) is Fate.DELIVERED


async def test_a_reaction_is_shown_on_the_other_side_and_taken_off_again() -> None:
    office, telegram = await open_office()
    await office.sends(post("thanks", copies="c1"))
    await office.sends(to("ann", "bye", relays=ASKED))
    await office.sends(change(Action.REACT, Side.CONTACT, "1", "👍"), change(Action.REACT, Side.DESK, "2", "❤"))
    await office.sends(change(Action.REACT, Side.CONTACT, "1", ""))
    assert telegram.changes == [("ann", "c1", "👍"), ("desk", "77", "❤"), ("ann", "c1", "")]


@pytest.mark.parametrize("refusal", [Rejected("REACTION_INVALID"), Gone("blocked")])
async def test_a_reaction_that_cannot_be_shown_is_no_failure(refusal: Exception) -> None:
    office, telegram = await open_office()
    await office.sends(post("thanks", copies="c1"))
    telegram.refuse("react c1", refusal)
    row, *_ = await office.sends(change(Action.REACT, Side.CONTACT, "1", "🦄"))
    assert office.fate(row) is Fate.DELIVERED
    assert office.telegram.texts("ann") == []
    assert len(office.store.outbox) == 2


async def test_a_reaction_on_the_card_is_nobody_elses_business() -> None:
    office, telegram = await open_office()
    await office.sends(post("Ann", card=True), change(Action.REACT, Side.CONTACT, "1", "👍"))
    assert telegram.changes == []


async def test_an_edit_waits_its_turn_and_the_platforms_pauses() -> None:
    office, telegram = await open_office()
    telegram.refuse("ann", Busy(7))
    telegram.refuse("edit 1", Unreachable("502"), Busy(3))
    await office.sends(to("ann", "rad", relays=ASKED), edit("77", "red"), to("ann", "next"))
    assert telegram.texts("ann") == ["rad", "next"]
    assert telegram.changes == [("ann", "1", "red")]
    assert telegram.sent[1].at - telegram.sent[0].at >= 3


async def test_staff_hear_of_an_edit_that_did_not_reach_the_customer() -> None:
    office, telegram = await open_office()
    await office.sends(to("ann", "rad", relays=ASKED))
    telegram.refuse("edit 1", Gone("blocked by the user"))
    row, *_ = await office.sends(edit("77", "red"))
    assert office.fate(row) is Fate.FAILED
    assert telegram.texts("desk") == ["not delivered: gone: blocked by the user"]


async def test_an_edit_after_a_crash_is_made_once_more_and_settled_once() -> None:
    office, telegram = await open_office()
    await office.sends(to("ann", "rad", relays=ASKED))
    await office.wrote(edit("77", "red"))
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    assert telegram.changes == [("ann", "1", "red")]
    assert telegram.texts("ann") == ["rad"]


async def test_without_a_desk_an_edit_for_it_waits_in_vain_and_breaks_nothing() -> None:
    office = PostOffice(has_desk=False, telegram=FakeChannel())
    row, *_ = await office.sends(edit("c1", "red", Side.DESK))
    assert office.fate(row) is Fate.FAILED


async def test_an_album_is_as_many_messages_as_pictures_and_each_can_be_changed() -> None:
    office, telegram = await open_office(album=10)
    pictures = [
        Outgoing(
            channel="telegram",
            to="ann",
            album="a1",
            content=Content(text="rad" if ref == "a" else "", attachments=(photo,)),
            relays=StaffMessage(chat_id="desk", message_id=f"7{ref}"),
        )
        for ref in "abc"
        for photo in [Attachment(media=Media.PHOTO, channel="telegram", ref=ref)]
    ]
    await office.sends(*pictures)
    assert len(telegram.sent) == 1
    await office.sends(change(Action.UNSEND, Side.CONTACT, "7b"), edit("7a", "red"))
    assert telegram.changes == [("ann", "1.1", "taken back"), ("ann", "1", "red")]
