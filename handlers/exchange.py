"""One turn as a value: all that a handler may look at, and all that it may decide."""

from collections.abc import Awaitable, Callable
from dataclasses import fields
from functools import lru_cache
from html import escape, unescape
from typing import Self

from markupsafe import Markup

from handlers.contract import Policy
from handlers.desk.places import Place, Places
from handlers.desk.policy import DeskPolicy
from handlers.doors import Doors
from handlers.hours.business import BusinessHours
from handlers.returns.policy import ReturnPolicy
from handlers.scripts.library import Library, Script
from handlers.state import State
from handlers.surveys.policy import SurveyPolicy
from handlers.taps import untapped
from handlers.without_proof import name_for_staff
from storage.campaigns import CampaignChange
from storage.content import Button, Content, without_tags
from storage.conversations import AT_DESK, Conversation, Reach, called
from storage.desk import Agent, Case, ContactChange
from storage.feedback import Feedback
from storage.inbound import Inbound, Kind, Quote
from storage.links import LinkChange
from storage.records import record, replace
from storage.remembered import of_people
from storage.results import Action, Entry, Outgoing, ReportingEvent, Timer
from storage.returns import ReturnChange
from storage.surveys import Survey
from storage.swaps import Swap
from storage.tasks import Task


class NoScript(LookupError):
    """A script that a handler needs is in no language. `kefu check` finds this before a contact does."""


@record(frozen=True, slots=True, kw_only=True)
class Turn:
    # What was said, in which conversation
    inbound: Inbound
    text: str
    """The words of the contact, capped and width-normalised; "" when a button was pressed."""
    argument: str = ""
    """What follows the script's id in the button or the link that led here."""
    conversation: Conversation
    """As it was loaded, with what this message tells of the contact."""
    state: State
    was_over: bool = False
    """The conversation had ended before this message, with which it goes on."""
    now: float
    # The words to answer with
    script: Script
    library: Library
    language: str
    doors: Doors
    """What may be looked up."""
    # The shop's rules
    policy: Policy
    return_policy: ReturnPolicy
    desk_policy: DeskPolicy
    survey_policy: SurveyPolicy
    hours: BusinessHours
    places: Places
    """Where the teams are."""

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
        """Staff have it, or will when it wakes."""
        return self.conversation.status in AT_DESK

    @property
    def is_elsewhere(self) -> bool:
        """Written on another identity of the contact than the conversation's own, which staff have."""
        inbound = self.inbound
        return not inbound.staff and inbound.private and inbound.identity != self.conversation.identity

    @property
    def reach(self) -> Reach:
        """Where the contact is answered: where they write, else where they wrote last."""
        if self.is_elsewhere:
            return Reach(self.inbound.identity, self.inbound.chat_id)
        if self.inbound.staff or self.inbound.kind is Kind.TIMER:
            return self.conversation.reach
        return Reach(self.conversation.identity, self.conversation.chat_id)

    @property
    def is_unreachable(self) -> bool:
        """Whoever left one account may be spoken to on another."""
        return self.conversation.blocked and self.reach.identity == self.conversation.identity

    @property
    def called(self) -> str:
        """The name of their profile, by which staff tell conversations apart."""
        return name_for_staff(called(self.conversation.name, self.conversation.identity.account_id), self.policy)

    @property
    def named(self) -> Markup:
        """`called` amid words of ours."""
        return in_bold(self.called)

    @property
    def number(self) -> str:
        """What staff call the conversation; "" for none."""
        return str(self.conversation.id or "")

    @property
    def channel_name(self) -> str:
        return self.channel_called(self.conversation.identity.channel)

    def channel_called(self, channel: str) -> str:
        """Among staff: `wechat` is 微信."""
        return plain(self.desk_words.line("channel", channel=channel))

    def title(self, asked: str = "") -> str:
        """Of the topic: `#17 李雷 · 微信 · 查订单`."""
        line = self.desk_words.line(
            "title", number=self.number, name=self.called, channel=self.channel_name, asked=asked
        )
        return plain(line)

    @property
    def team(self) -> str:
        """The key of the team that has the conversation; "" for none, or for a desk without teams."""
        return self.conversation.case.team if self.conversation.case else ""

    @property
    def place(self) -> Place | None:
        """Where the conversation's topic is, or would be; None without a desk."""
        return self.places.of(self.team)

    def post(
        self,
        content: Content,
        *,
        title: str = "",
        opens: bool = False,
        card: bool = False,
        copies: str | None = None,
        quotes: Quote | None = None,
        album: str | None = None,
    ) -> tuple[Outgoing, ...]:
        """Something for the conversation's topic, which may have to be opened again; nothing without a desk."""
        place = self.place
        if place is None:
            return ()
        if copies and not place.topics:
            content = self._spoken(content)
        row = Outgoing(
            action=Action.POST,
            channel=place.channel,
            to=place.chat,
            content=content,
            title=title or self.title(),
            opens=opens,
            card=card,
            copies=copies,
            copies_chat=self.inbound.chat_id if copies and self.is_elsewhere else "",
            quotes=quotes,
            album=album,
            conversation_id=self.conversation.id,
            created_at=self.now,
        )
        return (row,)

    def _spoken(self, content: Content) -> Content:
        """With the contact's name before their words. Behind a full-width sign stands no blank."""
        speaker = script_in(self.library, self.policy.default_language, "desk_flat").line("speaker", name=self.named)
        blank = "" if not content.text or speaker.endswith("：") else " "
        return replace(content, text=f"{speaker}{blank}{content.text}")

    @property
    def asked_from(self) -> Place | None:
        """The place of the desk in which this was written; None for the main one."""
        chat = self.inbound.chat_id
        return next((each for each in self.places.teams.values() if each.chat == chat), None)

    def alert(self, content: Content, place: Place | None = None) -> tuple[Outgoing, ...]:
        """Something for a general topic: the main one's, or that of a place."""
        place = place or self.places.main
        if place is None:
            return ()
        row = Outgoing(
            action=Action.ALERT,
            channel=place.channel,
            to=place.chat,
            content=content,
            conversation_id=self.conversation.id,
            created_at=self.now,
        )
        return (row,)


@record(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a handler decided. What it leaves out stays as it was."""

    # To the contact
    replies: tuple[Content, ...] = ()
    news: tuple[tuple[int, Content], ...] = ()
    """What became of feedback, by its number; before the replies."""
    in_private: tuple[Content, ...] = ()
    """Asked in a group, answered where only this person reads it."""
    final: tuple[Content, ...] = ()
    """Said unasked, after the conversation is over: see `storage.results.Outgoing.final`."""
    relayed: tuple[Outgoing, ...] = ()
    """Staff's own words on their way to the contact."""
    # To the desk
    posts: tuple[Outgoing, ...] = ()
    # Of this conversation
    conversation: Conversation | None = None
    """Status, owner, language and the like; `state` goes apart, typed."""
    state: State | None = None
    case: Case | None = None
    timers: tuple[Timer, ...] = ()
    cancelled_timers: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    events: tuple[ReportingEvent, ...] = ()
    understood: bool = True
    """False: the bot made nothing of what was said."""
    # What else is written with it
    returns: tuple[ReturnChange, ...] = ()
    agents: tuple[Agent, ...] = ()
    contacts: tuple[ContactChange, ...] = ()
    swaps: tuple[Swap, ...] = ()
    links: tuple[LinkChange, ...] = ()
    surveys: tuple[Survey, ...] = ()
    campaigns: tuple[CampaignChange, ...] = ()
    tasks: tuple[Task, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    def after(self, *contents: Content) -> Self:
        """The same, with something said before it."""
        return replace(self, replies=(*contents, *self.replies))

    def then(self, *contents: Content) -> Self:
        return replace(self, replies=(*self.replies, *contents))

    def and_then(self, later: "Outcome") -> Self:
        """Both, where two parts of a turn decide: all that either says or writes, the earlier part's first.

        Of what there is one (the conversation, its case and state), the later decision counts: it is made knowing the
        earlier one. A timer that the earlier part set, and the later one cancels, is not set.
        """
        kept = tuple(timer for timer in self.timers if timer.name not in later.cancelled_timers)
        together = {name: getattr(self, name) + getattr(later, name) for name in MANY}
        return replace(
            self,
            **together | {"timers": (*kept, *later.timers)},
            conversation=later.conversation or self.conversation,
            state=later.state or self.state,
            case=later.case or self.case,
            understood=self.understood and later.understood,
        )


ONE = frozenset({"conversation", "state", "case", "understood"})
MANY = tuple(each.name for each in fields(Outcome) if each.name not in ONE)
"""What an outcome may hold any number of."""

Handler = Callable[[Turn], Awaitable[Outcome]]


def script_in(library: Library, language: str, script_id: str) -> Script:
    script = library.script(language, script_id)
    if script is None:
        raise NoScript(f"no language has a script {script_id!r}: run `kefu check`")
    return script


@of_people
@lru_cache(maxsize=256)
def plain(markup: str) -> str:
    """A line as plain text, for labels, titles and transcripts. Most lines are said again and again."""
    words = without_tags(str(markup))  # a Markup equals the same words as a str, and takes no tag away
    return unescape(words) if "&" in words else words


def marked(text: str) -> str:
    """Somebody's own words as kefu markup, which has no need of escaped quotes."""
    return escape(text, quote=False)


def in_bold(name: str) -> Markup:
    """A contact's name in a line to staff: they may be called like a sentence of ours, and it shows where that ends."""
    return Markup(f"<b>{marked(untapped(name).replace('*', '＊'))}</b>")  # noqa: S704 - escaped; Slack's own sign for bold


def theirs(text: str) -> Markup:
    """A contact's own words in a text to staff, with a bar beside them: they can write whatever kefu says there."""
    words = text.strip("\r\n")
    return Markup(f"<q>{marked(words)}</q>" if words else "")  # noqa: S704 - escaped
