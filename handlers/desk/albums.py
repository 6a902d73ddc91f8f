"""Pictures that staff send together: all of them go to the contact, or none."""

from handlers.desk.changes import for_contact
from handlers.desk.saying import entry
from handlers.desk.talk_words import talk_told
from handlers.desk.unanswered import waiting_again
from handlers.exchange import Outcome, Turn
from handlers.state import Album, State
from storage.records import replace
from storage.results import Action, Entry, EntryKind

REMEMBERED = 4
"""Albums. One member sends one at a time."""
PICTURES = 20


def of(turn: Turn) -> Album | None:
    """What is known of the one that this message is part of; None when it is no part of one."""
    name = turn.inbound.album
    return next((each for each in turn.state.albums if each.name == name), Album(name=name)) if name else None


def sent_with(turn: Turn) -> tuple[State, tuple[str, ...]]:
    """The message that is a note now was a picture of an album: the others, which are not for the contact either."""
    message = turn.inbound.message_id
    album = next((each for each in turn.state.albums if message in each.sent), None)
    if album is None:
        return turn.state, ()
    others = tuple(each for each in album.sent if each != message)
    return kept(turn.state, Album(name=album.name, inside=True)), others


async def remembered(turn: Turn, outcome: Outcome, *, inside: bool) -> Outcome:
    """`inside`: this picture is not for the contact, so the others are not either. Those that went are taken back."""
    album = of(turn)
    if album is None:
        return outcome
    state = outcome.state or turn.state
    if not inside:
        sent = (*album.sent, turn.inbound.message_id or "") if outcome.relayed else album.sent
        return replace(outcome, state=kept(state, replace(album, sent=sent[-PICTURES:])))
    left = tuple(each for each in state.held if each.album != album.name)
    outcome = replace(outcome, state=kept(replace(state, held=left), Album(name=album.name, inside=True)))
    return await taken_back(turn, outcome, album)


def kept(state: State, album: Album) -> State:
    others = tuple(each for each in state.albums if each.name != album.name)
    return replace(state, albums=(*others, album)[-REMEMBERED:])


async def taken_back(turn: Turn, outcome: Outcome, album: Album) -> Outcome:
    if not album.sent:
        return outcome
    rows = tuple(for_contact(turn, Action.UNSEND, each, to=turn.reach) for each in album.sent if each)
    told = talk_told(turn, "album_inside").posts
    return replace(
        outcome,
        case=outcome.case or await waiting_again(turn, *album.sent),
        relayed=(*outcome.relayed, *rows),
        posts=(*outcome.posts, *told),
        entries=(*outcome.entries, *gone(turn, *album.sent)),
    )


def gone(turn: Turn, *messages: str) -> tuple[Entry, ...]:
    """In the transcript these are not sent any more."""
    deleted = entry(turn, EntryKind.ACTIVITY, "deleted")
    return tuple(replace(deleted, external_id=each) for each in messages if each)
