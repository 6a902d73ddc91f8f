"""What a customer's form is about: the order, and what of it may still be sent back. Kept with the form, as JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from handlers.fields.words import Words
from handlers.forms.answers import Json
from handlers.pictures import of_picture, read_picture
from handlers.returns.policy import ReturnPolicy
from handlers.returns.windows import any_quality, returnable
from storage.inbound import Attachment
from storage.orders import Order
from storage.records import record, replace
from storage.returns import GIVEN_UP, Rma


@record(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the order."""

    line: int
    item: str
    unit_price: Decimal
    left: int
    """Pieces that may be sent back for any reason at all."""
    left_by_fault: int
    """Pieces that may be sent back when the shop is to blame."""
    why: Words
    """Why `left` is nothing."""
    why_never: Words
    """Why not even the shop's fault would help."""


@record(frozen=True, slots=True, kw_only=True)
class Facts:
    number: str = ""
    """The order's; "" before one was chosen."""
    currency: str = ""
    lines: tuple[Line, ...] = ()
    orders: tuple[str, ...] = ()
    """Orders that were proven, to choose from."""
    told: str = ""
    """What was said at the beginning: it may answer questions that come later."""
    since: tuple[str, ...] = ()
    """And what was said until the goods were known, each message by itself."""
    pictures: tuple[Attachment, ...] = ()
    """That came before it was known whether the reason asks for any: they are with their channel still."""
    carried: Mapping[str, Json] = field(default_factory=dict)
    """Answers about another order that are as good for this one, which has to be proven first."""

    @property
    def open(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.left_by_fault)

    @property
    def closed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.left_by_fault)

    def as_json(self) -> dict[str, Json]:
        return {
            "number": self.number,
            "currency": self.currency,
            "lines": [of_line(line) for line in self.lines],
            "orders": list(self.orders),
            "told": self.told,
            "since": list(self.since),
            "pictures": [of_picture(each) for each in self.pictures],
            "carried": dict(self.carried),
        }


def of_line(line: Line) -> Json:
    why: dict[str, Json] = {**line.why}
    why_never: dict[str, Json] = {**line.why_never}
    return [line.line, line.item, str(line.unit_price), line.left, line.left_by_fault, why, why_never]


def read_facts(data: Mapping[str, Any]) -> Facts:
    return Facts(
        number=str(data.get("number", "")),
        currency=str(data.get("currency", "")),
        lines=tuple(read_line(*line) for line in data.get("lines", ())),
        orders=tuple(map(str, data.get("orders", ()))),
        told=str(data.get("told", "")),
        since=tuple(map(str, data.get("since", ()))),
        pictures=tuple(read_picture(*picture) for picture in data.get("pictures", ())),
        carried=dict(data.get("carried", {})),
    )


def read_line(line: int, item: str, price: str, left: int, left_by_fault: int, why: Words, why_never: Words) -> Line:
    return Line(
        line=line,
        item=item,
        unit_price=Decimal(price),
        left=left,
        left_by_fault=left_by_fault,
        why=why,
        why_never=why_never,
    )


def of_order(
    known: Facts, order: Order, rmas: Iterable[Rma], policy: ReturnPolicy, zone: ZoneInfo, now: float
) -> Facts:
    """The same talk, about this order as it is now."""
    taken = pieces(rmas)
    lines = (line_of(policy, order, index, taken[index], zone, now) for index in range(len(order.lines)))
    return replace(known, number=order.number, currency=order.currency, lines=tuple(lines))


def line_of(policy: ReturnPolicy, order: Order, index: int, taken: int, zone: ZoneInfo, now: float) -> Line:
    plain = returnable(policy, order, index, taken, zone, now, quality=False)
    by_fault = returnable(policy, order, index, taken, zone, now, quality=any_quality(policy))
    bought = order.lines[index]
    return Line(
        line=index,
        item=bought.item,
        unit_price=bought.unit_price,
        left=plain.left,
        left_by_fault=by_fault.left,
        why=plain.because,
        why_never=by_fault.because,
    )


def pieces(rmas: Iterable[Rma]) -> Counter[int]:
    """By the order's line: what is on its way back, or came back."""
    taken: Counter[int] = Counter()
    for rma in rmas:
        if rma.status not in GIVEN_UP:
            taken.update({line.line: line.quantity for line in rma.lines})
    return taken
