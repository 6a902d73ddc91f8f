"""Every command of staff, by name."""

from collections.abc import Iterator, Mapping, Sequence

from handlers.campaigns import commands as campaigns
from handlers.desk import (
    answering,
    away,
    ban,
    canned,
    closing,
    editing,
    history,
    holding,
    linking,
    lookups,
    notes,
    owning,
    priority,
    profile,
    queue_list,
    snooze,
    sparing,
    transfer,
)
from handlers.desk.command import GOTO_LIMIT, DeskCommand
from handlers.desk.command_names import ALL, command_of, nearest
from handlers.desk.flat import told_how_to_address
from handlers.desk.rota import commands as rota
from handlers.desk.saying import told
from handlers.desk.talk_words import talk_told
from handlers.desk.usage import helped
from handlers.exchange import Outcome, Turn
from handlers.feedback import commands as feedback
from handlers.returns import desk as returns
from handlers.returns.commands import read_command
from handlers.tasks import commands as tasks
from storage.content import Button
from storage.records import replace
from storage.results import Outgoing


async def show_help(turn: Turn, argument: str) -> Outcome:
    return helped(turn, argument, [name for name, each in COMMANDS.items() if each.in_topic])


async def show_help_outside(turn: Turn, argument: str) -> Outcome:
    return helped(turn, argument, [name for name, each in COMMANDS.items() if each.outside])


async def rma_outside(turn: Turn, argument: str) -> Outcome:
    return await returns.outside(turn, read_command(argument))


COMMANDS: Mapping[str, DeskCommand] = {
    **answering.COMMANDS,
    **away.COMMANDS,
    **ban.COMMANDS,
    **campaigns.COMMANDS,
    **canned.COMMANDS,
    **closing.COMMANDS,
    **editing.COMMANDS,
    **feedback.COMMANDS,
    **history.COMMANDS,
    **holding.COMMANDS,
    **linking.COMMANDS,
    **lookups.COMMANDS,
    **notes.COMMANDS,
    **owning.COMMANDS,
    **priority.COMMANDS,
    **profile.COMMANDS,
    **queue_list.COMMANDS,
    **rota.COMMANDS,
    **snooze.COMMANDS,
    **sparing.COMMANDS,
    **tasks.COMMANDS,
    **transfer.COMMANDS,
    "help": DeskCommand(in_topic=show_help, outside=show_help_outside),
    "rma": DeskCommand(in_topic=returns.commanded, outside=rma_outside),
}


async def in_topic(turn: Turn, name: str, argument: str) -> Outcome:
    command = named(turn, name)
    if command is None or command.in_topic is None:
        return unknown(turn, name, argument, [each for each in ALL if COMMANDS[each].in_topic])
    outcome = await command.in_topic(turn, argument)
    return replace(outcome, posts=(*outcome.posts, *left(turn, command, argument)))


def left(turn: Turn, command: DeskCommand, argument: str) -> Iterator[Outgoing]:
    """What was sent with a command, and went nowhere, is told: staff might believe that the customer has it."""
    if command.alone and argument:
        yield from talk_told(turn, "words_behind").posts
    if turn.inbound.attachments and command is not COMMANDS["note"]:
        yield from talk_told(turn, "file_beside").posts


async def outside(turn: Turn, name: str, argument: str) -> Outcome:
    """A path, a date or a smiley that begins with a slash is nobody's command; `/离开2h` lacks but a blank."""
    command = named(turn, name)
    if command is not None and command.outside is not None:
        return await command.outside(turn, argument)
    if command is not None and turn.inbound.addressed:
        return told_how_to_address(turn)
    if command is not None:
        return told(turn, "only_in_topic", command=f"/{name}")
    near = nearest(turn.library, name)
    if not name.isalpha() and (near is None or not near.rest):
        return Outcome()
    return unknown(turn, name, argument, [each for each in ALL if COMMANDS[each].outside])


def named(turn: Turn, name: str) -> DeskCommand | None:
    return COMMANDS.get(name) or COMMANDS.get(command_of(turn.library, name))


def unknown(turn: Turn, name: str, argument: str, known: Sequence[str]) -> Outcome:
    """The one that may be meant stands on a button, with all that was written behind it."""
    near = nearest(turn.library, name)
    if near is None:
        return told(turn, "unknown_command", command=f"/{name}", near="")
    argument = "" if COMMANDS[near.command].alone else f"{near.rest} {argument}".strip()
    goto = f"desk:{near.command}:{argument}" if argument else f"desk:{near.command}"
    fits = near.command in known and len(goto.encode()) <= GOTO_LIMIT
    buttons = (Button(label=" ".join(f"/{near.name} {argument}".split()), goto=goto),) if fits else ()
    return told(turn, "unknown_command", *buttons, command=f"/{name}", near=f"/{near.name}")
