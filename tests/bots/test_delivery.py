"""What customers receive: in order, at a pace, once, whatever the platform does."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bots.channel import Busy, File, FindInboxId, Gone, Moved, Rejected, SendFailed, ThreadGone, Unreachable
from bots.delivery.retry import DeliveryLimits
from handlers.watch import Turned
from storage import photos
from storage.content import Button, Content
from storage.errors import StorageFailed, failed
from storage.inbound import Attachment, Media, Quote
from storage.results import Mark, Outgoing
from storage.store import Accepted, Fate, Settlement
from tests.bots.posting import ASKED, FREE, PostOffice, able, outcomes, to
from tests.engine_fakes import Clock, FakeChannel, MemoryStore, until

DISK_FULL = sqlite3.OperationalError("database or disk is full")


def full_disk() -> StorageFailed:
    """As the database tells of it."""
    return failed(DISK_FULL)


async def test_a_customer_receives_everything_in_order() -> None:
    office = PostOffice()
    await office.sends(*(to("ann", str(number)) for number in range(20)))
    assert office.telegram.texts("ann") == [str(number) for number in range(20)]
    assert set(office.fates()) == {Fate.DELIVERED}
    assert outcomes(office) == {Fate.DELIVERED: 20}


async def test_one_chat_gets_a_message_a_second_and_another_one_does_not_wait_for_it() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(pace_chat=(1, 1))))
    await office.sends(*(to("ann", str(number)) for number in range(4)), to("bob", "hi"))
    at = {sent.content.text: sent.at for sent in office.telegram.sent}
    assert at["hi"] == at["0"]
    assert [round(at[str(number)] - at["0"], 6) for number in range(4)] == [0, 1, 2, 3]


async def test_words_and_their_menu_in_two_messages_are_not_repeated_for_the_second_alone() -> None:
    wechat = able(pace_chat=(1, 1), menu_size=lambda buttons: 10 * len(buttons), text_limit=40)
    office = PostOffice(telegram=FakeChannel(capabilities=wechat))
    menu = (Button(label="转人工", goto="escalation"),) * 2
    answer = Outgoing(channel="telegram", to="ann", content=Content(text="x" * 30, buttons=menu))
    sending = asyncio.ensure_future(office.sends(answer))
    await until(lambda: bool(office.telegram.sent))
    office.telegram.refuse("ann", Unreachable("reset"), Unreachable("reset"))
    await sending
    assert [sent.content for sent in office.telegram.sent] == [Content(text="x" * 30), Content(buttons=menu)]
    assert office.fates() == [Fate.DELIVERED]


async def test_the_bot_as_a_whole_keeps_its_pace() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(pace_bot=(2, 1))))
    await office.sends(*(to(f"c{number}", "hi") for number in range(6)))
    assert [round(wait, 6) for wait in office.waits()] == [0, 0, 1, 1, 2, 2]


async def test_a_chat_that_is_asked_to_wait_waits_exactly_so_long_and_nobody_else_does() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Busy(7))
    await office.sends(to("ann", "one"), to("ann", "two"), to("bob", "hi"))
    assert [(sent.content.text, wait) for sent, wait in zip(office.telegram.sent, office.waits(), strict=True)] == [
        ("hi", 0),
        ("one", 7),
        ("two", 7),
    ]


@dataclass(slots=True, kw_only=True)
class SlowDisk(MemoryStore):
    clock: Clock

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        await self.clock.sleep(5)
        return await MemoryStore.settle(self, *settlements)


async def test_a_pause_is_not_longer_for_the_time_it_takes_to_write_it_down() -> None:
    clock = Clock()
    office = PostOffice(store=SlowDisk(clock=clock), clock=clock)
    office.telegram.refuse("ann", Busy(60))
    began = clock.now
    await office.sends(to("ann", "hi"))
    assert [sent.at - began for sent in office.telegram.sent] == [60]


async def test_when_the_whole_bot_is_asked_to_wait_every_chat_waits() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Busy(7, whole_bot=True))
    start = office.clock.now
    office.delivery.submit(await office.wrote(to("ann", "one")))
    await until(lambda: bool(office.store.settled))
    await office.sends(to("bob", "hi"), customer="bob")
    await office.delivery.idle()
    assert [sent.at - start for sent in office.telegram.sent] == [7, 7]


async def test_a_platform_that_is_down_delays_only_its_own_customers() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", *[Unreachable("502")] * 8)
    await office.sends(
        to("ann", "one"), to("ann", "two"), Outgoing(channel="slack", to="carol", content=Content(text="hi"))
    )
    assert office.telegram.texts("ann") == ["one", "two"]
    assert office.slack.texts("carol") == ["hi"]
    assert len(office.clock.slept) == 8
    assert max(office.clock.slept) <= 60
    assert office.slack.sent[0].at < office.telegram.sent[0].at


async def test_a_platform_that_hangs_is_given_up_on_and_asked_again() -> None:
    office = PostOffice(limits=DeliveryLimits(answer_time=0.001))
    office.telegram.hangs = True
    office.delivery.submit(await office.wrote(to("ann", "hi")))
    await until(lambda: bool(office.clock.slept))
    office.telegram.hangs = False
    await office.delivery.idle()
    assert office.telegram.texts("ann") == ["hi"]


async def test_after_a_day_of_trying_a_message_has_failed() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", *[Unreachable("502")] * 10_000)
    row, *_ = await office.sends(to("ann", "hi"))
    assert office.fate(row) is Fate.FAILED
    assert 86_400 <= office.clock.now - row.created_at < 86_400 + 61


async def test_an_old_message_that_an_operator_sends_again_gets_a_whole_day_again() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Gone("blocked"))
    row, *_ = await office.sends(to("ann", "hi"))
    office.clock.now += 7 * 86_400
    office.telegram.refuse("ann", Unreachable("502"))
    office.delivery.submit(await office.store.retry([row.id], office.clock.now))
    await office.delivery.idle()
    assert office.fate(row) is Fate.DELIVERED


async def test_a_channel_with_a_bug_costs_its_message_and_not_the_next_one() -> None:
    office = PostOffice(limits=DeliveryLimits(faults=3))
    office.telegram.refuse("ann", KeyError("x"), KeyError("x"), KeyError("x"))
    bad, good = await office.sends(to("ann", "one"), to("ann", "two"))
    assert (office.fate(bad), office.fate(good)) == (Fate.FAILED, Fate.DELIVERED)
    assert office.store.settled[bad.id].error == "Broken: KeyError"


async def test_an_answer_whose_quote_cannot_be_looked_up_for_a_while_goes_out_before_the_next() -> None:
    office = PostOffice()
    await office.topic()
    office.store.fail("copies", *[full_disk() for _ in range(20)])
    await office.sends(to("ann", "yes", quotes=Quote(message_id="5")), to("ann", "anything else?"))
    assert office.telegram.texts("ann") == ["yes", "anything else?"]
    assert set(office.fates()) == {Fate.DELIVERED}


async def test_a_channel_that_cannot_look_into_its_own_books_for_a_while_goes_on_trying() -> None:
    office = PostOffice(limits=DeliveryLimits(faults=3))
    office.telegram.refuse("ann", *[full_disk() for _ in range(20)])
    await office.sends(to("ann", "hi"))
    assert office.telegram.texts("ann") == ["hi"]


async def test_a_bug_of_ours_costs_its_message_and_staff_read_of_it() -> None:
    office = PostOffice(limits=DeliveryLimits(faults=3))
    await office.topic()
    office.store.fail("copies", *[KeyError("secret")] * 3)
    bad, good = await office.sends(to("ann", "yes", quotes=Quote(message_id="5")), to("ann", "anything else?"))
    assert (office.fate(bad), office.fate(good)) == (Fate.FAILED, Fate.DELIVERED)
    assert office.store.settled[bad.id].error == "Broken: KeyError"
    assert [each for each in office.telegram.texts("desk") if "not delivered" in each]


async def test_a_send_that_was_cancelled_from_within_is_tried_again() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", asyncio.CancelledError())
    await office.sends(to("ann", "hi"))
    assert office.telegram.texts("ann") == ["hi"]


async def test_a_customer_who_blocked_the_bot_is_not_tried_again() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Gone("blocked by the user"))
    row, *_ = await office.sends(to("ann", "hi"))
    assert office.store.settled[row.id].error == "Gone: blocked by the user"
    assert office.clock.slept == []


async def test_what_a_platform_refuses_is_sent_in_words_alone() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Rejected("can't parse entities"))
    content = Content(text="<b>hi</b> &amp; bye", buttons=(Button(label="menu", goto="menu"),))
    await office.sends(Outgoing(channel="telegram", to="ann", content=content))
    assert office.telegram.texts("ann") == ["hi &amp; bye\n\n1. menu"]


async def test_what_a_platform_refuses_even_in_words_has_failed() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Rejected("no"), Rejected("no"))
    row, *_ = await office.sends(to("ann", "<b>hi</b>"))
    assert office.fate(row) is Fate.FAILED


async def test_a_chat_that_moved_gets_its_message_in_the_new_place() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Moved("-100"))
    row, *_ = await office.sends(to("ann", "hi"))
    assert office.telegram.texts("-100") == ["hi"]
    assert office.fate(row) is Fate.DELIVERED


async def test_what_was_asked_in_a_thread_that_is_deleted_is_answered_in_the_chat() -> None:
    office = PostOffice()
    office.telegram.refuse("group/T7", ThreadGone("deleted"))
    asked = Outgoing(channel="telegram", to="group", thread="T7", content=Content(text="99 元包邮"))
    await office.sends(asked, asked)
    assert {(sent.to, sent.thread, sent.content.text) for sent in office.telegram.sent} == {
        ("group", None, "99 元包邮"),
        ("group", "T7", "99 元包邮"),
    }


async def test_a_channel_that_is_switched_off_keeps_its_messages_for_a_day() -> None:
    office = PostOffice()
    row, *_ = await office.sends(Outgoing(channel="wechat", to="dan", content=Content(text="hi")))
    assert office.store.settled[row.id].error == "Unreachable: the channel wechat is switched off"


async def test_a_full_disk_after_the_sending_sends_nothing_twice() -> None:
    office = PostOffice()
    office.store.fail("settle", *[DISK_FULL] * 5)
    row, *_ = await office.sends(to("ann", "hi"))
    assert office.telegram.texts("ann") == ["hi"]
    assert office.fate(row) is Fate.DELIVERED


@dataclass(slots=True)
class TakesNoFollowUp(MemoryStore):
    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        if any(each.follow_up for each in settlements):
            raise ValueError("surrogates not allowed")
        return await MemoryStore.settle(self, *settlements)


async def test_an_answer_whose_mark_the_store_will_not_take_has_arrived_and_does_not_go_out_again() -> None:
    office = PostOffice(store=TakesNoFollowUp())
    with capture_logs() as logged:
        row, *_ = await office.sends(to("ann", "hi", relays=ASKED))
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    assert office.telegram.texts("ann") == ["hi"]
    assert office.fate(row) is Fate.DELIVERED
    assert [each["row"] for each in logged if each["event"] == "delivery.follow_up_refused"] == [row.id]


@pytest.mark.parametrize("error", [DISK_FULL, ValueError("surrogates not allowed")])
async def test_an_end_that_not_even_bare_can_be_written_down_is_written_down_later(error: Exception) -> None:
    office = PostOffice()
    refused = ValueError("surrogates not allowed")
    office.store.fail("settle", refused, refused, error)
    row, *_ = await office.sends(to("ann", "hi"))
    assert office.telegram.texts("ann") == ["hi"]
    assert office.fate(row) is Fate.DELIVERED


@dataclass(slots=True)
class Onlooker:
    """A `Watch`."""

    seen: list[tuple[Fate, list[Mark | None]]] = field(default_factory=list)

    def accepted(self, accepted: Accepted) -> None:
        """Nothing is accepted here."""

    def turned(self, turned: Turned) -> None:
        """And no turn is taken."""

    def settled(self, settlement: Settlement, follow_up: tuple[Outgoing, ...]) -> None:
        self.seen.append((settlement.fate, [row.mark for row in follow_up]))


async def test_whoever_looks_on_sees_a_message_wait_arrive_and_be_marked() -> None:
    office, onlooker = PostOffice(), Onlooker()
    office.watchers.add(onlooker)
    office.telegram.refuse("ann", Busy(3))
    await office.sends(to("ann", "hi", relays=ASKED))
    assert onlooker.seen == [(Fate.POSTPONED, []), (Fate.DELIVERED, [Mark.DELIVERED]), (Fate.DELIVERED, [])]


async def test_a_restart_sends_what_the_last_run_left_and_what_is_due_later_later() -> None:
    office = PostOffice()
    later = office.clock.now + 100
    await office.wrote(to("ann", "one"), to("ann", "two"), to("bob", "later", due_at=later))
    await office.delivery.recover()
    await office.delivery.idle()
    assert office.telegram.texts("ann") == ["one", "two"]
    assert office.telegram.sent[-1].at == later


async def test_a_row_that_is_on_its_way_is_not_queued_twice() -> None:
    office = PostOffice()
    rows = await office.wrote(to("ann", "hi"))
    office.delivery.submit(rows)
    await office.delivery.recover()
    office.delivery.submit(rows)
    await office.delivery.idle()
    assert office.telegram.texts("ann") == ["hi"]


async def test_a_pause_worth_looking_up_is_written_down() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Busy(3), Busy(300))
    office.delivery.submit(rows := await office.wrote(to("ann", "hi")))
    await until(lambda: bool(office.store.settled))
    settled = office.store.settled[rows[0].id]
    assert settled.fate is Fate.POSTPONED
    assert settled.due_at == settled.at + 300
    await office.delivery.idle()


async def test_a_long_message_interrupted_by_a_crash_goes_on_where_it_stopped() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(text_limit=10)))
    rows = await office.wrote(to("ann", "one two. three four. five six."))
    office.delivery.submit(rows)
    await until(lambda: len(office.telegram.sent) == 2)
    office.telegram.hangs = True
    await office.delivery.close(0)
    office.telegram.hangs = False
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    texts = office.telegram.texts("ann")
    assert texts[0] == "one two."
    assert texts[-1] == "five six."
    assert len(texts) <= 4, "at most the part in flight is repeated"
    assert office.fate(rows[0]) is Fate.DELIVERED


async def test_stopping_finishes_what_is_being_sent_and_leaves_what_waits() -> None:
    office = PostOffice()
    office.telegram.refuse("bob", Busy(3600))
    office.clock.stand_still()
    rows = await office.wrote(to("ann", "hi"), to("bob", "hi"))
    office.delivery.submit(rows)
    for _ in range(20):
        await asyncio.sleep(0)
    await office.delivery.close(5)
    assert office.fate(rows[0]) is Fate.DELIVERED
    assert office.fate(rows[1]) is Fate.POSTPONED
    office.delivery.submit(await office.wrote(to("ann", "late")))
    assert office.telegram.texts("ann") == ["hi"]


async def test_replies_of_one_turn_go_out_as_one_message_where_each_counts() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(joins=True, text_limit=20)))
    texts = ["one", "two", "three", "a long one that is not joined"]
    rows = await office.sends(*(to("ann", text, answers=5) for text in texts), to("ann", "next", answers=6))
    assert office.telegram.texts("ann") == ["one\n\ntwo\n\nthree", "a long one that is", "not joined", "next"]
    assert {office.store.settled[row.id].external_id for row in rows[:3]} == {"1"}


@dataclass(slots=True)
class Passive(FakeChannel):
    takes: bool = True
    offered: list[str] = field(default_factory=list)

    async def offer(self, outgoing: Outgoing, content: Content) -> bool:
        self.offered.append(content.text)
        return self.takes

    def left(self, inbox_ids: Iterable[int], find: FindInboxId) -> None:
        """Nobody asks again."""

    def concluded(self, inbox_id: int) -> None:
        """Nobody waits here."""


async def test_an_answer_that_travels_in_the_platforms_own_request_is_not_sent() -> None:
    office = PostOffice(telegram=Passive())
    answer, _ = await office.sends(to("ann", "hi"), to("ann", "unasked", conversation_id=99))
    assert office.store.settled[answer.id].external_id == "passive"
    assert office.telegram.texts("ann") == ["unasked"]


async def test_of_a_long_answer_only_the_first_part_travels_in_the_request() -> None:
    office = PostOffice(telegram=Passive(capabilities=able(text_limit=10)))
    await office.sends(to("ann", "one two. three.", answers=5))
    assert isinstance(office.telegram, Passive)
    assert office.telegram.offered == ["one two."]
    assert office.telegram.texts("ann") == ["three."]


async def test_an_answer_that_came_too_late_for_the_request_is_sent() -> None:
    office = PostOffice(telegram=Passive(takes=False))
    await office.sends(to("ann", "hi", answers=5))
    assert office.telegram.texts("ann") == ["hi"]


PHOTO = Attachment(media=Media.PHOTO, channel="slack", ref="f1", name="box.jpg")
BOX = File(media=Media.PHOTO, name="box.jpg", mime="image/jpeg", data=b"jpeg")


async def test_a_photo_from_another_platform_is_fetched_and_sent() -> None:
    office = PostOffice()
    office.slack.files["f1"] = BOX
    office.slack.refuse("f1", Unreachable("502"))
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(text="look", attachments=(PHOTO,))))
    (sent,) = office.telegram.sent
    assert sent.files == (BOX,)
    assert sent.content == Content(text="look")


async def test_a_photo_that_cannot_be_had_is_told_in_words() -> None:
    office = PostOffice()
    office.slack.refuse("f1", Rejected("too large"))
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(text="look", attachments=(PHOTO,))))
    (sent,) = office.telegram.sent
    assert sent.content == Content(text="look\n\n[photo box.jpg]")


async def test_a_photo_the_platform_knows_is_not_fetched() -> None:
    office = PostOffice()
    known = replace(PHOTO, channel="telegram")
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(attachments=(known,))))
    assert office.telegram.sent[0].content.attachments == (known,)


KEPT = Attachment(media=Media.PHOTO, channel=photos.CHANNEL, ref="p1")
SLIT = photos.Photo(id="p1", mime="image/jpeg", width=4, height=3, data=b"slit")


async def test_a_photograph_of_a_return_request_comes_from_where_we_keep_it() -> None:
    office = PostOffice(photos={"p1": SLIT}, photo_trouble=[StorageFailed("the disk is slow")])
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(text="look", attachments=(KEPT,))))
    (sent,) = office.telegram.sent
    assert sent.files == (File(media=Media.PHOTO, name="photo", mime="image/jpeg", data=b"slit"),)
    assert sent.content == Content(text="look")


async def test_a_photograph_that_was_forgotten_is_told_in_words() -> None:
    office = PostOffice()
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(attachments=(KEPT,))))
    assert office.telegram.texts("ann") == ["[photo ]"]


async def test_photographs_arrive_as_one_album_without_those_that_are_gone() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(album=10)), photos={"p1": SLIT})
    gone = replace(KEPT, ref="p2")
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(attachments=(KEPT, gone, KEPT))))
    (sent,) = office.telegram.sent
    assert ([file.data for file in sent.files], sent.content.text) == ([b"slit", b"slit"], "[photo ]")


async def test_one_photograph_that_the_platform_refuses_does_not_hide_the_others() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(album=10)), photos={"p1": SLIT})
    office.telegram.refuse("ann", Rejected("an album with a strange photo"), Rejected("the strange photo"))
    await office.sends(Outgoing(channel="telegram", to="ann", content=Content(attachments=(KEPT, KEPT))))
    assert [(sent.content.text, len(sent.files)) for sent in office.telegram.sent] == [("[photo ]", 0), ("", 1)]


async def test_nothing_is_left_of_chats_that_are_served() -> None:
    office = PostOffice()
    await office.sends(*(to(f"c{number}", "hi") for number in range(100)))
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 1
    assert office.registry.get_sample_value("kefu_outbox_waiting") == 0


trouble = st.sampled_from(
    [
        Busy(3),
        Busy(20, whole_bot=True),
        Unreachable("502"),
        Gone("blocked"),
        Rejected("no"),
        Moved("elsewhere"),
        KeyError("bug"),
        SendFailed("what"),
    ]
)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from("abc"), max_size=15),
    st.lists(st.tuples(st.sampled_from("abc"), trouble), max_size=10),
    st.integers(0, 4),
)
async def test_whatever_breaks_every_message_ends_and_none_overtakes(
    written: list[str], troubles: list[tuple[str, Exception]], full: int
) -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=replace(FREE, pace_chat=(1, 1), pace_bot=(5, 1))))
    for customer, error in troubles:
        office.telegram.refuse(customer, error)
    office.store.fail("settle", *[DISK_FULL] * full)
    rows = await office.sends(*(to(customer, str(number)) for number, customer in enumerate(written)))
    assert {office.fate(row) for row in rows} <= {Fate.DELIVERED, Fate.FAILED}
    numbers = [int(sent.content.text) for sent in office.telegram.sent if sent.to != "desk"]
    assert len(set(numbers)) == len(numbers), "none goes twice"
    delivered = {n for n, row in enumerate(rows) if office.fate(row) is Fate.DELIVERED}
    assert set(numbers) == delivered
    by_customer = defaultdict[str, list[int]](list)
    for number in numbers:
        by_customer[written[number]].append(number)
    for theirs in by_customer.values():
        assert all(earlier < later for earlier, later in pairwise(theirs))


@pytest.mark.parametrize("error", [Unreachable("502"), Busy(1)])
async def test_a_turn_of_bad_luck_is_counted(error: SendFailed) -> None:
    office = PostOffice()
    office.telegram.refuse("ann", error)
    await office.sends(to("ann", "hi"))
    assert outcomes(office) == {Fate.POSTPONED: 1, Fate.DELIVERED: 1}


async def test_what_is_let_go_goes_out_in_its_time_and_never_afterwards() -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Unreachable("502"), Busy(3600))
    rows = await office.wrote(to("ann", "one"), to("ann", "two"))
    others = await office.wrote(to("bob", "hi"), customer="bob")
    office.delivery.submit((*rows, *others))
    await office.delivery.let_go({rows[0].conversation_id}, 10)
    await office.delivery.idle()
    assert office.telegram.texts("ann") == []
    assert office.telegram.texts("bob") == ["hi"]


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_was_let_go_for_nothing_goes_out_once_and_in_order(at_once: bool) -> None:
    office = PostOffice()
    office.telegram.refuse("ann", Busy(3600))
    rows = await office.wrote(to("ann", "one"), to("ann", "two"))
    office.delivery.submit(rows)
    await office.delivery.let_go({rows[0].conversation_id}, 10)
    if not at_once:
        await office.delivery.idle()
    await office.delivery.keep_on({rows[0].conversation_id})
    await office.delivery.idle()
    assert office.telegram.texts("ann") == ["one", "two"]


async def test_what_can_go_out_is_not_lost_by_letting_go() -> None:
    office = PostOffice()
    rows = await office.wrote(to("ann", "one"), to("ann", "two"))
    office.delivery.submit(rows)
    await office.delivery.let_go({rows[0].conversation_id}, 10)
    assert office.telegram.texts("ann") == ["one", "two"]


@dataclass(slots=True, kw_only=True)
class SlowChannel(FakeChannel):
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def _meet(self, to: str) -> None:
        await self.gate.wait()


async def test_what_arrives_after_it_was_let_go_leaves_nothing_behind() -> None:
    telegram = SlowChannel()
    office = PostOffice(telegram=telegram)
    rows = await office.wrote(to("ann", "one"))
    office.delivery.submit(rows)
    await asyncio.sleep(0)
    await office.delivery.let_go({rows[0].conversation_id}, 0)
    telegram.gate.set()
    await office.delivery.idle()
    assert telegram.texts("ann") == ["one"]
    assert (office.store.settled, office.store.copies) == ({}, [])


async def test_a_channel_that_takes_nothing_is_known_by_how_long_its_oldest_message_waits() -> None:
    office = PostOffice()
    assert office.delivery.overdue() == {"telegram": 0, "slack": 0}
    office.telegram.refuse("ann", *[Unreachable("reset")] * 50)
    later = replace(to("bob", "a reminder"), due_at=office.clock.now + 9000)
    begun = office.clock.now
    office.delivery.submit(await office.wrote(to("ann", "1"), later))
    with capture_logs() as log:
        await until(lambda: office.clock.now > begun + 60)
    assert {(line["event"], line["channel"]) for line in log} == {("delivery.postponed", "telegram")}
    waited = office.clock.now - begun
    assert office.delivery.overdue() == {"telegram": waited, "slack": 0}
    await office.delivery.idle()
    assert office.delivery.overdue() == {"telegram": 0, "slack": 0}
