"""The daily and the weekly summary: each goes to the desk once, however late kefu wakes and however often it starts."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bots.app.boundary import attempted
from bots.app.clock import Clock, until
from bots.app.engine import Engine
from bots.app.foundation import Foundation
from bots.reports.drawing import drawn
from bots.reports.period import DAY
from bots.reports.sketch import HEIGHT, WIDTH, Sketch, sketched
from bots.reports.summary import Every, Summary, summary
from bots.reports.wording import Wording
from handlers.desk.places import Place
from handlers.faults import told
from handlers.fields.cron import Cron
from storage.content import Content
from storage.inbound import Attachment, Identity, Media
from storage.photo_store import PhotoStore
from storage.photos import CHANNEL, Photo
from storage.results import Action, Outgoing
from storage.sqlite.reports import SqliteReportBooks
from storage.store import Store

log = structlog.get_logger(__name__)

Submit = Callable[[tuple[Outgoing, ...]], None]
Draw = Callable[[Sketch], Awaitable[bytes]]
KEEPER = Identity(CHANNEL, "reports")
"""Whose the pictures are: a day later they are forgotten."""
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
        photos: PhotoStore,
        submit: Submit,
        wording: Callable[[], Wording],
        *,
        place: Place,
        shop: str,
        zone: ZoneInfo,
        clock: Clock,
        draw: Draw = drawn,
    ) -> None:
        self.books = books
        self.store = store
        self.photos = photos
        self.submit = submit
        self.wording = wording
        self.place = place
        self.shop = shop
        self.zone = zone
        self.clock = clock
        self.draw = draw

    async def run(self, every: Every, cron: Cron) -> None:
        """Until cancelled. What was slept through comes once: only the latest, and at once."""
        while True:
            post = partial(self.post, every, latest(cron, self.clock()))
            if not await attempted(post, "summary.failed", every=every):
                await self.clock.sleep(TRY_AGAIN)
                continue
            following = cron.after(self.clock())
            if following is None:
                return
            await until(self.clock, following)

    async def post(self, every: Every, due: float) -> None:
        """Unless it was told of already, or kefu has only begun: of what was before, a new shop need not hear."""
        name = f"summary:{every}"
        marked = await self.store.bookmark(name)
        last = datetime.fromtimestamp(due, self.zone).date() - DAY
        if marked is not None and marked >= last.isoformat():
            return
        rows = await self._rows(every, last) if marked is not None else ()
        self.submit(await self.books.post_once(name, last.isoformat(), rows, self.clock()))

    async def _rows(self, every: Every, last: date) -> tuple[Outgoing, ...]:
        found = await summary(every, last, self.books, self.wording(), self.shop, self.zone)
        return (await self._row(found),) if found.text else ()

    async def _row(self, found: Summary) -> Outgoing:
        return Outgoing(
            action=Action.ALERT,
            channel=self.place.channel,
            to=self.place.chat,
            content=Content(text=found.text, attachments=await self._picture(found) if found.has_picture else ()),
        )

    async def _picture(self, found: Summary) -> tuple[Attachment, ...]:
        wording = self.wording()
        try:
            data = await self.draw(sketched(found.report, wording, found.title))
        except Exception as error:  # noqa: BLE001 - the boundary of a picture: without it the figures are told all the same
            log.critical("summary.no_picture", **told(error))
            return ()
        photo = Photo(id=hashlib.sha256(data).hexdigest(), mime="image/png", width=WIDTH, height=HEIGHT, data=data)
        await self.photos.keep(photo, KEEPER, self.clock())
        name = wording.word("picture") + ".png"
        return (
            Attachment(
                media=Media.PHOTO, channel=CHANNEL, ref=photo.id, name=name, mime=photo.mime, size=len(photo.data)
            ),
        )


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
    shop, place = ground.settings.shop, ground.places.main
    if place is None:
        return []
    zone = ZoneInfo(shop.timezone)
    summaries = Summaries(
        SqliteReportBooks(ground.database, page=SMALL_PAGE),
        ground.store,
        engine.photo_store,
        engine.delivery.submit,
        lambda: Wording(library=ground.in_force.shelf.library, language=ground.language),
        place=place,
        shop=shop.name,
        zone=zone,
        clock=ground.clock,
    )
    wanted = ground.settings.reports
    jobs: list[Awaitable[None]] = []
    if wanted.daily:
        jobs.append(summaries.run(Every.DAY, daily(wanted.daily, zone)))
    if wanted.weekly:
        jobs.append(summaries.run(Every.WEEK, weekly(wanted.weekly, zone)))
    return jobs
