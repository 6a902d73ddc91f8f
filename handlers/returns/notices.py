"""What is said of a move of a return request: to the customer in their language, to staff in the topic."""

from collections.abc import Iterator

from handlers.exchange import Outcome, Turn, plain
from handlers.fields.words import words_in
from handlers.formats import money
from handlers.questions import joined
from handlers.returns import card, declined, view
from handlers.returns.desk_words import SCRIPT, last_day, staff_line
from handlers.returns.moves import CONTACT, Moved, whole
from handlers.scripts.library import Script
from storage.content import Button, Content
from storage.results import Outgoing
from storage.returns import Resolution, Rma, RmaStatus

S = RmaStatus
MONEY = frozenset({Resolution.REFUND, Resolution.REFUND_ONLY, Resolution.STORE_CREDIT})


def carried_out(turn: Turn, moved: Moved) -> Outcome:
    """A move that the desk or time has made: written, told to the customer, confirmed in the topic."""
    said = told(turn, moved)
    unreachable = (staff_line(turn, "left", name=turn.named),) if said and turn.conversation.blocked else ()
    return Outcome(
        replies=() if turn.conversation.blocked else said,
        posts=announced(turn, moved, *unreachable),
        returns=moved.changes,
        timers=moved.timers,
        cancelled_timers=moved.cancelled_timers,
        events=moved.events,
    )


def announced(turn: Turn, moved: Moved, *lines: str) -> tuple[Outgoing, ...]:
    """For the topic: who did what, how it stands now, and what can be done about it."""
    rma, event = moved.rma, moved.changes[-1].event
    who, status = card.who(turn, event), card.status(turn, rma.status)
    heading = staff_line(turn, "moved", number=rma.number, status=status, who=who)
    why = declined.told(turn, moved.changes[0].event.why, turn.policy.default_language)
    reason = staff_line(turn, "why", text=why) if why and rma.status is not S.DECLINED else ""
    text = joined(heading, *card.stands(turn, rma), reason, *lines)
    return turn.post(Content(text=text, buttons=card.buttons(turn, rma)))


def told(turn: Turn, moved: Moved) -> tuple[Content, ...]:
    """For the customer; nothing of moves that are their own, and where the shop has left the line empty."""
    text = said(turn, turn.words(SCRIPT), moved)
    return (Content(text=text, buttons=following(turn, moved.rma)),) if text else ()


def following(turn: Turn, rma: Rma) -> tuple[Button, ...]:
    """What the customer may want to do next."""
    match rma.status:
        case S.AWAITING_SHIPMENT:
            return view.buttons(turn, rma)
        case S.DECLINED if not turn.at_desk:
            return (turn.button("escalation"),)
        case S.EXPIRED:
            return (turn.button("returns"),)
    return ()


def said(turn: Turn, script: Script, moved: Moved) -> str:
    rma, event = moved.rma, moved.changes[-1].event
    match rma.status:
        case S.APPROVED | S.AWAITING_SHIPMENT | S.DECLINED:
            return verdict(turn, script, rma)
        case S.RECEIVED:
            return received(turn, script, rma)
        case S.INSPECTED:
            return script.line("told_inspected", number=rma.number)
        case S.REFUNDED | S.EXCHANGED | S.CREDITED:
            return settled(turn, script, rma)
        case S.CANCELLED if event.actor != CONTACT:
            return script.line("told_cancelled", number=rma.number, why=event.why)
        case S.EXPIRED:
            return script.line("told_expired", number=rma.number, days=turn.return_policy.send_back_days)
    return ""


def verdict(turn: Turn, script: Script, rma: Rma) -> str:
    if rma.status is S.DECLINED:
        why = declined.told(turn, rma.declined_because, turn.language)
        return script.line("told_declined", number=rma.number, why=why)
    return kept(turn, script, rma) if rma.status is S.APPROVED else approved(turn, script, rma)


def settled(turn: Turn, script: Script, rma: Rma) -> str:
    if rma.status is S.EXCHANGED:
        parcel = {"carrier": rma.sent_carrier, "tracking_number": rma.sent_tracking_number}
        return script.line("told_exchanged", number=rma.number, **parcel)
    amount = money(rma.refunded or rma.amount, rma.currency, turn.language)
    return script.line(f"told_{rma.status}", number=rma.number, amount=amount, reference=rma.reference)


def approved(turn: Turn, script: Script, rma: Rma) -> str:
    return script.line(
        "told_approved",
        number=rma.number,
        date=last_day(turn, rma.send_back_by, turn.language),
        address=address(turn),
        postage=rma.postage,
    )


def kept(turn: Turn, script: Script, rma: Rma) -> str:
    amount = money(rma.amount, rma.currency, turn.language) if rma.resolution in MONEY else ""
    facts = {"promise": promise(script, rma), "amount": amount, "date": last_day(turn, rma.refund_by, turn.language)}
    return script.line("told_approved_kept", number=rma.number, **facts)


def received(turn: Turn, script: Script, rma: Rma) -> str:
    facts = {
        "number": rma.number,
        "promise": promise(script, rma),
        "date": last_day(turn, rma.refund_by, turn.language),
    }
    if whole(rma):
        return script.line("told_received", **facts)
    return script.line("told_received_part", items=plain(joined(*items(script, rma))), **facts)


def items(script: Script, rma: Rma) -> Iterator[str]:
    for line in rma.lines:
        yield script.line("item", item=line.item, received=line.received, quantity=line.quantity)


def reminder(turn: Turn, rma: Rma) -> tuple[Content, ...]:
    """To send what was approved."""
    date = last_day(turn, rma.send_back_by, turn.language)
    text = turn.words(SCRIPT).line("told_remind", number=rma.number, date=date, address=address(turn))
    return (Content(text=text, buttons=following(turn, rma)),) if text and not turn.conversation.blocked else ()


def promise(script: Script, rma: Rma) -> str:
    return plain(script.line(f"promise_{rma.resolution}"))


def address(turn: Turn) -> str:
    return words_in(turn.return_policy.address, turn.language, turn.policy.default_language)
