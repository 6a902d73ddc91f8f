"""WeChat service accounts (服务号): passive replies where they are in time, customer messages otherwise."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

import aiohttp
import structlog

from bots.channel import (
    FILE_BYTES,
    Accept,
    Capabilities,
    File,
    FindInboxId,
    NotAFile,
    Rejected,
    Route,
    SendFailed,
    TextUnit,
)
from bots.wechat.api import Api
from bots.wechat.client import Client
from bots.wechat.door import Door
from bots.wechat.failures import SENT_ALREADY, PlatformError, as_failure, as_refusal_of_notice
from bots.wechat.inbounds import CHANNEL
from bots.wechat.interactions import Interactions
from bots.wechat.ledger import Claim, Ledger, Windows, allowance_of
from bots.wechat.media import LIMITS, UPLOADS, file_of
from bots.wechat.menu import AccountMenu, Columns
from bots.wechat.options import WeChatOptions
from bots.wechat.passive import Slots
from bots.wechat.reader import Reader
from bots.wechat.sender import Sender
from bots.wechat.template import body
from bots.wechat.words import LIMIT, menu_size, text_of
from handlers.insistence import Sleep
from storage.content import Content
from storage.inbound import Attachment, Identity, Inbound, Kind
from storage.results import Outgoing

PATH = "/wechat"
log = structlog.get_logger(__name__)


class WeChat:
    name = CHANNEL

    def __init__(
        self,
        options: WeChatOptions,
        session: aiohttp.ClientSession,
        *,
        clock: Callable[[], float],
        ledger: Ledger,
        menu: Columns | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`menu`: the account's own, at the bottom of the chat; None: it is no business of ours."""
        self.capabilities = capabilities(options)
        self._options = options
        self._clock = clock
        self._windows = Windows(ledger)
        self._reader = Reader(options, clock)
        self._slots = Slots(options.retry_seconds)
        self._door = Door(self._reader, self._slots, options.passive_seconds, self._note)
        self._api = Api(Client(options, clock), session, options)
        self._sender = Sender(self._api, self._windows, clock)
        self._interactions = Interactions(clock)
        self._menu = menu and AccountMenu(
            self._api, menu, seconds=options.menu_seconds, retry_seconds=options.menu_retry_seconds, sleep=sleep
        )

    def routes(self, accept: Accept) -> Iterable[Route]:
        callback = partial(self._door.callback, accept)
        return [Route("GET", PATH, self._door.verification), Route("POST", PATH, callback)]

    async def offer(self, outgoing: Outgoing, content: Content) -> bool:
        slot = self._slots.claim(outgoing.answers)
        if slot is None:
            return False
        text = text_of(content)
        if content.attachments or not text:
            slot.close()  # a response carries a text: the request need not wait for what it cannot carry
            return False
        return await slot.offer(text)

    def left(self, inbox_ids: Iterable[int], find: FindInboxId) -> None:
        self._slots.leave(inbox_ids, find)

    def concluded(self, inbox_id: int) -> None:
        slot = self._slots.claim(inbox_id)
        if slot:
            slot.close()

    async def send(
        self,
        to: str,
        content: Content,
        *,
        thread: str | None = None,
        files: tuple[File, ...] = (),
        quotes: str | None = None,
    ) -> str:
        """The platform names no id for what it took."""
        if thread is not None:
            raise Rejected("WeChat has no threads")
        await self._sender.send(to, content, files)
        self._interactions.answered(to)
        return ""

    async def send_final(self, to: str, content: Content, *, files: tuple[File, ...] = (), following: int = 0) -> str:
        await self._sender.send(to, content, files, Claim(final=True, following=following))
        self._interactions.answered(to)
        return ""

    async def send_notice(self, to: str, content: Content, *, key: str) -> str | None:
        template = self._options.template
        if template is None:
            return None
        try:
            return await self._api.send_template(body(template, to, content, key, self._clock()))
        except PlatformError as error:
            if error.code == SENT_ALREADY:
                return ""
            raise as_refusal_of_notice(error) from None

    async def fetch(self, attachment: Attachment, limit: int = FILE_BYTES) -> File:
        if not attachment.ref or attachment.media not in UPLOADS:
            raise NotAFile(f"WeChat hands out no file for a {attachment.media}")
        try:
            data = await self._api.download(attachment.ref, limit)
        except PlatformError as error:
            raise as_failure(error) from None
        return file_of(attachment.media, data)

    async def typing(self, to: str) -> None:
        if not self._interactions.may_show_typing(to):
            return
        try:
            await self._api.show_typing(to)
        except (PlatformError, SendFailed) as error:
            log.info("typing not shown", channel=CHANNEL, reason=str(error))

    async def run(self, accept: Accept) -> None:
        """Nothing to poll: the platform calls us. Only the account's menu is kept, when the shop wants that."""
        if self._menu:
            await self._menu.keep()

    async def check(self) -> None:
        await self._api.sign_in()

    async def close(self) -> None:
        self._slots.close()
        self._api.close()

    def forget(self, identity: Identity, conversation_id: int) -> None:
        if identity.channel == self.name:
            self._windows.forget(identity.account_id)
            self._interactions.forget(identity.account_id)

    def _note(self, inbound: Inbound) -> Awaitable[None] | None:
        if inbound.kind is Kind.LEFT:
            return self._windows.left(inbound.identity.account_id, inbound.sent_at)
        self._interactions.happened(inbound.identity.account_id)
        if inbound.kind is Kind.START:
            return self._windows.followed(inbound.identity.account_id, inbound.key, inbound.sent_at)
        return self._windows.opened(inbound.identity.account_id, allowance_of(inbound), inbound.key, inbound.sent_at)


def capabilities(options: WeChatOptions) -> Capabilities:
    return Capabilities(
        buttons=True,
        media=frozenset(UPLOADS),
        limits=LIMITS,
        captions=False,
        text_limit=LIMIT,
        text_unit=TextUnit.BYTES,
        menu_size=menu_size,
        joins=True,
        pace_chat=options.pace_chat,
        pace_bot=options.pace_bot,
    )
