"""What each command of a member does to one request: a move, or a word to the member about what is missing."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from handlers.exchange import Turn
from handlers.formats import zone
from handlers.returns import declined, moves
from handlers.returns.amounts import OtherCurrency, Unclear, read_amount
from handlers.returns.carriers import well_formed
from handlers.returns.commands import first_word, narrow
from handlers.returns.deadlines import Terms
from handlers.returns.desk_words import staff_content
from handlers.returns.moves import Move, Mover
from storage.content import Content
from storage.returns import Rma, RmaStatus

S = RmaStatus
Acted: TypeAlias = Move | Content
Act = Callable[[Turn, Rma, str], Acted]
TARGETS = {
    "approve": S.APPROVED,
    "decline": S.DECLINED,
    "received": S.RECEIVED,
    "part": S.RECEIVED,
    "inspected": S.INSPECTED,
    "refunded": S.REFUNDED,
    "credited": S.CREDITED,
    "sent": S.EXCHANGED,
    "cancel": S.CANCELLED,
}
"""Where a command leads. What is not permitted from where a request stands is not asked any further about."""
MOST_WORDS = 500
MOST_REFERENCE = 64
COUNT = re.compile(r"([0-9]{1,4})[=:x*×]([0-9]{1,6})")


def approve(turn: Turn, rma: Rma, _rest: str) -> Acted:
    return moves.approve(rma, mover(turn), terms(turn))


def decline(turn: Turn, rma: Rma, rest: str) -> Acted:
    """A button's reason comes by its id; whoever types it says it in their own words."""
    if not rest:
        return staff_content(turn, "choose_reason", *declined.choices(turn, rma), number=rma.number)
    return too_long(turn, rest) or moves.decline(rma, mover(turn), terms(turn), rest)


def received(turn: Turn, rma: Rma, rest: str) -> Acted:
    if not rest:
        return moves.receive(rma, mover(turn), terms(turn))
    counted = counts_in(rest)
    if counted is None:
        return staff_content(turn, "bad_counts", text=rest[:MOST_WORDS])
    return moves.receive(rma, mover(turn), terms(turn), counted)


def part(turn: Turn, rma: Rma, rest: str) -> Acted:
    return received(turn, rma, rest) if rest else staff_content(turn, "type_part", number=rma.number)


def inspected(turn: Turn, rma: Rma, rest: str) -> Acted:
    return too_long(turn, rest) or moves.inspect(rma, mover(turn), terms(turn), rest)


def refunded(turn: Turn, rma: Rma, rest: str) -> Acted:
    return paid(turn, rma, rest, moves.refund, "type_refunded")


def credited(turn: Turn, rma: Rma, rest: str) -> Acted:
    return paid(turn, rma, rest, moves.credit, "type_credited")


Pay = Callable[[Rma, Mover, Terms, Decimal, str, str], Move]


def paid(turn: Turn, rma: Rma, rest: str, pay: Pay, hint: str) -> Acted:
    """`299.00 reference`, and why it is more than the goods cost."""
    typed, rest = first_word(rest)
    if not typed:
        return staff_content(turn, hint, number=rma.number, amount=moves.owed(rma))
    amount = read_amount(typed, rma.currency, turn.policy.default_language)
    if not isinstance(amount, Decimal):
        return misread(turn, rma, typed, amount)
    reference, why = first_word(rest)
    if not reference:
        return staff_content(turn, hint, number=rma.number, amount=typed)
    if len(reference) > MOST_REFERENCE:
        return staff_content(turn, "too_long", most=MOST_REFERENCE)
    return too_long(turn, why) or pay(rma, mover(turn), terms(turn), amount, reference, why)


def misread(turn: Turn, rma: Rma, typed: str, why: Unclear | OtherCurrency) -> Content:
    if isinstance(why, OtherCurrency):
        return staff_content(turn, "other_currency", text=typed[:MOST_REFERENCE], currency=rma.currency)
    return staff_content(turn, "bad_amount", text=typed[:MOST_REFERENCE], example=moves.owed(rma))


def sent(turn: Turn, rma: Rma, rest: str) -> Acted:
    """`carrier number`; a carrier's name may be of several words."""
    if not rest:
        return staff_content(turn, "type_sent", number=rma.number)
    carrier, _, number = " ".join(rest.split()).rpartition(" ")
    number = narrow(number).upper().replace("-", "")
    if not carrier or not well_formed(number):
        return staff_content(turn, "bad_parcel", text=rest[:MOST_WORDS])
    if len(carrier) > MOST_REFERENCE:
        return staff_content(turn, "too_long", most=MOST_REFERENCE)
    return moves.send(rma, mover(turn), terms(turn), carrier, number)


def cancel(turn: Turn, rma: Rma, rest: str) -> Acted:
    return too_long(turn, rest) or moves.cancel(rma, mover(turn), terms(turn), rest)


ACTS: Mapping[str, Act] = {
    "approve": approve,
    "decline": decline,
    "received": received,
    "part": part,
    "inspected": inspected,
    "refunded": refunded,
    "credited": credited,
    "sent": sent,
    "cancel": cancel,
}


def counts_in(text: str) -> dict[int, int] | None:
    """`1=2 3=1` -> {0: 2, 2: 1}; None when anything else stands there, or a line twice."""
    found = [COUNT.fullmatch(word) for word in re.split(r"[\s,;、]+", narrow(text).strip(" ,;、"))]
    counted = {int(each[1]) - 1: int(each[2]) for each in found if each}
    return counted if len(counted) == len(found) else None


def too_long(turn: Turn, text: str) -> Content | None:
    return staff_content(turn, "too_long", most=MOST_WORDS) if len(text) > MOST_WORDS else None


def mover(turn: Turn) -> Mover:
    return Mover(actor=str(turn.inbound.identity), name=turn.inbound.name, at=turn.now)


def terms(turn: Turn) -> Terms:
    return Terms(policy=turn.return_policy, zone=zone(turn.policy.timezone))
