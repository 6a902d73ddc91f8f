"""What is remembered of a conversation between two messages, read from its JSON and written back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any

from handlers.forms import FormState, read_form
from storage.codec import decode_inbound, encode_inbound
from storage.content import Content
from storage.inbound import Inbound
from storage.records import record, replace

MOST_ORDERS = 10
"""That are remembered of a visit."""


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
    times: int
    """In a row."""
    at: float
    answer: int = 0
    """What they read, as a checksum: words that were changed since may help them."""


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

    def as_json(self) -> dict[str, Any]:
        """Only what there is to remember."""
        values = zip(WRITERS, ALL_VALUES(self), strict=True)
        return {name: write(value) if (write := WRITERS[name]) else value for name, value in values if value}


BLANK = State()


def read_state(data: Mapping[str, Any]) -> State:
    """Raises Unreadable."""
    if not data:
        return BLANK
    try:
        return parsed(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from None


def parsed(data: Mapping[str, Any]) -> State:
    return State(**{name: READERS[name](kept) for name, kept in data.items() if kept and name in READERS})


def read_offers(kept: Iterable[Sequence[Any]]) -> tuple[Offer, ...]:
    return tuple([Offer(str(label), str(goto)) for label, goto in kept])


def offers_as_json(offered: Iterable[Offer]) -> list[list[str]]:
    return [[offer.label, offer.goto] for offer in offered]


def read_strings(kept: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(str, kept))


def read_numbers(kept: Iterable[Any]) -> tuple[int, ...]:
    return tuple(map(int, kept))


def read_held(kept: Iterable[Any]) -> tuple[Inbound, ...]:
    return tuple(map(decode_inbound, kept))


def held_as_json(held: Iterable[Inbound]) -> list[Any]:
    return [encode_inbound(each) for each in held]


def read_albums(kept: Iterable[Sequence[Any]]) -> tuple[Album, ...]:
    return tuple(map(read_album, kept))


def albums_as_json(albums: Iterable[Album]) -> list[list[Any]]:
    return [[album.name, album.inside, list(album.sent)] for album in albums]


def read_album(kept: Sequence[Any]) -> Album:
    name, inside, sent = kept
    return Album(name=str(name), inside=bool(inside), sent=tuple(map(str, sent)))


def looked_at(state: State, number: str) -> State:
    """A proven order was shown."""
    visit = state.visit
    if visit is None or visit.orders[-1:] == (number,):
        return state
    orders = (*(each for each in visit.orders if each != number), number)[-MOST_ORDERS:]
    return replace(state, visit=replace(visit, orders=orders))


def visit_as_json(visit: Visit) -> list[Any]:
    return [visit.since, visit.heard_at, visit.due_at, visit.warned_at, list(visit.orders)]


def read_visit(kept: Sequence[Any]) -> Visit:
    since, heard_at, due_at, warned_at, orders = kept
    return Visit(
        since=float(since),
        heard_at=float(heard_at),
        due_at=float(due_at),
        warned_at=float(warned_at),
        orders=tuple(map(str, orders)),
    )


def read_survey(kept: Sequence[Any]) -> OpenSurvey:
    survey_id, until, stage, since = kept
    return OpenSurvey(id=int(survey_id), until=float(until), stage=Stage(stage), since=float(since))


def read_question(kept: Sequence[Any]) -> Question:
    words, times, at, answer = kept
    return Question(str(words), int(times), float(at), int(answer))


def question_as_json(asked: Question) -> list[Any]:
    return [asked.words, asked.times, asked.at, asked.answer]


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
}
WRITERS: Mapping[str, Callable[[Any], Any] | None] = dict.fromkeys(READERS) | {
    "form": FormState.as_json,
    "offered": offers_as_json,
    "asked": question_as_json,
    "previews": list,
    "survey": OpenSurvey.as_json,
    "visit": visit_as_json,
    "owed": list,
    "held": held_as_json,
    "albums": albums_as_json,
}
"""None: JSON takes it as it is."""
ALL_VALUES = attrgetter(*WRITERS)


def offers(contents: Iterable[Content]) -> tuple[Offer, ...]:
    """In the order a numbered menu counts them."""
    return tuple([Offer(button.label, button.goto) for content in contents for button in content.buttons])
