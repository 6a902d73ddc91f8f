"""One attempt at a message to a contact."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from bots.channel import Capabilities, Channel, Moved, PassiveReplies, Rejected, Unreachable
from bots.delivery.degrade import Describe, apart, parts, plainer
from bots.delivery.files import Files
from bots.delivery.gate import Gate
from bots.delivery.job import Job
from bots.delivery.settling import Settling
from storage.content import Content

PASSIVE = "passive"
"""The external id of what travelled in the answer to the platform's own request."""
OFFER_SECONDS = 60.0
"""A platform's retries end long before."""
Put = Callable[[Content], Awaitable[str]]

log = structlog.get_logger(__name__)


class Sender:
    def __init__(
        self,
        channels: Mapping[str, Channel],
        gates: Mapping[str, Gate],
        files: Files,
        settling: Settling,
        describe: Describe,
    ) -> None:
        self._channels = channels
        # Asked here, once: asking a protocol costs as much as sending.
        self._passive = {name: each for name, each in channels.items() if isinstance(each, PassiveReplies)}
        self._gates = gates
        self._files = files
        self._settling = settling
        self._describe = describe

    async def send(self, job: Job) -> None:
        """Raises SendFailed; what went out before that is counted in the job."""
        channel = self._channels.get(job.row.channel)
        if channel is None:
            raise Unreachable(f"the channel {job.row.channel} is switched off")
        whole = parts(job.content, channel.capabilities, self._describe)
        if job.parts_sent == 0 and whole and await self._offered(channel, job, whole[0]):
            job.external_id = PASSIVE
            await count_part(job, whole, self._settling)

        async def put(content: Content) -> str:
            return await self._put(channel, job, content)

        await put_each(
            job, whole, lambda part: put_or_plainer(put, part, channel.capabilities, self._describe), self._settling
        )

    async def _offered(self, channel: Channel, job: Job, part: Content) -> bool:
        passive = self._passive.get(channel.name)
        if job.row.answers is None or passive is None:
            return False
        try:
            async with asyncio.timeout(OFFER_SECONDS):
                return await passive.offer(job.row, part)
        except TimeoutError:
            raise Unreachable("the passive reply was neither taken nor refused") from None

    async def _put(self, channel: Channel, job: Job, part: Content) -> str:
        try:
            return await self._put_to(channel, job.to, part)
        except Moved as moved:
            job.to = moved.chat_id
            return await self._put_to(channel, job.to, part)

    async def _put_to(self, channel: Channel, to: str, part: Content) -> str:
        gate = self._gates[channel.name]
        content, files = await self._files.ready(part, channel.name)
        await gate.pass_chat(to)
        return await gate.call(lambda: channel.send(to, content, files=files))


async def put_each(job: Job, whole: Sequence[Content], put: Put, settling: Settling) -> None:
    """The parts that have not gone out yet, each counted as it goes."""
    for part in whole[job.parts_sent :]:
        external_id = await put(part)
        job.external_id = job.external_id or external_id
        await count_part(job, whole, settling)


async def count_part(job: Job, whole: Sequence[Content], settling: Settling) -> None:
    job.parts_sent += 1
    if job.parts_sent < len(whole):
        await settling.progressed(job)


async def put_or_plainer(put: Put, part: Content, capabilities: Capabilities, describe: Describe) -> str:
    """Put it as it is; where the platform will not have it, in words alone. Returns the last id."""
    try:
        return await put(part)
    except Rejected as rejected:
        is_album = len(part.attachments) > 1
        plain = apart(part) if is_album else plainer(part, capabilities, describe)
        if not plain:
            raise
        log.warning("delivery.sent_plainer", reason=str(rejected))
    external_id = ""
    for each in plain:
        external_id = await (put_or_plainer(put, each, capabilities, describe) if is_album else put(each))
    return external_id
