"""A shop with one WeChat account: the channel over real HTTP, with the smallest desk behind it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Self

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from bots.channel import Route, SendFailed
from bots.delivery.degrade import parts
from bots.sandbox.wechat import Credentials, WeChatStandIn
from bots.server import server_of
from bots.wechat.channel import WeChat
from bots.wechat.options import WeChatOptions
from storage.content import Content
from storage.inbound import Inbound
from storage.quota import Allowance, Window
from storage.results import Outgoing

NOON = 1_800_000_000.0


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


class MemoryLedger:
    """The rules of storage.quota in the smallest form."""

    def __init__(self) -> None:
        self.told_exhausted: list[str] = []
        self._opened: dict[str, dict[str, Window]] = {}
        self._gone: set[str] = set()

    async def opened(self, account: str, allowance: Allowance, act: str, at: float) -> bool:
        window = Window(allowance.messages, at + allowance.seconds)
        self._opened.setdefault(account, {})[allowance.kind] = window
        self._gone.discard(account)
        return True

    async def windows(self, account: str, now: float) -> tuple[Window, ...]:
        known = (each for each in self._opened.get(account, {}).values() if now < each.until)
        return tuple(sorted(known, key=lambda each: -each.until))

    async def spend(self, account: str, now: float) -> None:
        known = self._opened[account]
        known.update({kind: Window(max(each.remaining - 1, 0), each.until) for kind, each in known.items()})

    async def exhausted(self, account: str) -> None:
        self.told_exhausted.append(account)
        known = self._opened.get(account, {})
        known.update({kind: Window(0, each.until) for kind, each in known.items()})

    async def gone(self, account: str, at: float, allowances: Sequence[Allowance]) -> bool:
        self._opened.pop(account, None)
        self._gone.add(account)
        return True

    async def is_gone(self, account: str, now: float) -> bool:
        return account in self._gone and account not in self._opened

    def left(self, account: str) -> int:
        return max(each.remaining for each in self._opened[account].values())


Answering = Callable[[Inbound], Awaitable[Content | None]]


async def echo(inbound: Inbound) -> Content:
    return Content(text=f"您说：{inbound.text or inbound.payload}")


def options(credentials: Credentials, api_base: str, **changed: object) -> WeChatOptions:
    values: dict[str, object] = {
        "app_id": credentials.app_id,
        "app_secret": SecretStr(credentials.app_secret),
        "token": SecretStr(credentials.token),
        "aes_key": SecretStr(credentials.aes_key),
        "api_base": api_base,
        "call_timeout": (60.0, 60.0),
        **changed,
    }
    return WeChatOptions(**values)  # type: ignore[arg-type]  # tests change one value by its name


class Shop:
    """`answer` is the desk: what it returns is offered to the channel, and sent when that came too late."""

    def __init__(
        self,
        standin: WeChatStandIn,
        clock: Clock,
        session: aiohttp.ClientSession,
        credentials: Credentials | None = None,
        **changed: object,
    ) -> None:
        self.clock = clock
        self.standin = standin
        self.ledger = MemoryLedger()
        self.options = options(credentials or standin.credentials, standin.api_base, **changed)
        self._session = session
        self.wechat = self._born()
        self.answer: Answering = echo
        self.inbox: dict[str, int] = {}
        self.accepted: list[Inbound] = []
        self.carried: list[bool] = []
        self.offered = asyncio.Event()
        self.failures: list[SendFailed] = []
        self.url = ""
        self.requests: asyncio.Queue[web.BaseRequest] = asyncio.Queue()
        """Every request that reached the desk's door."""
        self.asked: asyncio.Queue[str] = asyncio.Queue()
        """The key of every delivery, repeated ones too."""
        self.disk_full = 0
        """So many times more, accepting fails."""
        self.turns: set[asyncio.Task[None]] = set()
        self._runner: web.ServerRunner | None = None

    def _born(self) -> WeChat:
        return WeChat(self.options, self._session, clock=self.clock, ledger=self.ledger)

    async def killed(self) -> None:
        """Another process listens at the same place; what this one had in memory is gone."""
        if self._runner:
            await self._runner.cleanup()
        await self.wechat.close()
        self.wechat = self._born()
        await self._open()

    async def find(self, key: str) -> int | None:
        return self.inbox.get(key)

    @classmethod
    @asynccontextmanager
    async def beside(
        cls, standin: WeChatStandIn, clock: Clock, credentials: Credentials, **changed: object
    ) -> AsyncIterator[Self]:
        """One with other settings than the fixture's, whom the platform does not call."""
        async with aiohttp.ClientSession() as session:
            shop = cls(standin, clock, session, credentials, **changed)
            yield shop
            await shop.wechat.close()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        await self._open()
        yield self
        await self._close()

    async def _open(self) -> None:
        server = server_of(self._seen(route) for route in self.wechat.routes(self.accept))
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/wechat"
        self.standin.connect(self.url)

    def _seen(self, route: Route) -> Route:
        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            self.requests.put_nowait(request)
            return await route.answer(request)

        return replace(route, answer=answer)

    async def _close(self) -> None:
        await self.settled()
        await self.wechat.close()
        if self._runner:
            await self._runner.cleanup()

    async def accept(self, inbound: Inbound) -> int | None:
        self.asked.put_nowait(inbound.key)
        if inbound.key in self.inbox:
            return None
        if self.disk_full:
            self.disk_full -= 1
            raise OSError("no space left on device")
        inbox_id = self.inbox[inbound.key] = len(self.inbox) + 1
        self.accepted.append(inbound)
        turn = asyncio.get_running_loop().create_task(self._turn(inbox_id, inbound))
        self.turns.add(turn)
        turn.add_done_callback(self.turns.discard)
        return inbox_id

    async def settled(self) -> None:
        while self.turns:
            await asyncio.gather(*self.turns)

    async def _turn(self, inbox_id: int, inbound: Inbound) -> None:
        content = await self.answer(inbound)
        if content is None:
            self.wechat.concluded(inbox_id)
            return
        await self.deliver(inbound.chat_id, content, inbox_id)

    async def deliver(self, to: str, content: Content, answers: int | None = None) -> None:
        outgoing = Outgoing(channel="wechat", to=to, content=content, answers=answers)
        first, *more = parts(content, self.wechat.capabilities, lambda attachment: attachment.name)
        self.offered.set()
        self.carried.append(await self.wechat.offer(outgoing, first))
        for part in more if self.carried[-1] else (first, *more):
            try:
                await self.wechat.send(to, part)
            except SendFailed as failure:
                self.failures.append(failure)
