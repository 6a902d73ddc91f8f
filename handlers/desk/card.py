"""What stands on the card of a conversation.

Who the contact is over all channels, whose the conversation is and why it came, what they bought and sent back, how it
went before, and what staff noted.
"""

from collections.abc import Iterable, Iterator, Sequence

from handlers.desk.facts import before_now
from handlers.desk.file_words import file_button, file_line, file_word, staff_day
from handlers.desk.masked import masked, masked_entry
from handlers.desk.naming import calling
from handlers.desk.people import among_staff, author
from handlers.desk.routing import tier_of
from handlers.desk.saying import button
from handlers.desk.staff_words import staff_minute
from handlers.desk.targets import team_name
from handlers.desk.waits import place
from handlers.exchange import Turn, plain
from handlers.formats import listed, moment
from handlers.masking import masked_number
from handlers.promises.view import card_lines
from handlers.questions import joined
from handlers.returns.desk_words import staff_word
from handlers.surveys.desk_words import ratings
from handlers.tasks.words import card_line, ending_buttons
from storage.content import Button, Content
from storage.conversations import OwnerKind, Status
from storage.desk import Agent, Case, ContactFile, KnownIdentity, StaffNote, Waiting
from storage.orders import Order
from storage.records import record
from storage.results import Entry
from storage.returns import Rma
from storage.surveys import Survey
from storage.tasks import Task

SHOWN = 3
"""So many returns, cases, notes and other accounts are on the card."""
SHOWN_ORDERS = 5
NOTED = 120
"""Characters of a note."""


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
    """The latest first."""
    tasks: Sequence[Task] = ()
    """That nobody has settled."""


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
    yield file_line(turn, "contact", tier=tier, tags=in_a_row(turn, file.tags), since=staff_day(turn, file.since))
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
        shown = in_a_row(turn, map(masked_number, orders[:SHOWN_ORDERS]))
        yield file_line(turn, "orders", count=len(orders), orders=shown)
    if known.rmas:
        shown = in_a_row(turn, (one_return(turn, rma) for rma in known.rmas[:SHOWN]))
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


def in_a_row(turn: Turn, names: Iterable[str]) -> str:
    return listed(names, turn.policy.default_language)


def one_return(turn: Turn, rma: Rma) -> str:
    return file_word(turn, "one_return", number=rma.number, status=staff_word(turn, f"status_{rma.status}"))


def case_line(turn: Turn, case: Case, agents: Iterable[Agent]) -> str:
    """Of a case that is closed: when, which team, who answered, and how it ended."""
    names = in_a_row(turn, (among_staff(turn, each, agents) for each in case.agents))
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
