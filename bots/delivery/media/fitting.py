"""A file made into what a channel takes: as it is, converted, or as a mere file."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import structlog

from bots.channel import Capabilities, File, MediaLimit
from bots.delivery.media.deadline import Deadline, TooSlow
from bots.delivery.media.kinds import UNKNOWN, named, shown_as, told_by_content
from handlers.faults import told
from handlers.notices import KeptBack
from storage.inbound import Media
from storage.records import replace

QUICK = frozenset({Media.PHOTO, Media.STICKER, Media.VOICE})
"""Done in a moment: they have a thread of their own, and wait for no video, however many come. More threads would take
the processor that the messages need."""
QUICK_SECONDS = 30.0
"""Half an hour of speech takes a third of it."""

log = structlog.get_logger(__name__)


class Unfit(Exception):
    def __init__(self, why: KeptBack) -> None:
        super().__init__(why)
        self.why = why


class Fitting:
    def __init__(self, ticks: Callable[[], float], seconds: float) -> None:
        """`seconds`: how long one file may keep a thread busy."""
        self._ticks = ticks
        self._seconds = seconds
        self._stopped = Event()
        self._quick, self._slow = (ThreadPoolExecutor(1, thread_name_prefix=f"media-{name}") for name in "qs")

    async def fit(self, file: File, capabilities: Capabilities) -> File:
        """Raises Unfit."""
        if file.media in capabilities.media and file.media not in capabilities.limits:
            return file
        is_quick = file.media in QUICK
        thread, seconds = (self._quick, min(QUICK_SECONDS, self._seconds)) if is_quick else (self._slow, self._seconds)
        return await asyncio.get_running_loop().run_in_executor(thread, self._fitted, file, capabilities, seconds)

    def close(self) -> None:
        """What is being converted stops at its next step: the message waits in the outbox."""
        self._stopped.set()
        for thread in (self._quick, self._slow):
            thread.shutdown(wait=False, cancel_futures=True)

    def _fitted(self, file: File, capabilities: Capabilities, seconds: float) -> File:
        deadline = Deadline(self._ticks() + seconds, self._ticks, self._stopped)
        try:
            return fitted(file, capabilities, deadline)
        except Unfit:
            raise
        except TooSlow:
            raise Unfit(KeptBack.SIZE) from None
        except Exception as error:  # noqa: BLE001 - the boundary of somebody else's bytes: decoders raise whatever they stumble over
            log.warning("media.broken", media=file.media, mime=file.mime, size=len(file.data), **told(error))
            raise Unfit(KeptBack.BROKEN) from None


def fitted(file: File, capabilities: Capabilities, deadline: Deadline) -> File:
    """Raises Unfit, TooSlow."""
    file = replace(file, mime=told_by_content(file))
    media = file.media if file.media in capabilities.media else _stand_in(file, capabilities)
    limit = capabilities.limits.get(media)
    as_it_is = replace(file, media=media)
    if limit is None or (file.media is not Media.STICKER and _fits(as_it_is, limit, deadline)):
        return as_it_is
    try:
        return _converted(file, media, limit, deadline)
    except (Unfit, TooSlow):
        files = capabilities.limits.get(Media.FILE)
        if Media.FILE in capabilities.media and (files is None or len(file.data) <= files.bytes):
            return replace(file, media=Media.FILE)
        raise


def _stand_in(file: File, capabilities: Capabilities) -> Media:
    """What it is shown as where its own kind is not."""
    media = Media.PHOTO if file.media is Media.STICKER else shown_as(file.mime)
    if media is None or media not in capabilities.media or file.mime == UNKNOWN:
        raise Unfit(KeptBack.KIND)
    return media


def _fits(file: File, limit: MediaLimit, deadline: Deadline) -> bool:
    from bots.delivery.media.pictures import has_shape

    if len(file.data) > limit.bytes or (limit.types and file.mime not in limit.types):
        return False
    if file.media is Media.PHOTO:
        return has_shape(file.data, limit)
    return file.media is not Media.VOICE or not limit.seconds or _is_short(file, limit.seconds, deadline)


def _is_short(file: File, seconds: float, deadline: Deadline) -> bool:
    # FFmpeg is 30 MB that are loaded when somebody first speaks.
    from bots.delivery.media.containers import Unreadable
    from bots.delivery.media.sound import TooLong, seconds_played

    try:
        seconds_played(file.data, file.mime, seconds, deadline)
    except TooLong:
        raise Unfit(KeptBack.SIZE) from None
    except Unreadable:
        return False
    return True


def _converted(file: File, media: Media, limit: MediaLimit, deadline: Deadline) -> File:
    match media:
        case Media.PHOTO:
            data, mime = _photo(file, limit)
        case Media.VOICE:
            data, mime = _voice(file, limit, deadline)
        case Media.VIDEO:
            data, mime = _video(file, limit, deadline)
        case _:
            raise Unfit(KeptBack.SIZE if len(file.data) > limit.bytes else KeptBack.KIND)
    if len(data) > limit.bytes:
        raise Unfit(KeptBack.SIZE)
    return File(media=media, name=named(file, mime), mime=mime, data=data, caption=file.caption)


def _photo(file: File, limit: MediaLimit) -> tuple[bytes, str]:
    from bots.delivery.media.pictures import as_photo, is_drawable, sticker_as_photo

    if file.media is Media.STICKER:
        drawn = sticker_as_photo(file.data)
    else:
        drawn = as_photo(file.data) if is_drawable(file.data, limit) else None
    if drawn is None:
        is_photo = file.media is not Media.STICKER and shown_as(file.mime) is Media.PHOTO
        raise Unfit(KeptBack.SIZE if is_photo else KeptBack.KIND)
    return drawn


def _voice(file: File, limit: MediaLimit, deadline: Deadline) -> tuple[bytes, str]:
    from bots.delivery.media.containers import Unreadable
    from bots.delivery.media.sound import CODINGS, TooLong, coded_anew

    mime = next((each for each in limit.types if each in CODINGS), None)
    if mime is None:
        raise Unfit(KeptBack.KIND)
    try:
        return coded_anew(file.data, file.mime, mime, limit.seconds, deadline), mime
    except TooLong:
        raise Unfit(KeptBack.SIZE) from None
    except Unreadable:
        raise Unfit(KeptBack.BROKEN) from None


def _video(file: File, limit: MediaLimit, deadline: Deadline) -> tuple[bytes, str]:
    from bots.delivery.media.containers import Unreadable
    from bots.delivery.media.sound import TooLong
    from bots.delivery.media.video import coded_anew, packed_anew

    try:
        packed = packed_anew(file.data, file.mime, deadline)
        if packed is not None and len(packed) <= limit.bytes:
            return packed, "video/mp4"
        return coded_anew(file.data, file.mime, limit.bytes, deadline), "video/mp4"
    except TooLong:
        raise Unfit(KeptBack.SIZE) from None
    except Unreadable:
        raise Unfit(KeptBack.BROKEN) from None
