"""A photo door that keeps whatever it is not told to refuse."""

from dataclasses import dataclass, field

from storage.inbound import Attachment, Identity
from storage.photos import Kept, Refused, Unusable


@dataclass(slots=True)
class MemoryPhotos:
    """A `PhotoDoor`. The same file has the same id; what is refused is named by its `ref`."""

    refused: dict[str, Unusable] = field(default_factory=dict)
    of: dict[str, Identity] = field(default_factory=dict)
    """By id: whose photograph it is."""

    async def kept(self, attachment: Attachment, of: Identity, now: float) -> Kept | Refused:
        if why := self.refused.get(attachment.ref):
            return Refused(why)
        photo_id = f"kept-{attachment.ref}"
        self.of[photo_id] = of
        return Kept(photo_id)
