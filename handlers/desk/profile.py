"""The card of a conversation is the first post of its topic, and is written over whenever something changes."""

from handlers.desk.card import SHOWN, Known, card
from handlers.desk.command import DeskCommand
from handlers.desk.facts import changed, file_of, proven_orders
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.promises.keeping import has_promises, promised
from storage.conversations import Conversation, OwnerKind
from storage.desk import Case, ContactChange, ContactFile
from storage.records import replace
from storage.results import Entry, EntryKind, Outgoing
from storage.tasks import Task

TITLE_WORDS = 24
SURVEYS = 10
"""So many are looked through for ratings."""
LOOKED_BACK = 60
"""Lines of the transcript in which those before the hand-over are looked for."""


async def card_post(
    turn: Turn,
    *,
    conversation: Conversation | None = None,
    case: Case | None = None,
    changes: tuple[ContactChange, ...] = (),
    tasks: tuple[Task, ...] = (),
    opens: bool = False,
) -> tuple[Outgoing, ...]:
    """The card as it is after this turn, which decided the rest (None: as it was).

    `opens`: it is the first post of a topic that has to be opened, where the team of the case has its place.
    """
    if turn.place is None:
        return ()
    after = await decided(turn, conversation, case, changes)
    asked = after.conversation.case.asked[:TITLE_WORDS] if after.conversation.case else ""
    content = card(after, await known_of(after, changes, tasks))
    return after.post(content, title=after.title(asked), opens=opens, card=True)


async def decided(
    turn: Turn, conversation: Conversation | None, case: Case | None, changes: tuple[ContactChange, ...]
) -> Turn:
    conversation = conversation or turn.conversation
    case = case or conversation.case
    still_open = case if case is not None and case.closed_at is None else None
    if still_open is not None and has_promises(turn, still_open):
        still_open = await promised(turn, conversation, still_open, changes)
    return replace(turn, conversation=replace(conversation, case=still_open))


async def profile(turn: Turn, argument: str) -> Outcome:
    """Shown where it was asked for; the card itself, far above, is written anew as well."""
    if argument:
        return misused(turn, "profile")
    content = card(turn, await known_of(turn))
    return Outcome(posts=(*await card_post(turn), *turn.post(content)))


async def known_of(turn: Turn, changes: tuple[ContactChange, ...] = (), tasks: tuple[Task, ...] = ()) -> Known:
    conversation = turn.conversation
    file = await file_of(turn) or ContactFile(contact_id=0, since=turn.now)
    waits = conversation.owner is not None and conversation.owner.kind is OwnerKind.QUEUE
    return Known(
        file=changed(file, changes),
        orders=await proven_orders(turn),
        rmas=await turn.doors.returns.of_identity(conversation.identity),
        cases=await earlier(turn, SHOWN),
        entries=await before(turn),
        agents=await turn.doors.floor.agents(),
        queue=await turn.doors.floor.queue() if waits else (),
        surveys=await turn.doors.surveys.latest(conversation.contact_id, SURVEYS) if conversation.contact_id else (),
        tasks=await unsettled(turn, tasks),
    )


async def unsettled(turn: Turn, decided: tuple[Task, ...]) -> list[Task]:
    """`decided`: as this turn leaves them."""
    kept = {each.id: each for each in await turn.doors.tasks.of_conversation(turn.conversation.id)}
    known = kept | {each.id: each for each in decided}
    return [each for each in known.values() if each.settled_at is None]


async def earlier(turn: Turn, wanted: int) -> list[Case]:
    """The latest first."""
    contact_id = turn.conversation.contact_id
    cases = await turn.doors.floor.cases(contact_id, wanted + 1) if contact_id else ()
    return [case for case in cases if case.closed_at is not None][:wanted]


async def before(turn: Turn) -> list[Entry]:
    """The last words before the hand-over: what follows stands in the topic itself."""
    case = turn.conversation.case
    kept = await turn.doors.transcript(turn.conversation.id, LOOKED_BACK)
    said = [entry for entry in kept if entry.kind in (EntryKind.INCOMING, EntryKind.OUTGOING)]
    return [entry for entry in said if case is None or entry.at < case.opened_at][-turn.policy.card_messages :]


COMMANDS = {"profile": DeskCommand(in_topic=profile)}
