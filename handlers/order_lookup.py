"""Where is my order: a number, a proof that it is theirs, and then what the shop knows of it."""

import re
from collections.abc import Sequence

from handlers.exchange import Outcome, Turn, plain
from handlers.forms.answers import Answer, Json
from handlers.forms.form import Form, FormState
from handlers.order_numbers import order_numbers_in
from handlers.order_proof import SCRIPT, TOGETHER, TOGETHER_MOST, Proof, locked, slots, unavailable
from handlers.order_shown import ANOTHER, other, picked_from, shown, shown_together
from handlers.scripts.declaration import declare
from storage.content import Button, Content
from storage.orders import Checked, Order, Unavailable, Verdict
from storage.records import replace

DECLARATION = declare(
    "order_lookup",
    script="order_lookup",
    with_buttons="found",
    button="",  # the label of a button that leads here
    ask_number="",
    bad_number="",
    ask_factor="number",  # last four digits of the phone, or the e-mail address
    bad_factor="",  # neither four digits nor an e-mail address
    ask_whole="number",  # somebody guesses at orders: the whole number of the phone, or the e-mail address
    ask_email="number",  # they do not stop: nothing but the e-mail address; a button to a person is under it
    refused="",  # not there, or not theirs: never say which
    locked="hours minutes",  # `hours`: "" for an hour or less
    unavailable="",  # the order source does not answer; a button to a person is shown under it
    pick="count",  # several proven orders; a button each under it
    pick_button="number status",  # the label of such a button, short
    other_button="",  # the label of the button under them: another order
    too_many="most rest",  # more were asked for at once than are told: `rest` names those to send again
    # An order is told by these, each on a line of its own, in this order:
    found="number status placed",
    item="item quantity price",  # for each line of the order; `price` is a line's whole price
    total="total payment",  # `payment` is one of payment_... or ""
    not_shipped="",
    shipment="carrier tracking_number",  # for each parcel, followed by its dates and events
    shipped="date",
    expected="date",
    delivered="date",
    event="date place text",  # `place` may be ""; the newest comes first
    status_pending="",
    status_paid="",
    status_shipped="",
    status_delivered="",
    status_cancelled="",
    status_refunded="",
    payment_open="",
    payment_paid="",
    payment_refunded="",
    in_group="",  # in a group: we have written to you in private
    in_private="number",  # then, in private: a button that goes on with the order is under it
    in_group_unreachable="",  # in a group, when we cannot write first: please write to us in private
    heard_late="",  # what they tell who find it late
    heard_no_factor="",  # what they say who cannot tell the digits
    heard_another="",  # what they say who want another order than the one that is shown or asked about
    may_be_empty="not_shipped shipped expected event heard_late heard_no_factor heard_another",
)

ADDED = re.compile(r"还有|還有|另外|也|\b(?:and|also|too)\b", re.IGNORECASE)
"""What is said of an order that is asked for beside another one."""


async def order_lookup(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return await moved_to_private(turn)
    told = turn.text if turn.argument in ("", ANOTHER) else turn.argument.upper()
    numbers = beside_others(turn, order_numbers_in(told, turn.policy))
    try:
        if len(numbers) > 1:
            asked = await all_of(turn, numbers[:TOGETHER_MOST], told)
            return asked.after(*too_many(turn, numbers))
        return await known(turn, numbers[0] if numbers else None) or await PROOF.ask(turn, told)
    except Unavailable:
        return unavailable(turn)


async def moved_to_private(turn: Turn) -> Outcome:
    """Order data is never told where others read it, and what is open in private stays as it is."""
    if turn.inbound.direct_chat_id is None:
        return Outcome(replies=(turn.content("in_group_unreachable"),))
    return Outcome(replies=(turn.content("in_group"),), in_private=await told_in_private(turn))


async def told_in_private(turn: Turn) -> tuple[Content, ...]:
    """Nobody is asked in private what they have said in the group, nor for what they have proven."""
    numbers = order_numbers_in(turn.text, turn.policy)
    try:
        if not numbers:
            found = await known(turn, None)
            return found.replies if found else (turn.content("ask_number"),)
        orders, rest = await parted(turn, numbers[:TOGETHER_MOST])
    except Unavailable:
        return unavailable(turn).replies
    views = shown_together(turn, orders).replies if orders else ()
    return (*too_many(turn, numbers), *views, *(to_go_on(turn, number) for number in rest))


def too_many(turn: Turn, numbers: Sequence[str]) -> tuple[Content, ...]:
    """Nobody is to wait for those that are left out."""
    rest = numbers[TOGETHER_MOST:]
    return (turn.content("too_many", most=TOGETHER_MOST, rest=", ".join(rest)),) if rest else ()


def to_go_on(turn: Turn, number: str) -> Content:
    button = Button(label=plain(turn.script.line("button")), goto=f"{SCRIPT}:{number}")
    return turn.content("in_private", button, number=number)


async def known(turn: Turn, number: str | None) -> Outcome | None:
    """What needs no proof any more; None when something has to be asked first."""
    proven = turn.conversation.proven
    if number:
        order = await turn.doors.orders.one_of_contact(proven, number, turn.now) if proven else None
        return shown(turn, order) if order else None
    if not proven or turn.argument == ANOTHER:
        return None
    orders = await turn.doors.orders.of_contact(proven, turn.now)
    if len(orders) > 1:
        return picked_from(turn, orders)
    return shown(turn, orders[0], other(turn)) if orders else None


# Several at once


async def all_of(turn: Turn, numbers: Sequence[str], told: str) -> Outcome:
    """What is proven is told in one answer, and the first of the rest is asked for. Raises Unavailable."""
    orders, rest = await parted(turn, numbers)
    return await with_rest(turn, orders, rest, told)


async def parted(turn: Turn, numbers: Sequence[str]) -> tuple[list[Order], list[str]]:
    """The orders that are proven, and the numbers of the others."""
    proven = turn.conversation.proven
    found = [await turn.doors.orders.one_of_contact(proven, number, turn.now) for number in numbers]
    rest = [number for number, order in zip(numbers, found, strict=True) if order is None]
    return [order for order in found if order], rest


async def with_rest(turn: Turn, orders: Sequence[Order], rest: Sequence[str], told: str = "") -> Outcome:
    """`told`: what may hold the proof of those that are not proven."""
    said = shown_together(turn, orders) if orders else Outcome(state=turn.state)
    if not rest:
        return said
    for number in rest[1:]:
        told = told.upper().replace(number, " ")
    asked = await PROOF.ask(replace(turn, state=said.state or turn.state), f"{rest[0]} {told}", one_by_one(rest))
    return replace(asked.after(*said.replies), state=asked.state or said.state)


async def proven(turn: Turn, order: Order, state: FormState) -> Outcome:
    """Most people have one telephone: what has proven this order is tried on the next, until it fits one no more."""
    orders, rest = [order], left(state)
    try:
        while rest and (checked := await tried(turn, rest[0], state)).verdict is not Verdict.REFUSED:
            if checked.order is None:
                return not_compared(turn, rest, state, checked).after(*shown_together(turn, orders).replies)
            orders.append(checked.order)
            rest = rest[1:]
    except Unavailable:
        return unavailable(turn).after(*shown_together(turn, orders).replies)
    return await with_rest(turn, orders, rest)


def not_compared(turn: Turn, rest: Sequence[str], state: FormState, checked: Checked) -> Outcome:
    if checked.verdict is Verdict.LOCKED:
        return locked(turn, rest[0], checked)
    waiting = replace(state, filled={"number": rest[0]}, facts=one_by_one(rest))
    return PROOF.asked_for_more(turn, waiting, checked)


def one_by_one(rest: Sequence[str]) -> dict[str, Json]:
    return {TOGETHER: [*rest]} if len(rest) > 1 else {}


async def tried(turn: Turn, number: str, state: FormState) -> Checked:
    factor, contact = str(state.filled["factor"]), turn.conversation.contact_id
    known = await turn.doors.orders.one_of_contact(turn.conversation.proven, number, turn.now)
    if known is not None:
        return Checked(Verdict.PROVEN, known)
    return await turn.doors.orders.prove(turn.reach.identity, contact, number, factor, turn.now)


def left(state: FormState) -> list[str]:
    """Of those that were asked for together. One that is none of them was told instead of the first."""
    together, number = state.facts.get(TOGETHER), state.filled["number"]
    numbers = [str(each) for each in together] if isinstance(together, list) else []
    return [each for each in numbers if each != number] if number in numbers else numbers[1:]


async def noted(turn: Turn, state: FormState, answer: Answer) -> tuple[FormState, Answer]:
    """Several numbers in one answer, or one beside that which is asked about already."""
    numbers = order_numbers_in(answer.text, turn.policy)
    asked = state.filled.get("number")
    if asked and ADDED.search(answer.text):
        numbers = (*left(state), str(asked), *numbers)
    together = list(dict.fromkeys(numbers))[:TOGETHER_MOST]
    if len(together) < 2:
        return state, answer
    facts: dict[str, Json] = {**state.facts, TOGETHER: [*together]}
    return replace(state, facts=facts), answer


def beside_others(turn: Turn, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """With those that are asked for already, where these are added to them."""
    form = turn.state.form
    if form is None or form.form != SCRIPT or not form.filled.get("number") or not ADDED.search(turn.text):
        return numbers
    return tuple(dict.fromkeys((str(form.filled["number"]), *left(form), *numbers))) if numbers else ()


async def of_number(turn: Turn, number: str, state: FormState) -> Outcome | None:
    rest = left(state)
    return (
        await all_of(turn, [number, *rest], "") if rest and await is_known(turn, number) else await known(turn, number)
    )


async def is_known(turn: Turn, number: str) -> bool:
    return await turn.doors.orders.one_of_contact(turn.conversation.proven, number, turn.now) is not None


PROOF = Proof(Form(name=SCRIPT, slots=slots), of_number, proven, noted)
HANDLER = PROOF.handler
