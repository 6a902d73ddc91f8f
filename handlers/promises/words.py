"""What staff read about promises: on the card, in the queue, and in reminders."""

from handlers.exchange import Turn, plain, script_in
from handlers.promises.clocks import Watch, left
from handlers.scripts.declaration import declare
from handlers.scripts.library import Script
from storage.desk import Promise

SCRIPT = "desk_promises"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # The card; each on a line of its own, as it was when the card was written. `span`: "" for less than a minute
    card_left="what span time now",  # `time`: the deadline, "" where nobody will be there in time
    card_late="what span now",
    card_still="what span",  # the clock stands still; `span`: "" where no time is left
    card_kept="what span",
    card_missed="what span",
    # The reminder
    reminder="late soon",  # how many are missed already, and how many will be soon
    reminded="number name channel promise agent",  # `agent`: whose it is, or who was asked to take it; may be ""
    more="count",
    supervisors="agents",
    # Words that stand in other lines
    first_response="",
    next_response="",
    resolution="",
    left="what span",
    late="what span",
    span="hours minutes",  # 0 where there are none, but never both
    may_be_empty="card_left card_late card_still card_kept card_missed supervisors",
)


def of_turn(turn: Turn) -> Script:
    return script_in(turn.library, turn.policy.default_language, SCRIPT)


def what(script: Script, promise: Promise) -> str:
    return plain(script.line(promise.what.value))


def span(script: Script, seconds: float) -> str:
    """In whole minutes: what is left is rounded up, what has passed (less than 0) down; "" for none."""
    whole = round(seconds)
    hours, minutes = divmod(-(-whole // 60) if whole > 0 else -whole // 60, 60)
    return plain(script.line("span", hours=hours, minutes=minutes)) if hours or minutes else ""


def waited(turn: Turn, seconds: float | None) -> dict[str, object]:
    """The blanks `minutes` and `wait`, in whole minutes that have gone by; None: nobody waits, and both are "".

    `wait` is "" for less than a minute, too.
    """
    if seconds is None:
        return {"minutes": "", "wait": ""}
    return {"minutes": int(seconds // 60), "wait": span(of_turn(turn), -seconds)}


def standing(script: Script, promise: Promise, watch: Watch) -> str:
    """A promise and how it stands, amid another line."""
    seconds = left(promise, watch)
    name = "left" if round(seconds) > 0 else "late"
    return plain(script.line(name, what=what(script, promise), span=span(script, seconds)))
