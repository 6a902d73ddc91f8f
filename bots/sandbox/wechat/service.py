"""The account's API as the platform serves it under /cgi-bin/."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bots.sandbox.wechat.callbacks import TEXT_LIMIT, Credentials
from bots.sandbox.wechat.custom_menu import CustomMenu, fits, with_sub_buttons
from bots.sandbox.wechat.customers import WeChatPhone
from bots.sandbox.wechat.links import Tap, draw_menu
from bots.sandbox.wechat.media import LIMITS, Shelf
from bots.sandbox.wechat.refusals import Refusal
from bots.sandbox.wechat.templates import Templates
from bots.sandbox.wechat.tokens import AccessTokens
from bots.sandbox.wechat.typing_sign import LASTS

TYPING_ALLOWED = 30
UPLOAD_LIMIT = 12 * 1024 * 1024


@dataclass(slots=True)
class Switches:
    """What differs from account to account."""

    address_allowed: bool = True
    """False: this machine is not on the IP white list (40164)."""
    test_account: bool = False
    """No msgmenu (40200), and taps do not tell which line was tapped."""
    latency: float = 0.0
    """Seconds every API call takes."""


@dataclass(frozen=True, slots=True)
class Service:
    credentials: Credentials
    customers: dict[str, WeChatPhone]
    tokens: AccessTokens
    shelf: Shelf
    switches: Switches
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    count_sent: Callable[[dict[str, Any]], None]
    templates: Templates
    noticed: Callable[[WeChatPhone, int, dict[str, Any]], None]
    """Told of every template message: to whom, its id, and what was posted."""
    menu: CustomMenu = field(default_factory=CustomMenu)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/cgi-bin/stable_token", self.stable_token),
            web.get("/cgi-bin/token", self.token),
            web.post("/cgi-bin/message/custom/send", self.authorized(self.send)),
            web.post("/cgi-bin/message/custom/typing", self.authorized(self.typing)),
            web.post("/cgi-bin/message/template/send", self.authorized(self.send_template)),
            web.post("/cgi-bin/media/upload", self.authorized(self.upload)),
            web.get("/cgi-bin/media/get", self.authorized(self.download)),
            web.post("/cgi-bin/menu/create", self.authorized(self.create_menu)),
            web.get("/cgi-bin/menu/get", self.authorized(self.show_menu)),
        ]

    @web.middleware
    async def refusals(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self.switches.latency:
            await self.sleep(self.switches.latency)
        try:
            return await handler(request)
        except Refusal as refusal:
            return answer(refusal.answer)

    def authorized(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def checked(request: web.Request) -> web.StreamResponse:
            if not self.tokens.accepts(request.query.get("access_token", "")):
                raise Refusal(40001, "invalid credential, access_token is invalid or not latest")
            return await handler(request)

        return checked

    async def stable_token(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        return self._token(body.get("appid"), body.get("secret"), self.tokens.stable)

    async def token(self, request: web.Request) -> web.Response:
        return self._token(request.query.get("appid"), request.query.get("secret"), self.tokens.rotating)

    def _token(self, app_id: object, secret: object, issue: Callable[[], tuple[str, int]]) -> web.Response:
        if app_id != self.credentials.app_id:
            raise Refusal(40013, "invalid appid")
        if secret != self.credentials.app_secret:
            raise Refusal(40125, "invalid appsecret")
        if not self.switches.address_allowed:
            raise Refusal(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist")
        token, expires_in = issue()
        return answer({"access_token": token, "expires_in": expires_in})

    async def send(self, request: web.Request) -> web.Response:
        message = await body_of(request)
        customer = self._follower(message.get("touser"))
        show = self._readable(message)
        code = customer.allowance.spend(self.clock())
        if code:
            raise Refusal(code, "response out of time limit or subscription is canceled")
        self.count_sent(message)
        show(customer)
        return answer({"errcode": 0, "errmsg": "ok"})

    def _readable(self, message: dict[str, Any]) -> Callable[[WeChatPhone], None]:
        """How it will look. Raises for what the platform does not take."""
        kind = message.get("msgtype")
        content = message.get(kind) if isinstance(kind, str) else None
        if not isinstance(content, dict):
            raise Refusal(40008, "invalid message type")
        if kind == "text":
            text = checked_text(content.get("content"))
            return lambda customer: customer.receive_text(text)
        if kind == "msgmenu":
            return self._menu(content)
        media_id = str(content.get("media_id"))
        if kind not in LIMITS or self.shelf.get(media_id) is None:
            raise Refusal(40007, "invalid media_id")
        return lambda customer: customer.receive_media(kind, media_id)

    def _menu(self, content: dict[str, Any]) -> Callable[[WeChatPhone], None]:
        if self.switches.test_account:
            raise Refusal(40200, "invalid account type")
        taps = tuple(Tap(item["content"], item["content"], item["id"]) for item in content.get("list", []))
        drawn = draw_menu(content.get("head_content", ""), taps, content.get("tail_content", ""))
        return lambda customer: customer.receive_menu(drawn)

    async def send_template(self, request: web.Request) -> web.Response:
        message = await body_of(request)
        customer = self._follower(message.get("touser"))
        notice = self.templates.read(message)
        number, is_new = self.templates.number(customer.openid, message.get("client_msg_id"))
        if is_new:
            customer.receive_notice(notice)
            self.noticed(customer, number, message)
        return answer({"errcode": 0, "errmsg": "ok", "msgid": number})

    async def typing(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        customer = self._follower(body.get("touser"))
        if body.get("command") not in ("Typing", "CancelTyping"):
            raise Refusal(45072, "invalid command")
        now = self.clock()
        if now - customer.acted_at > TYPING_ALLOWED:
            raise Refusal(45080, "need interactive")
        if body["command"] == "Typing" and now - customer.typing_shown_at < LASTS:
            raise Refusal(45081, "already in typing")
        (customer.show_typing if body["command"] == "Typing" else customer.end_typing)()
        return answer({"errcode": 0, "errmsg": "ok"})

    async def upload(self, request: web.Request) -> web.Response:
        kind = request.query.get("type", "")
        if kind not in LIMITS:
            raise Refusal(40004, "invalid media type")
        form = await request.post()
        part = form.get("media")
        if not isinstance(part, web.FileField):
            raise Refusal(41005, "media data missing")
        data = part.file.read()
        if not data:
            raise Refusal(44001, "empty media data")
        if len(data) > LIMITS[kind]:
            raise Refusal(45001, "media size out of limit")
        return answer({"type": kind, "media_id": self.shelf.put(kind, data), "created_at": int(self.clock())})

    async def download(self, request: web.Request) -> web.Response:
        found = self.shelf.get(request.query.get("media_id", ""))
        if found is None:
            raise Refusal(40007, "invalid media_id")
        return web.Response(body=found[1], content_type=found[0])

    async def create_menu(self, request: web.Request) -> web.Response:
        buttons = (await body_of(request)).get("button")
        if not fits(buttons):
            raise Refusal(40016, "invalid button size")
        self.menu.create(buttons)
        return answer({"errcode": 0, "errmsg": "ok"})

    async def show_menu(self, request: web.Request) -> web.Response:
        if not self.menu.created:
            raise Refusal(46003, "menu no exist")
        return answer({"menu": {"button": [with_sub_buttons(each) for each in self.menu.created]}})

    def _follower(self, openid: object) -> WeChatPhone:
        customer = self.customers.get(openid) if isinstance(openid, str) else None
        if customer is None:
            raise Refusal(40003, "invalid openid")
        if not customer.follows:
            raise Refusal(43004, "require subscribe")
        return customer


def application(service: Service, *middlewares: Any) -> web.Application:
    api = web.Application(client_max_size=UPLOAD_LIMIT, middlewares=[*middlewares, service.refusals])
    api.router.add_routes(service.routes())
    return api


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(47001, "data format error")
    return body


def answer(body: dict[str, Any]) -> web.Response:
    """The real one says text/plain for JSON, too."""
    return web.Response(body=orjson.dumps(body), content_type="application/json")


def checked_text(text: object) -> str:
    if not isinstance(text, str) or not text:
        raise Refusal(44004, "empty content")
    if len(text.encode()) > TEXT_LIMIT:
        raise Refusal(45002, "content size out of limit")
    return text
