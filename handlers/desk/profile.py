"""The card of a conversation: the first post of its topic, written over whenever something changes.

Who the contact is over all channels, whose the conversation is and why it came, what they bought and sent back, how it
went before, and what staff noted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handlers.desk.command import DeskCommand
from handlers.desk.facts import before_now, changed, file_of, proven_orders
from handlers.desk.file_words import file_button, file_line, file_word, staff_day
from handlers.desk.masked import masked, masked_entry
from handlers.desk.naming import calling
from handlers.desk.people import among_staff, author
from handlers.desk.routing import tier_of
from handlers.desk.saying import button
from handlers.desk.staff_words import staff_minute
from handlers.desk.targets import team_name
from handlers.desk.usage import misused
from handlers.desk.waits import place
from handlers.exchange import Outcome, Turn, plain
from handlers.masking import masked_number
from handlers.promises.keeping import has_promises, promised
from handlers.promises.view import card_lines
from handlers.questions import joined
from handlers.returns.desk_words import staff_word
from handlers.surveys.desk_words import ratings
from handlers.tasks.words import card_line, ending_buttons
from handlers.words import moment
from storage.content import Button, Content
from storage.conversations import Conversation, OwnerKind, Status
from storage.desk import Agent, Case, ContactChange, ContactFile, KnownIdentity, StaffNote, Waiting
from storage.orders import Order
from storage.records import record
from storage.results import Entry, EntryKind, Outgoing
from storage.returns import Rma
from storage.surveys import Survey
from storage.tasks import Task

TITLE_WORDS = 24
SHOWN = 3
"""So many returns, cases, notes and other accounts are on the card."""
SHOWN_ORDERS = 5
NOTED = 120
"""Characters of a note."""
SURVEYS = 10
"""So many are looked through for ratings."""
LOOKED_BACK = 60
"""Lines of the transcript in which those before the hand-over are looked for."""


@record(frozen=True, slots=True, kw_only=True)
class Known:
    """All that the card tells beside the conversation itself."""

    file: ContactFile
    orders: Sequence[Order] = ()
    rmas: Sequence[Rma] = ()
    cases: Sequence[Case] = ()
    """Earlier ones, the latest first."""
    entries: Sequence[Entry] = ()
    agents: Sequence[Agent] = ()
    queue: Sequence[Waiting] = ()
    surveys: Sequence[Survey] = ()
    tasks: Sequence[Task] = ()
    """That nobody has settled."""
    """The latest first."""


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
        rmas=await turn.returns.of_identity(conversation.identity),
        cases=await earlier(turn, SHOWN),
        entries=await before(turn),
        agents=await turn.floor.agents(),
        queue=await turn.floor.queue() if waits else (),
        surveys=await turn.surveys.latest(conversation.contact_id, SURVEYS) if conversation.contact_id else (),
        tasks=await unsettled(turn, tasks),
    )


async def unsettled(turn: Turn, decided: tuple[Task, ...]) -> list[Task]:
    """`decided`: as this turn leaves them."""
    kept = {each.id: each for each in await turn.tasks.of_conversation(turn.conversation.id)}
    known = kept | {each.id: each for each in decided}
    return [each for each in known.values() if each.settled_at is None]


async def earlier(turn: Turn, wanted: int) -> list[Case]:
    """The latest first."""
    contact_id = turn.conversation.contact_id
    cases = await turn.floor.cases(contact_id, wanted + 1) if contact_id else ()
    return [case for case in cases if case.closed_at is not None][:wanted]


async def before(turn: Turn) -> list[Entry]:
    """The last words before the hand-over: what follows stands in the topic itself."""
    case = turn.conversation.case
    kept = await turn.transcript(turn.conversation.id, LOOKED_BACK)
    said = [entry for entry in kept if entry.kind in (EntryKind.INCOMING, EntryKind.OUTGOING)]
    return [entry for entry in said if case is None or entry.at < case.opened_at][-turn.policy.card_messages :]


def card(turn: Turn, known: Known) -> Content:
    text = joined(heading(turn), *matter(turn, known), *contact(turn, known), *past(turn, known), *said(turn, known))
    return Content(text=text, buttons=tuple(buttons(turn, known)))


def heading(turn: Turn) -> str:
    language = plain(turn.words("language").line("name"))
    name, channel = masked(turn, turn.called), turn.channel_name
    return turn.desk_words.line("card", number=turn.number, name=name, channel=channel, language=language)


def matter(turn: Turn, known: Known) -> Iterator[str]:
    """Whose it is, what it is about, and why it is here."""
    yield whose(turn, known)
    yield from (card_line(turn, each, known.agents) for each in known.tasks)
    case = turn.conversation.case
    if case is None:
        return
    if case.asked:
        yield turn.desk_words.line("card_asked", text=masked(turn, case.asked))
    yield file_line(
        turn,
        "why",
        reason=file_word(turn, "reason", reason=case.reason),
        rule=case.rule,
        team=team_name(turn, turn.desk_policy.team(case.team)),
        priority=file_word(turn, f"priority_{case.priority}"),
    )
    if case.angry:
        yield file_line(turn, "angry")
    yield from card_lines(turn, case)


def whose(turn: Turn, known: Known) -> str:
    conversation, owner = turn.conversation, turn.conversation.owner
    if conversation.status is Status.RESOLVED or owner is None:
        return file_line(turn, "over")
    match owner.kind:
        case OwnerKind.AGENT:
            return file_line(turn, "with_agent", agent=among_staff(turn, owner.ref, known.agents))
        case OwnerKind.WAKE:
            back_to = conversation.case.snoozed_by if conversation.case else ""
            agent = among_staff(turn, back_to, known.agents) if back_to else ""
            return file_line(turn, "asleep", time=staff_minute(turn, float(owner.ref)), agent=agent)
        case OwnerKind.QUEUE:
            return in_queue(turn, known)
    return file_line(turn, "with_bot")


def in_queue(turn: Turn, known: Known) -> str:
    """The place is of now, and says so: the card is not rewritten whenever somebody else is served."""
    case = turn.conversation.case
    asked = case.offered_to if case else ""
    return file_line(
        turn,
        "in_queue",
        position=place(known.queue, case, turn.conversation.id) if case else 1,
        time=staff_minute(turn, turn.now),
        agent=calling(turn, asked, known.agents) if asked else "",
    )


def contact(turn: Turn, known: Known) -> Iterator[str]:
    file = known.file
    if file.banned:
        yield file_line(turn, "banned")
    if file.declined:
        yield file_line(turn, "declined")
    tier = file_word(turn, f"tier_{tier_of(turn.desk_policy, before_now(file, turn), known.orders)}")
    yield file_line(turn, "contact", tier=tier, tags=", ".join(file.tags), since=staff_day(turn, file.since))
    others = [each for each in file.identities if each.identity != turn.conversation.identity]
    yield from (elsewhere(turn, each) for each in others[:SHOWN])


def elsewhere(turn: Turn, known: KnownIdentity) -> str:
    return file_line(
        turn,
        "elsewhere",
        channel=turn.channel_called(known.identity.channel),
        name=masked(turn, known.name),
        number=known.conversation_id,
        time=staff_minute(turn, known.last_message_at),
    )


def past(turn: Turn, known: Known) -> Iterator[str]:
    """What they bought and sent back, how it went before, and what staff noted."""
    orders = [number for number, until in turn.conversation.proven.items() if until > turn.now]
    if orders:
        shown = ", ".join(masked_number(number) for number in orders[:SHOWN_ORDERS])
        yield file_line(turn, "orders", count=len(orders), orders=shown)
    if known.rmas:
        shown = ", ".join(one_return(turn, rma) for rma in known.rmas[:SHOWN])
        yield file_line(turn, "returns", count=len(known.rmas), returns=shown)
    if known.cases:
        file = before_now(known.file, turn)
        yield file_line(turn, "cases", count=max(file.cases if file else 0, len(known.cases)))
        yield from (case_line(turn, case, known.agents) for case in known.cases)
    if rated := ratings(turn, known.surveys):
        yield rated
    if known.file.notes:
        yield file_line(turn, "notes", count=len(known.file.notes))
        yield from (note_line(turn, note) for note in known.file.notes[:SHOWN])


def one_return(turn: Turn, rma: Rma) -> str:
    return file_word(turn, "one_return", number=rma.number, status=staff_word(turn, f"status_{rma.status}"))


def case_line(turn: Turn, case: Case, agents: Iterable[Agent]) -> str:
    """Of a case that is closed: when, which team, who answered, and how it ended."""
    names = ", ".join(among_staff(turn, each, agents) for each in case.agents)
    return file_line(
        turn,
        "case",
        date=staff_day(turn, case.opened_at),
        team=team_name(turn, turn.desk_policy.team(case.team)),
        agents=names,
        ending=ending(turn, case, agents),
    )


def ending(turn: Turn, case: Case, agents: Iterable[Agent]) -> str:
    if case.closed_by in ("contact", "timer"):
        return file_word(turn, f"ended_{case.closed_by}")
    return file_word(turn, "ended_agent", agent=among_staff(turn, case.closed_by, agents))


def note_line(turn: Turn, note: StaffNote, longest: int = NOTED) -> str:
    name = note.author_name or among_staff(turn, note.author)
    return file_line(turn, "note", time=staff_minute(turn, note.at), author=name, text=masked(turn, note.text, longest))


def said(turn: Turn, known: Known) -> Iterator[str]:
    if known.entries:
        yield turn.desk_words.line("card_messages")
    yield from (said_line(turn, entry) for entry in known.entries)


def said_line(turn: Turn, entry: Entry) -> str:
    at = moment(entry.at, turn.policy.timezone).strftime("%H:%M")
    return turn.desk_words.line("message", time=at, author=author(turn, entry), text=masked_entry(turn, entry))


def buttons(turn: Turn, known: Known) -> Iterator[Button]:
    """What can be done now, the likeliest first."""
    for command in moves(turn):
        yield button(turn, command) if command in ("resolve", "reopen") else file_button(turn, command)
    yield from ending_buttons(turn, known.tasks[0]) if known.tasks else ()
    if turn.conversation.proven:
        yield file_button(turn, "order")
    if known.cases:
        yield file_button(turn, "history")


def moves(turn: Turn) -> tuple[str, ...]:
    owner = turn.conversation.owner
    if turn.conversation.status not in (Status.OPEN, Status.SNOOZED) or owner is None:
        return ("reopen",)
    held = ("release",) if owner.kind is OwnerKind.AGENT else ("claim",)
    return (*held, "transfer", "resolve")


COMMANDS = {"profile": DeskCommand(in_topic=profile)}
