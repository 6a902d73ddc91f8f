"""What a message tells of its contact, and the turn that it begins."""

import re

from handlers.language import understood
from handlers.looks import as_it_looks
from handlers.scripts.library import Library
from handlers.state import BLANK, Stage, State, Unreadable, read_state
from storage.conversations import BOT, Conversation, Status
from storage.inbound import SPOKEN, Inbound, Kind
from storage.records import replace
from storage.results import Entry, EntryKind

TYPED = frozenset({Kind.TEXT, Kind.EDIT})
LONGEST = 4000
"""Characters that are looked at; whatever is longer is still told to staff whole."""
CHINESE_MARK = re.compile("([，！？：；（）])")
CLEAR_ANSWER = 8
"""Characters from which an answer to a question is taken for a sample of the contact's language."""


def read_text(inbound: Inbound) -> str:
    """Full-width letters and digits become plain ones: they are what order numbers and triggers are written in."""
    if inbound.kind not in TYPED:
        return ""
    return as_it_looks(inbound.text[:LONGEST])[:LONGEST].strip()


def as_written(inbound: Inbound) -> str:
    """The same for staff to read: the marks of a Chinese sentence stay Chinese."""
    if inbound.kind not in TYPED:
        return ""
    return "".join(
        part if CHINESE_MARK.fullmatch(part) else as_it_looks(part)
        for part in CHINESE_MARK.split(inbound.text[:LONGEST])
    ).strip()


def greeted(inbound: Inbound, known: Conversation, now: float) -> Conversation:
    """The conversation, with what this message tells: it is spoken in, so the contact can be reached again."""
    if inbound.kind not in SPOKEN or not inbound.private:
        return known
    back = known.status is Status.RESOLVED
    if inbound.identity != known.identity:  # on another account of theirs, which staff answer now
        return replace(known, messages=known.messages + 1, last_message_at=inbound.sent_at or now, blocked=False)
    return replace(
        known,
        chat_id=inbound.chat_id,
        name=inbound.name or known.name,
        locale=inbound.locale or known.locale,
        status=Status.PENDING if back else known.status,
        owner=BOT if back else known.owner,
        messages=known.messages + 1,
        last_message_at=inbound.sent_at or now,
        blocked=False,
    )


def unknown(inbound: Inbound) -> Conversation:
    """Where staff's answers would go is never a group."""
    chat_id = inbound.chat_id if inbound.private else inbound.direct_chat_id or ""
    return Conversation(identity=inbound.identity, chat_id=chat_id, name=inbound.name, locale=inbound.locale)


def remembered(conversation: Conversation, forms: frozenset[str], now: float) -> tuple[State, tuple[Entry, ...]]:
    """The state, or a blank one and a note of it where the stored one was written by another version."""
    try:
        state = read_state(conversation.state)
    except Unreadable as error:
        return BLANK, (activity(f"state dropped: {error}", now),)
    if state.form is not None and state.form.form not in forms:
        return replace(state, form=None), (activity(f"form dropped: {state.form.form}", now),)
    return state, ()


def listened(conversation: Conversation, text: str, state: State, library: Library) -> Conversation:
    """Who clearly writes in another language is answered in it from now on. Commands are in no language."""
    if text.startswith("/"):
        return conversation
    asked = state.form is not None or (state.survey is not None and state.survey.stage is not Stage.LATER)
    if asked and len(text) < CLEAR_ANSWER:
        return conversation
    language = understood(conversation, text, library, hints=not asked)
    return replace(conversation, language=language) if language not in (None, conversation.language) else conversation


def activity(text: str, now: float) -> Entry:
    return Entry(kind=EntryKind.ACTIVITY, author="bot", text=text, at=now)
