"""What a member of the desk does, in a conversation's topic and outside of any."""

from handlers.desk import commands
from handlers.desk.answering import edited, noted, talked
from handlers.desk.saying import told
from handlers.exchange import Outcome, Turn
from handlers.member import Command, Meant, Note, Talk, following, meant
from handlers.returns import desk as returns
from handlers.returns.commands import read_press
from storage.inbound import Kind


async def in_topic(turn: Turn) -> Outcome:
    """`turn.script` is the desk's own; `turn.language` is the customer's."""
    if turn.inbound.thread != turn.conversation.thread:
        return in_old_topic(turn)
    match turn.inbound.kind:
        case Kind.TEXT:
            return await wrote(turn, meant(turn.inbound))
        case Kind.EDIT:
            return edited(turn, meant(turn.inbound))
        case Kind.BUTTON if turn.inbound.payload.startswith("rma:"):
            return await returns.pressed(turn, turn.inbound.payload)
        case Kind.BUTTON:
            return await pressed(turn, turn.inbound.payload)
        case _:
            return Outcome()


def in_old_topic(turn: Turn) -> Outcome:
    """The conversation has another topic by now. Nothing is relayed from here, and whoever writes is told so."""
    is_talk = turn.inbound.kind is Kind.TEXT and not isinstance(meant(turn.inbound), Note)
    if not is_talk and turn.inbound.kind is not Kind.BUTTON:
        return Outcome()
    return told(turn, "old_topic", number=turn.number)


async def pressed(turn: Turn, goto: str) -> Outcome:
    name, _, argument = goto.removeprefix("desk:").partition(":")
    return await commands.in_topic(turn, name, argument)


async def wrote(turn: Turn, said: Meant) -> Outcome:
    match said:
        case Note(text):
            return noted(turn, text)
        case Command(name):
            return await commands.in_topic(turn, name, following(turn.inbound))
        case Talk(text):
            return talked(turn, text)


async def outside(turn: Turn) -> Outcome:
    """Written in the desk, but in no conversation's topic: nothing is relayed, and only commands are answered."""
    inbound = turn.inbound
    if inbound.kind is Kind.BUTTON and inbound.payload.startswith("rma:"):
        return await returns.outside(turn, read_press(inbound.payload))
    if inbound.kind is Kind.BUTTON and inbound.payload.startswith("desk:"):
        name, _, argument = inbound.payload.removeprefix("desk:").partition(":")
        return await commands.outside(turn, name, argument)
    said = meant(inbound) if inbound.kind is Kind.TEXT else None
    return await commands.outside(turn, said.name, following(inbound)) if isinstance(said, Command) else Outcome()
