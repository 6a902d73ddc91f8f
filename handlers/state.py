"""What is remembered of a conversation between two messages, read from its JSON and written back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from handlers.forms.form import FormState, read_form
from handlers.pictures import of_picture, pictures_among, read_picture, together
from storage.codec import decode_inbound, encode_inbound
from storage.content import Content
from storage.inbound import Attachment, Inbound
from storage.records import factory, record, replace

MOST_ORDERS = 10
"""That are remembered of a visit."""
MOST_PICTURES = 6
"""Likewise."""


class Unreadable(Exception):
    """The stored state has another shape: written by another version."""


@record(frozen=True, slots=True)
class Offer:
    """A button that was shown, for those who type its number or its label instead."""

    label: str
    goto: str


@record(frozen=True, slots=True)
class Question:
    """What the contact asked, to know it again."""

    words: str
    """As a checksum: nothing that they said outlives the transcript here."""
    times: int
    """In a row."""
    at: float
    answer: int = 0
    """What they read, as a checksum: words that were changed since may help them."""

    def as_json(self) -> list[Any]:
        return [self.words, self.times, self.at, self.answer]


class Stage(StrEnum):
    """What an answer to a survey is taken for."""

    SCORE = "score"
    REASONS = "reasons"
    COMMENT = "comment"
    LATER = "later"
    """Something else was said since: only what is plainly a score is one."""


@record(frozen=True, slots=True, kw_only=True)
class OpenSurvey:
    """What the contact was asked last about how it was, for those who answer in words."""

    id: int
    until: float
    """Until then an answer counts."""
    stage: Stage = Stage.SCORE
    since: float = 0.0
    """When that was asked."""

    def as_json(self) -> list[Any]:
        return [self.id, self.until, self.stage.value, self.since]


@record(frozen=True, slots=True, kw_only=True)
class Album:
    """Pictures that a member of staff sent together, of which each is a message of its own."""

    name: str
    inside: bool = False
    """One of them is a note, or was refused: none of them is for the contact."""
    sent: tuple[str, ...] = ()
    """The messages of it that were relayed."""

    def as_json(self) -> list[Any]:
        return [self.name, self.inside, list(self.sent)]


@record(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much the contact sends to staff."""

    since: float
    """When it was last begun to count; once something was held back: since when everything is."""
    sent: int = 0
    """Since then."""
    held: int = 0
    """Messages that staff were not shown one by one."""
    told: bool = False
    """The contact was told so."""

    def as_json(self) -> list[Any]:
        return [self.since, self.sent, self.held, self.told]


@record(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the contact says to the bot from their first message on until it ends, or staff have it."""

    since: float
    heard_at: float
    """When they last said something."""
    due_at: float = 0.0
    """When it is looked at whether they have fallen silent; 0: nobody minds."""
    warned_at: float = 0.0
    """When they were last told that their silence would end it."""
    orders: tuple[str, ...] = ()
    """Proven ones that they looked at."""
    pictures: tuple[Attachment, ...] = ()
    """The last that came before anything asked for one."""

    def as_json(self) -> list[Any]:
        pictures = [[of_picture(each) for each in self.pictures]] if self.pictures else []
        return [self.since, self.heard_at, self.due_at, self.warned_at, list(self.orders), *pictures]


class Kept(dict[str, Any]):
    """A state as JSON, which until kefu ends need not be read again."""

    __slots__ = ("state",)
    state: "State"


@record(frozen=True, slots=True, kw_only=True)
class State:
    form: FormState | None = None
    offered: tuple[Offer, ...] = ()
    """The buttons shown last, in the order they were shown."""
    misunderstood: int = 0
    """So many messages in a row."""
    unanswered: str | None = None
    """The message the bot could make nothing of: should it be edited, it is heard again."""
    asked: Question | None = None
    """Last."""
    intent: str = ""
    """The script that the contact was last at, unless that leads anywhere: what a conversation is routed by."""
    previews: tuple[str, ...] = ()
    """Canned replies that staff have looked at and may still send, as their buttons name them."""
    survey: OpenSurvey | None = None
    visit: Visit | None = None
    """None: there is none with the bot."""
    reopens_until: float = 0.0
    """Staff had it and it is over: until then the contact's next words go on where it ended."""
    owed: tuple[int, ...] = ()
    """Feedback of which the contact could not be told yet what became of it."""
    told_of_ban: bool = False
    """The contact, who is banned, was told so."""
    held: tuple[Inbound, ...] = ()
    """What staff wrote into a colleague's conversation, not sent yet."""
    albums: tuple[Album, ...] = ()
    """The latest of staff's."""
    pace: Pace | None = None
    """While staff have it; None: they were sent nothing lately."""
    comes_in_at: float = 0.0
    """They asked for a person, and wait outside with other newcomers until then; 0: they do not."""

    def as_json(self) -> Kept:  # noqa: C901 - one test a field, which costs a third of a loop
        """Only what there is to remember."""
        kept = Kept()
        kept.state = self
        if self.form:
            kept["form"] = self.form.as_json()
        if self.offered:
            kept["offered"] = [[offer.label, offer.goto] for offer in self.offered]
        if self.misunderstood:
            kept["misunderstood"] = self.misunderstood
        if self.unanswered:
            kept["unanswered"] = self.unanswered
        if self.asked:
            kept["asked"] = self.asked.as_json()
        if self.intent:
            kept["intent"] = self.intent
        if self.previews:
            kept["previews"] = list(self.previews)
        if self.survey:
            kept["survey"] = self.survey.as_json()
        if self.visit:
            kept["visit"] = self.visit.as_json()
        if self.reopens_until:
            kept["reopens_until"] = self.reopens_until
        if self.owed:
            kept["owed"] = list(self.owed)
        if self.told_of_ban:
            kept["told_of_ban"] = self.told_of_ban
        if self.held:
            kept["held"] = [encode_inbound(each) for each in self.held]
        if self.albums:
            kept["albums"] = [album.as_json() for album in self.albums]
        if self.pace:
            kept["pace"] = self.pace.as_json()
        if self.comes_in_at:
            kept["comes_in_at"] = self.comes_in_at
        return kept


new_state, new_visit = factory(State), factory(Visit)
BLANK = State()


def left_over(state: State) -> State:
    """What outlives a visit, or a stay with staff: the survey that they were sent, what we owe them, and their place
    outside.
    """
    flood = state.pace if state.pace is not None and state.pace.held else None  # staff are told of it all the same
    return replace(
        BLANK,
        survey=state.survey,
        owed=state.owed,
        told_of_ban=state.told_of_ban,
        pace=flood,
        comes_in_at=state.comes_in_at,
    )


def read_state(data: Mapping[str, Any]) -> State:
    """Raises Unreadable."""
    if not data:
        return BLANK
    if isinstance(data, Kept):
        return data.state
    try:
        return parsed(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from None


def parsed(data: Mapping[str, Any]) -> State:
    return new_state(**{name: READERS[name](kept) for name, kept in data.items() if kept and name in READERS})


def read_offers(kept: Iterable[Sequence[Any]]) -> tuple[Offer, ...]:
    return tuple([Offer(str(label), str(goto)) for label, goto in kept])


def read_strings(kept: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(str, kept))


def read_numbers(kept: Iterable[Any]) -> tuple[int, ...]:
    return tuple(map(int, kept))


def read_held(kept: Iterable[Any]) -> tuple[Inbound, ...]:
    return tuple(map(decode_inbound, kept))


def read_albums(kept: Iterable[Sequence[Any]]) -> tuple[Album, ...]:
    return tuple(map(read_album, kept))


def read_album(kept: Sequence[Any]) -> Album:
    name, inside, sent = kept
    return Album(name=str(name), inside=bool(inside), sent=tuple(map(str, sent)))


def read_pace(kept: Sequence[Any]) -> Pace:
    since, sent, held, told = kept
    return Pace(since=float(since), sent=int(sent), held=int(held), told=bool(told))


def looked_at(state: State, number: str) -> State:
    """A proven order was shown."""
    visit = state.visit
    if visit is None or visit.orders[-1:] == (number,):
        return state
    orders = (*(each for each in visit.orders if each != number), number)[-MOST_ORDERS:]
    return replace(state, visit=replace(visit, orders=orders))


def photographed(state: State, came: Sequence[Attachment]) -> State:
    """Pictures came of which nobody knows yet what they are for."""
    visit = state.visit
    if visit is None or not pictures_among(came):
        return state
    return replace(state, visit=replace(visit, pictures=together(visit.pictures, came)[-MOST_PICTURES:]))


def without_pictures(state: State) -> State:
    """What they were for is known, and done."""
    return replace(state, visit=replace(state.visit, pictures=())) if state.visit else state


def read_visit(kept: Sequence[Any]) -> Visit:
    since, heard_at, due_at, warned_at, orders, *pictures = kept
    return new_visit(
        since=float(since),
        heard_at=float(heard_at),
        due_at=float(due_at),
        warned_at=float(warned_at),
        orders=tuple(map(str, orders)),
        pictures=tuple([read_picture(*each) for each in pictures[0]]) if pictures else (),
    )


def read_survey(kept: Sequence[Any]) -> OpenSurvey:
    survey_id, until, stage, since = kept
    return OpenSurvey(id=int(survey_id), until=float(until), stage=Stage(stage), since=float(since))


def read_question(kept: Sequence[Any]) -> Question:
    words, times, at, answer = kept
    return Question(str(words), int(times), float(at), int(answer))


READERS: Mapping[str, Callable[[Any], Any]] = {
    "form": read_form,
    "offered": read_offers,
    "misunderstood": int,
    "unanswered": str,
    "asked": read_question,
    "intent": str,
    "previews": read_strings,
    "survey": read_survey,
    "visit": read_visit,
    "reopens_until": float,
    "owed": read_numbers,
    "told_of_ban": bool,
    "held": read_held,
    "albums": read_albums,
    "pace": read_pace,
    "comes_in_at": float,
}


def offers(contents: Iterable[Content]) -> tuple[Offer, ...]:
    """In the order a numbered menu counts them."""
    return tuple([Offer(button.label, button.goto) for content in contents for button in content.buttons])
