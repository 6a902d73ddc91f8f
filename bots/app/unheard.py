"""What staff wrote while their platform could not reach us is lost: they are told when that was, each time once."""

import json
from collections.abc import Awaitable, Callable

from bots.app.boundary import attempted
from bots.app.clock import Clock
from bots.app.engine import Engine
from bots.app.foundation import Foundation
from bots.channel import Unrepeating
from bots.hearing import Hearing
from handlers.desk.flat import unheard
from handlers.desk.places import Place
from handlers.turns import Deliver
from storage.content import Content
from storage.results import Action, Outgoing
from storage.sqlite.reports import SqliteReportBooks
from storage.store import Store

SECONDS = 15.0
KEEP_SECONDS = 60.0
"""So often, at most, it is written down that all is well: by so much a line may begin too early after a power cut."""
HOLDS = (15.0, 300.0, 900.0, 3600.0)
"""So long has a connection to hold before staff are told, the longer the oftener they were: one that comes and goes all
night shall not fill the group. After an hour in peace it begins anew.
"""
HEARD, TOLD = "unheard:heard", "unheard:told"
"""The bookmarks: what the last run knew, and up to when staff were told."""


class Unheard:
    def __init__(
        self,
        hearing: Hearing,
        books: SqliteReportBooks,
        store: Store,
        submit: Deliver,
        line: Callable[[float, float], str],
        *,
        places: tuple[Place, ...],
        clock: Clock,
    ) -> None:
        """`line`: what staff read of the time between two moments."""
        self._hearing = hearing
        self._books = books
        self._store = store
        self._submit = submit
        self._line = line
        self._places = places
        self._clock = clock
        self._lines = 0
        self._told = 0.0
        self._kept: tuple[float, float | None, int] | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while not await attempted(self.recall, "unheard.failed"):
            await self._clock.sleep(SECONDS)
        try:
            while True:
                await self._clock.sleep(SECONDS)
                await attempted(self.look, "unheard.failed")
        finally:
            await attempted(self.keep, "unheard.failed")

    async def recall(self) -> None:
        now = self._clock()
        self._told = float(await self._store.bookmark(TOLD) or 0)
        if self._told > now:  # the clock was ahead: what is missed until then is to be told, too
            self._told = now
            await self._store.set_bookmark(TOLD, moment(now))
        if kept := await self._store.bookmark(HEARD):
            to, missed_from, self._lines = json.loads(kept)
            self._hearing.recall(to, missed_from)

    async def look(self) -> None:
        """To be called now and then."""
        hearing, since = self._hearing, self._hearing.since
        held = 0.0 if since is None else self._clock() - since
        if since is not None and hearing.missed_from is not None and held >= HOLDS[min(self._lines, len(HOLDS) - 1)]:
            await self._tell(max(hearing.missed_from, self._told), since)
        elif hearing.missed_from is None and held >= HOLDS[-1]:
            self._lines = 0
        await self.keep(KEEP_SECONDS)

    async def keep(self, seconds: float = 0.0) -> None:
        """Unless it is written down already, or nothing is new but that so few seconds more were heard."""
        hearing, kept = self._hearing, self._kept
        if hearing.to is None:
            return
        known = (hearing.to, hearing.missed_from, self._lines)
        if kept is None or kept[1:] != known[1:] or abs(known[0] - kept[0]) > seconds:
            await self._store.set_bookmark(HEARD, json.dumps(known))
            self._kept = known

    async def _tell(self, missed_from: float, since: float) -> None:
        """In one piece with the mark that it was told: whoever dies in between tells nothing twice."""
        content = Content(text=self._line(min(missed_from, since), since))
        rows = [Outgoing(action=Action.ALERT, channel=at.channel, to=at.chat, content=content) for at in self._places]
        self._submit(await self._books.post_once(TOLD, moment(since), rows, self._clock()))
        self._told = since
        self._lines += 1
        if self._hearing.since == since:  # else it was lost again meanwhile: that is a time of its own
            self._hearing.missed_from = None


def moment(at: float) -> str:
    """As text that sorts by time."""
    return f"{at:017.3f}"


def unheard_jobs(ground: Foundation, engine: Engine) -> list[Awaitable[None]]:
    """None where the desk's platform repeats what it could not bring us, or there is no desk."""
    desk: object = ground.channels.desk
    if not isinstance(desk, Unrepeating):
        return []

    def line(missed_from: float, since: float) -> str:
        return unheard(ground.in_force.shelf.library, ground.language, ground.policy.timezone, missed_from, since)

    watch = Unheard(
        desk.hearing,
        SqliteReportBooks(ground.database),
        ground.store,
        engine.delivery.submit,
        line,
        places=ground.places.all,
        clock=ground.clock,
    )
    return [watch.run()]
