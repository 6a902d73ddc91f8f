"""The daily and the weekly summary: each goes to the desk once, however late kefu wakes and however often it starts."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bots.app.boundary import attempted
from bots.app.clock import Clock, until
from bots.app.engine import Engine
from bots.app.foundation import Foundation
from bots.app.summary_pictures import SummaryPictures
from bots.reports.period import DAY
from bots.reports.summary import Every, summary
from bots.reports.wording import Wording
from handlers.contract import Policy
from handlers.desk.places import Place
from handlers.fields.cron import Cron
from handlers.turns import Deliver
from storage.content import Content
from storage.results import Action, Outgoing
from storage.sqlite.reports import SqliteReportBooks
from storage.store import Store

TRY_AGAIN = 300.0
SMALL_PAGE = 500
"""So much is counted between two looks at the chats."""
LOOK_BACK = 8 * 86_400.0
"""Longer than from one week's summary to the next."""


class Summaries:
    def __init__(
        self,
        books: SqliteReportBooks,
        store: Store,
        submit: Deliver,
        wording: Callable[[], Wording],
        pictures: SummaryPictures,
        *,
        place: Place,
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._books = books
        self._store = store
        self._submit = submit
        self._wording = wording
        self._pictures = pictures
        self._place = place
        self._shop = policy.shop_name
        self._zone = ZoneInfo(policy.timezone)
        self._clock = clock

    async def run(self, every: Every, cron: Cron) -> None:
        """Until cancelled. What was slept through comes once: only the latest, and at once."""
        while True:
            post = partial(self.post, every, latest(cron, self._clock()))
            if not await attempted(post, "summary.failed", every=every):
                await self._clock.sleep(TRY_AGAIN)
                continue
            following = cron.after(self._clock())
            if following is None:
                return
            await until(self._clock, following)

    async def post(self, every: Every, due: float) -> None:
        """Unless it was told of already, or kefu has only begun: of what was before, a new shop need not hear."""
        name = f"summary:{every}"
        marked = await self._store.bookmark(name)
        last = datetime.fromtimestamp(due, self._zone).date() - DAY
        yesterday = datetime.fromtimestamp(self._clock(), self._zone).date() - DAY
        if marked is not None and marked > yesterday.isoformat():  # the clock was ahead, or the shop's zone was another
            await self._store.set_bookmark(name, last.isoformat())
            return
        if marked is not None and marked >= last.isoformat():
            return
        rows = await self._rows(every, last) if marked is not None else ()
        self._submit(await self._books.post_once(name, last.isoformat(), rows, self._clock()))

    async def _rows(self, every: Every, last: date) -> tuple[Outgoing, ...]:
        found = await summary(every, last, self._books, self._wording(), self._shop, self._zone)
        if not found.text:
            return ()
        content = Content(text=found.text, attachments=await self._pictures.of(found))
        place = self._place
        return (Outgoing(action=Action.ALERT, channel=place.channel, to=place.chat, content=content),)


def latest(cron: Cron, now: float) -> float:
    """The last of its times up to now."""
    at = now - LOOK_BACK
    while (following := cron.after(at)) is not None and following <= now:
        at = following
    return at


def daily(clock_time: str, zone: ZoneInfo) -> Cron:
    """`09:00`."""
    hour, minute = clock_time.split(":")
    return Cron(f"{int(minute)} {int(hour)} * * *", zone)


def weekly(moment: str, zone: ZoneInfo) -> Cron:
    """`mon 09:00`."""
    weekday, clock_time = moment.split()
    hour, minute = clock_time.split(":")
    return Cron(f"{int(minute)} {int(hour)} * * {weekday}", zone)


def summary_jobs(ground: Foundation, engine: Engine) -> list[Awaitable[None]]:
    """None where the shop wants no summaries, or has no desk to tell. Each runs until cancelled."""
    wanted, place = ground.settings.reports, ground.places.main
    if place is None:
        return []
    summaries = summaries_of(ground, engine, place)
    zone = ZoneInfo(ground.policy.timezone)
    jobs: list[Awaitable[None]] = []
    if wanted.daily:
        jobs.append(summaries.run(Every.DAY, daily(wanted.daily, zone)))
    if wanted.weekly:
        jobs.append(summaries.run(Every.WEEK, weekly(wanted.weekly, zone)))
    return jobs


def summaries_of(ground: Foundation, engine: Engine, place: Place) -> Summaries:
    def wording() -> Wording:
        return Wording(library=ground.in_force.shelf.library, language=ground.language)

    return Summaries(
        SqliteReportBooks(ground.database, page=SMALL_PAGE),
        ground.store,
        engine.delivery.submit,
        wording,
        SummaryPictures(engine.photo_store, wording, ground.clock),
        place=place,
        policy=ground.policy,
        clock=ground.clock,
    )
