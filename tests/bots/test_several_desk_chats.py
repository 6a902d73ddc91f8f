"""Teams with chats of their own: each with its pace, and the others hear of one that the bot was put out of."""

from typing import Any

import pytest

from bots.channel import Busy, ShutOut, ThreadGone
from bots.desk_chats import DeskChats
from storage.inbound import Quote
from storage.results import Action, Entry, EntryKind
from storage.store import Fate
from tests.bots.posting import ASKED, PostOffice, able, alert, asks, post, to
from tests.engine_fakes import FakeChannel, RewritingChannel, until

OUT = ShutOut("the desk does not let the bot in")


def open_office(**abilities: Any) -> PostOffice:
    return PostOffice(
        telegram=RewritingChannel(capabilities=able(**abilities), desk=DeskChats("desk", ["after", "angry"]))
    )


def told(office: PostOffice) -> list[tuple[str, str | None, str]]:
    return [(sent.to, sent.thread, sent.content.text) for sent in office.telegram.sent]


def unreachable(office: PostOffice, chat: str) -> float | None:
    return office.registry.get_sample_value("kefu_desk_unreachable", {"chat": chat})


async def test_a_topic_is_opened_in_the_teams_chat_and_what_follows_goes_there() -> None:
    office = open_office()
    await office.sends(post("card", title="Ann", opens=True, to="after"))
    await office.sends(post("hello"))
    assert told(office) == [("after", "t1", "card"), ("after", "t1", "hello")]
    assert [each.thread for each in office.store.conversations.values()] == ["after/t1"]


async def test_another_team_gets_a_topic_of_its_own_and_what_follows_goes_there() -> None:
    office = open_office()
    await office.sends(post("card", title="Ann", opens=True, card=True))
    await office.sends(post("for you", title="Ann", opens=True, card=True, to="after"))
    await office.sends(post("hello"))
    await office.sends(post("with Tom", card=True))
    assert told(office) == [("desk", "t1", "card"), ("after", "t2", "for you"), ("after", "t2", "hello")]
    assert isinstance(office.telegram, RewritingChannel)
    assert office.telegram.changes == [("after", "2", "with Tom")]


async def test_a_transfer_back_to_the_first_team_opens_a_topic_there() -> None:
    office = open_office()
    await office.sends(post("card", title="Ann", opens=True, to="after"))
    await office.sends(post("back to you", title="Ann", opens=True))
    assert told(office)[-1] == ("desk", "t2", "back to you")


async def test_the_chats_of_the_desk_do_not_wait_for_one_another() -> None:
    office = open_office(pace_desk=(1, 3))
    await office.topic("t-ann", "ann")
    await office.topic("after/t-bob", "bob")
    started = office.clock.now
    await office.wrote(asks("a1"), asks("a2"), customer="ann")
    await office.wrote(asks("b1"), asks("b2"), customer="bob")
    await office.delivery.recover()
    await office.delivery.idle()
    assert {sent.content.text: sent.at - started for sent in office.telegram.sent} == {
        "a1": 0,
        "b1": 0,
        "a2": 3,
        "b2": 3,
    }


async def test_a_chat_that_is_asked_to_wait_makes_no_other_chat_wait() -> None:
    office = open_office()
    await office.topic("t-ann", "ann")
    await office.topic("after/t-bob", "bob")
    office.telegram.refuse("desk/t-ann", Busy(30))
    started = office.clock.now
    office.delivery.submit(await office.wrote(post("ann"), customer="ann"))
    office.delivery.submit(await office.wrote(post("bob"), customer="bob"))
    await office.delivery.idle()
    assert {sent.content.text: sent.at - started for sent in office.telegram.sent} == {"bob": 0, "ann": 30}


async def test_a_quote_leads_to_no_copy_in_another_chat() -> None:
    office = open_office(quotes=True)
    await office.topic()
    await office.sends(to("ann", "hi", relays=ASKED))
    await office.sends(post("card", title="Ann", opens=True, to="after"))
    await office.sends(post("hi yourself", quotes=Quote(message_id="1", text="hi")))
    assert (office.telegram.sent[-1].content.text, office.telegram.sent[-1].quotes) == (
        "<i><q>&gt; hi</q></i>\nhi yourself",
        None,
    )


async def test_of_a_chat_that_the_bot_was_put_out_of_the_others_hear_once_and_nothing_is_lost() -> None:
    office = open_office()
    await office.topic("after/t1")
    office.telegram.refuse("after/t1", *[OUT] * 5)
    await office.sends(post("one"))
    assert [line for line in told(office) if line[0] != "after"] == [
        ("desk", None, "put out of after: the desk does not let the bot in"),
        ("angry", None, "put out of after: the desk does not let the bot in"),
    ]
    assert [line for line in told(office) if line[0] == "after"] == [("after", "t1", "one")]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_operators_see_that_a_chat_is_out_of_reach_and_that_it_is_back() -> None:
    office = open_office()
    await office.topic("after/t1")
    office.telegram.refuse("after/t1", OUT, OUT)
    office.delivery.submit(await office.wrote(post("one")))
    await until(lambda: bool(office.clock.slept))
    assert unreachable(office, "after") == 1
    await office.delivery.idle()
    assert unreachable(office, "after") == 0


async def test_put_out_twice_is_told_twice() -> None:
    office = open_office()
    await office.topic("after/t1")
    for word in ("one", "two"):
        office.telegram.refuse("after/t1", OUT)
        await office.sends(post(word))
    assert len([line for line in told(office) if line[0] == "desk"]) == 2


async def test_where_every_chat_is_shut_the_log_alone_is_told_and_the_alerts_wait() -> None:
    office = PostOffice(telegram=FakeChannel(desk=DeskChats("desk")))
    await office.topic()
    office.telegram.refuse("desk/t1", OUT)
    await office.sends(post("one"))
    assert told(office) == [("desk", "t1", "one")]
    assert [row.action for row in office.store.outbox.values()] == [Action.POST]


async def test_an_alert_for_a_shut_chat_holds_back_no_other_alert() -> None:
    office = open_office()
    office.telegram.refuse("after", *[OUT] * 3)
    await office.sends(alert("for after", to="after"), alert("for all"))
    assert told(office)[0] == ("desk", None, "for all")
    assert ("after", None, "for after") in told(office)


async def test_a_deleted_topic_begins_again_with_who_said_what() -> None:
    office = open_office()
    number = await office.topic("t0")
    for text in ("is it blue?", "It is."):
        office.store.entries[number].append(Entry(kind=EntryKind.INCOMING, author="contact", text=text, at=1))
    office.telegram.refuse("desk/t0", ThreadGone("deleted"))
    await office.sends(post("thanks", title="Ann"))
    assert told(office) == [("desk", "t1", "again: Ann; ann: is it blue?; ann: It is."), ("desk", "t1", "thanks")]


async def test_a_summary_that_opens_a_thread_is_not_said_twice() -> None:
    office = PostOffice(telegram=FakeChannel(cards_open_threads=True))
    await office.topic("t0")
    office.telegram.refuse("desk/t0", ThreadGone("the parent was deleted"))
    await office.sends(post("thanks", title="Ann"))
    assert told(office) == [("desk", "t1", "again: Ann"), ("desk", "t1", "thanks")]


@pytest.mark.parametrize("trouble", [Busy(5), OUT])
async def test_a_topic_that_is_opened_again_in_trouble_has_its_summary_and_its_message_once(trouble: Exception) -> None:
    office = open_office()
    await office.topic("t0")
    office.telegram.refuse("desk/t0", ThreadGone("deleted"))
    office.telegram.refuse("open", trouble)
    office.telegram.refuse("desk/t1", trouble)
    await office.sends(post("thanks", title="Ann"))
    assert [line for line in told(office) if line[0] == "desk"] == [
        ("desk", "t1", "again: Ann"),
        ("desk", "t1", "thanks"),
    ]
