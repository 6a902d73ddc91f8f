"""One attempt at a message to a contact."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bots.channel import (
    Channel,
    Moved,
    PassiveReplies,
    Rejected,
    Reserving,
    Rewriting,
    SendFailed,
    ThreadGone,
    Unreachable,
    UsedUp,
    WindowOver,
    ids_of,
)
from bots.delivery.files import Files
from bots.delivery.gate import Gate
from bots.delivery.job import PASSIVE, Job
from bots.delivery.part_by_part import PartByPart
from bots.delivery.quoting import NOTHING, Quotes, with_words
from storage.content import Content
from storage.results import Outgoing

log = structlog.get_logger(__name__)


class Sender:
    def __init__(
        self,
        channels: Mapping[str, Channel],
        gates: Mapping[str, Gate],
        files: Files,
        part_by_part: PartByPart,
        quotes: Quotes,
    ) -> None:
        self._channels = channels
        # Asked here, once: asking a protocol costs as much as sending.
        self._passive = {name: each for name, each in channels.items() if isinstance(each, PassiveReplies)}
        self._rewriting = {name: each for name, each in channels.items() if isinstance(each, Rewriting)}
        self._reserving = {name: each for name, each in channels.items() if isinstance(each, Reserving)}
        self._gates = gates
        self._files = files
        self._part_by_part = part_by_part
        self._quotes = quotes

    async def send(self, job: Job) -> None:
        """Raises SendFailed; what went out before that is counted in the job."""
        row, content, quoted = job.row, job.content, NOTHING
        channel = self._channel(row)
        if row.quotes is not None:
            quoted = await self._quotes.of(row, job.to, shows=channel.capabilities.quotes)
            content = with_words(content, quoted.words)
        whole = self._part_by_part.of(content, channel.capabilities)
        passive = self._passive.get(row.channel) if row.answers is not None else None
        if passive is not None and job.parts_sent == 0 and whole and await passive.offer(row, whole[0]):
            job.external_ids.append(PASSIVE)
            await self._part_by_part.count(job, whole)
            if job.parts_sent == len(whole):
                return

        async def put(content: Content) -> list[str]:
            following = len(whole) - job.parts_sent - 1
            return await self._put(channel, job, content, following, quoted.id if job.parts_sent == 0 else None)

        try:
            await self._part_by_part.put(job, whole, put, channel.capabilities)
        except (WindowOver, UsedUp) as refused:
            await self._noticed(channel, job, refused)

    async def change(self, job: Job, ask: Callable[[Rewriting, str], Awaitable[None]]) -> None:
        """Ask the channel to change something in the contact's chat, in its pace. Raises SendFailed."""
        name = self._channel(job.row).name
        rewriting = self._rewriting.get(name)
        if rewriting is None:
            raise Rejected(f"{name} cannot change what was sent")
        gate = self._gates[name]
        await gate.pass_chat(job.to)
        await gate.call(lambda: ask(rewriting, job.to))

    def _channel(self, row: Outgoing) -> Channel:
        if (channel := self._channels.get(row.channel)) is None:
            raise Unreachable(f"the channel {row.channel} is switched off")
        return channel

    async def _put(self, channel: Channel, job: Job, part: Content, following: int, quotes: str | None) -> list[str]:
        try:
            return await self._put_to(channel, job, part, following, quotes)
        except Moved as moved:
            job.to = moved.chat_id
        except ThreadGone:
            if job.row.thread is None or job.is_for_the_whole_chat:
                raise
            job.is_for_the_whole_chat = True
        return await self._put_to(channel, job, part, following, quotes)

    async def _put_to(self, channel: Channel, job: Job, part: Content, following: int, quotes: str | None) -> list[str]:
        gate, to = self._gates[channel.name], job.to
        content, files = await self._files.ready(part, channel, job) if part.attachments else (part, ())
        await gate.pass_chat(to)
        reserving = self._reserving.get(channel.name)
        if reserving is not None and job.is_final:
            return ids_of(await gate.call(lambda: reserving.send_final(to, content, files=files, following=following)))
        thread = None if job.is_for_the_whole_chat else job.row.thread
        return ids_of(await gate.call(lambda: channel.send(to, content, thread=thread, files=files, quotes=quotes)))

    async def _noticed(self, channel: Channel, job: Job, refused: SendFailed) -> None:
        """A final message that the channel does not take any more is told by a notice, unless a part of it went out."""
        reserving = self._reserving.get(channel.name)
        if reserving is None or not job.is_final or job.parts_sent:
            raise refused
        gate, key = self._gates[channel.name], f"kefu-{job.row.id}"
        await gate.pass_chat(job.to)
        notice = await gate.call(lambda: reserving.send_notice(job.to, job.content, key=key))
        if notice is None:
            raise refused
        log.info("delivery.noticed", row=job.row.id, channel=channel.name)
        job.external_ids.append(notice)
