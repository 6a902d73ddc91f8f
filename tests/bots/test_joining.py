"""What waits for the desk's pace goes out together, and nobody's customer waits for another's flood."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channel import Busy, Rejected
from storage.content import Content
from storage.inbound import Attachment, Media, Quote
from storage.results import Action, Mark, Outgoing, StaffMessage
from storage.store import Fate, Settlement
from tests.bots.posting import PostOffice, able, asks, post, to
from tests.engine_fakes import FakeChannel, MemoryStore, until

SLOW = {"pace_desk": (1, 3)}


def office_with(**abilities: Any) -> PostOffice:
    return PostOffice(telegram=FakeChannel(capabilities=able(**abilities)))


def photo(ref: str, **more: Any) -> Outgoing:
    content = Content(
        text=more.pop("text", ""), attachments=(Attachment(media=Media.PHOTO, channel="telegram", ref=ref),)
    )
    return Outgoing(channel="telegram", content=content, **more)


def pictures(office: PostOffice) -> list[tuple[str, str]]:
    return [
        (sent.content.text, "".join(each.ref for each in sent.content.attachments)) for sent in office.telegram.sent
    ]


async def test_words_that_wait_for_the_desk_go_out_as_one_message() -> None:
    office = office_with(**SLOW)
    await office.topic()
    await office.sends(asks("claim?"), *(post(word, copies=word) for word in ("hello", "is", "anybody there?")))
    assert office.telegram.texts("desk") == ["claim?", "hello\n\nis\n\nanybody there?"]
    assert office.waits() == [0, 3]
    kept = [(copy.desk_message, copy.contact_message) for _, copies in office.store.copies for copy in copies]
    assert kept == [("2", "hello"), ("2", "is"), ("2", "anybody there?")]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_what_comes_in_while_a_message_waits_goes_along() -> None:
    office = office_with(**SLOW)
    await office.topic()
    office.delivery.submit(await office.wrote(asks("claim?"), post("one", copies="c1")))
    await until(lambda: bool(office.clock.slept))
    await office.sends(post("two", copies="c2"))
    assert office.telegram.texts("desk") == ["claim?", "one\n\ntwo"]


async def test_buttons_files_quotes_and_the_houses_own_words_end_a_run() -> None:
    office = office_with(quotes=False)
    await office.topic()
    await office.sends(
        post("one", copies="c1"),
        asks("two"),
        post("three", copies="c3"),
        photo("p", action=Action.POST, copies="c4"),
        post("five", copies="c5", quotes=Quote(text="three")),
        post("six", copies="c6"),
        post("told by the house"),
        post("and more"),
    )
    assert office.telegram.texts("desk") == [
        "one",
        "two",
        "three",
        "",
        "<i><q>&gt; three</q></i>\nfive",
        "six",
        "told by the house\n\nand more",
    ]


async def test_a_joined_message_is_never_longer_than_the_platform_takes() -> None:
    office = office_with(text_limit=12)
    await office.topic()
    await office.sends(*(post(f"{number}234") for number in range(5)))
    assert office.telegram.texts("desk") == ["0234\n\n1234", "2234\n\n3234", "4234"]


async def test_what_is_refused_together_goes_out_one_by_one() -> None:
    office = office_with()
    await office.topic()
    office.telegram.refuse("desk/t1", Rejected("no"), Rejected("never"))
    one, two = await office.sends(post("one"), post("two"))
    assert "two" in office.telegram.texts("desk")
    assert (office.fate(one), office.fate(two)) == (Fate.FAILED, Fate.DELIVERED)


@dataclass(slots=True, kw_only=True)
class DiesAfterOneRecord(MemoryStore):
    dead: bool = False

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        if self.dead:
            await asyncio.Event().wait()
        self.dead = True
        return await MemoryStore.settle(self, *settlements)


async def test_what_comes_in_meanwhile_overtakes_nothing_that_goes_out_one_by_one() -> None:
    office = office_with(**SLOW)
    await office.topic()
    office.telegram.refuse("desk/t1", Rejected("too odd"))
    office.delivery.submit(await office.wrote(post("one", copies="c1"), post("two", copies="c2")))
    await until(lambda: not office.telegram.refusals["desk/t1"])
    await office.sends(post("three", copies="c3"))
    assert "\n\n".join(office.telegram.texts("desk")) == "one\n\ntwo\n\nthree"
    assert office.registry.get_sample_value("kefu_outbox_waiting") == 0


async def test_a_kill_after_the_record_of_a_joined_message_repeats_no_part_of_it() -> None:
    store = DiesAfterOneRecord(keeps_history=True)
    office = PostOffice(store=store, telegram=FakeChannel(capabilities=able()))
    await office.topic()
    office.delivery.submit(await office.wrote(post("one"), post("two")))
    await until(lambda: store.dead)
    await asyncio.sleep(0)
    await office.delivery.close(0)
    store.dead = False
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    assert office.telegram.texts("desk") == ["one\n\ntwo"]


async def test_a_kill_between_joining_and_sending_loses_nothing_and_repeats_nothing() -> None:
    office = office_with()
    await office.topic()
    office.telegram.hangs = True
    office.delivery.submit(await office.wrote(post("one"), post("two")))
    for _ in range(20):
        await asyncio.sleep(0)
    await office.delivery.close(0)
    office.telegram.hangs = False
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    assert office.telegram.texts("desk") == ["one\n\ntwo"]


@settings(max_examples=25, deadline=None)
@given(kinds=st.lists(st.sampled_from(["words", "button", "photo", "card", "note"]), max_size=12), busy=st.booleans())
async def test_whatever_is_joined_every_word_arrives_once_and_in_order(kinds: list[str], busy: bool) -> None:
    office = office_with(**SLOW)
    await office.topic()
    if busy:
        office.telegram.refuse("desk/t1", Busy(9))
    makers: dict[str, Callable[[str], Outgoing]] = {
        "words": lambda word: post(word, copies=word),
        "button": asks,
        "photo": lambda word: photo("p", text=word, action=Action.POST, copies=word),
        "card": lambda word: post(word, card=True),
        "note": post,
    }
    rows = [makers[kind](f"w{number}") for number, kind in enumerate(kinds)]
    await office.sends(*rows)
    told = " ".join(office.telegram.texts("desk")).split()
    spoken = [f"w{number}" for number, kind in enumerate(kinds) if kind != "card"]
    assert [word for word in told if word in spoken] == spoken
    cards = [f"w{number}" for number, kind in enumerate(kinds) if kind == "card"]
    assert [word for word in told if word in cards] == cards[-1:]
    assert set(office.fates()) <= {Fate.DELIVERED}


async def test_pictures_sent_together_arrive_together_on_either_side() -> None:
    office = office_with(album=10)
    await office.topic()
    await office.sends(
        *(photo(ref, to="ann", album="a", text="two" if ref == "a" else "") for ref in "ab"), to("ann", "done")
    )
    await office.sends(*(photo(ref, action=Action.POST, album="b", copies=ref) for ref in "xyz"))
    assert pictures(office) == [("two", "ab"), ("done", ""), ("", "xyz")]
    kept = [(copy.desk_message, copy.contact_message) for _, copies in office.store.copies for copy in copies]
    assert kept == [("3", "x"), ("3.1", "y"), ("3.2", "z")]


async def test_an_album_waits_a_moment_for_the_pictures_that_are_still_to_come() -> None:
    office = office_with(album=10)
    started = office.clock.now
    office.delivery.submit(await office.wrote(photo("a", to="ann", album="a")))
    await until(lambda: bool(office.clock.slept))
    await office.sends(photo("b", to="ann", album="a"))
    assert pictures(office) == [("", "ab")]
    assert office.telegram.sent[0].at == started + office.limits.album_hold


async def test_a_picture_that_comes_too_late_for_its_album_is_sent_all_the_same() -> None:
    office = office_with(album=10)
    await office.sends(photo("a", to="ann", album="a"))
    await office.sends(photo("b", to="ann", album="a"))
    assert pictures(office) == [("", "a"), ("", "b")]


async def test_an_album_larger_than_the_platform_takes_is_several() -> None:
    office = office_with(album=2)
    await office.sends(*(photo(ref, to="ann", album="a") for ref in "abcde"))
    assert pictures(office) == [("", "ab"), ("", "cd"), ("", "e")]


async def test_where_there_are_no_albums_nobody_waits_for_one() -> None:
    office = office_with()
    await office.sends(*(photo(ref, to="ann", album="a") for ref in "ab"))
    assert pictures(office) == [("", "a"), ("", "b")]
    assert office.clock.slept == []


async def test_an_agents_album_is_marked_once() -> None:
    office = office_with(album=10)
    await office.topic()
    asked = [StaffMessage(chat_id="desk", message_id=ref) for ref in "abc"]
    await office.sends(*(photo(each.message_id, to="ann", album="a", relays=each) for each in asked))
    assert [message for message, _ in office.telegram.marks] == ["a"]


async def test_one_customer_who_floods_the_desk_makes_nobody_else_wait() -> None:
    """Forty conversations at a desk that takes one message in three seconds."""
    office = office_with(**SLOW)
    customers = [f"c{number}" for number in range(40)]
    for customer in customers:
        await office.topic(f"t-{customer}", customer)
    started = office.clock.now
    office.delivery.submit(await office.wrote(*(asks(f"flood {number}") for number in range(60)), customer="c0"))
    for customer in customers[1:]:
        office.delivery.submit(await office.wrote(post("help"), post("me"), customer=customer))
    await office.delivery.idle()
    others = [sent.at - started for sent in office.telegram.sent if sent.content.text == "help\n\nme"]
    assert len(others) == 39
    assert max(others) <= 40 * 3
    assert len(office.telegram.sent) == 60 + 39
    assert set(office.fates()) == {Fate.DELIVERED}
    flood = [sent.content.text for sent in office.telegram.sent if sent.thread == "t-c0"]
    assert flood == [f"flood {number}" for number in range(60)]


async def test_at_a_busy_desk_words_go_before_the_marks_of_what_was_delivered() -> None:
    office = office_with(**SLOW)
    await office.topic()
    started = office.clock.now
    asked = [StaffMessage(chat_id="desk", message_id=str(number)) for number in range(3)]
    await office.wrote(*(to("ann", "hi", relays=each) for each in asked), *(asks(str(number)) for number in range(10)))
    await office.delivery.recover()
    await office.delivery.idle()
    posted = [sent.at - started for sent in office.telegram.sent if sent.to == "desk"]
    assert posted == [3 * number for number in range(10)]
    assert sorted(message for message, _ in office.telegram.marks) == ["0", "1", "2"]


@dataclass(slots=True)
class Watched(FakeChannel):
    posted_before: int = 0

    async def mark(self, chat: str, message_id: str, mark: Mark) -> None:
        self.posted_before = len(self.texts("desk"))


async def test_a_mark_waits_no_longer_than_its_patience() -> None:
    telegram = Watched(capabilities=able(**SLOW))
    office = PostOffice(telegram=telegram)
    await office.topic()
    await office.wrote(to("ann", "hi", relays=StaffMessage(chat_id="desk", message_id="7")))
    await office.wrote(*(asks(str(number)) for number in range(240)))
    await office.delivery.recover()
    await office.delivery.idle()
    assert 0 < telegram.posted_before <= office.limits.mark_patience / 3 + 2
    assert len(telegram.texts("desk")) == 240
