"""Files: the external upload flow of bots, and what people share."""

from typing import Any

from aiohttp import web

from bots.sandbox.slack.files import StoredFile, mime_of
from bots.sandbox.slack.limits import Refusal
from bots.sandbox.slack.room import Json
from bots.sandbox.slack.workspace import TEAM, Workspace


class Uploads:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.base = ""
        """Where files are put and fetched: the stand-in's own address."""
        self.awaited: dict[str, tuple[str, int]] = {}
        """File ids that were given out: name and announced length."""
        self.shares: dict[str, tuple[str, Json]] = {}
        """By file: the conversation that it is shown in, and where there."""

    def prepare(self, arguments: Json) -> Json:
        name, length = str(arguments.get("filename") or ""), str(arguments.get("length") or "")
        if not name or not length.isdigit() or int(length) == 0:
            raise Refusal("invalid_arguments")
        file_id = f"F{next(self.workspace.numbers):08}"
        self.awaited[file_id] = (name, int(length))
        return {"file_id": file_id, "upload_url": f"{self.base}/upload/v1/{file_id}"}

    async def put(self, request: web.Request) -> web.Response:
        file_id, data = request.match_info["file"], await request.read()
        name, length = self.awaited.get(file_id, ("", -1))
        if len(data) != length:
            return web.Response(status=400, text="length does not match")
        self.workspace.files[file_id] = StoredFile(file_id, name, mime_of(name, data), data)
        return web.Response(text=f"OK - {length}")

    def complete(self, files: Any) -> tuple[StoredFile, ...]:
        if not isinstance(files, list) or not files:
            raise Refusal("invalid_arguments")
        ids = [str(file.get("id")) for file in files]
        if any(file_id not in self.workspace.files for file_id in ids):
            raise Refusal("file_not_found")
        return tuple(self.workspace.files[file_id] for file_id in ids)

    def info(self, arguments: Json) -> Json:
        stored = self.workspace.files.get(str(arguments.get("file")))
        if stored is None:
            raise Refusal("file_not_found")
        shown = self.shares.get(stored.id)
        return {"file": self.described(stored) | ({"shares": {"private": {shown[0]: [shown[1]]}}} if shown else {})}

    def shared(self, files: tuple[StoredFile, ...], room: str, message: Json) -> None:
        place: Json = {key: message[key] for key in ("ts", "thread_ts") if key in message}
        self.shares |= {file.id: (room, place) for file in files}

    def delete(self, arguments: Json) -> Json:
        if self.workspace.files.pop(str(arguments.get("file")), None) is None:
            raise Refusal("file_not_found")
        return {}

    def described(self, stored: StoredFile) -> Json:
        return {
            "id": stored.id,
            "name": stored.name,
            "title": stored.name,
            "mimetype": stored.mime,
            "size": len(stored.data),
            "mode": "hosted",
            "url_private": f"{self.base}/files-pri/{TEAM}-{stored.id}/{stored.name}",
        }

    async def get(self, request: web.Request, bot_token: str) -> web.Response:
        stored = self.workspace.files.get(request.match_info["file"])
        if request.headers.get("Authorization") != f"Bearer {bot_token}":
            return web.Response(status=302, headers={"Location": "https://sandbox.slack.com/?redir=files-pri"})
        if stored is None:
            return web.Response(status=404)
        return web.Response(body=stored.data, content_type=stored.mime)
