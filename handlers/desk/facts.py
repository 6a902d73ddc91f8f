"""What is known when a conversation goes to staff: of its contact, of what they wrote, and of the hour."""

from collections.abc import Iterable, Sequence

from handlers.desk.matching import heard
from handlers.desk.routing import Facts, largest, tier_of
from handlers.desk.triggers import is_denied
from handlers.exchange import Turn
from handlers.formats import moment
from handlers.scripts.phrases import Said
from storage.desk import ContactChange, ContactFile
from storage.orders import Order, Unavailable
from storage.records import replace
from storage.results import EntryKind

LATELY = 60 * 60.0
"""Seconds: what somebody wrote earlier is of another matter."""


async def facts_of(turn: Turn, reason: str = "") -> Facts:
    """All of them. The contact's file, their orders and the transcript are read."""
    said = [(text, heard(text)) for text in map(turn.library.meant, await said_lately(turn))]
    denied = tuple(words for text, words in said if is_denied(turn.desk_policy, text, words))
    facts = facts_now(turn, tuple(words for _, words in said), reason)
    return await with_contact(replace(facts, denied=denied), turn)


def facts_now(turn: Turn, said: tuple[Said, ...] = (), reason: str = "") -> Facts:
    """What the message itself tells; nothing is read for it."""
    local = moment(turn.now, turn.policy.timezone)
    return Facts(
        intent=turn.state.intent,
        language=turn.language,
        channel=turn.conversation.identity.channel,
        reason=reason,
        said=said,
        minute=local.hour * 60 + local.minute,
        weekday=local.weekday(),
    )


async def with_contact(facts: Facts, turn: Turn) -> Facts:
    file, orders = await file_of(turn), await proven_orders(turn)
    return replace(
        facts,
        tier=tier_of(turn.desk_policy, before_now(file, turn), orders),
        tags=frozenset(file.tags) if file else frozenset(),
        order_value=largest(orders),
    )


async def file_of(turn: Turn) -> ContactFile | None:
    contact_id = turn.conversation.contact_id
    return await turn.doors.contacts.of(contact_id) if contact_id else None


def changed(file: ContactFile, changes: Iterable[ContactChange]) -> ContactFile:
    """As it will be once the changes are written."""
    for each in changes:
        tags = [tag for tag in file.tags if tag not in (each.untag, each.tag)]
        file = replace(
            file,
            tier=file.tier if each.tier is None else each.tier,
            tags=tuple((*tags, each.tag) if each.tag else tags),
            notes=(each.note, *file.notes) if each.note else file.notes,
            banned=file.banned if each.banned is None else each.banned,
            declined=file.declined if each.declined is None else each.declined,
            last_agent=file.last_agent if each.last_agent is None else each.last_agent,
        )
    return file


async def proven_orders(turn: Turn) -> Sequence[Order]:
    """None of them while the order source is down: nobody waits for a person because of that."""
    try:
        return await turn.doors.orders.of_contact(turn.conversation.proven, turn.now)
    except Unavailable:
        return ()


def before_now(file: ContactFile | None, turn: Turn) -> ContactFile | None:
    """The case that is open makes nobody a returning customer; one that opens in this turn is not counted yet."""
    case = turn.conversation.case
    if file is None or case is None or not case.id:
        return file
    return replace(file, cases=max(0, file.cases - 1))


async def said_lately(turn: Turn) -> tuple[str, ...]:
    """This message last."""
    before = await turn.doors.transcript(turn.conversation.id, turn.policy.card_messages)
    earlier = [entry.text for entry in before if entry.kind is EntryKind.INCOMING and entry.at > turn.now - LATELY]
    return tuple(text for text in (*earlier, turn.text) if text)
