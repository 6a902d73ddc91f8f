"""A return request as staff see it in the conversation's topic: what it is, why, and what can be done now."""

from collections.abc import Iterator

from handlers.desk.masked import contacts_words
from handlers.desk.staff_words import staff_minute
from handlers.desk.topic_links import to_topic
from handlers.exchange import Turn
from handlers.fields.words import words_in
from handlers.formats import day, money
from handlers.masking import masked_number
from handlers.questions import joined
from handlers.returns import declined
from handlers.returns.desk_words import last_day, staff_content, staff_line, staff_word
from handlers.returns.moves import CONTACT, POLICY, TIMER, whole
from handlers.returns.wording import LONGEST
from storage.content import Button, Content
from storage.inbound import Attachment, Media
from storage.photos import CHANNEL
from storage.results import Outgoing
from storage.returns import GOODS_STAY, Resolution, Rma, RmaEvent, RmaStatus

S = RmaStatus
EARLIER = 3
"""So many of the customer's earlier requests are listed; all of them are counted."""
LOGGED = 10
SETTLING = {
    Resolution.REFUND: ("refunded", "credited"),
    Resolution.REFUND_ONLY: ("refunded", "credited"),
    Resolution.STORE_CREDIT: ("credited", "refunded"),
    Resolution.EXCHANGE: ("sent", "refunded"),
    Resolution.REPLACEMENT: ("sent", "refunded"),
}
"""How a request is brought to its end: as was asked for, or else."""


async def opened(turn: Turn, rma: Rma) -> tuple[Outgoing, ...]:
    """For a request that this turn opens (and perhaps decides): the card, in the conversation's topic.

    The conversation stays whose it is. What a person has to decide is told in the general topic as well: nobody looks
    into a topic whose conversation is with the bot.
    """
    asked = staff_word(turn, "title", number=rma.number)
    card = Content(text=await described(turn, rma), buttons=buttons(turn, rma))
    opens = turn.conversation.thread is None
    posts = (*turn.post(card, title=turn.title(asked), opens=opens), *photographs(turn, rma))
    return (*posts, *turn.alert(review(turn, rma))) if rma.status is S.IN_REVIEW and not turn.at_desk else posts


async def shown(turn: Turn, rma: Rma) -> tuple[Outgoing, ...]:
    """The card anew, with all that has happened since."""
    text = joined(await described(turn, rma), *log(turn, await turn.doors.returns.events(rma.number)))
    return (*turn.post(Content(text=text, buttons=buttons(turn, rma))), *photographs(turn, rma))


def photographs(turn: Turn, rma: Rma) -> tuple[Outgoing, ...]:
    """In a post of their own: a caption holds less than a card."""
    if not rma.photos:
        return ()
    return turn.post(Content(attachments=tuple(photograph(photo) for photo in rma.photos)))


def photograph(photo: str) -> Attachment:
    return Attachment(media=Media.PHOTO, channel=CHANNEL, ref=photo)


def review(turn: Turn, rma: Rma) -> Content:
    return staff_content(
        turn,
        "review",
        number=rma.number,
        conversation=rma.conversation_id,
        name=to_topic(rma.conversation_id, turn.called),
        amount=amount(turn, rma),
        reason=reason(turn, rma.sub_reason or rma.reason),
    )


async def described(turn: Turn, rma: Rma) -> str:
    return joined(*heading(turn, rma), *wanted(turn, rma), *course(turn, rma), *await history(turn, rma))


def heading(turn: Turn, rma: Rma) -> Iterator[str]:
    yield staff_line(
        turn, "card", number=rma.number, order=masked_number(rma.order_number), status=status(turn, rma.status)
    )
    for position, line in enumerate(rma.lines, 1):
        price = money(line.unit_price * line.quantity, rma.currency, turn.policy.default_language)
        yield staff_line(turn, "card_item", position=position, item=line.item, quantity=line.quantity, price=price)


def wanted(turn: Turn, rma: Rma) -> Iterator[str]:
    sub_reason = reason(turn, rma.sub_reason) if rma.sub_reason else ""
    yield staff_line(turn, "card_reason", reason=reason(turn, rma.reason), sub_reason=sub_reason)
    if rma.note:
        yield staff_line(turn, "card_note", text=contacts_words(turn, rma.note, LONGEST))
    if rma.photos:
        yield staff_line(turn, "card_photos", count=len(rma.photos))
    yield staff_line(
        turn,
        "card_resolution",
        resolution=staff_word(turn, f"resolution_{rma.resolution}"),
        variant=contacts_words(turn, rma.variant, LONGEST),
        amount=amount(turn, rma),
        postage="" if rma.resolution in GOODS_STAY else rma.postage,
    )
    why = declined.words(turn, rma.rule, turn.policy.default_language)
    verdict = staff_word(turn, f"decision_{rma.decision}")
    yield staff_line(turn, "card_verdict", decision=verdict, rule=rma.rule, why=why)


def course(turn: Turn, rma: Rma) -> Iterator[str]:
    """All that has been promised and done since."""
    if rma.tracking_number:
        yield parcel(turn, rma)
    if any(line.received for line in rma.lines):
        yield from arrived(turn, rma)
    if rma.status is S.RECEIVED:
        yield promised(turn, rma)
    elif rma.status is not S.SHIPPED:
        yield from stands(turn, rma)


def stands(turn: Turn, rma: Rma) -> Iterator[str]:
    """What is to be known of the move it has made last."""
    match rma.status:
        case S.DECLINED:
            why = declined.told(turn, rma.declined_because, turn.policy.default_language)
            yield staff_line(turn, "declined", why=why)
        case S.AWAITING_SHIPMENT:
            yield staff_line(turn, "send_back_by", date=last_day(turn, rma.send_back_by, turn.policy.default_language))
        case S.SHIPPED:
            yield parcel(turn, rma)
        case S.RECEIVED:
            yield from (*arrived(turn, rma), promised(turn, rma))
        case S.APPROVED | S.INSPECTED:
            yield promised(turn, rma)
        case S.REFUNDED | S.CREDITED:
            paid = money(rma.refunded or rma.amount, rma.currency, turn.policy.default_language)
            yield staff_line(turn, "paid", amount=paid, reference=rma.reference)
        case S.EXCHANGED:
            yield staff_line(turn, "sent", carrier=rma.sent_carrier, tracking_number=rma.sent_tracking_number)


def parcel(turn: Turn, rma: Rma) -> str:
    return staff_line(turn, "shipped", carrier=rma.carrier, tracking_number=rma.tracking_number)


def promised(turn: Turn, rma: Rma) -> str:
    promise = staff_word(turn, f"promise_{rma.resolution}")
    return staff_line(
        turn, "refund_by", date=last_day(turn, rma.refund_by, turn.policy.default_language), promise=promise
    )


def arrived(turn: Turn, rma: Rma) -> Iterator[str]:
    for position, line in enumerate(rma.lines, 1):
        facts = {"position": position, "item": line.item, "received": line.received, "quantity": line.quantity}
        yield staff_line(turn, "received", **facts)


async def history(turn: Turn, rma: Rma) -> tuple[str, ...]:
    earlier = [each for each in await turn.doors.returns.of_identity(rma.identity) if each.number != rma.number]
    if not earlier:
        return (staff_line(turn, "card_first"),)
    lines = (in_list(turn, each) for each in earlier[:EARLIER])
    return (staff_line(turn, "card_history", count=len(earlier)), *lines)


def in_list(turn: Turn, rma: Rma) -> str:
    language, timezone = turn.policy.default_language, turn.policy.timezone
    return staff_line(
        turn,
        "list_item",
        number=rma.number,
        status=status(turn, rma.status),
        date=day(rma.opened_at, language, timezone),
        amount=amount(turn, rma),
    )


def log(turn: Turn, events: list[RmaEvent]) -> Iterator[str]:
    if events:
        yield staff_line(turn, "card_log")
    for event in events[-LOGGED:]:
        why = declined.told(turn, event.why, turn.policy.default_language)
        yield staff_line(
            turn,
            "card_event",
            time=staff_minute(turn, event.at),
            who=who(turn, event),
            status=status(turn, event.after),
            why=why,
        )


def who(turn: Turn, event: RmaEvent) -> str:
    if event.actor in (CONTACT, POLICY, TIMER):
        return staff_word(turn, f"by_{event.actor}")
    return event.actor_name or event.actor.partition(":")[2]


def buttons(turn: Turn, rma: Rma) -> tuple[Button, ...]:
    return tuple(button(turn, rma, command) for command in possible(rma))


def button(turn: Turn, rma: Rma, command: str) -> Button:
    return Button(label=staff_word(turn, f"{command}_button"), goto=f"rma:{command}:{rma.number}")


def possible(rma: Rma) -> tuple[str, ...]:
    """The commands that staff have now, the likeliest first."""
    match rma.status:
        case S.REQUESTED | S.IN_REVIEW:
            return ("approve", "decline", "ask", "cancel")
        case S.APPROVED:
            return (*SETTLING[rma.resolution], "ask", "cancel")
        case S.AWAITING_SHIPMENT:
            return ("received", *partly(rma), "ask", "cancel")
        case S.SHIPPED:
            return ("received", *partly(rma), "ask")
        case S.RECEIVED:
            return ("inspected", *(() if whole(rma) else ("received", "part")), "ask")
        case S.INSPECTED:
            return (*SETTLING[rma.resolution], "decline", "ask")
    return ()


def partly(rma: Rma) -> tuple[str, ...]:
    return ("part",) if sum(line.quantity for line in rma.lines) > 1 else ()


def status(turn: Turn, of: RmaStatus) -> str:
    return staff_word(turn, f"status_{of}")


def reason(turn: Turn, reason_id: str) -> str:
    """Its label; one that the policy has no more is told by its id."""
    found = turn.return_policy.reason(reason_id)
    return words_in(found.labels, turn.policy.default_language, turn.policy.default_language) if found else reason_id


def amount(turn: Turn, rma: Rma) -> str:
    return money(rma.amount, rma.currency, turn.policy.default_language)
