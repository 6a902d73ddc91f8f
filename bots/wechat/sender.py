"""Customer messages (客服消息): counted before they are sent, because the platform allows only a few."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bots.channel import File, Rejected, SendFailed, Unreachable
from bots.wechat.api import Api
from bots.wechat.failures import QUOTA_CODES, PlatformError, as_failure
from bots.wechat.inbounds import CHANNEL
from bots.wechat.ledger import Windows
from bots.wechat.media import UPLOADS, upload_of
from bots.wechat.words import texts
from storage.content import Content
from storage.inbound import Attachment


@dataclass(frozen=True, slots=True)
class Part:
    """One message as the platform counts them."""

    kind: str
    value: str


class Sender:
    def __init__(self, api: Api, windows: Windows, clock: Callable[[], float]) -> None:
        self._api = api
        self._windows = windows
        self._clock = clock
        self._paid: dict[str, int] = {}
        """Counted for a message that may not have arrived. It is sent again, and must not be counted at every try."""

    async def send(self, to: str, content: Content, files: tuple[File, ...]) -> None:
        words = [Part("text", text) for text in texts(content)]
        known = [part_of(attachment) for attachment in content.attachments if can_be_sent_again(attachment)]
        count = len(words) + len(known) + len(files)
        if not count:
            raise Rejected("nothing of this content can be shown in WeChat")
        await self._signed_in()
        await self._windows.take(to, self._clock(), max(0, count - self._paid.pop(to, 0)))
        # Uploaded before anything is sent: an upload that fails must not leave half an answer behind.
        async with self._counted(to, count, in_doubt=0):
            uploaded = [await self._uploaded(file) for file in files]
        for number, part in enumerate((*words, *known, *uploaded)):
            async with self._counted(to, count - number, in_doubt=1):
                await self._api.send(to, part.kind, part.value)

    async def _signed_in(self) -> None:
        """Before anything is counted: what cannot even begin, or dies here, costs the customer nothing."""
        try:
            await self._api.be_signed_in()
        except PlatformError as error:
            raise as_failure(error) from None

    async def _uploaded(self, file: File) -> Part:
        kind, form_part = upload_of(file)
        return Part(kind, await self._api.upload(kind, form_part))

    @asynccontextmanager
    async def _counted(self, to: str, unsent: int, *, in_doubt: int) -> AsyncIterator[None]:
        """Give back what the platform cannot have counted. After a lost connection it may have counted `in_doubt`."""
        try:
            yield
        except PlatformError as error:
            if error.code in QUOTA_CODES:
                await self._windows.exhausted(to)
            else:
                await self._windows.give_back(to, self._clock(), unsent)
            raise as_failure(error) from None
        except SendFailed as failure:
            lost = in_doubt if isinstance(failure, Unreachable) else 0
            if lost:
                self._paid[to] = lost
            await self._windows.give_back(to, self._clock(), unsent - lost)
            raise


def can_be_sent_again(attachment: Attachment) -> bool:
    """Media that came in here keeps its id for three days."""
    return attachment.channel == CHANNEL and attachment.media in UPLOADS and bool(attachment.ref)


def part_of(attachment: Attachment) -> Part:
    return Part(UPLOADS[attachment.media].kind, attachment.ref)
