"""Files that customers sent, brought here."""

from bots.channel import File, NotAFile, TooLarge, Unreachable
from bots.telegram.api import Api
from storage.inbound import Attachment, Media

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
)
"""(offset, bytes there, type)"""

UNKNOWN = "application/octet-stream"
NOT_FILES = {Media.LOCATION, Media.CONTACT, Media.LINK}


def sniffed(data: bytes) -> str:
    """The type by its first bytes: names and declared types are whatever the sender wanted."""
    return next((mime for offset, magic, mime in MAGIC if data.startswith(magic, offset)), UNKNOWN)


async def fetch(api: Api, attachment: Attachment, limit: int) -> File:
    """Raises SendFailed."""
    if attachment.media in NOT_FILES:
        raise NotAFile(f"a {attachment.media} is no file")
    if (attachment.size or 0) > limit:
        raise too_large(limit)
    data = await api.download(await _path(api, attachment.ref), limit)
    if data is None:
        raise too_large(limit)
    name = attachment.name or f"{attachment.media}"
    return File(media=attachment.media, name=name, mime=sniffed(data), data=data, caption=attachment.caption)


def too_large(limit: int) -> TooLarge:
    return TooLarge(f"larger than {limit >> 20} MB, or than Telegram lets a bot download")


async def _path(api: Api, file_id: str) -> str:
    match await api.call("getFile", file_id=file_id):
        case {"file_path": str(path)}:
            return path
    raise Unreachable("Telegram does not say where the file is")
