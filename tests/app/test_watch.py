"""Whoever watches kefu is told what becomes of every message, and can do it no harm."""

from dataclasses import dataclass, field

from structlog.testing import capture_logs

from bots.channel import Busy, Gone
from bots.watch import Watch
from handlers.turns import Hearers, Turns
from handlers.watch import Turned
from storage.inbound import Identity
from storage.results import Outgoing
from storage.store import Accepted, Settlement
from tests.bots.posting import ASKED, PostOffice, to
from tests.handlers.answering import Parrot, said, staff_said, turns_of


@dataclass
class Diary:
    """Notes what it is told, in the order in which it is told."""

    notes: list[str] = field(default_factory=list)
    turns: list[Turned] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)

    def accepted(self, accepted: Accepted) -> None:
        self.notes.append(f"accepted {accepted.inbound.text}")

    def turned(self, turned: Turned) -> None:
        self.turns.append(turned)
        self.notes.append(f"{turned.outcome} {', '.join(row.content.text for row in turned.rows)}")

    def settled(self, settlement: Settlement, follow_up: tuple[Outgoing, ...]) -> None:
        self.settlements.append(settlement)
        self.notes.append(f"{settlement.fate} {settlement.outgoing.content.text or settlement.outgoing.action}")


class Clumsy:
    """Trips over everything it is told."""

    def accepted(self, accepted: Accepted) -> None:
        raise ValueError(accepted.inbound.text)

    def turned(self, turned: Turned) -> None:
        raise ValueError(turned.accepted.inbound.text)

    def settled(self, settlement: Settlement, follow_up: tuple[Outgoing, ...]) -> None:
        raise ValueError(settlement.outgoing.content.text)


@dataclass
class Shop:
    """Turns and delivery over one store, and whoever watches them."""

    office: PostOffice = field(default_factory=PostOffice)
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        office = self.office
        self.turns = turns_of(
            office.store, Parrot(), office.delivery.submit, clock=office.clock, hearers=Hearers(watch=office.watchers)
        )

    async def hears(self, text: str) -> None:
        await self.turns.accept(said(text))
        await self.turns.idle()
        await self.office.delivery.idle()


def watched_by(*watches: Watch) -> Shop:
    shop = Shop()
    for watch in watches:
        shop.office.watchers.add(watch)
    return shop


async def test_a_message_is_told_of_when_it_comes_when_it_is_answered_and_when_the_answer_is_delivered() -> None:
    diary = Diary()
    await watched_by(diary).hears("hi")
    assert diary.notes == ["accepted hi", "answered hi!", "delivered hi!"]
    assert diary.turns[0].customer == Identity("telegram", "ann")


async def test_an_apology_is_told_of_as_one() -> None:
    diary = Diary()
    await watched_by(diary).hears("boom")
    assert diary.notes == ["accepted boom", "apologised sorry: ValueError", "delivered sorry: ValueError"]


async def test_every_attempt_is_told_of_also_when_the_next_comes_soon() -> None:
    diary = Diary()
    shop = watched_by(diary)
    began = shop.office.clock.now
    shop.office.telegram.refuse("ann", Busy(1), Busy(60))
    await shop.hears("hi")
    assert diary.notes[2:] == ["postponed hi!", "postponed hi!", "delivered hi!"]
    told = [(each.error, each.due_at - began, each.outgoing.attempts) for each in diary.settlements[:2]]
    assert told == [
        ("Busy: the platform asks to wait 1 s", 1, 0),
        ("Busy: the platform asks to wait 60 s", 61, 1),
    ]


async def test_a_failure_is_told_of_with_what_it_leads_to() -> None:
    diary = Diary()
    office = watched_by(diary).office
    await office.topic()
    office.telegram.refuse("ann", Gone("blocked"))
    await office.sends(to("ann", "您好", relays=ASKED))
    assert sorted(diary.notes) == ["delivered mark", "delivered not delivered: gone: blocked", "failed 您好"]


async def test_what_staff_write_in_nobodys_topic_is_about_no_customer() -> None:
    diary = Diary()
    shop = watched_by(diary)
    await shop.turns.accept(staff_said("hello", thread=None))
    await shop.turns.idle()
    assert diary.turns[0].customer is None


async def test_a_watcher_that_trips_holds_up_nobody_and_what_was_said_is_in_no_log() -> None:
    diary = Diary()
    shop = watched_by(Clumsy(), diary)
    with capture_logs() as logs:
        await shop.hears("my secret")
    assert shop.office.telegram.texts("ann") == ["my secret!"]
    assert diary.notes == ["accepted my secret", "answered my secret!", "delivered my secret!"]
    assert [log["event"] for log in logs if log["log_level"] == "warning"] == ["watch.failed"] * 3
    assert "my secret" not in str(logs)


async def test_who_watches_no_more_is_told_no_more() -> None:
    diary = Diary()
    shop = watched_by(diary)
    await shop.hears("one")
    shop.office.watchers.remove(diary)
    await shop.hears("two")
    assert diary.notes == ["accepted one", "answered one!", "delivered one!"]
