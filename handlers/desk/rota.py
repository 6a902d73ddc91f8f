"""/rota: who is on duty today, in the next days, and when one is oneself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from handlers.desk.command import DeskCommand
from handlers.desk.people import among_staff
from handlers.desk.saying import agent
from handlers.desk.staff_words import StaffWords, answered
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.fields.words import words_in
from handlers.hours.policy import Duty
from handlers.questions import joined
from handlers.scripts.declaration import declare
from handlers.words import moment, weekday, zone
from storage.content import Content
from storage.desk import Agent

SCRIPT = "desk_rota"
WORDS = StaffWords(SCRIPT)
DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    no_rota="",  # hours.yaml plans none
    nobody="",  # no shift in these days
    day="day",  # above its shifts
    shift="name begins ends agents",  # `name` may be ""
)
DAYS = {"": 1, "today": 1, "今天": 1, "week": 7, "本周": 7, "本週": 7, "me": 14, "我": 14}
OWN = frozenset({"me", "我"})
MOST = 60
"""Shifts that are shown."""


async def rota(turn: Turn, argument: str) -> Outcome:
    asked = argument.strip().casefold()
    if asked not in DAYS:
        return misused(turn, "rota")
    begins = midnight(turn, 0)
    duties = turn.hours.duties(begins, midnight(turn, DAYS[asked]) - 1)
    if duties is None:
        return WORDS.told(turn, "no_rota")
    to_come = [each for each in duties if each.begins >= begins or each.ends > turn.now]
    own = [each for each in to_come if asked not in OWN or agent(turn) in each.agents]
    agents = await turn.floor.agents()
    text = joined(*lines(turn, own[:MOST], agents)) or WORDS.line(turn, "nobody")
    return answered(turn, Content(text=text))


def lines(turn: Turn, duties: Sequence[Duty], agents: Sequence[Agent]) -> Iterator[str]:
    for day, found in groupby(duties, key=lambda each: weekday(each.begins, *spoken(turn))):
        yield WORDS.line(turn, "day", day=day)
        yield from (shift(turn, each, agents) for each in found)


def shift(turn: Turn, duty: Duty, agents: Sequence[Agent]) -> str:
    language, timezone = spoken(turn)
    return WORDS.line(
        turn,
        "shift",
        name=words_in(duty.shift.name, language, language),
        begins=f"{moment(duty.begins, timezone):%H:%M}",
        ends=f"{moment(duty.ends, timezone):%H:%M}",
        agents=("、" if language.startswith("zh") else ", ").join(
            among_staff(turn, each, agents) for each in duty.agents
        ),
    )


def midnight(turn: Turn, days: int) -> float:
    day = moment(turn.now, turn.policy.timezone).date() + timedelta(days=days)
    return datetime.combine(day, time(), zone(turn.policy.timezone)).timestamp()


def spoken(turn: Turn) -> tuple[str, str]:
    return turn.policy.default_language, turn.policy.timezone


COMMANDS = {"rota": DeskCommand(in_topic=rota, outside=rota)}
