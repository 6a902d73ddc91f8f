"""Pictures of which only the place is remembered: they are with their channel until something asks for them."""

from collections.abc import Iterable, Sequence

from handlers.forms.answers import Json
from storage.inbound import Attachment, Media


def pictures_among(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    return tuple(filter(is_picture, attachments))


def is_picture(attachment: Attachment) -> bool:
    """As far as can be told before it is fetched."""
    is_file = attachment.media is Media.FILE and attachment.mime.startswith("image/")
    return attachment.media is Media.PHOTO or is_file


def together(before: Sequence[Attachment], came: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Each once, in the order they came."""
    return tuple(dict.fromkeys((*before, *pictures_among(came))))


def of_picture(picture: Attachment) -> list[Json]:
    return [picture.media, picture.channel, picture.ref, picture.name, picture.mime, picture.size]


def read_picture(media: str, channel: str, ref: str, name: str, mime: str, size: int | None) -> Attachment:
    return Attachment(media=Media(media), channel=channel, ref=ref, name=name, mime=mime, size=size)
