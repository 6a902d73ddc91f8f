"""Temporary media: given out for three days. Screens show them as long as the stand-in runs."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from bots.sandbox.mimes import sniffed
from bots.sandbox.phone import ShownFile

MEGABYTE = 1024 * 1024
THREE_DAYS = 3 * 86_400.0
LIMITS = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "thumb": 64 * 1024}
TYPES = {"image": "image/jpeg", "voice": "audio/amr", "video": "video/mp4", "thumb": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    kind: str
    """As the API calls it."""
    data: bytes
    until: float
    name: str = ""
    """WeChat's media have none."""

    @property
    def mime(self) -> str:
        """What it truly is: the API calls every image a JPEG."""
        return sniffed(self.data, TYPES[self.kind])


class Shelf:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.files: dict[str, StoredFile] = {}
        self._ids = itertools.count(1)

    def put(self, kind: str, data: bytes) -> str:
        media_id = f"media-{next(self._ids):08d}"
        self.files[media_id] = StoredFile(media_id, kind, data, self._clock() + THREE_DAYS)
        return media_id

    def get(self, media_id: str) -> tuple[str, bytes] | None:
        """The content type and the bytes."""
        found = self.files.get(media_id)
        return (TYPES[found.kind], found.data) if found and self._clock() < found.until else None

    def shown(self, media_id: str, kind: str) -> tuple[ShownFile, ...]:
        """`kind`: as the screens call it."""
        found = self.files.get(media_id)
        return (ShownFile(id=media_id, kind=kind, mime=found.mime, size=len(found.data)),) if found else ()
