"""Promises as the card and the queue show them."""

from collections.abc import Iterable, Iterator

from handlers.desk.staff_words import staff_minute
from handlers.exchange import Turn
from handlers.formats import moment
from handlers.promises.clocks import Watch, left
from handlers.promises.words import of_turn, span, standing, what
from handlers.scripts.library import Script
from storage.desk import Case, Promise


def card_lines(turn: Turn, case: Case) -> Iterator[str]:
    """They are of now, and say so: the card is not written over whenever a minute has passed."""
    script, watch = of_turn(turn), Watch(turn.hours, case.team, turn.now)
    for promise in case.promises:
        yield over(script, promise) if promise.ended_at is not None else under_way(turn, script, promise, watch)


def under_way(turn: Turn, script: Script, promise: Promise, watch: Watch) -> str:
    seconds, name = left(promise, watch), what(script, promise)
    if promise.running_since is None:
        return script.line("card_still", what=name, span=span(script, max(0.0, seconds)))
    now = f"{moment(turn.now, turn.policy.timezone):%H:%M}"
    if round(seconds) <= 0:
        return script.line("card_late", what=name, span=span(script, seconds), now=now)
    time = "" if promise.due_at is None else staff_minute(turn, promise.due_at)
    return script.line("card_left", what=name, span=span(script, seconds), time=time, now=now)


def over(script: Script, promise: Promise) -> str:
    difference = promise.difference or 0.0
    name = "card_kept" if difference >= 0 else "card_missed"
    return script.line(name, what=what(script, promise), span=span(script, -abs(difference)))


def most_pressing(turn: Turn, team: str, promises: Iterable[Promise]) -> str:
    """Of those whose clock is running, for a line of the queue; "" for none."""
    watch = Watch(turn.hours, team, turn.now)
    running = [each for each in promises if each.running_since is not None]
    if not running:
        return ""
    return standing(of_turn(turn), min(running, key=lambda each: left(each, watch)), watch)
