"""Days of one customer with a shop, at random: what is kept for the survey stays, and the platform never says no.

The outbox tries one message at a time until it is over; the platform is the stand-in's own clock of the quota.
"""

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channel import Gone
from bots.sandbox.wechat.quota import OK, Allowance
from bots.wechat.ledger import BY_ACTION, BY_MESSAGE, Claim, Windows
from storage.database import Database
from storage.quota import Quota
from tests.bots.wechat.shop import NOON

LI = "oLi"
FINAL, ORDINARY = Claim(final=True), Claim()
HOUR = 3600.0


class Event(Enum):
    WRITES = auto()
    TAPS = auto()
    LEAVES = auto()
    """... and follows again."""
    A_MINUTE = auto()
    TWENTY_HOURS = auto()
    ANSWERED = auto()
    """Within the platform's own request: it counts nothing."""
    ORDINARY = auto()
    FINAL = auto()
    FINAL_IN_TWO = auto()
    LOST = auto()
    """The next message is taken and its answer is lost; then the same is tried again."""
    LOST_AND_GIVEN_UP = auto()
    REFUSED = auto()
    """The next message meets a refusal that counts nothing; it is given up."""
    KILLED = auto()
    KILLED_BEFORE_IT_IS_WRITTEN_DOWN = auto()
    """The next message is taken, and its row goes out again in the next life."""


SECONDS = {Event.A_MINUTE: 61.0, Event.TWENTY_HOURS: 20 * HOUR, Event.ANSWERED: 1.0}


@dataclass
class Days:
    ledger: Quota
    windows: Windows
    platform: Allowance = field(default_factory=Allowance)
    now: float = NOON
    wrote_at: float = -1e9
    numbers: int = 0
    fault: Event | None = None
    in_doubt: int = 0
    """Taken since the customer wrote, and only this life of kefu may know of it."""
    unknown: int = 0
    """Of these kefu does not know: the life that did was killed, or the same message went out twice."""
    finals: int = 0
    """What is final and went out, or may have, since the customer wrote."""
    notices: list[float] = field(default_factory=list)

    async def live(self, event: Event) -> None:
        match event:
            case Event.WRITES | Event.TAPS | Event.LEAVES:
                await self._acts(event)
            case Event.A_MINUTE | Event.TWENTY_HOURS | Event.ANSWERED:
                self.now += SECONDS[event]
            case Event.KILLED:
                self._restart()
            case Event.ORDINARY | Event.FINAL:
                await self._says(FINAL if event is Event.FINAL else ORDINARY)
            case Event.FINAL_IN_TWO:
                await self._says_in_two()
            case _:
                self.fault = event

    async def _says_in_two(self) -> None:
        if await self._says(Claim(final=True, following=1)):
            assert await self._says(FINAL) or self.unknown, "a survey was begun that could not be ended"

    async def _acts(self, event: Event) -> None:
        self.now += 1
        if event is Event.LEAVES:
            self.platform.forget()
            await self.windows.left(LI, self.now)
            self.wrote_at = -1e9
        if event is Event.WRITES:
            self.platform.wrote(self.now)
            self.wrote_at, self.in_doubt, self.unknown, self.finals = self.now, 0, 0, 0
            opening = self.windows.opened(LI, BY_MESSAGE, str(self.now), self.now)
        else:
            self.platform.acted(self.now)
            opening = self.windows.opened(LI, BY_ACTION, str(self.now), self.now)
        if opening:
            await opening

    async def _says(self, claim: Claim) -> bool:
        """Whether it went out as it is. What is final has a notice when it may not."""
        self.numbers += 1
        fault, self.fault = self.fault, None
        if not await self._tried(claim, fault):
            if claim.final and fault is not Event.REFUSED:
                self.notices.append(self.now)
            return False
        if fault is Event.LOST:
            self.in_doubt, self.unknown = self.in_doubt - 1, self.unknown + 1  # the platform counts the second try, too
        if fault in (Event.LOST, Event.KILLED_BEFORE_IT_IS_WRITTEN_DOWN):
            await self._tried(claim, None)
        return fault is not Event.REFUSED

    async def _tried(self, claim: Claim, fault: Event | None) -> bool:
        try:
            is_new = await self.windows.hold(LI, self.numbers, self.now, claim)
        except Gone:  # also of who has left, and acted since without a word of following
            return False
        if fault is Event.REFUSED:
            if is_new:
                self.windows.let_go(LI, self.numbers)
            return True
        if self.platform.spend(self.now) != OK:
            assert self.unknown, "the platform refuses what kefu thought it might send"
            await self.windows.exhausted(LI, 45047)
            return False
        await self._taken(claim, fault)
        return True

    async def _taken(self, claim: Claim, fault: Event | None) -> None:
        assert not (claim.final and self.now >= max(self.wrote_at + 48 * HOUR, self._acted_until())), "too late"
        self.finals += claim.final
        match fault:
            case Event.LOST | Event.LOST_AND_GIVEN_UP:
                self.in_doubt += 1
            case Event.KILLED_BEFORE_IT_IS_WRITTEN_DOWN:
                self.in_doubt += 1
                self._restart()
            case _:
                await self.windows.took(LI, self.numbers, self.now)

    def _acted_until(self) -> float:
        return self.platform.until(self.now)

    def _restart(self) -> None:
        self.windows = Windows(self.ledger)
        self.unknown, self.in_doubt = self.unknown + self.in_doubt, 0

    async def check(self) -> None:
        """Until something final went out, there is a message for it, on both sides."""
        if self.finals or self.unknown or self.now >= self.wrote_at + 48 * HOUR:
            return
        await self.windows.allows(LI, "the survey", self.now, FINAL)
        assert self.platform.left(self.now) >= 1


async def lived(events: list[Event]) -> Days:
    database = await Database.open(":memory:")
    ledger = Quota(database)
    days = Days(ledger, Windows(ledger))
    try:
        for event in (Event.WRITES, *events):
            await days.live(event)
            await days.check()
    finally:
        await database.close()
    return days


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(Event), max_size=50))
def test_whatever_happens_one_message_is_left_for_the_survey_and_the_platform_never_says_no(
    events: list[Event],
) -> None:
    asyncio.run(lived(events))


def test_a_lively_week_in_which_everything_happens_ends_with_notices_for_what_came_too_late() -> None:
    week = [*[Event.ORDINARY] * 6, Event.TAPS, Event.ORDINARY, Event.FINAL, Event.FINAL, *[Event.TWENTY_HOURS] * 3]
    days = asyncio.run(lived([*week, Event.FINAL, Event.WRITES, *[Event.FINAL_IN_TWO] * 3]))
    too_late, used_up = days.notices
    assert NOON + 48 * HOUR <= too_late < days.wrote_at <= used_up
