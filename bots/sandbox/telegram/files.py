"""Files that were sent, as Telegram keeps them."""

import mimetypes
from dataclasses import dataclass

from bots.sandbox.mimes import UNKNOWN, sniffed


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    kind: str
    """The field of a message that holds it: photo, document, voice ..."""
    path: str
    name: str
    data: bytes
    declared: str = ""
    """The type that its sender says it has."""

    @property
    def mime(self) -> str:
        """Only documents have names to tell by."""
        if self.kind == "document":
            return self.declared or mimetypes.guess_type(self.name)[0] or UNKNOWN
        return sniffed(self.data, self.declared or UNKNOWN)
