"""Voice messages in another coding."""

import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from bots.delivery.media.containers import Unreadable, decoding, opened
from bots.delivery.media.deadline import Deadline
from storage.records import record

LONGEST = 1800.0
"""Seconds. Silence packs so well that a small file may hold days of it."""


class TooLong(Exception):
    """Longer than the other side plays."""


@record(frozen=True, slots=True)
class Coding:
    container: str
    codec: str
    rate: int
    bits: int


CODINGS: Mapping[str, Coding] = {
    "audio/ogg": Coding("ogg", "libopus", 48_000, 32_000),
    "audio/mpeg": Coding("mp3", "libmp3lame", 24_000, 48_000),
    "audio/amr": Coding("amr", "libopencore_amrnb", 8_000, 12_200),
}
"""Speech, in one track."""


def coded_anew(data: bytes, mime: str, wanted: str, seconds: float, deadline: Deadline) -> bytes:
    """`seconds`: at most so many; 0: as many as we take. Raises Unreadable, TooLong, TooSlow."""
    coding = CODINGS[wanted]
    sink = io.BytesIO()
    with (
        decoding(mime),
        opened(data, mime, ("audio",)) as source,
        av.open(sink, "w", format=coding.container) as target,
    ):
        _code(source, target, coding, seconds or LONGEST, deadline)
    return sink.getvalue()


def _code(source: InputContainer, target: OutputContainer, coding: Coding, seconds: float, deadline: Deadline) -> None:
    stream = target.add_stream(coding.codec, rate=coding.rate, options={"b": str(coding.bits)})
    if not isinstance(stream, AudioStream):
        raise Unreadable(coding.codec)
    stream.layout = "mono"
    for frame in _frames(source, stream, coding, seconds, deadline):
        target.mux(stream.encode(frame))
    target.mux(stream.encode(None))


def _frames(
    source: InputContainer, stream: AudioStream, coding: Coding, seconds: float, deadline: Deadline
) -> Iterator[AudioFrame]:
    if not source.streams.audio:
        raise Unreadable("no sound")
    context = stream.codec_context
    resampler = av.AudioResampler(context.format, "mono", coding.rate, frame_size=context.frame_size or 1024)
    samples = 0
    for decoded in chain(source.decode(audio=0), (None,)):
        deadline.check()
        for frame in resampler.resample(decoded):
            frame.pts, frame.time_base = samples, Fraction(1, coding.rate)
            samples += frame.samples
            if samples > (seconds + 0.5) * coding.rate:
                raise TooLong
            yield frame


def seconds_played(data: bytes, mime: str, most: float, deadline: Deadline) -> float:
    """Counted, not believed: a file may say what it wants. Raises Unreadable, TooLong (more than `most`), TooSlow."""
    played = 0.0
    with decoding(mime), opened(data, mime, ("audio",)) as source:
        if not source.streams.audio:
            raise Unreadable("no sound")
        for frame in source.decode(audio=0):
            deadline.check()
            played += frame.samples / frame.sample_rate
            if played > most + 0.5:
                raise TooLong
    return played
