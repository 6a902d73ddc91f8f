"""The stand-in: one aiohttp server on loopback that is Slack."""

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from bots.sandbox.faults import Faults
from bots.sandbox.slack import payloads
from bots.sandbox.slack.delivery import RETRIES, Delivery, HttpDelivery, Sleep, Sort
from bots.sandbox.slack.desk import SlackDesk
from bots.sandbox.slack.files import StoredFile
from bots.sandbox.slack.phones import SlackPhone
from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.sockets import Sockets
from bots.sandbox.slack.telling import Telling
from bots.sandbox.slack.web_api import WebApi, ratelimited
from bots.sandbox.slack.workspace import BOT, TEAM, Sent, Workspace

UPLOAD_LIMIT = 1024 * 1024 * 1024


class SlackStandIn:
    """`keep_history`: False for long runs; then screens stay empty, and only `accepted` and `on_sent` tell of sends.

    `latency`: seconds each call of the Web API takes. `retries`: seconds before each retry of an event, waited through
    `sleep`. `patience`: seconds until a delivery counts as failed.
    """

    bot_token = "xoxb-sandbox-bot-token"  # noqa: S105  # of the stand-in, not a secret
    app_token = "xapp-sandbox-app-token"  # noqa: S105  # of the stand-in, not a secret
    signing_secret = "sandbox-signing-secret"  # noqa: S105  # of the stand-in, not a secret

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        *,
        keep_history: bool = True,
        latency: float = 0.0,
        sleep: Sleep = asyncio.sleep,
        retries: tuple[float, ...] = RETRIES,
        patience: float = 3.0,
    ) -> None:
        self.latency = latency
        self.faults = Faults(ratelimited)
        self.workspace = Workspace(clock, keep_history=keep_history)
        self.http = HttpDelivery(self.signing_secret, clock, sleep, retries=retries, patience=patience)
        self.sockets = Sockets(patience)
        self.faults.on_cut = self.sockets.drop
        self.telling = Telling(self.http, self.sockets, keep_history=keep_history)
        self.web_api = WebApi(self.workspace, self.faults, bot_token=self.bot_token, app_token=self.app_token)
        self.web_api.open_socket = self.sockets.ticket
        self.web_api.posted = self._echo
        self.web_api.changing.happened = self._told_of_itself
        self.runner: web.AppRunner | None = None
        self.base = ""

    async def start(self, port: int = 0) -> None:
        server = web.Application(client_max_size=UPLOAD_LIMIT)
        server.router.add_post("/api/{method}", self._call)
        server.router.add_get("/api/{method}", self._call)
        server.router.add_post("/upload/v1/{file}", self.web_api.uploads.put)
        server.router.add_get("/files-pri/{team}-{file}/{name}", self._file)
        server.router.add_get("/link", self.sockets.serve)
        self.runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port).start()
        self.base = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        self.sockets.base = self.web_api.uploads.base = self.base

    async def close(self) -> None:
        self.faults.clear()
        await self.telling.close()
        await self.sockets.close()
        if self.runner is not None:
            await self.runner.cleanup()

    @property
    def api_base(self) -> str:
        return f"{self.base}/api/"

    @property
    def events_url(self) -> str:
        """Where the app takes events, presses and commands; empty: over Socket Mode."""
        return self.http.url

    @events_url.setter
    def events_url(self, url: str) -> None:
        self.http.url = url

    @property
    def flood_control(self) -> bool:
        """Whether more than one message a second to one conversation is refused."""
        return self.web_api.flood_control

    @flood_control.setter
    def flood_control(self, on: bool) -> None:
        self.web_api.flood_control = on

    @property
    def sent(self) -> list[Sent]:
        """Every message of the bot that was accepted, oldest first."""
        return self.workspace.sent

    @property
    def accepted(self) -> int:
        return self.workspace.accepted

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything the app was told, and whether it acknowledged it."""
        return self.telling.deliveries

    @property
    def calls(self) -> dict[str, int]:
        """How often each method was called."""
        return self.web_api.calls

    def on_sent(self, listener: Callable[[Sent], None] | None) -> None:
        self.workspace.on_sent = listener

    def file(self, file_id: str) -> StoredFile:
        """What `ShownFile.id` names. Raises LookupError."""
        try:
            return self.workspace.files[file_id]
        except KeyError:
            raise LookupError(f"this Slack has no file {file_id!r}") from None

    async def settled(self) -> None:
        """Until everything people did was told to the app once."""
        await self.telling.settled()

    def customer(self, user_id: str, name: str, locale: str = "zh-CN") -> SlackPhone:
        person = self.workspace.join(user_id, name, locale, None)
        self.workspace.direct(user_id)
        return SlackPhone(self.workspace, self.telling, self.web_api.uploads, person)

    def channel(self, channel_id: str, name: str, *, bot_is_member: bool = True) -> SlackDesk:
        room = self.workspace.rooms.setdefault(channel_id, Room(channel_id, name, bot_is_member=bot_is_member))
        return SlackDesk(self.workspace, self.telling, self.web_api.uploads, room)

    def desk_channel(self, channel_id: str, name: str) -> SlackDesk:
        return self.channel(channel_id, name)

    def _echo(self, room: Room, message: Json) -> None:
        """Slack tells an app of its own messages like anybody's."""
        if self.workspace.keep_history:
            self._told_of_itself(payloads.in_room({**message, "team": TEAM}, room), room)

    def _told_of_itself(self, event: Json, room: Room) -> None:
        if self.workspace.keep_history:
            self.telling.tell(Sort.EVENT, payloads.envelope(self.workspace, event, room), BOT)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if self.latency:
            await asyncio.sleep(self.latency)
        return await self.web_api.answer(request)

    async def _file(self, request: web.Request) -> web.Response:
        return await self.web_api.uploads.get(request, self.bot_token)
