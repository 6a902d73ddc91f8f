"""Attachments on their way from the channel they came in on, or from our own photographs, to another channel."""

from collections.abc import Awaitable, Callable, Mapping

from bots.channel import Channel, File, Gone, Rejected, TooLarge, Unreachable
from bots.delivery.degrade import Describe
from bots.delivery.gate import Gate
from bots.delivery.job import Job
from bots.delivery.media.fitting import Fitting, Unfit
from handlers.notices import KeptBack
from storage.content import Content
from storage.errors import StorageFailed
from storage.inbound import Attachment
from storage.photos import CHANNEL, Photo
from storage.records import replace

ReadPhoto = Callable[[str], Awaitable[Photo | None]]
"""By its id; None: it is forgotten. Raises StorageFailed."""


class Files:
    def __init__(
        self,
        channels: Mapping[str, Channel],
        gates: Mapping[str, Gate],
        describe: Describe,
        read_photo: ReadPhoto,
        fitting: Fitting,
    ) -> None:
        self._channels = channels
        self._gates = gates
        self._describe = describe
        self._read_photo = read_photo
        self._fitting = fitting

    async def ready(self, content: Content, channel: Channel, job: Job) -> tuple[Content, tuple[File, ...]]:
        """What the channel knows already stays in the content; the rest is fetched and fitted, or told in words.

        Raises SendFailed when the other channel may give it later.
        """
        own = tuple(each for each in content.attachments if each.channel == channel.name)
        if len(own) == len(content.attachments):
            return content, ()
        files: list[File] = []
        told: list[str] = []
        for each in content.attachments:
            if each.channel == channel.name:
                continue
            try:
                files.append(await self._fitting.fit(await self._fetched(each), channel.capabilities))
            except Unfit as unfit:
                job.kept_back[each] = unfit.why
                told.append(self._describe(forgotten(each)))
        text = "\n\n".join(filter(None, (content.text, *told)))
        return replace(content, text=text, attachments=own), tuple(files)

    async def _fetched(self, attachment: Attachment) -> File:
        """Raises Unfit, SendFailed."""
        if attachment.channel == CHANNEL:
            return await self._kept(attachment)
        source, gate = self._channels.get(attachment.channel), self._gates.get(attachment.channel)
        if source is None or gate is None:
            raise Unfit(KeptBack.BROKEN)
        try:
            return await gate.call(lambda: source.fetch(attachment))
        except TooLarge:
            raise Unfit(KeptBack.SIZE) from None
        except (Gone, Rejected):
            raise Unfit(KeptBack.BROKEN) from None

    async def _kept(self, attachment: Attachment) -> File:
        try:
            photo = await self._read_photo(attachment.ref)
        except StorageFailed as failed:
            raise Unreachable(str(failed)) from None
        if photo is None:
            raise Unfit(KeptBack.BROKEN)
        name = attachment.name or f"{attachment.media}"
        return File(media=attachment.media, name=name, mime=photo.mime, data=photo.data, caption=attachment.caption)


def forgotten(attachment: Attachment) -> Attachment:
    """Without its address if it is one of our own photographs: that leads nowhere once the photograph is gone."""
    return replace(attachment, ref="") if attachment.channel == CHANNEL else attachment
