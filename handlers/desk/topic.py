"""What a member of the desk does, in a conversation's topic and outside of any."""

from handlers.desk import albums, away, commands
from handlers.desk.answering import noted, talked, with_held
from handlers.desk.command_names import meant
from handlers.desk.editing import deleted, edited
from handlers.desk.flat import told_how_to_address
from handlers.desk.reacting import reacted
from handlers.desk.rota import timed as rota_timed
from handlers.desk.said import Answers, answers
from handlers.desk.saying import told
from handlers.desk.talk_words import talk_told
from handlers.desk.targets import of_agent
from handlers.desk.topic_links import to_topic
from handlers.desk.transfer import called_so
from handlers.desk.unanswered import reported
from handlers.exchange import Outcome, Turn
from handlers.formats import minute
from handlers.member import LATE_NOTE, PERHAPS_NOTE, Command, Note, Talk
from handlers.returns import desk as returns
from handlers.returns.commands import read_press
from storage.content import Content
from storage.desk import Agent
from storage.inbound import Kind
from storage.records import replace


async def in_topic(turn: Turn) -> Outcome:
    """`turn.script` is the desk's own; `turn.language` is the customer's."""
    turn.doors.joining.written(turn.conversation.id)
    if turn.inbound.thread not in (None, turn.conversation.thread) or is_in_old_chat(turn):
        return await in_old_topic(turn)
    return reported(turn, await with_held(turn, await done(turn)))


def is_in_old_chat(turn: Turn) -> bool:
    """No platform tells the thread of a reaction, but the chat is known: another team may have the conversation now."""
    return turn.inbound.kind is Kind.REACTION and (turn.asked_from or turn.places.main) != turn.place


async def done(turn: Turn) -> Outcome:
    match turn.inbound.kind:
        case Kind.TEXT:
            return await wrote(turn)
        case Kind.EDIT:
            return await edited(turn)
        case Kind.DELETED:
            return await deleted(turn)
        case Kind.REACTION:
            return await reacted(turn)
        case Kind.FORWARDED:
            return await forwarded(turn)
        case Kind.BUTTON if turn.inbound.payload.startswith("rma:"):
            return await returns.pressed(turn, turn.inbound.payload)
        case Kind.BUTTON:
            return await pressed(turn, turn.inbound.payload)
        case _:
            return Outcome()


async def in_old_topic(turn: Turn) -> Outcome:
    """The conversation has another topic by now. Nothing is relayed from here, and whoever writes is told so."""
    is_note = isinstance(meant(turn), Note)
    match turn.inbound.kind:
        case Kind.DELETED:
            return await deleted(turn)
        case Kind.EDIT if is_note:
            return await edited(turn)
        case Kind.TEXT | Kind.EDIT if not is_note:
            return told(turn, "old_topic", number=to_topic(turn.conversation.id, turn.number))
        case Kind.BUTTON:
            return told(turn, "old_topic", number=to_topic(turn.conversation.id, turn.number))
    return Outcome()


async def pressed(turn: Turn, goto: str) -> Outcome:
    name, _, argument = goto.removeprefix("desk:").partition(":")
    return await commands.in_topic(turn, name, argument)


async def wrote(turn: Turn) -> Outcome:
    album = albums.of(turn)
    if album is not None and album.inside:
        return noted(turn)
    outcome = await acted(turn, meant(turn))
    is_on_its_way = bool(outcome.relayed) or (outcome.state is not None and turn.inbound in outcome.state.held)
    return await albums.remembered(turn, outcome, inside=not is_on_its_way)


async def forwarded(turn: Turn) -> Outcome:
    """Our posts hold what customers wrote, and what is known of them: none goes to another one. Of an album it is told
    once.
    """
    album = albums.of(turn)
    if album is not None and album.inside:
        return Outcome()
    return await albums.remembered(turn, talk_told(turn, "forwarded"), inside=True)


async def acted(turn: Turn, said: Note | Command | Talk) -> Outcome:
    match said:
        case Note():
            return noted(turn)
        case Command(name) if name == LATE_NOTE:
            return talk_told(turn, "late_note")
        case Command(name) if name == PERHAPS_NOTE:
            return talk_told(turn, "perhaps_note")
        case Command(name, rest):
            return await commands.in_topic(turn, name, rest)
        case Talk():
            return await answered(turn)


async def answered(turn: Turn) -> Outcome:
    match await answers(turn):
        case Answers.NO_NOTE if colleague := await colleague_called(turn):
            return talk_told(turn, "for_colleague", agent=colleague)
        case Answers.NO_NOTE:
            return await talked(turn)
        case Answers.PERHAPS_A_NOTE:
            return replace(noted(turn), posts=talk_told(turn, "kept_inside").posts)
    return noted(turn)


async def colleague_called(turn: Turn) -> str:
    """With whose @name the words begin, or those beside a file, as of people who want them to look; "" for nobody's."""
    said = (turn.inbound.text, *(each.caption for each in turn.inbound.attachments))
    calls = [words for words in map(str.lstrip, said) if words.startswith(("@", "＠"))]
    if not calls:
        return ""
    agents = [*await turn.doors.floor.agents(), *(Agent(account=each) for each in turn.desk_policy.agents)]
    known = [of_agent(turn, each) for each in agents]
    return next((found[0].name for words in calls if (found := called_so(words, known)[0])), "")


async def outside(turn: Turn) -> Outcome:
    """Written in the desk, but in no conversation's topic: nothing is relayed, and only commands are answered.

    In a group without topics whoever speaks to the bot is answered, whatever they say.
    """
    outcome = await commanded_outside(turn)
    is_unanswered = outcome == Outcome() and turn.inbound.kind is Kind.TEXT
    return told_how_to_address(turn) if is_unanswered and turn.inbound.addressed else outcome


async def commanded_outside(turn: Turn) -> Outcome:
    inbound = turn.inbound
    if inbound.kind is Kind.LEFT:
        return put_out(turn)
    if inbound.kind is Kind.DEMOTED:
        return Outcome(posts=turn.alert(Content(text=turn.desk_words.line("demoted")), turn.asked_from))
    if inbound.kind is Kind.MEMBER_GONE:
        return await away.gone(turn)
    if inbound.kind is Kind.MEMBER_BACK:
        return await away.returned(turn)
    if inbound.kind is Kind.TIMER:
        return await rota_timed.due(turn)
    if inbound.kind is Kind.BUTTON and inbound.payload.startswith("rma:"):
        return await returns.outside(turn, read_press(inbound.payload))
    if inbound.kind is Kind.BUTTON and inbound.payload.startswith("desk:"):
        name, _, argument = inbound.payload.removeprefix("desk:").partition(":")
        return await commands.outside(turn, name, argument)
    said = meant(turn) if inbound.kind is Kind.TEXT else None
    return await commands.outside(turn, said.name, said.rest) if isinstance(said, Command) else Outcome()


def put_out(turn: Turn) -> Outcome:
    """That this cannot be said there now is how everybody else hears of it at once."""
    time = minute(turn.inbound.sent_at, turn.policy.default_language, turn.policy.timezone)
    return Outcome(posts=turn.alert(Content(text=turn.desk_words.line("put_out", time=time)), turn.asked_from))
