"""What may follow what: the table, tested whole, and what each move promises."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.returns import deadlines, moves
from handlers.returns.moves import Moved, Refusal
from storage.returns import GOODS_STAY, MOVES, Resolution, Rma, RmaStatus, permitted
from tests.handlers.returns.requests import NEW, STAFF, STAYS, STEPS, TERMS, Step, at, begun
from tests.handlers.shop import DAY, NOW

S = RmaStatus
BY_TARGET: dict[RmaStatus, Step] = {
    **STEPS,
    S.SHIPPED: lambda rma: moves.ship(rma, STAFF, TERMS, "中通", "ZT99999999"),
    S.RECEIVED: lambda rma: moves.receive(rma, STAFF, TERMS, {0: 1}),
}
"""Moves that change something also where the same was done before."""
DIRECT = [status for status in S if status not in (S.REQUESTED, S.AWAITING_SHIPMENT)]


def moved(move: Moved | Refusal) -> Moved:
    assert isinstance(move, Moved), move
    return move


@pytest.mark.parametrize("target", DIRECT)
@pytest.mark.parametrize("before", S)
def test_a_move_is_made_where_the_table_has_it_and_refused_everywhere_else(before: S, target: S) -> None:
    rma = at(before)
    made = BY_TARGET[target](rma)
    if not permitted(before, target):
        assert made is Refusal.NOT_NOW
        return
    after = moved(made)
    chain = [(change.event.before, change.event.after) for change in after.changes]
    assert chain[0] == (before, target)
    assert all(following in MOVES[earlier] for earlier, following in chain if earlier)
    assert [change.rma.version for change in after.changes] == [rma.version + n for n in range(1, len(chain) + 1)]
    assert after.changes[-1].rma == after.rma
    assert after.rma.status is chain[-1][1]


def test_every_status_is_reached_by_some_moves() -> None:
    assert {at(status).status for status in S} == set(S)


@pytest.mark.parametrize("resolution", Resolution)
def test_goods_are_waited_for_unless_they_stay(resolution: Resolution) -> None:
    approved = moved(moves.approve(at(S.IN_REVIEW, replace(NEW, resolution=resolution)), STAFF, TERMS))
    if resolution in GOODS_STAY:
        assert (approved.rma.status, approved.rma.send_back_by) == (S.APPROVED, None)
        assert [timer.name for timer in approved.timers] == ["return:R10001:refund_late"]
    else:
        assert approved.rma.status is S.AWAITING_SHIPMENT
        assert [timer.name for timer in approved.timers] == [
            "return:R10001:remind:1",
            "return:R10001:remind:2",
            "return:R10001:expire",
        ]


def test_a_decision_is_reported_once_also_when_it_takes_two_steps() -> None:
    approved = moved(moves.approve(at(S.IN_REVIEW), STAFF, TERMS))
    assert [(event.name, event.value) for event in approved.events] == [("return_decided", DAY)]
    assert approved.events[0].details == {
        "number": "R10001",
        "by": "slack:U7",
        "decision": S.APPROVED,
        "rule": "expensive",
    }


@pytest.mark.parametrize(
    ("move", "name", "value"),
    [
        (S.REFUNDED, "return_refunded", 236.0),
        (S.CREDITED, "return_credited", 236.0),
        (S.EXCHANGED, "return_exchanged", DAY),
        (S.DECLINED, "return_decided", DAY),
    ],
)
def test_an_end_is_reported_with_its_amount_or_how_long_it_took(move: S, name: str, value: float) -> None:
    [event] = moved(STEPS[move](at(S.INSPECTED))).events
    assert (event.name, event.value, event.details["number"]) == (name, value, "R10001")


def test_a_request_that_is_opened_is_reported_with_what_it_is_about() -> None:
    [opened, *_] = begun(S.REQUESTED).events
    assert (opened.name, opened.value) == ("return_opened", 236.0)
    assert opened.details["reason"] == "broken"


def test_more_than_the_goods_cost_needs_a_reason() -> None:
    rma, much = at(S.INSPECTED), Decimal("236.01")
    assert moves.refund(rma, STAFF, TERMS, much, "TK1") is Refusal.TOO_MUCH
    assert moves.credit(rma, STAFF, TERMS, much, "TK1") is Refusal.TOO_MUCH
    assert moved(moves.refund(rma, STAFF, TERMS, much, "TK1", "含运费")).rma.refunded == much


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1)])
def test_nothing_cannot_be_refunded(amount: Decimal) -> None:
    assert moves.refund(at(S.INSPECTED), STAFF, TERMS, amount, "TK1", "!") is Refusal.NO_AMOUNT


def test_pieces_arrive_in_parts_and_are_never_more_than_were_to_come() -> None:
    rma = at(S.SHIPPED)
    some = moved(moves.receive(rma, STAFF, TERMS, {0: 1})).rma
    assert [line.received for line in some.lines] == [1, 0]
    assert moves.receive(some, STAFF, TERMS, {0: 3}) is Refusal.TOO_MANY
    assert moves.receive(some, STAFF, TERMS, {2: 1}) is Refusal.NO_LINE
    assert moves.receive(some, STAFF, TERMS, {0: 0}) is Refusal.NO_PIECES
    more = moved(moves.receive(some, STAFF, TERMS, {1: 1})).rma
    assert [line.received for line in more.lines] == [1, 1]
    assert moved(moves.receive(more, STAFF, TERMS)).rma.lines == at(S.RECEIVED).lines


def test_a_count_that_is_told_twice_counts_once() -> None:
    some = moved(moves.receive(at(S.SHIPPED), STAFF, TERMS, {0: 1})).rma
    assert moves.receive(some, STAFF, TERMS, {0: 1}) is Refusal.UNCHANGED


def test_the_promise_is_counted_from_the_first_piece_that_arrives() -> None:
    first = moved(moves.receive(at(S.SHIPPED), STAFF, TERMS, {0: 1})).rma
    later = moved(moves.receive(first, replace(STAFF, at=NOW + 3 * DAY), TERMS)).rma
    assert later.refund_by == first.refund_by
    assert first.refund_by == deadlines.refund_by(NOW, TERMS)


@pytest.mark.parametrize(
    ("received", "owed"), [({0: 1}, "58.00"), ({0: 2}, "116.00"), ({0: 1, 1: 1}, "178.00"), (None, "236.00")]
)
def test_what_is_owed_follows_what_came_back(received: dict[int, int] | None, owed: str) -> None:
    rma = moved(moves.receive(at(S.SHIPPED), STAFF, TERMS, received)).rma
    assert moves.owed(rma) == Decimal(owed)


def test_all_is_owed_where_the_goods_stay() -> None:
    assert moves.owed(at(S.APPROVED, STAYS)) == Decimal("236.00")


def test_a_parcels_number_can_be_corrected_but_not_told_twice() -> None:
    sent = at(S.SHIPPED)
    assert moves.ship(sent, STAFF, TERMS, sent.carrier, sent.tracking_number) is Refusal.UNCHANGED
    assert moved(moves.ship(sent, STAFF, TERMS, "中通", "ZT99999999")).rma.tracking_number == "ZT99999999"


walks = st.lists(st.sampled_from(DIRECT), max_size=12)


@given(walks, st.sampled_from([NEW, STAYS]))
def test_whatever_is_tried_timers_run_exactly_while_something_is_waited_for(tried: list[S], rma: Rma) -> None:
    live: set[str] = set()
    for target in tried:
        made = BY_TARGET[target](rma)
        if isinstance(made, Moved):
            rma = made.rma
            live = live - set(made.cancelled_timers) | {timer.name for timer in made.timers}
        kinds = {name.split(":")[2] for name in live}
        match deadlines.WAITING.get(rma.status):
            case deadlines.Waiting.SHIPMENT:
                assert kinds == {"remind", "expire"}
            case deadlines.Waiting.REFUND:
                assert kinds == {"refund_late"}
            case None:
                assert kinds == set()
