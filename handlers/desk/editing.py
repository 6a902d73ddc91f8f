"""What staff do to a message that they wrote earlier: change it, or take it back.

Only what was sent to the contact is changed there, and only into words that are for them.
"""

from collections.abc import Iterable

from handlers.desk import albums, holding, said
from handlers.desk.answering import barred, noted, written
from handlers.desk.canned import beginning
from handlers.desk.changes import for_contact
from handlers.desk.command import DeskCommand
from handlers.desk.command_names import command_of, meant
from handlers.desk.masked import in_staffs_words
from handlers.desk.saying import agent, entry, told
from handlers.desk.talk_words import talk_told, to_contact
from handlers.desk.unanswered import waiting_again
from handlers.exchange import Outcome, Turn, marked
from handlers.member import Command, Note, Talk
from storage.content import Content
from storage.conversations import Reach
from storage.inbound import Inbound
from storage.records import replace
from storage.results import Action, Entry, EntryKind, Outgoing

UNDO = "undo"
UNDO_SECONDS = 24 * 3600.0
"""What was sent before that is no slip: /undo was meant for another topic."""


async def edited(turn: Turn) -> Outcome:
    if (waiting := holding.find(turn)) is not None:
        return of_held(turn, waiting)
    before = await said.by_staff(turn, turn.inbound.message_id)
    match meant(turn):
        case Note() if before is not None and before.kind is EntryKind.OUTGOING:
            return await became_note(turn, await where_it_went(turn, before))
        case Note():
            return noted(turn)
        case _ if before is None or before.kind is not EntryKind.OUTGOING:
            return told(turn, "edit_not_relayed")
        case Command(name) if command_of(turn.library, name) == UNDO:
            return await withdrawn(turn, before)
        case Command():
            return talk_told(turn, "edit_refused")
        case Talk(text):
            return Outcome() if written(turn.inbound) == before.text else await corrected(turn, before, text)


def of_held(turn: Turn, waiting: Inbound) -> Outcome:
    """Nobody has read it yet."""
    if isinstance(meant(turn), Talk):
        return Outcome(state=holding.reworded(turn.state, waiting, turn.inbound.text))
    return Outcome(state=holding.without(turn.state, waiting))


async def became_note(turn: Turn, to: Reach | None) -> Outcome:
    """Whoever did not mean it for the customer is better served by less of it there, so nothing is said instead."""
    state, others = albums.sent_with(turn)
    told = talk_told(turn, "album_inside" if others else "became_note")
    now = noted(turn)
    return replace(
        now,
        state=state,
        case=await waiting_again(turn, turn.inbound.message_id or "", *others),
        relayed=taken_back(turn, to, *others),
        posts=told.posts,
        entries=(*now.entries, *albums.gone(turn, *others)),
    )


async def corrected(turn: Turn, before: Entry, text: str) -> Outcome:
    if (refused := await barred(turn)) is not None:
        return refused
    to = await where_it_went(turn, before)
    if to is None:
        return told(turn, "edit_not_relayed")
    row = for_contact(
        turn,
        Action.EDIT,
        turn.inbound.message_id or "",
        Content(text=marked(text), attachments=turn.inbound.attachments),
        to_contact(turn, "corrected", text=text),
        to,
    )
    now = replace(entry(turn, EntryKind.OUTGOING, written(turn.inbound)), via=before.via)
    return Outcome(relayed=(row,), entries=(now,))


async def where_it_went(turn: Turn, before: Entry) -> Reach | None:
    """The account that a message was sent to; None: it is not this contact's any more."""
    if not before.via:
        return Reach(turn.conversation.identity, turn.conversation.chat_id)
    file = await turn.doors.contacts.of(turn.conversation.contact_id)
    known = file.identities if file else ()
    return next((Reach(each.identity, each.chat_id) for each in known if str(each.identity) == before.via), None)


async def deleted(turn: Turn) -> Outcome:
    if (waiting := holding.find(turn)) is not None:
        return Outcome(state=holding.without(turn.state, waiting))
    before = await said.by_staff(turn, turn.inbound.message_id)
    if before is None or before.kind is not EntryKind.OUTGOING:
        return Outcome()
    return Outcome(
        case=await waiting_again(turn, turn.inbound.message_id or ""),
        relayed=taken_back(turn, await where_it_went(turn, before), instead=to_contact(turn, "taken_back")),
        entries=(entry(turn, EntryKind.ACTIVITY, "deleted"),),
    )


async def undo(turn: Turn, _argument: str) -> Outcome:
    """What this member sent last: Telegram tells bots of no deletion, and WeCom knows none."""
    if waiting := holding.own(turn, turn.state):
        return Outcome(state=holding.without_last(turn.state, waiting))
    return await withdrawn(turn, last_sent(await said.latest(turn), agent(turn), turn.now - UNDO_SECONDS))


async def withdrawn(turn: Turn, before: Entry | None) -> Outcome:
    """`before`: what was sent; None for nothing."""
    if turn.is_unreachable:
        return told(turn, "blocked", name=turn.named)
    to = await where_it_went(turn, before) if before is not None else None
    if before is None or to is None:
        return talk_told(turn, "nothing_sent")
    there = replace(turn, inbound=replace(turn.inbound, message_id=before.external_id))
    state, others = albums.sent_with(there)
    case, words = await waiting_again(turn, before.external_id or "", *others), in_staffs_words(turn, before.text)
    return Outcome(
        state=state,
        case=case,
        relayed=taken_back(there, to, *others, instead=to_contact(turn, "taken_back")),
        posts=talk_told(turn, "undone", text=beginning(words), waits=case is not None).posts,
        entries=albums.gone(turn, before.external_id or "", *others),
    )


def last_sent(entries: Iterable[Entry], account: str, since: float) -> Entry | None:
    """As it reads now, of what was sent and is neither taken back nor made a note of. Correcting sends nothing anew."""
    now = {each.external_id: each for each in entries if each.external_id and said.is_of_staff(each)}
    own = [each for each in now.values() if each.kind is EntryKind.OUTGOING and each.author == account]
    return own[-1] if own and own[-1].at > since else None


def taken_back(turn: Turn, to: Reach | None, *others: str, instead: Content | None = None) -> tuple[Outgoing, ...]:
    """`instead`: said once, after the last of them, where that one cannot be taken back."""
    if turn.is_unreachable or to is None:
        return ()
    *before, last = (turn.inbound.message_id or "", *others)
    rows = (for_contact(turn, Action.UNSEND, each, to=to) for each in before)
    return (*rows, for_contact(turn, Action.UNSEND, last, instead=instead, to=to))


COMMANDS = {UNDO: DeskCommand(in_topic=undo, alone=True)}
