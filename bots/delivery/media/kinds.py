"""What a file is, by its content: names and declared types are whatever the sender wanted."""

from collections.abc import Mapping

import filetype

from bots.channel import File
from storage.inbound import Media

UNKNOWN = "application/octet-stream"
HEAD = 8192
"""So many bytes tell the type."""
SUFFIXES: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "video/mp4": "mp4",
}
"""Of the types that we convert into."""
KINDS = {"image": Media.PHOTO, "audio": Media.VOICE, "video": Media.VIDEO}


def type_of(data: bytes) -> str:
    return filetype.guess_mime(data[:HEAD]) or UNKNOWN


def told_by_content(file: File) -> str:
    """Words and tables have no signature: of a mere file the declared type may stand."""
    found = type_of(file.data)
    return file.mime or UNKNOWN if found == UNKNOWN and file.media is Media.FILE else found


def shown_as(mime: str) -> Media | None:
    """What a file could be shown as where files are not taken."""
    return KINDS.get(mime.partition("/")[0])


def named(file: File, mime: str) -> str:
    stem, dot, _ = file.name.rpartition(".")
    return f"{(stem if dot else file.name) or file.media.value}.{SUFFIXES[mime]}"
