"""Files, and what Slack takes them for."""

from dataclasses import dataclass

from bots.sandbox.mimes import sniffed
from bots.sandbox.phone import ShownFile

MIMES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "amr": "audio/amr",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
KINDS = {"image": "photo", "audio": "voice", "video": "video"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    name: str
    mime: str
    data: bytes

    @property
    def kind(self) -> str:
        """As the screens call it."""
        return KINDS.get(self.mime.partition("/")[0], "file")

    @property
    def shown(self) -> ShownFile:
        return ShownFile(id=self.id, kind=self.kind, name=self.name, mime=self.mime, size=len(self.data))


def mime_of(name: str, data: bytes) -> str:
    """By the ending of its name, else by its first bytes."""
    return MIMES.get(name.rpartition(".")[2].lower()) or sniffed(data)
