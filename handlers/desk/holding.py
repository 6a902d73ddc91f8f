"""Words that staff wrote into a colleague's conversation: they wait until their author takes it over, or says that they
shall not be sent.
"""

from collections import Counter
from collections.abc import Sequence

from handlers.desk.command import DeskCommand
from handlers.desk.people import among_staff
from handlers.desk.talk_words import talk_button, talk_content, talk_told
from handlers.exchange import Outcome, Turn
from handlers.state import State
from storage.content import Content
from storage.inbound import Inbound
from storage.records import replace
from storage.results import Outgoing

MOST = 20
MOST_CHARACTERS = 20_000
GOTO_ID = 40
"""Characters of a message's id in a button, which has 64 bytes for everything."""


def own(turn: Turn, state: State) -> tuple[Inbound, ...]:
    """What waits of the member who is speaking."""
    return tuple(each for each in state.held if each.identity == turn.inbound.identity)


def find(turn: Turn) -> Inbound | None:
    """The message that waits, of the one that is edited or deleted now."""
    return next(
        (each for each in turn.state.held if each.message_id and each.message_id == turn.inbound.message_id), None
    )


async def held(turn: Turn, owner: str) -> Outcome:
    waiting = (*turn.state.held, turn.inbound)
    is_too_much = len(waiting) > MOST or sum(len(each.text) for each in waiting) > MOST_CHARACTERS
    if is_too_much or not turn.inbound.message_id:
        return talk_told(turn, "too_much_held", agent=await called(turn, owner))
    state = replace(turn.state, held=waiting)
    if is_asked(turn):
        return Outcome(state=state)
    return Outcome(state=state, posts=turn.post(await question(turn, owner)))


def is_asked(turn: Turn) -> bool:
    """With an earlier picture of the same album."""
    return any(turn.inbound.album and each.album == turn.inbound.album for each in turn.state.held)


async def question(turn: Turn, owner: str) -> Content:
    which = known_by(turn.inbound)
    return talk_content(
        turn,
        "take_over",
        talk_button(turn, "takeover", f"desk:takeover:{which}"),
        talk_button(turn, "discard", f"desk:discard:{which}"),
        agent=await called(turn, owner),
    )


def known_by(inbound: Inbound) -> str:
    """To a button."""
    return (inbound.message_id or "")[-GOTO_ID:]


async def called(turn: Turn, account: str) -> str:
    return among_staff(turn, account, await turn.doors.floor.agents())


async def discard(turn: Turn, which: str) -> Outcome:
    """Whose words they are is told with them, see `unsent`: anybody may see that they are not needed any more."""
    authors = {each.identity for each in turn.state.held if which and known_by(each) == which}
    left = tuple(each for each in turn.state.held if each.identity not in (authors or {turn.inbound.identity}))
    if left == turn.state.held:
        return talk_told(turn, "nothing_held")
    return Outcome(state=replace(turn.state, held=left))


def without(state: State, inbound: Inbound) -> State:
    return replace(state, held=tuple(each for each in state.held if each is not inbound))


def without_last(state: State, waiting: Sequence[Inbound]) -> State:
    """Of these the last one goes, and of an album all of its pictures."""
    *_, last = waiting
    gone = [each for each in waiting if each is last or (last.album and each.album == last.album)]
    return replace(state, held=tuple(each for each in state.held if each not in gone))


def reworded(state: State, inbound: Inbound, text: str) -> State:
    return replace(state, held=tuple(replace(each, text=text) if each is inbound else each for each in state.held))


def unsent(turn: Turn, state: State, relayed: Sequence[Outgoing]) -> tuple[Outgoing, ...]:
    """A word to those whose words waited before this turn (`turn.state`), wait no longer, and were not sent."""
    if not turn.state.held:
        return ()
    left = {each.message_id for each in state.held}
    sent = {row.relays.message_id for row in relayed if row.relays}
    lost = Counter(author(turn, each) for each in turn.state.held if each.message_id not in left | sent)
    return tuple(
        post for each in lost for post in turn.post(talk_content(turn, "discarded", agent=each, count=lost[each]))
    )


def author(turn: Turn, inbound: Inbound) -> str:
    return inbound.name or among_staff(turn, str(inbound.identity))


COMMANDS = {"discard": DeskCommand(in_topic=discard)}
