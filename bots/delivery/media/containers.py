"""Sound and video taken apart. FFmpeg is told which reader to use: others of its readers follow what a file says to
other files and addresses.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard
from av.video.stream import VideoStream

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

PIXELS = 3840 * 2160
"""Of a frame, at most: a few kilobytes may say that they unfold into any number."""


class Unreadable(Exception):
    """No kind of sound or video that we read, or a broken one."""


@contextmanager
def decoding(mime: str) -> Iterator[None]:
    """Whatever FFmpeg cannot make out within it raises Unreadable."""
    try:
        yield
    except (av.FFmpegError, ValueError) as error:
        raise Unreadable(f"{mime}: {type(error).__name__}") from None


def opened(data: bytes, mime: str, media: Sequence[str] = ("video", "audio")) -> InputContainer:
    """Only the first stream of each of these `media` is ever decoded. Raises Unreadable."""
    reader = READERS.get(mime)
    if reader is None:
        raise Unreadable(mime)
    most = {"max_pixels": str(PIXELS)}
    with decoding(mime):
        source = av.open(io.BytesIO(data), "r", format=reader, options=most)
    for stream in source.streams:
        if stream.type not in media:
            stream.discard = Discard.all
        elif isinstance(stream, VideoStream | AudioStream):
            stream.codec_context.options = most if stream.type == "video" else {}
            stream.codec_context.thread_count = 1
    return source


def seconds_of(source: InputContainer) -> float | None:
    """As the file says; None: it does not."""
    return source.duration / av.time_base if source.duration is not None else None
