"""WeChat on loopback: the API kefu calls, and the phones whose messages it posts to kefu."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bots.sandbox.faults import Faults
from bots.sandbox.wechat.bad_days import busy, middleware
from bots.sandbox.wechat.callbacks import Callbacks, Credentials
from bots.sandbox.wechat.custom_menu import CustomMenu
from bots.sandbox.wechat.customers import Platform, WeChatPhone
from bots.sandbox.wechat.media import Shelf, StoredFile
from bots.sandbox.wechat.service import Service, Switches, application
from bots.sandbox.wechat.templates import Templates
from bots.sandbox.wechat.tokens import AccessTokens


class WeChatStandIn:
    """`keep_history=False` keeps no screens and no messages, only counts: for loads."""

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        *,
        credentials: Credentials | None = None,
        cut_after: float = 5.0,
        latency: float = 0.0,
        keep_history: bool = True,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.credentials = credentials or Credentials()
        self.callbacks = Callbacks(self.credentials, clock, cut_after=cut_after)
        self.faults = Faults(busy)
        self.switches = Switches(latency=latency)
        self.tokens = AccessTokens(clock)
        self.shelf = Shelf(clock)
        self.sent: list[dict[str, Any]] = []
        """Customer messages taken, as they were posted."""
        self.sent_count = 0
        self.passive: list[tuple[str, str]] = []
        """Passive replies shown: to whom, and the text."""
        self.passive_count = 0
        self.templates = Templates(clock, first_id=int(clock() * 1000))
        self.notices: list[dict[str, Any]] = []
        """Template messages taken, as they were posted."""
        self.port = 0
        self._keep_history = keep_history
        self._customers: dict[str, WeChatPhone] = {}
        self._platform = self._for_phones(clock, sleep)
        self._service = Service(
            self.credentials,
            self._customers,
            self.tokens,
            self.shelf,
            self.switches,
            clock,
            sleep,
            self._count_sent,
            self.templates,
            self._noticed,
        )
        self._reports: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    @property
    def api_base(self) -> str:
        """For kefu's `wechat.api_base`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def menu(self) -> list[dict[str, Any]]:
        """The custom menu, as it was created."""
        return self.custom_menu.created

    @property
    def custom_menu(self) -> CustomMenu:
        """The same to read and to press, and a way to hear of it."""
        return self._service.menu

    def file(self, file_id: str) -> StoredFile:
        """What `ShownFile.id` names. Raises LookupError."""
        try:
            return self.shelf.files[file_id]
        except KeyError:
            raise LookupError(f"this WeChat has no file {file_id!r}") from None

    def connect(self, callback_url: str) -> None:
        """Where kefu's /wechat is."""
        self.callbacks.url = callback_url

    async def start(self, port: int = 0) -> None:
        self.callbacks.open()
        self._runner = web.AppRunner(
            application(self._service, middleware(self.faults)), access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        self.faults.clear()
        for customer in self._customers.values():
            customer.end_typing()
        for report in self._reports:
            report.cancel()
        await self.callbacks.close()
        if self._runner:
            await self._runner.cleanup()

    async def verify(self) -> bool:
        """What saving the URL in the console does."""
        return await self.callbacks.verify()

    def customer(self, openid: str, language: str = "zh_CN") -> WeChatPhone:
        """The phone of this customer, a follower from the first moment. The platform tells no one's language."""
        phone = self._customers.get(openid)
        if phone is None:
            phone = self._customers[openid] = WeChatPhone(openid, language, self._platform)
        return phone

    def _for_phones(self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> Platform:
        return Platform(
            callbacks=self.callbacks,
            shelf=self.shelf,
            clock=clock,
            sleep=sleep,
            # Never an id of an earlier run: kefu remembers what it has accepted.
            ids=itertools.count(int(clock() * 1_000_000)),
            keep_history=self._keep_history,
            echoes_menu_ids=lambda: not self.switches.test_account,
            count_passive=self._count_passive,
        )

    def _count_sent(self, message: dict[str, Any]) -> None:
        self.sent_count += 1
        if self._keep_history:
            self.sent.append(message)

    def _noticed(self, customer: WeChatPhone, number: int, message: dict[str, Any]) -> None:
        if self._keep_history:
            self.notices.append(message)
        report = asyncio.get_running_loop().create_task(customer.report_notice(number))
        self._reports.add(report)
        report.add_done_callback(self._reports.discard)

    def _count_passive(self, openid: str, text: str) -> None:
        self.passive_count += 1
        if self._keep_history:
            self.passive.append((openid, text))
