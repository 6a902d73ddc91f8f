"""/rota: the rota shown, and shifts exchanged."""

import re

from handlers.desk.command import DeskCommand
from handlers.desk.rota.showing import DAYS, shown
from handlers.desk.rota.swapping import decided, propose
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn

SWAP = frozenset({"swap", "换班", "換班", "调班", "調班"})
DECIDED = re.compile(r"(agree|refuse) (\d{1,9})")


async def rota(turn: Turn, argument: str) -> Outcome:
    asked = argument.strip().casefold()
    if asked in DAYS:
        return await shown(turn, asked)
    decision = DECIDED.fullmatch(asked)
    if decision:
        return await decided(turn, decision[1], int(decision[2]))
    first, *words = argument.split()
    return await propose(turn, words) if first.casefold() in SWAP else misused(turn, "rota")


COMMANDS = {"rota": DeskCommand(in_topic=rota, outside=rota)}
