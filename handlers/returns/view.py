"""A return request as its customer sees it: how it stands, and what comes next."""

from collections.abc import Iterator

from handlers.exchange import Turn, plain
from handlers.fields.words import words_in
from handlers.formats import day, money
from handlers.returns import declined
from handlers.returns.desk_words import last_day
from storage.content import Button, Content
from storage.returns import Rma, RmaStatus, permitted

NAME = "my_returns"
S = RmaStatus


def shown(turn: Turn, rma: Rma) -> Content:
    return Content(text=told(turn, rma), buttons=(*buttons(turn, rma), *turn.words(NAME).buttons))


def told(turn: Turn, rma: Rma) -> str:
    return "\n".join(line for line in described(turn, rma) if line)


def described(turn: Turn, rma: Rma) -> Iterator[str]:
    line = turn.words(NAME).line
    opened = day(rma.opened_at, turn.language, turn.policy.timezone)
    yield line("heading", number=rma.number, order=rma.order_number, status=status(turn, rma), opened=opened)
    for each in rma.lines:
        yield line("item", item=each.item, quantity=each.quantity)
    yield line("wanted", resolution=resolution(turn, rma), variant=rma.variant, amount=amount(turn, rma))
    yield next_step(turn, rma)


def next_step(turn: Turn, rma: Rma) -> str:
    """What comes next, or how it ended."""
    blanks = {
        "address": words_in(turn.return_policy.address, turn.language, turn.policy.default_language),
        "send_by": last_day(turn, rma.send_back_by, turn.language),
        "date": last_day(turn, rma.refund_by, turn.language),
        "carrier": rma.sent_carrier if rma.status is S.EXCHANGED else rma.carrier,
        "tracking_number": rma.sent_tracking_number if rma.status is S.EXCHANGED else rma.tracking_number,
        "why": why(turn, rma),
        "amount": amount(turn, rma),
    }
    wanted = NEXT[rma.status]
    return turn.words(NAME).line(f"next_{rma.status}", **{name: blanks[name] for name in wanted.split()})


NEXT = {
    S.REQUESTED: "",
    S.IN_REVIEW: "",
    S.APPROVED: "date",
    S.DECLINED: "why",
    S.AWAITING_SHIPMENT: "send_by address",
    S.SHIPPED: "carrier tracking_number",
    S.RECEIVED: "date",
    S.INSPECTED: "date",
    S.REFUNDED: "amount",
    S.EXCHANGED: "carrier tracking_number",
    S.CREDITED: "amount",
    S.CANCELLED: "",
    S.EXPIRED: "",
}
"""The blanks of `next_...`."""


def status(turn: Turn, rma: Rma) -> str:
    return word(turn, f"status_{rma.status}")


def resolution(turn: Turn, rma: Rma) -> str:
    return plain(turn.words("returns").line(f"resolution_{rma.resolution}"))


def amount(turn: Turn, rma: Rma) -> str:
    return money(rma.amount if rma.refunded is None else rma.refunded, rma.currency, turn.language)


def why(turn: Turn, rma: Rma) -> str:
    return declined.told(turn, rma.declined_because, turn.language) if rma.declined_because else ""


def buttons(turn: Turn, rma: Rma) -> tuple[Button, ...]:
    """What the customer can do about it themselves."""
    return tuple(possible(turn, rma))


def possible(turn: Turn, rma: Rma) -> Iterator[Button]:
    if rma.status is S.AWAITING_SHIPMENT:
        yield Button(label=word(turn, "sent_button"), goto=f"{NAME}:sent:{rma.number}")
    if rma.status is S.SHIPPED:
        yield Button(label=word(turn, "correct_button"), goto=f"{NAME}:sent:{rma.number}")
    if permitted(rma.status, S.CANCELLED):
        yield Button(label=word(turn, "cancel_button"), goto=f"{NAME}:cancel:{rma.number}")


def pick_button(turn: Turn, rma: Rma) -> Button:
    label = word(turn, "pick_button", number=rma.number, status=status(turn, rma))
    return Button(label=label, goto=f"{NAME}:{rma.number}")


def word(turn: Turn, line: str, /, **blanks: object) -> str:
    return plain(turn.words(NAME).line(line, **blanks))
