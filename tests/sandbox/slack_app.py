"""An app in Slack as its developer has it: a server that hears of things, and what it posts."""

from typing import Any

from aiohttp import web


class App:
    """An app's server that answers as it is told, and keeps what it heard."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.runner = web.AppRunner(self._server(), access_log=None)

    def _server(self) -> web.Application:
        server = web.Application()
        server.router.add_post("/slack/events", self._hear)
        return server

    async def _hear(self, request: web.Request) -> web.Response:
        self.heard.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def start(self) -> str:
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}/slack/events"


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "ok"}, "value": "v"} | more


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def labelled(label: str, **more: Any) -> dict[str, Any]:
    return button(action_id=label, text={"type": "plain_text", "text": label}, **more)
