"""What becomes of a message that a platform did not take."""

import random

import structlog

from bots.channel import Busy, Gone, Rejected, SendFailed, Unreachable
from handlers.faults import told
from storage.errors import StorageError
from storage.records import record
from storage.store import will_pass

log = structlog.get_logger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class DeliveryLimits:
    """Times in seconds."""

    answer_time: float = 20.0
    """A platform that needs longer has not answered."""
    retry_first: float = 1.0
    retry_most: float = 60.0
    give_up_after: float = 24 * 3600.0
    """A message nobody could take for so long has failed."""
    effects_give_up_after: float = 14 * 24 * 3600.0
    """A shop's own system may be down for longer than anybody would wait for a message."""
    faults: int = 5
    """What breaks (not: fails) on a message gets so many tries at it."""
    concurrent: int = 64
    """So many requests at once to one platform, so that one that hangs holds no more than these."""
    record_pause: float = 5.0
    """A shorter pause is over before anybody could look it up, and is not written down."""
    mark_patience: float = 600.0
    """The mark of a delivered message lets what is said in a busy desk go first for so long: there is one for every
    answer, and in a group that takes twenty things a minute they would make customers wait four times as long.
    """
    conversion_time: float = 60.0
    """A file that takes longer to convert is not passed on."""
    album_hold: float = 0.7
    """The first picture of an album waits so long for the others."""
    alert_every: float = 600.0
    """One alert a reason in so many seconds; the others are counted."""


class Broken(SendFailed):
    """A channel, or we, raised what should not have been: a bug, and worth only a few tries."""


@record(frozen=True, slots=True)
class Pause:
    """Try again after so many seconds."""

    seconds: float


@record(frozen=True, slots=True)
class GiveUp:
    pass


GIVE_UP = GiveUp()


def after(
    error: SendFailed, attempts: int, left: float, limits: DeliveryLimits, jitter: random.Random
) -> Pause | GiveUp:
    """What to do after a failed attempt. `attempts`: so many came before it; `left`: seconds for further ones."""
    if isinstance(error, Gone | Rejected) or left <= 0:
        return GIVE_UP
    if isinstance(error, Busy):
        return Pause(error.seconds)
    if isinstance(error, Broken) and attempts + 1 >= limits.faults:
        return GIVE_UP
    return Pause(_full_jitter(attempts, limits, jitter))


def _full_jitter(attempts: int, limits: DeliveryLimits, jitter: random.Random) -> float:
    """Spread over the whole pause, so that ten thousand chats do not come back in one second."""
    return jitter.uniform(0, min(limits.retry_most, limits.retry_first * 2 ** min(attempts, 30)))


def reason(error: SendFailed) -> str:
    """In words an operator can act on; a channel's errors hold neither secrets nor content."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def unforeseen(error: BaseException) -> SendFailed:
    """Of whatever else was raised: our own database, which can be used again in a while, or a bug."""
    if will_pass(error):
        log.warning("delivery.store_failed", **told(error))
        return Unreachable(str(error) if isinstance(error, StorageError) else type(error).__name__)
    log.error("delivery.broken", **told(error))
    return Broken(type(error).__name__)


def unanswered(seconds: float) -> Unreachable:
    return Unreachable(f"no answer within {seconds:g} s")
