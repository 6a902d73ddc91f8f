"""A WeChat account as its developer has it: a server that answers callbacks, and calls of the API."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from bots.sandbox.wechat import RATING, WeChatPhone, WeChatStandIn
from bots.sandbox.wechat.callback_xml import document
from tests.moments import Clock

Answer = Callable[[web.Request], Awaitable[web.Response]]


class Account:
    """A developer's server and their calls of the API."""

    def __init__(self, standin: WeChatStandIn, session: aiohttp.ClientSession, clock: Clock) -> None:
        self.clock = clock
        self.standin = standin
        self.session = session
        self.posts = 0
        self.answers: Answer = self.success
        self.token = ""

    async def success(self, _request: web.Request) -> web.Response:
        return web.Response(text="success")

    async def callback(self, request: web.Request) -> web.Response:
        self.posts += 1
        return await self.answers(request)

    async def call(self, path: str, body: dict[str, Any]) -> int:
        url = f"{self.standin.api_base}/cgi-bin/{path}"
        async with self.session.post(url, params={"access_token": self.token}, json=body) as response:
            return int((await response.json()).get("errcode", 0))

    async def upload(self, kind: str, data: bytes) -> str:
        """Returns the media id."""
        form = aiohttp.FormData()
        form.add_field("media", data, filename="media")
        url = f"{self.standin.api_base}/cgi-bin/media/upload"
        async with self.session.post(url, params={"access_token": self.token, "type": kind}, data=form) as response:
            return str((await response.json())["media_id"])

    def answer_with(self, text: str) -> None:
        """Every callback, in its response: the passive reply."""

        async def reply(request: web.Request) -> web.Response:
            return web.Response(body=self.sealed(text, request), content_type="application/xml")

        self.answers = reply

    def sealed(self, text: str, request: web.Request) -> bytes:
        credentials, timestamp, nonce = self.standin.credentials, request.query["timestamp"], request.query["nonce"]
        fields: dict[str, str | int] = {"ToUserName": request.query["openid"], "FromUserName": credentials.account}
        fields |= {"CreateTime": int(timestamp), "MsgType": "text", "Content": text}
        encrypted = credentials.envelope.seal(document(fields), b"0123456789abcdef")
        signature = credentials.envelope.sign(timestamp, nonce, encrypted)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()

    async def say(self, to: WeChatPhone, text: str = "您好") -> int:
        return await self.call(
            "message/custom/send", {"touser": to.openid, "msgtype": "text", "text": {"content": text}}
        )

    async def offer_menu(self, to: WeChatPhone) -> int:
        menu = {"head_content": "满意吗", "list": [{"id": "101", "content": "满意"}], "tail_content": ""}
        return await self.call("message/custom/send", {"touser": to.openid, "msgtype": "msgmenu", "msgmenu": menu})

    async def notify(self, to: WeChatPhone, client_id: str = "", template: str = RATING.id, **changed: str) -> int:
        """A template message about a rating; `changed` says another value of a field."""
        values = {"thing1": "客服小店", "thing2": "回复 1–5 评分", "time3": "2027年1月15日 16:00", **changed}
        data = {name: {"value": value} for name, value in values.items()}
        body = {"touser": to.openid, "template_id": template, "data": data, "client_msg_id": client_id}
        return await self.call("message/template/send", body)

    async def fetch_token(self) -> int:
        credentials = self.standin.credentials
        body = {"grant_type": "client_credential", "appid": credentials.app_id, "secret": credentials.app_secret}
        async with self.session.post(f"{self.standin.api_base}/cgi-bin/stable_token", json=body) as response:
            answer = await response.json()
        self.token = answer.get("access_token", "")
        return int(answer.get("errcode", 0))


@asynccontextmanager
async def opened_account(**stand_in: Any) -> AsyncIterator[Account]:
    """Served over HTTP, and signed in."""
    async with aiohttp.ClientSession() as session:
        clock = Clock(1_800_000_000.0)
        account = Account(WeChatStandIn(clock, cut_after=0.2, **stand_in), session, clock)
        server = web.Application()
        server.router.add_post("/wechat", account.callback)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await account.standin.start()
        account.standin.connect(f"http://127.0.0.1:{runner.addresses[0][1]}/wechat")
        await account.fetch_token()
        try:
            yield account
        finally:
            await account.standin.close()
            await runner.cleanup()
