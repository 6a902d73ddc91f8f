"""Video as the MP4 that every phone plays, and small enough."""

import io
from collections.abc import Sequence
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bots.delivery.media.containers import PIXELS, Unreadable, decoding, opened, seconds_of
from bots.delivery.media.deadline import Deadline
from bots.delivery.media.sound import TooLong

LONGEST = 300.0
"""Seconds. Of more nothing could be seen in ten megabytes, or not in time."""
SIDE = 640
RATE = 24
SOUND_RATE = 44_100
SOUND_BITS = 48_000
MOST_BITS = 900_000
LEAST_BITS = 80_000
"""A second of picture; with fewer there is nothing to be seen."""
PLAYED = (["h264"], ["h264", "aac"])
ROOM = 0.85
"""So much of what is allowed is aimed at: a coder aims, and does not always hit."""


def coded_anew(data: bytes, mime: str, most_bytes: int, deadline: Deadline) -> bytes:
    """At most `most_bytes`, as far as can be aimed. Raises Unreadable, TooLong, TooSlow."""
    sink = io.BytesIO()
    with decoding(mime), opened(data, mime) as source, av.open(sink, "w", format="mp4") as target:
        Recoding(source, target, most_bytes, deadline).run()
    return sink.getvalue()


def packed_anew(data: bytes, mime: str, deadline: Deadline) -> bytes | None:
    """The same pictures and sound in an MP4; None: not every phone plays their coding. Raises Unreadable, TooSlow."""
    sink = io.BytesIO()
    with decoding(mime), opened(data, mime) as source:
        streams: list[VideoStream | AudioStream] = [*source.streams.video[:1], *source.streams.audio[:1]]
        if [each.codec_context.name for each in streams] not in PLAYED:
            return None
        with av.open(sink, "w", format="mp4") as target:
            _repack(source, target, streams, deadline)
    return sink.getvalue()


def _repack(
    source: InputContainer, target: OutputContainer, streams: Sequence[VideoStream | AudioStream], deadline: Deadline
) -> None:
    boxes = {each.index: target.add_stream_from_template(each) for each in streams}
    for packet in source.demux(*streams):
        deadline.check()
        if packet.dts is not None:
            packet.stream = boxes[packet.stream.index]
            target.mux(packet)


class Recoding:
    def __init__(self, source: InputContainer, target: OutputContainer, most_bytes: int, deadline: Deadline) -> None:
        self._source = source
        self._target = target
        self._deadline = deadline
        bits = bits_a_second(source, most_bytes)
        self._video = target.add_stream(
            "libx264", rate=RATE, options={"b": str(bits), "preset": "veryfast", "threads": "1"}
        )
        self._video.pix_fmt = "yuv420p"
        first = first_frame(source, deadline)
        self._video.width, self._video.height = size_of(first)
        if first.rotation:
            # Phones film as they are held, and say so beside the picture.
            self._video.set_display_rotation(first.rotation)
        self._sound = (
            target.add_stream("aac", rate=SOUND_RATE, options={"b": str(SOUND_BITS)}) if source.streams.audio else None
        )
        self._resampler = av.AudioResampler("fltp", "mono", SOUND_RATE, frame_size=1024)
        if self._sound is not None:
            self._sound.layout = "mono"
        self._shown = -1
        self._samples = 0

    def run(self) -> None:
        streams = [*self._source.streams.video[:1], *self._source.streams.audio[:1]]
        for packet in self._source.demux(streams):
            for frame in packet.decode():
                self._deadline.check()
                if isinstance(frame, VideoFrame):
                    self._show(frame)
                elif isinstance(frame, AudioFrame):
                    self._sound_out(frame)
        self._sound_out(None)
        for stream in (self._video, self._sound):
            if stream is not None:
                self._target.mux(stream.encode(None))

    def _show(self, frame: VideoFrame) -> None:
        """As many pictures a second as we write; one that comes too early is left out."""
        number = int((frame.time or 0.0) * RATE)
        if number <= self._shown:
            return
        if number > LONGEST * RATE:
            raise TooLong
        self._shown = number
        drawn = frame.reformat(self._video.width, self._video.height, "yuv420p")
        drawn.pts, drawn.time_base = number, Fraction(1, RATE)
        self._target.mux(self._video.encode(drawn))

    def _sound_out(self, frame: AudioFrame | None) -> None:
        if self._sound is None:
            return
        for heard in self._resampler.resample(frame):
            heard.pts, heard.time_base = self._samples, Fraction(1, SOUND_RATE)
            self._samples += heard.samples
            self._target.mux(self._sound.encode(heard))


def bits_a_second(source: InputContainer, most_bytes: int) -> int:
    """For the picture. Raises Unreadable, TooLong."""
    if not source.streams.video:
        raise Unreadable("no picture")
    context = source.streams.video[0].codec_context
    if context.width * context.height > PIXELS:
        raise TooLong
    seconds = seconds_of(source) or LONGEST
    bits = int(ROOM * most_bytes * 8 / seconds) - SOUND_BITS
    if seconds > LONGEST or bits < LEAST_BITS:
        raise TooLong
    return min(bits, MOST_BITS)


def first_frame(source: InputContainer, deadline: Deadline) -> VideoFrame:
    """The source stands at its beginning again. Raises Unreadable, TooSlow."""
    for packet in source.demux(video=0):
        deadline.check()
        for frame in packet.decode():
            if isinstance(frame, VideoFrame):
                source.seek(0)
                return frame
    raise Unreadable("no picture")


def size_of(frame: VideoFrame) -> tuple[int, int]:
    """At most SIDE, and even, as the coder wants it."""
    scale = min(1.0, SIDE / max(frame.width, frame.height))
    return max(2, round(frame.width * scale / 2) * 2), max(2, round(frame.height * scale / 2) * 2)
