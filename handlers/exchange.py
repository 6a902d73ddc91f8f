"""One turn as a value: all that a handler may look at, and all that it may decide."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Self

from handlers.contract import Policy, Transcript
from handlers.scripts.library import Library, Script
from handlers.state import State
from storage.content import Button, Content
from storage.conversations import Conversation, Status
from storage.inbound import Inbound
from storage.orders import OrderDoor
from storage.results import Action, Entry, Outgoing, ReportingEvent, Timer

TAG = re.compile(r"<[^<>]*>")


class NoScript(LookupError):
    """A script that a handler needs is in no language. `kefu check` finds this before a contact does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    inbound: Inbound
    text: str
    """The words of the contact, capped and width-normalised; "" when a button was pressed."""
    argument: str = ""
    """What follows the script's id in the button or the link that led here."""
    conversation: Conversation
    """As it was loaded, with what this message tells of the contact."""
    state: State
    script: Script
    library: Library
    language: str
    orders: OrderDoor
    transcript: Transcript
    policy: Policy
    desk_channel: str | None
    now: float

    def words(self, script_id: str) -> Script:
        """Another script in the contact's language. Raises NoScript."""
        return script_in(self.library, self.language, script_id)

    @property
    def desk_words(self) -> Script:
        return script_in(self.library, self.policy.default_language, "desk")

    def button(self, script_id: str) -> Button:
        """The button that leads to a script, as that script labels it."""
        return Button(label=plain(self.words(script_id).line("button")), goto=script_id)

    def content(self, line: str, /, *buttons: Button, **blanks: object) -> Content:
        """A line of this turn's own script."""
        return Content(text=self.script.line(line, **blanks), buttons=buttons)

    def at(self, script_id: str, argument: str = "") -> Self:
        """The same turn, seen by another script's handler."""
        return replace(self, script=self.words(script_id), argument=argument)

    @property
    def at_desk(self) -> bool:
        return self.conversation.status is Status.OPEN

    def post(self, content: Content, *, title: str = "", opens: bool = False) -> tuple[Outgoing, ...]:
        """Something for the conversation's topic; nothing when the shop has no desk."""
        return self.to_desk(Action.POST, content, title, opens)

    def alert(self, content: Content) -> tuple[Outgoing, ...]:
        """Something for the desk's general topic."""
        return self.to_desk(Action.ALERT, content)

    def to_desk(self, action: Action, content: Content, title: str = "", opens: bool = False) -> tuple[Outgoing, ...]:
        return to_desk(self.desk_channel, action, content, self.conversation.id, self.now, title=title, opens=opens)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a handler decided. What it leaves out stays as it was."""

    replies: tuple[Content, ...] = ()
    in_private: tuple[Content, ...] = ()
    """Asked in a group, answered where only this person reads it."""
    conversation: Conversation | None = None
    """Status, owner, language and the like; `state` goes apart, typed."""
    state: State | None = None
    posts: tuple[Outgoing, ...] = ()
    relayed: tuple[Outgoing, ...] = ()
    """Staff's own words on their way to the contact."""
    timers: tuple[Timer, ...] = ()
    cancelled_timers: tuple[str, ...] = ()
    events: tuple[ReportingEvent, ...] = ()
    entries: tuple[Entry, ...] = ()
    understood: bool = True
    """False: the bot made nothing of what was said."""

    def after(self, *contents: Content) -> Self:
        """The same, with something said before it."""
        return replace(self, replies=(*contents, *self.replies))

    def then(self, *contents: Content) -> Self:
        return replace(self, replies=(*self.replies, *contents))


Handler = Callable[[Turn], Awaitable[Outcome]]


def to_desk(
    channel: str | None,
    action: Action,
    content: Content,
    conversation_id: int,
    now: float,
    *,
    title: str = "",
    opens: bool = False,
) -> tuple[Outgoing, ...]:
    """A row for the desk; none when the shop has no desk."""
    if channel is None:
        return ()
    row = Outgoing(
        action=action,
        channel=channel,
        content=content,
        title=title,
        opens=opens,
        conversation_id=conversation_id,
        created_at=now,
    )
    return (row,)


def script_in(library: Library, language: str, script_id: str) -> Script:
    script = library.script(language, script_id)
    if script is None:
        raise NoScript(f"no language has a script {script_id!r}: run `kefu check`")
    return script


def plain(markup: str) -> str:
    """A line as plain text, for labels and titles."""
    return unescape(TAG.sub("", markup))


def marked(text: str) -> str:
    """Somebody's own words as kefu markup."""
    return escape(text)
