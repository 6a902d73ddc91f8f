"""Sound and video as phones make them, small. Each is recorded once."""

import io
from fractions import Fraction
from functools import cache

import av
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.video.frame import VideoFrame

RATES = {"libopencore_amrnb": 8000, "libopus": 48_000, "libmp3lame": 24_000, "aac": 44_100, "pcm_s16le": 8000}
RATE = 10


@cache
def spoken(container: str, codec: str, seconds: float = 1.0) -> bytes:
    """Silence of that length."""
    sink = io.BytesIO()
    with av.open(sink, "w", format=container) as target:
        _speak(target, codec, seconds)
    return sink.getvalue()


def amr(seconds: float = 1.0) -> bytes:
    """As WeChat records."""
    return spoken("amr", "libopencore_amrnb", seconds)


def opus(seconds: float = 1.0) -> bytes:
    """As Telegram records."""
    return spoken("ogg", "libopus", seconds)


def _speak(target: OutputContainer, codec: str, seconds: float) -> None:
    rate = RATES[codec]
    stream = target.add_stream(codec, rate=rate)
    assert isinstance(stream, av.AudioStream)
    stream.layout = "mono"
    context = stream.codec_context
    resampler = av.AudioResampler(context.format, "mono", rate, frame_size=context.frame_size or 1024)
    frame = AudioFrame("s16", "mono", int(rate * seconds))
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    frame.planes[0].update(bytes(frame.planes[0].buffer_size))
    for heard in (*resampler.resample(frame), *resampler.resample(None)):
        target.mux(stream.encode(heard))
    target.mux(stream.encode(None))


@cache
def filmed(
    container: str = "mp4",
    codec: str = "libx264",
    seconds: float = 1.0,
    size: tuple[int, int] = (64, 48),
    bits: int = 0,
) -> bytes:
    """Grey pictures; with `bits`, as many bytes a second as noise needs."""
    sink = io.BytesIO()
    with av.open(sink, "w", format=container) as target:
        stream = target.add_stream(codec, rate=RATE, options={"b": str(bits)} if bits else {})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = pixels = "gray" if codec == "png" else "yuv420p"
        for number in range(int(RATE * seconds)):
            frame = VideoFrame(*size, pixels)
            for plane in frame.planes:
                plane.update(bytes([(number * 7) % 256]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return sink.getvalue()


def seconds_of(data: bytes) -> float:
    """Of the first track, played to its end."""
    with av.open(io.BytesIO(data), "r") as source:
        *_, last = source.decode(source.streams[0])
        assert isinstance(last, AudioFrame | VideoFrame)
        return (last.time or 0.0) + (last.samples / last.sample_rate if isinstance(last, AudioFrame) else 0.0)


def codecs_of(data: bytes) -> list[str]:
    with av.open(io.BytesIO(data), "r") as source:
        return [stream.codec_context.name for stream in (*source.streams.video, *source.streams.audio)]
