"""Temporary media: kept for three days in the real one, as long as the stand-in runs here."""

import itertools

from bots.sandbox.mimes import sniffed
from bots.sandbox.phone import ShownFile

MEGABYTE = 1024 * 1024
LIMITS = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "thumb": 64 * 1024}
TYPES = {"image": "image/jpeg", "voice": "audio/amr", "video": "video/mp4", "thumb": "image/jpeg"}


class Shelf:
    def __init__(self) -> None:
        self._files: dict[str, tuple[str, bytes]] = {}
        self._ids = itertools.count(1)

    def put(self, kind: str, data: bytes) -> str:
        media_id = f"media-{next(self._ids):08d}"
        self._files[media_id] = (kind, data)
        return media_id

    def get(self, media_id: str) -> tuple[str, bytes] | None:
        """The content type and the bytes."""
        found = self._files.get(media_id)
        return found and (TYPES[found[0]], found[1])

    def opened(self, media_id: str) -> tuple[str, bytes] | None:
        """What a phone shows of it: its true type, and the bytes."""
        found = self._files.get(media_id)
        return found and (sniffed(found[1], TYPES[found[0]]), found[1])

    def shown(self, media_id: str, kind: str) -> tuple[ShownFile, ...]:
        """`kind`: as the screens call it."""
        found = self.opened(media_id)
        return (ShownFile(id=media_id, kind=kind, mime=found[0], size=len(found[1])),) if found else ()
