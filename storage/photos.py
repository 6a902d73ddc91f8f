"""Photographs that customers send with a return request: what a handler may ask of them."""

from enum import StrEnum
from typing import Protocol

from storage.inbound import Attachment, Identity
from storage.records import record

CHANNEL = "kefu"
"""The `Attachment.channel` of a photograph that we keep ourselves; its `ref` is the photo's id."""


class Unusable(StrEnum):
    """Why a picture was not kept. Each has a sentence for the customer that says what to do."""

    NOT_A_PHOTO = "not_a_photo"
    """Another kind of file, whatever its name says: a PDF, a video, a drawing, a picture that moves."""
    BROKEN = "broken"
    """Empty, or cut off on its way."""
    TOO_LARGE = "too_large"
    """More bytes or more pixels than we take."""
    GONE = "gone"
    """The platform does not have it any more: send it again."""
    LATER = "later"
    """The platform or our disk cannot do it now."""


@record(frozen=True, slots=True)
class Kept:
    id: str
    """The same for the same picture, however often it is sent."""


@record(frozen=True, slots=True)
class Refused:
    why: Unusable


class PhotoDoor(Protocol):
    """What a handler may ask about photographs."""

    async def kept(self, attachment: Attachment, of: Identity, now: float) -> Kept | Refused:
        """Fetch it from its channel, check it, and keep it without what else the file tells (where it was taken).

        Kept before the turn commits: one that no request comes to name is forgotten after a day.
        """


@record(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph as it is kept."""

    id: str
    mime: str
    width: int
    height: int
    data: bytes
