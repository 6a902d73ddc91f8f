"""`storage.photos.PhotoDoor`, over the channels and the store."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TypeVar

import structlog

from bots.channel import Channel
from bots.photos.fetching import Fetching
from bots.photos.picture import MIME, drawn_anew
from storage.errors import StorageFailed
from storage.inbound import Attachment, Identity
from storage.photo_store import PhotoStore
from storage.photos import Kept, Photo, Refused, Unusable

PATIENCE = 20.0
"""Seconds: less than a turn has."""
UNNAMED = 100
"""So many a customer may send before the night's sweep: nobody fills the disk by beginning requests."""
DRAWN_AT_ONCE = 1
"""A picture made to trouble us takes some 350 MB while it is looked at; most take a fraction of a second."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Photos:
    def __init__(self, channels: Mapping[str, Channel], store: PhotoStore, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._fetching = Fetching(channels)
        self._store = store
        self._easel = ThreadPoolExecutor(DRAWN_AT_ONCE, thread_name_prefix="photos")

    async def kept(self, attachment: Attachment, of: Identity, now: float) -> Kept | Refused:
        try:
            async with asyncio.timeout(self._patience):
                data = await self._fetching.fetched(attachment)
                return Refused(data) if isinstance(data, Unusable) else await self._kept(data, of, now)
        except StorageFailed as failed:
            return _later(str(failed))
        except TimeoutError:
            return _later(f"not done within {self._patience:g} s")

    async def _kept(self, data: bytes, of: Identity, now: float) -> Kept | Refused:
        """Named by what was sent: drawn with a later Pillow, the same picture would come out as other bytes."""
        photo_id = (await self._aside(sha256, data)).hexdigest()
        if await self._store.has_again(photo_id, of, now):
            return Kept(photo_id)
        if await self._store.unnamed(of) >= UNNAMED:
            return _later(f"one customer has sent {UNNAMED} photographs since the last sweep")
        drawn = await self._aside(drawn_anew, data)
        if isinstance(drawn, Unusable):
            return Refused(drawn)
        photo = Photo(id=photo_id, mime=MIME, width=drawn.width, height=drawn.height, data=drawn.data)
        await self._store.keep(photo, of, now)
        return Kept(photo_id)

    async def _aside(self, work: Callable[[bytes], T], data: bytes) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._easel, work, data)

    def close(self) -> None:
        """What is being drawn is finished; nobody waits for it."""
        self._easel.shutdown(wait=False, cancel_futures=True)


def _later(reason: str) -> Refused:
    log.error("photo.not_kept", reason=reason)
    return Refused(Unusable.LATER)
