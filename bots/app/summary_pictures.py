"""The picture beneath a summary: a week's figures, drawn and kept until the platform has fetched it."""

import hashlib
from collections.abc import Awaitable, Callable

import structlog

from bots.app.clock import Clock
from bots.reports.drawing import drawn
from bots.reports.sketch import HEIGHT, WIDTH, Sketch, sketched
from bots.reports.summary import Summary
from bots.reports.wording import Wording
from handlers.faults import told
from storage.inbound import Attachment, Identity, Media
from storage.photo_store import PhotoStore
from storage.photos import CHANNEL, Photo

log = structlog.get_logger(__name__)

Draw = Callable[[Sketch], Awaitable[bytes]]
"""A PNG."""
KEEPER = Identity(CHANNEL, "reports")
"""In whose name the pictures are kept. No return request ever names them, so they are forgotten a day later."""


class SummaryPictures:
    def __init__(self, photos: PhotoStore, wording: Callable[[], Wording], clock: Clock, draw: Draw = drawn) -> None:
        self._photos = photos
        self._wording = wording
        self._clock = clock
        self._draw = draw

    async def of(self, found: Summary) -> tuple[Attachment, ...]:
        """Nothing where there is nothing to be seen, or where drawing fails: the words are posted all the same."""
        if not found.has_picture:
            return ()
        wording = self._wording()
        try:
            data = await self._draw(sketched(found.report, wording, found.title))
        except Exception as error:  # noqa: BLE001 - the boundary of a picture: without it the figures are told all the same
            log.critical("summary.no_picture", **told(error))
            return ()
        return (await self._kept(data, wording.word("picture") + ".png"),)

    async def _kept(self, data: bytes, name: str) -> Attachment:
        photo = Photo(id=hashlib.sha256(data).hexdigest(), mime="image/png", width=WIDTH, height=HEIGHT, data=data)
        await self._photos.keep(photo, KEEPER, self._clock())
        return Attachment(media=Media.PHOTO, channel=CHANNEL, ref=photo.id, name=name, mime=photo.mime, size=len(data))
