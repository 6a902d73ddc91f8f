"""From the nodes of `farewell:` in desk.yaml to what it says."""

from collections.abc import Mapping

from handlers.farewell.policy import MINUTE, FarewellPolicy, Silence
from handlers.fields.mapping import Fields
from storage.records import replace

KEYS = ("bot", "desk", "teams", "reopen_minutes")
SILENCE_KEYS = ("warn_minutes", "close_minutes")
LONGEST = 47 * 60
"""Minutes. WeChat lets nobody write to a customer who has been silent for 48 hours."""
LONGEST_GRACE = 7 * 24 * 60

Placed = Mapping[str, Fields]
"""By the key of the team."""


def farewell(fields: Fields, base: FarewellPolicy) -> tuple[FarewellPolicy, Placed]:
    """With where each team's part stands: whether there is such a team is seen when all of desk.yaml is read."""
    below = fields.inside("farewell", KEYS)
    if below is None:
        return base, {}
    desk = silence(below.inside("desk", SILENCE_KEYS), base.desk)
    teams = below.named("teams", SILENCE_KEYS)
    grace = below.whole("reopen_minutes", int(base.reopen_seconds / MINUTE), 0, LONGEST_GRACE)
    policy = replace(
        base,
        bot=silence(below.inside("bot", SILENCE_KEYS), base.bot),
        desk=desk,
        teams={key: silence(each, desk) for key, each in teams.items()},
        reopen_seconds=grace * MINUTE,
    )
    return policy, teams


def silence(fields: Fields | None, usual: Silence) -> Silence:
    """Who only says when it ends is not warned after that."""
    if fields is None:
        return usual
    close = fields.whole("close_minutes", int(usual.close_seconds / MINUTE), 0, LONGEST)
    warned = int(usual.warn_seconds / MINUTE)
    warn = fields.whole("warn_minutes", warned if warned < close else 0, 0, LONGEST)
    if warn and warn >= close:
        fields.wrong("warn_minutes", "policy_warning_late")
        warn = 0
    return Silence(warn_seconds=warn * MINUTE, close_seconds=close * MINUTE)
