"""Who is on duty today, in the next days, and when one is oneself."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from handlers.desk.people import among_staff
from handlers.desk.rota.words import WORDS, clock, day_of, listed, name_of
from handlers.desk.saying import agent
from handlers.desk.staff_words import answered
from handlers.exchange import Outcome, Turn
from handlers.formats import moment, zone
from handlers.hours.instants import midnight
from handlers.hours.policy import Duty
from handlers.questions import joined
from storage.content import Content
from storage.desk import Agent

DAYS = {"": 1, "today": 1, "今天": 1, "week": 7, "本周": 7, "本週": 7, "me": 14, "我": 14}
OWN = frozenset({"me", "我"})
MOST = 60
"""Shifts that are shown."""


async def shown(turn: Turn, asked: str) -> Outcome:
    """`asked`: a key of `DAYS`."""
    today, shop = moment(turn.now, turn.policy.timezone).date(), zone(turn.policy.timezone)
    begins, ends = midnight(today, shop), midnight(today + timedelta(days=DAYS[asked]), shop)
    duties = turn.hours.duties(begins, ends - 1)
    if duties is None:
        return WORDS.told(turn, "no_rota")
    to_come = [each for each in duties if each.begins >= begins or each.ends > turn.now]
    own = [each for each in to_come if asked not in OWN or agent(turn) in each.agents]
    agents = await turn.doors.floor.agents()
    text = joined(*lines(turn, own[:MOST], agents)) or WORDS.line(turn, "nobody")
    return answered(turn, Content(text=text))


def lines(turn: Turn, duties: Sequence[Duty], agents: Sequence[Agent]) -> Iterator[str]:
    for day, found in groupby(duties, key=lambda each: day_of(turn, each.begins)):
        yield WORDS.line(turn, "day", day=day)
        yield from (shift(turn, each, agents) for each in found)


def shift(turn: Turn, duty: Duty, agents: Sequence[Agent]) -> str:
    return WORDS.line(
        turn,
        "shift",
        name=name_of(turn, duty),
        begins=clock(turn, duty.begins),
        ends=clock(turn, duty.ends),
        agents=listed(turn, (who(turn, duty, each, agents) for each in duty.agents)),
    )


def who(turn: Turn, duty: Duty, account: str, agents: Sequence[Agent]) -> str:
    name, before = among_staff(turn, account, agents), duty.instead_of.get(account)
    if before is None:
        return name
    return WORDS.word(turn, "stand_in", agent=name, before=among_staff(turn, before, agents))
