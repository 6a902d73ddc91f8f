"""What the platform takes and gives as temporary media (临时素材), told by its first bytes."""

from collections.abc import Mapping

from bots.channel import File, MediaLimit, NotAFile, Rejected
from storage.inbound import Media
from storage.records import record

MEGABYTE = 1024 * 1024
VIDEO_HOSTS = (".qq.com", ".qpic.cn", ".qlogo.cn")
"""Where the platform keeps customers' videos: media/get answers with an address for them."""


@record(frozen=True, slots=True)
class Upload:
    kind: str
    limit: MediaLimit


LONGEST_VOICE = 60.0
"""Seconds."""
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/bmp")
SOUNDS = ("audio/mpeg", "audio/amr")
UPLOADS: Mapping[Media, Upload] = {
    Media.PHOTO: Upload("image", MediaLimit(bytes=10 * MEGABYTE, types=PICTURES)),
    Media.VOICE: Upload("voice", MediaLimit(bytes=2 * MEGABYTE, types=SOUNDS, seconds=LONGEST_VOICE)),
    Media.VIDEO: Upload("video", MediaLimit(bytes=10 * MEGABYTE, types=("video/mp4",))),
}
"""What media/upload takes. Source: 新增临时素材."""
LIMITS: Mapping[Media, MediaLimit] = {media: upload.limit for media, upload in UPLOADS.items()}
SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "application/pdf": "pdf",
    "application/octet-stream": "bin",
}
SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
)


def sniff(data: bytes) -> str:
    for offset, magic, mime in SIGNATURES:
        if data.startswith(magic, offset):
            return mime
    return "application/octet-stream"


def file_of(media: Media, data: bytes) -> File:
    """Named by what it is: the platform names nothing, and a sender's word would prove nothing."""
    mime = sniff(data)
    if media is Media.PHOTO and mime not in (*PICTURES, "image/webp"):
        raise NotAFile("what came as a picture is not one")
    return File(media=media, name=f"{media}.{SUFFIXES[mime]}", mime=mime, data=data)


def upload_of(file: File) -> tuple[str, tuple[str, bytes, str]]:
    """The platform's kind, and the part of the form: name, bytes, type."""
    upload = UPLOADS.get(file.media)
    if upload is None:
        raise Rejected(f"WeChat cannot be sent a {file.media}")
    limit = upload.limit
    if len(file.data) > limit.bytes:
        raise Rejected(f"a {file.media} may have {limit.bytes // MEGABYTE} MB, this one has {len(file.data)} bytes")
    mime = sniff(file.data)
    if mime not in limit.types:
        raise Rejected(f"WeChat takes no {mime} as a {file.media}")
    return upload.kind, (f"{file.media}.{SUFFIXES[mime]}", file.data, mime)
