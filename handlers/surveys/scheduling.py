"""After a conversation has ended: whether the contact will be asked how it was."""

import hashlib

from handlers.exchange import Turn
from handlers.surveys.occasions import Occasion, timer_of
from handlers.surveys.policy import AfterEnd
from storage.desk import Case
from storage.results import Timer

SILENT = frozenset({"ban", "silent"})
"""Ends after which nobody is asked, whatever the shop wants."""
HUNDRED = 100


def after_end(turn: Turn, case: Case | None, by: str) -> tuple[Timer, ...]:
    """`case`: as it ended; None: the bot alone served them. `by`: `agent`, `contact`, `idle`, `goodbye`, `ban` ...

    The timer is due at once, as only then can be seen how long the platform lets us wait.
    """
    policy = turn.survey_policy.after_end
    if policy is None or by in SILENT or not is_wanted(policy, case, by):
        return ()
    if not is_sampled(policy.share, f"{turn.conversation.id}:{case.id if case else turn.now}:{policy.survey}"):
        return ()
    occasion = Occasion(
        survey=policy.survey,
        wanted_at=turn.now + policy.delay,
        since=turn.now,
        case_id=case.id if case else 0,
        team=case.team if case else "",
        agents=case.agents if case else (),
    )
    return (timer_of(occasion, turn.now),)


def is_wanted(policy: AfterEnd, case: Case | None, by: str) -> bool:
    if by == "idle" and not policy.when_idle:
        return False
    if case is None:
        return policy.bot_only
    return bool(case.agents) or policy.unanswered


def is_sampled(share: int, key: str) -> bool:
    """Of many keys so many in a hundred, and of one always the same: a turn that is taken again decides alike."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    return number % HUNDRED < share
