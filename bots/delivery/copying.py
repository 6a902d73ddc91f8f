"""Which messages the rows of a delivery became, for the edits, quotes and reactions behind it."""

from collections.abc import Sequence

from bots.delivery.job import PASSIVE, Job
from bots.desk_chats import DeskChats
from storage.copies import CARD, Copy
from storage.results import Action, Outgoing, Side


def copies_of(job: Job, desk: DeskChats | None) -> Sequence[tuple[Copy, ...]]:
    """For each row of the job. Nothing at all where the bot itself speaks: there is nobody's message to point at."""
    if desk is None or (job.row.action is Action.SEND and job.row.relays is None):
        return ()
    return [tuple(_pairs(row, job, ids, desk)) for row, ids in zip(job.rows, _ids_by_row(job), strict=True)]


def chats_of(row: Outgoing, chat: str) -> tuple[str, ...]:
    """By which names copies may know the chat that a row is for; "" is the chat of the conversation's own account."""
    return (chat,) if row.elsewhere else ("", chat)


def _ids_by_row(job: Job) -> list[list[str]]:
    """Which messages each row became. Each picture of an album is one; rows that were joined share theirs."""
    ids = [each for each in job.external_ids if each and each != PASSIVE]
    apart = len(job.rows) > 1 and len(ids) == len(job.rows) and not any(row.content.text for row in job.rows[1:])
    return [[each] for each in ids] if apart and job.row.album else [ids] * len(job.rows)


def _pairs(row: Outgoing, job: Job, ids: Sequence[str], desk: DeskChats) -> list[Copy]:
    number = row.conversation_id
    if (origin := _desk_origin(row, job, desk)) is not None:
        chat, message = origin
        return [
            Copy(
                conversation_id=number, desk_chat=chat, desk_message=message, contact_chat=job.to, contact_message=sent
            )
            for sent in ids
        ]
    if (shown := _contact_origin(row, job)) is not None:
        chat, message = shown
        return [
            Copy(
                conversation_id=number,
                desk_chat=desk.configured(job.chat),
                desk_message=posted,
                contact_chat=chat,
                contact_message=message,
            )
            for posted in ids
        ]
    return []


def _desk_origin(row: Outgoing, job: Job, desk: DeskChats) -> tuple[str, str] | None:
    """The chat and the message of staff which the contact got."""
    if row.action is Action.SEND and row.relays is not None:
        return desk.configured(row.relays.chat_id), row.relays.message_id
    if row.action is Action.EDIT and row.side is Side.CONTACT and job.is_said_instead and job.known:
        return job.known[0].desk_chat, row.of
    return None


def _contact_origin(row: Outgoing, job: Job) -> tuple[str, str] | None:
    """The chat and the message of the contact which staff got. A card is known by the topic that it is in."""
    if row.action is Action.EDIT and row.side is Side.DESK and job.is_said_instead:
        return row.copies_chat, row.of
    if row.action not in (Action.POST, Action.ALERT):
        return None
    if row.card:
        return job.thread, CARD
    return (row.copies_chat, row.copies) if row.copies is not None else None
