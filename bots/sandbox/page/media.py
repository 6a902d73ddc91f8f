"""Pictures, voice notes and files that stand on a screen.

Their bytes are a customer's or an agent's: a browser is told what they are by what they begin with, never by what
somebody called them, and whatever is no picture, sound or film is only offered for download.
"""

from aiohttp import web

from bots.sandbox.mimes import UNKNOWN, sniffed
from bots.sandbox.platforms import Platforms

SHOWN = ("image/", "audio/", "video/")


class Media:
    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/media/{channel}/{file}", self.get)]

    async def get(self, request: web.Request) -> web.Response:
        data = self._data(request.match_info["channel"], request.match_info["file"])
        if data is None:
            raise web.HTTPNotFound(text="there is no such file")
        return answer(data)

    def _data(self, channel: str, file_id: str) -> bytes | None:
        platforms = self._platforms
        match channel:
            case "wechat":
                kept = platforms.wechat.shelf.get(file_id)
                return kept[1] if kept else None
            case "telegram":
                stored = platforms.telegram.world.files.get(file_id)
                return stored.data if stored else None
            case "slack":
                uploaded = platforms.slack.workspace.files.get(file_id)
                return uploaded.data if uploaded else None
            case "wecom":
                kept_there = platforms.wecom.media.files.get(file_id)
                return kept_there.data if kept_there else None
        return None


def answer(data: bytes) -> web.Response:
    mime = sniffed(data)
    is_shown = mime.startswith(SHOWN)
    return web.Response(
        body=data,
        content_type=mime if is_shown else UNKNOWN,
        headers={
            "Content-Disposition": "inline" if is_shown else "attachment",
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )
