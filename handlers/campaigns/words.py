"""What staff read of campaigns."""

from collections.abc import Iterator

from handlers.desk.staff_words import StaffWords
from handlers.questions import joined
from handlers.scripts.declaration import declare
from handlers.scripts.library import Script
from storage.campaigns import Run, RunStatus, Tally

SCRIPT = "desk_campaign"
UNSENDABLE = "unsendable"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # The list
    none="",  # surveys.yaml has no campaigns
    planned="campaign time",  # `time`: the next one; may be ""
    switched_off="campaign",
    # The one post about a run, which is written over while it goes on
    running="campaign done total asked answered undelivered",
    stopped="campaign done total asked answered undelivered agent",
    over="campaign total asked answered undelivered",
    nobody="campaign",  # nobody fits the audience
    reason="why count",  # below them, for each
    # Commands
    confirm="campaign total minutes",
    channel="channel count",  # below it, for each
    nobody_now="campaign",
    started="campaign",
    stopping="campaign",
    going_on="campaign",
    too_old="campaign",  # the button
    unknown="name campaigns",
    runs_already="campaign",
    not_running="campaign",
    not_stopped="campaign",
    off="campaign",
    orders_down="",
    supervisors_only="",
    left_out="campaign time",  # a time of the calendar, as the run before it still goes on
    # Buttons
    begin_button="",
)
WORDS = StaffWords(SCRIPT)


def post_of(script: Script, run: Run, tally: Tally, stopped_by: str) -> str:
    """How far a run is, or how it ended."""
    if run.status is RunStatus.DONE and not tally.total:
        return script.line("nobody", campaign=run.campaign)
    return joined(headline(script, run, tally, stopped_by), *reasons(script, tally))


def headline(script: Script, run: Run, tally: Tally, stopped_by: str) -> str:
    blanks: dict[str, object] = {
        "campaign": run.campaign,
        "total": tally.total,
        "asked": tally.asked - tally.undelivered,
        "answered": tally.answered,
        "undelivered": tally.undelivered,
    }
    if run.status is RunStatus.DONE:
        return script.line("over", **blanks)
    blanks["done"] = tally.total - tally.waiting
    if run.status is RunStatus.STOPPED:
        return script.line("stopped", agent=stopped_by, **blanks)
    return script.line("running", **blanks)


def reasons(script: Script, tally: Tally) -> Iterator[str]:
    """Why some were not asked, the most frequent first."""
    found = {**tally.skipped, UNSENDABLE: tally.unsendable}
    for count, why in sorted(((count, why) for why, count in found.items() if count), reverse=True):
        yield script.line("reason", why=why, count=count)
