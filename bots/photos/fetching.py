"""The bytes of what a customer sent, or why there are none."""

import asyncio
from collections.abc import Mapping

import structlog

from bots.channel import Channel, Gone, NotAFile, Rejected, SendFailed, TooLarge
from bots.photos.picture import BYTES
from storage.inbound import Attachment, Media
from storage.photos import Unusable

SECONDS = 8.0
"""A platform that needs longer has not answered: others wait behind it."""
AT_ONCE = 5
"""Over all customers: so many files are in memory."""
MEDIA = {Media.PHOTO, Media.FILE}

log = structlog.get_logger(__name__)


class Fetching:
    def __init__(self, channels: Mapping[str, Channel], seconds: float = SECONDS) -> None:
        self._channels = channels
        self._seconds = seconds
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def fetched(self, attachment: Attachment) -> bytes | Unusable:
        if attachment.media not in MEDIA:
            return Unusable.NOT_A_PHOTO
        if (attachment.size or 0) > BYTES:
            return Unusable.TOO_LARGE
        channel = self._channels.get(attachment.channel)
        if channel is None:
            log.error("photo.no_channel", channel=attachment.channel)
            return Unusable.LATER
        async with self._slots:
            return await self._asked(channel, attachment)

    async def _asked(self, channel: Channel, attachment: Attachment) -> bytes | Unusable:
        try:
            async with asyncio.timeout(self._seconds):
                return (await channel.fetch(attachment, BYTES)).data
        except SendFailed as failed:
            why = meant(failed)
            log.warning("photo.not_fetched", channel=channel.name, why=why, reason=str(failed))
            return why
        except TimeoutError:
            log.warning("photo.not_fetched", channel=channel.name, why=Unusable.LATER, reason="no answer in time")
            return Unusable.LATER


def meant(failed: SendFailed) -> Unusable:
    match failed:
        case TooLarge():
            return Unusable.TOO_LARGE
        case NotAFile():
            return Unusable.NOT_A_PHOTO
        case Gone() | Rejected():
            return Unusable.GONE
    return Unusable.LATER
