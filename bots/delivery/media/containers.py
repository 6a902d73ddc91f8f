"""Sound and video taken apart. FFmpeg is told which reader to use: others of its readers follow what a file says to
other files and addresses.
"""

import io
from collections.abc import Mapping

import av
from av.container import InputContainer

READERS: Mapping[str, str] = {
    "audio/amr": "amr",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "mov",
    "audio/x-wav": "wav",
    "audio/aac": "aac",
    "audio/x-flac": "flac",
    "video/mp4": "mov",
    "video/x-m4v": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
}


class Unreadable(Exception):
    """No kind of sound or video that we read, or a broken one."""


def opened(data: bytes, mime: str) -> InputContainer:
    """Raises Unreadable."""
    reader = READERS.get(mime)
    if reader is None:
        raise Unreadable(mime)
    try:
        return av.open(io.BytesIO(data), "r", format=reader)
    except (av.FFmpegError, ValueError) as error:
        raise Unreadable(f"{mime}: {type(error).__name__}") from None


def seconds_of(source: InputContainer) -> float | None:
    """As the file says; None: it does not."""
    return source.duration / av.time_base if source.duration is not None else None
