"""Content as the parts that a channel takes, put out one after the other."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bots.channel import Capabilities, Rejected
from bots.delivery.degrade import Describe, apart, parts, plainer
from bots.delivery.job import Job
from bots.delivery.settling import Settling
from storage.content import Content

Put = Callable[[Content], Awaitable[list[str]]]
"""Send a part; the ids of the messages that it became."""

log = structlog.get_logger(__name__)


class PartByPart:
    """`describe` puts an attachment that a channel cannot show into words: others for staff than for customers."""

    def __init__(self, settling: Settling, describe: Describe) -> None:
        self._settling = settling
        self._describe = describe

    def of(self, content: Content, capabilities: Capabilities) -> list[Content]:
        """Each of them is one message."""
        return parts(content, capabilities, self._describe)

    async def put(self, job: Job, whole: Sequence[Content], put: Put, capabilities: Capabilities) -> None:
        """Those parts of the job that have not gone out yet, each counted as it goes. Raises SendFailed."""
        for part in whole[job.parts_sent :]:
            job.external_ids += await self.put_one(part, put, capabilities)
            await self.count(job, whole)

    async def put_one(self, part: Content, put: Put, capabilities: Capabilities) -> list[str]:
        """Uncounted: a crash may repeat it."""
        return await put_or_plainer(put, part, capabilities, self._describe)

    async def count(self, job: Job, whole: Sequence[Content]) -> None:
        """One more went out. The last is counted with the end of the job."""
        job.parts_sent += 1
        if job.parts_sent < len(whole):
            await self._settling.progressed(job)


async def put_or_plainer(put: Put, part: Content, capabilities: Capabilities, describe: Describe) -> list[str]:
    """Put it as it is; where the platform will not have it, in words alone. Returns the ids of what it became."""
    try:
        return await put(part)
    except Rejected as rejected:
        is_album = len(part.attachments) > 1
        plain = apart(part) if is_album else plainer(part, capabilities, describe)
        if not plain:
            raise
        log.warning("delivery.sent_plainer", reason=str(rejected))
    ids: list[str] = []
    for each in plain:
        ids += await (put_or_plainer(put, each, capabilities, describe) if is_album else put(each))
    return ids
