"""Customer messages (客服消息): the platform allows only a few, so each is counted."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bots.channel import File, Rejected, SendFailed, Unreachable
from bots.wechat.api import Api
from bots.wechat.failures import QUOTA_CODES, PlatformError, as_failure
from bots.wechat.inbounds import CHANNEL
from bots.wechat.ledger import ORDINARY, Claim, Windows
from bots.wechat.media import UPLOADS, upload_of
from bots.wechat.words import text_of
from storage.content import Content
from storage.inbound import Attachment
from storage.records import record


@record(frozen=True, slots=True)
class Part:
    """One message as the platform counts them."""

    kind: str
    value: str


class Sender:
    def __init__(self, api: Api, windows: Windows, clock: Callable[[], float]) -> None:
        self._api = api
        self._windows = windows
        self._clock = clock

    async def send(self, to: str, content: Content, files: tuple[File, ...], claim: Claim = ORDINARY) -> None:
        message = message_of(content, files)
        await self._api.be_signed_in()  # what cannot even begin, or dies here, was certainly not counted
        part = await self._uploaded(to, message, claim) if isinstance(message, File) else message
        # Counted by what it is and not by the id of a file, which every upload gives anew. The outbox sends a contact
        # one message at a time, and the same one until it is over: whoever sends the same again tries again.
        async with self._counted(to, hash(message), claim):
            await self._api.send(to, part.kind, part.value)

    async def _uploaded(self, to: str, file: File, claim: Claim) -> Part:
        kind, form_part = upload_of(file)
        await self._windows.allows(to, hash(file), self._clock(), claim)
        try:
            return Part(kind, await self._api.upload(kind, form_part))
        except PlatformError as error:
            raise as_failure(error) from None

    @asynccontextmanager
    async def _counted(self, to: str, message: int, claim: Claim) -> AsyncIterator[None]:
        """After a lost connection, or when nobody waits any more, the platform may have counted it."""
        is_new = await self._windows.hold(to, message, self._clock(), claim)
        try:
            yield
        except PlatformError as error:
            await self._refused(to, message, error, is_new=is_new)
            raise as_failure(error) from None
        except SendFailed as failure:
            if is_new and not isinstance(failure, Unreachable):
                self._windows.let_go(to, message)
            raise
        await self._windows.took(to, message, self._clock())

    async def _refused(self, to: str, message: int, error: PlatformError, *, is_new: bool) -> None:
        """An `errcode` is sure: this try was not counted. That says nothing of the tries before."""
        if error.code in QUOTA_CODES:
            await self._windows.exhausted(to, error.code)
        elif is_new:
            self._windows.let_go(to, message)


def message_of(content: Content, files: tuple[File, ...]) -> Part | File:
    """Delivery gives one message at a time: were it two, a fault with the second would repeat the first."""
    text = text_of(content)
    words = [Part("text", text)] if text else []
    known = [part_of(attachment) for attachment in content.attachments if can_be_sent_again(attachment)]
    messages: list[Part | File] = [*words, *known, *files]
    if not messages:
        raise Rejected("nothing of this content can be shown in WeChat")
    if len(messages) > 1:
        raise Rejected("WeChat shows a text or a file in a message, and not both")
    return messages[0]


def can_be_sent_again(attachment: Attachment) -> bool:
    """Media that came in here keeps its id for three days."""
    return attachment.channel == CHANNEL and attachment.media in UPLOADS and bool(attachment.ref)


def part_of(attachment: Attachment) -> Part:
    return Part(UPLOADS[attachment.media].kind, attachment.ref)
