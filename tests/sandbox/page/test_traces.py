"""What is kept of messages: so much of each customer, under whom it is about."""

from hypothesis import given
from hypothesis import strategies as st

from bots.sandbox.board import Board
from bots.sandbox.page.lines import said
from bots.sandbox.page.traces import KEPT, LONGEST, Traces
from bots.sandbox.page.values import Trace
from handlers.watch import Turned
from storage.content import Button, Content
from storage.inbound import Identity, Inbound, Kind
from storage.results import Action, Outgoing
from storage.store import Accepted, Fate, Settlement

ANN = Identity("telegram", "ann")
SHOWN = "trace/telegram/ann/"


class Lookout:
    """Traces, a board to see them on, and the threads that are known."""

    def __init__(self) -> None:
        self.board = Board()
        self.threads: dict[str | None, Identity] = {}
        self.news: list[Identity] = []
        self.now = 100.0
        self.traces = Traces(self.board, lambda: self.now, self.threads.get, self.news.append)

    def accepted(self, number: int, text: str = "hi", *, thread: str | None = None) -> Accepted:
        identity = ANN if thread is None else Identity("telegram", "agent")
        inbound = Inbound(
            identity=identity, key=str(number), chat_id="c", text=text, sent_at=0, thread=thread, staff=bool(thread)
        )
        accepted = Accepted(number, inbound)
        self.traces.accepted(accepted)
        return accepted

    def turned(self, accepted: Accepted, *rows: Outgoing, customer: Identity | None = ANN) -> None:
        self.traces.turned(
            Turned(
                accepted=accepted,
                customer=customer,
                handler="say",
                script="faq",
                lines={"faq.text": "hi!"},
                outcome="answered",
                rows=rows,
                at=self.now,
                seconds=0.5,
            )
        )

    def settled(self, row: Outgoing, fate: Fate, *follow_up: Outgoing, error: str = "", due_at: float = 0) -> None:
        settlement = Settlement(outgoing=row, fate=fate, at=self.now, error=error, due_at=due_at)
        self.traces.settled(settlement, follow_up)

    @property
    def shown(self) -> list[Trace]:
        found = [entry.value for entry in self.board.since(0) if entry.key.startswith(SHOWN)]
        return sorted((each for each in found if each is not None), key=lambda each: each.inbox_id)


def row(number: int, text: str = "hi!") -> Outgoing:
    return Outgoing(id=number, channel="telegram", to="c", content=Content(text=text))


def test_the_newest_messages_of_a_customer_are_kept_and_the_others_cost_nothing() -> None:
    look = Lookout()
    for number in range(KEPT + 50):
        look.turned(look.accepted(number), row(number))
    assert [trace.inbox_id for trace in look.shown] == list(range(50, KEPT + 50))
    look.settled(row(0), Fate.DELIVERED)
    assert len(look.shown) == KEPT


def test_what_staff_write_is_shown_at_once_where_their_topic_is_known_and_else_after_its_turn() -> None:
    look = Lookout()
    first = look.accepted(1, "您好", thread="t1")
    assert look.shown == []
    look.now = 103.0
    look.turned(first)
    look.threads["t1"] = ANN
    look.accepted(2, "在吗", thread="t1")
    assert [(trace.text, trace.received_at, trace.outcome) for trace in look.shown] == [
        ("您好", 100.0, "answered"),
        ("在吗", 103.0, ""),
    ]


def test_what_staff_write_about_nobody_is_shown_nowhere() -> None:
    look = Lookout()
    look.turned(look.accepted(1, "午饭?", thread="general"), customer=None)
    assert look.board.since(0) == []
    assert look.news == []


def test_a_long_message_is_cut() -> None:
    look = Lookout()
    look.turned(look.accepted(1, "好" * 5000), row(1, "你" * 5000))
    (trace,) = look.shown
    assert len(trace.text) == len(trace.sendings[0].text) == LONGEST


def test_a_timer_is_called_by_its_name_and_not_by_what_it_remembers() -> None:
    look = Lookout()
    timer = Inbound(
        identity=ANN,
        key="timer:7",
        kind=Kind.TIMER,
        chat_id="c",
        text='{"survey":"service"}',
        payload="survey:ask",
        sent_at=0,
    )
    look.turned(Accepted(1, timer))
    assert [trace.text for trace in look.shown] == ["survey:ask"]


def test_markup_is_shown_as_the_words_it_is_for() -> None:
    look = Lookout()
    look.turned(look.accepted(1), row(1, "<b>A &amp; B</b>"))
    assert look.shown[0].sendings[0].text == "A & B"


def test_what_a_delivery_leads_to_stands_beside_it() -> None:
    look = Lookout()
    look.turned(look.accepted(1), row(1))
    look.settled(row(1), Fate.FAILED, row(2, "未送达"), error="Gone: blocked")
    look.settled(row(2), Fate.DELIVERED)
    assert [(each.fate, each.error) for each in look.shown[0].sendings] == [
        ("failed", "Gone: blocked"),
        ("delivered", ""),
    ]


ENDS = st.sampled_from([Fate.POSTPONED, Fate.DELIVERED, Fate.FAILED])


@given(st.lists(ENDS, max_size=8))
def test_however_attempts_end_the_row_says_how_many_there_were_and_how_the_last_one_ended(fates: list[Fate]) -> None:
    look = Lookout()
    look.turned(look.accepted(1), row(1))
    for fate in fates:
        look.now += 1
        error = "" if fate is Fate.DELIVERED else "Busy"
        look.settled(row(1), fate, error=error, due_at=look.now + 5 if fate is Fate.POSTPONED else 0)
    (sending,) = look.shown[0].sendings
    last = fates[-1] if fates else "waiting"
    assert (sending.fate, sending.attempts) == (last, len(fates))
    assert sending.due_at == (look.now + 5 if last is Fate.POSTPONED else 0)
    assert sending.settled_at == (look.now if last in (Fate.DELIVERED, Fate.FAILED) else 0)


def test_a_part_that_went_out_is_no_attempt() -> None:
    look = Lookout()
    look.turned(look.accepted(1), row(1))
    look.settled(row(1), Fate.POSTPONED)
    assert (look.shown[0].sendings[0].fate, look.shown[0].sendings[0].attempts) == ("waiting", 0)


def test_what_the_customer_reads_comes_first_then_what_staff_read_and_what_only_served_stands_apart() -> None:
    lines = {
        "desk.title": "#17 Ann · refund",
        "desk.card": "<b>Ann</b> asks",
        "menu.button": "Menu",
        "help.hint": "Menu",
        "form.skip": "",
        "escalation.waiting": "A colleague reads this.\n",
    }
    card = Outgoing(action=Action.POST, channel="slack", content=Content(text="<b>Ann</b> asks: refund"))
    answer = Content(text="A colleague reads this. Menu", buttons=(Button(label="Menu", goto="menu"),))
    assert said(lines, (card, Outgoing(channel="telegram", content=answer))) == ("escalation.waiting", "desk.card")
