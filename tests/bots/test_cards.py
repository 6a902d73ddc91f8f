"""The one card of a topic: written over in place, and posted anew when it is gone."""

import asyncio
from dataclasses import dataclass, field

from bots.channel import Busy, Moved, Rejected, ThreadGone, Unreachable
from storage.results import Outgoing
from storage.store import Fate, Settlement
from tests.bots.posting import PostOffice, able, asks, post
from tests.engine_fakes import FakeChannel, MemoryStore, RewritingChannel, until


@dataclass(slots=True, kw_only=True)
class SlowDisk(MemoryStore):
    writes: asyncio.Event = field(default_factory=asyncio.Event)

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        await self.writes.wait()
        return await MemoryStore.settle(self, *settlements)


async def open_office(telegram: FakeChannel | None = None) -> PostOffice:
    office = PostOffice(telegram=telegram or RewritingChannel())
    await office.topic()
    return office


def changes(office: PostOffice) -> list[tuple[str, str, str]]:
    return office.telegram.changes if isinstance(office.telegram, RewritingChannel) else []


async def test_a_card_is_written_over_in_place() -> None:
    office = await open_office()
    await office.sends(post("waiting", card=True))
    await office.sends(post("hello"))
    await office.sends(post("with Tom", card=True))
    await office.sends(post("resolved", card=True))
    assert office.telegram.texts("desk") == ["waiting", "hello"]
    assert changes(office) == [("desk", "1", "with Tom"), ("desk", "1", "resolved")]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_a_card_that_opened_its_thread_is_written_over_in_place() -> None:
    office = PostOffice(telegram=RewritingChannel(cards_open_threads=True))
    await office.sends(post("waiting", title="Ann", opens=True, card=True))
    await office.sends(post("with Tom", card=True))
    assert office.telegram.texts("desk") == ["waiting"]
    assert changes(office) == [("desk", "1", "with Tom")]


async def test_a_card_that_somebody_deleted_is_posted_anew_and_then_that_one_changes() -> None:
    office = await open_office()
    await office.sends(post("waiting", card=True))
    office.telegram.refuse("edit 1", Rejected("message to edit not found"))
    await office.sends(post("with Tom", card=True))
    await office.sends(post("resolved", card=True))
    assert office.telegram.texts("desk") == ["waiting", "with Tom"]
    assert changes(office) == [("desk", "2", "resolved")]


async def test_a_card_of_a_topic_that_was_deleted_comes_again_in_the_new_one() -> None:
    office = PostOffice(telegram=RewritingChannel())
    await office.topic("t0")
    await office.sends(post("waiting", card=True))
    office.telegram.refuse("edit 1", ThreadGone("deleted"))
    office.telegram.refuse("desk/t0", ThreadGone("deleted"))
    await office.sends(post("with Tom", title="Ann", card=True))
    assert [(sent.thread, sent.content.text) for sent in office.telegram.sent[1:]] == [
        ("t1", "again: Ann"),
        ("t1", "with Tom"),
    ]
    await office.sends(post("resolved", card=True))
    assert changes(office) == [("desk", "3", "resolved")]


async def test_who_comes_back_has_the_card_they_had() -> None:
    office = await open_office()
    await office.sends(post("first time", opens=True, card=True))
    await office.sends(post("again", opens=True, card=True))
    assert office.telegram.texts("desk") == ["first time"]
    assert changes(office) == [("desk", "1", "again")]


async def test_of_cards_that_wait_only_the_newest_goes_out() -> None:
    office = await open_office(RewritingChannel(capabilities=able(pace_desk=(1, 3))))
    cards = [post(f"card {number}", card=True) for number in range(5)]
    await office.sends(cards[0], asks("hello"), *cards[1:])
    assert office.telegram.texts("desk") == ["card 4", "hello"]
    assert set(office.fates()) == {Fate.DELIVERED}
    await office.sends(*cards)
    assert changes(office) == [("desk", "1", "card 4")]


async def test_a_card_meets_faults_and_is_written_over_later() -> None:
    office = await open_office()
    await office.sends(post("waiting", card=True))
    office.telegram.refuse("edit 1", Unreachable("502"), Busy(5), Moved("-100"))
    await office.sends(post("with Tom", card=True))
    assert changes(office) == [("-100", "1", "with Tom")]


async def test_a_card_is_posted_anew_where_nothing_can_be_written_over() -> None:
    office = await open_office(FakeChannel())
    await office.sends(post("waiting", card=True))
    await office.sends(post("with Tom", card=True))
    assert office.telegram.texts("desk") == ["waiting", "with Tom"]


async def test_a_card_that_grows_out_of_its_message_is_posted_anew() -> None:
    office = await open_office(RewritingChannel(capabilities=able(text_limit=10)))
    await office.sends(post("one", card=True))
    await office.sends(post("one two three four", card=True))
    await office.sends(post("five six seven", card=True))
    assert office.telegram.texts("desk") == ["one", "one two", "three four"]
    assert changes(office) == [("desk", "2", "five six"), ("desk", "3", "seven")]


async def test_after_a_restart_the_card_is_still_known() -> None:
    office = await open_office()
    await office.sends(post("waiting", card=True))
    office.restart()
    await office.sends(post("with Tom", card=True))
    assert changes(office) == [("desk", "1", "with Tom")]


async def test_where_nothing_can_be_written_over_a_later_card_says_its_heading_only() -> None:
    office = await open_office(FakeChannel())
    await office.sends(post("Ann\nwaiting\nwhat she said\nher orders", card=True))
    await office.sends(post("Ann\nwith Tom\nwhat she said\nher orders", card=True))
    assert office.telegram.texts("desk") == ["Ann\nwaiting\nwhat she said\nher orders", "Ann\nwith Tom"]


async def test_where_nothing_can_be_written_over_a_later_card_calls_nobody_anew() -> None:
    office = await open_office(FakeChannel())
    calling = 'Ann\nasked: <a href="agent:wecom:tom">Tom</a>'
    await office.sends(post(f"{calling}\nher orders", card=True))
    await office.sends(post(f"{calling} and Jo\nher orders", card=True))
    assert office.telegram.texts("desk") == [f"{calling}\nher orders", "Ann\nasked: Tom and Jo"]


async def test_where_nothing_can_be_written_over_a_heading_that_stands_there_does_not_come_again() -> None:
    """A note or a tag changes what is below it."""
    office = await open_office(FakeChannel())
    await office.sends(post("Ann\nwith Tom\nno notes", card=True))
    await office.sends(post("Ann\nwith Tom\na note", card=True))
    assert office.telegram.texts("desk") == ["Ann\nwith Tom\nno notes"]
    await office.sends(post("Ann\nwith Jo\na note", card=True))
    await office.sends(post("Ann\nwith Tom\na note", card=True))
    assert office.telegram.texts("desk")[1:] == ["Ann\nwith Jo", "Ann\nwith Tom"]
    office.restart()
    await office.sends(post("Ann\nwith Tom\ntwo notes", card=True))
    assert office.telegram.texts("desk")[3:] == ["Ann\nwith Tom"]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_a_card_that_changes_before_its_topic_is_open_changes_when_it_is() -> None:
    office = PostOffice(telegram=RewritingChannel())
    office.telegram.refuse("open", Busy(20))
    await office.sends(post("waiting", title="Ann", opens=True, card=True), post("with Tom", card=True))
    assert [title for title, _ in office.telegram.threads] == ["Ann"]
    assert office.telegram.texts("desk") == ["waiting"]
    assert changes(office) == [("desk", "1", "with Tom")]


async def test_a_card_that_changes_before_it_is_written_down_where_it_stands_changes_there() -> None:
    store = SlowDisk()
    office = PostOffice(store=store, telegram=RewritingChannel(cards_open_threads=True))
    office.delivery.submit(await office.wrote(post("waiting", title="Ann", opens=True, card=True)))
    await until(lambda: bool(office.telegram.sent))
    office.delivery.submit(await office.wrote(post("with Tom", card=True)))
    for _ in range(20):
        await asyncio.sleep(0)
    store.writes.set()
    await office.delivery.idle()
    assert office.telegram.texts("desk") == ["waiting"]
    assert changes(office) == [("desk", "1", "with Tom")]


async def test_a_deleted_topic_is_opened_again_once_for_the_card_and_for_the_words() -> None:
    office = PostOffice(telegram=RewritingChannel())
    await office.topic("t0")
    await office.sends(post("waiting", card=True))
    office.telegram.refuse("edit 1", ThreadGone("deleted"))
    office.telegram.refuse("desk/t0", ThreadGone("deleted"), ThreadGone("deleted"))
    await office.sends(post("with Tom", title="Ann", card=True), post("hello", title="Ann"))
    assert len(office.telegram.threads) == 1
    told = [sent.content.text for sent in office.telegram.sent if sent.thread == "t1"]
    assert told[0] == "again: Ann"
    assert sorted(told[1:]) == ["hello", "with Tom"]


async def test_at_a_busy_desk_what_a_customer_says_goes_on_past_the_card() -> None:
    office = await open_office(RewritingChannel(capabilities=able(pace_desk=(1, 3))))
    await office.sends(post("waiting", card=True))
    await office.sends(asks("one"), post("two"), post("with Tom", card=True), post("three"))
    assert office.telegram.texts("desk") == ["waiting", "one", "two\n\nthree"]
    assert changes(office) == [("desk", "1", "with Tom")]
