"""The Web API: `POST /api/<method>`, with JSON, a form or a query string.

Methods: https://docs.slack.dev/reference/methods. A method's answer is what slack_sdk and kefu read of the real one.
"""

import math
from collections.abc import Callable

import orjson
from aiohttp import web

from bots.sandbox.faults import Fault, Faults
from bots.sandbox.slack.arguments import nested, read
from bots.sandbox.slack.changing import Changing
from bots.sandbox.slack.forms import Forms
from bots.sandbox.slack.limits import Refusal, check_message, check_view
from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.uploads import Uploads
from bots.sandbox.slack.workspace import BOT, BOT_NAME, BOT_USER, TEAM, Person, Sent, Workspace


class WebApi:
    def __init__(self, workspace: Workspace, faults: Faults, *, bot_token: str, app_token: str) -> None:
        self.workspace = workspace
        self.faults = faults
        self.uploads = Uploads(workspace)
        self.changing = Changing(workspace)
        self.forms = Forms(workspace)
        self.bot_token = bot_token
        self.app_token = app_token
        self.flood_control = True
        self.open_socket: Callable[[], str] = lambda: ""
        self.posted: Callable[[Room, Json], None] = lambda room, message: None
        """Called for each message of the bot, which Slack tells the bot of too."""
        self.calls: dict[str, int] = {}
        self.methods: dict[str, Callable[[Json], Json]] = {
            "apps.connections.open": lambda _: {"url": self.open_socket()},
            "auth.test": self.auth_test,
            "chat.postMessage": self.post_message,
            "chat.delete": self.changing.delete,
            "chat.update": self.changing.update,
            "conversations.info": self.conversation,
            "conversations.members": self.members,
            "conversations.open": self.open_direct,
            "files.completeUploadExternal": self.complete_upload,
            "files.delete": self.uploads.delete,
            "files.getUploadURLExternal": self.uploads.prepare,
            "files.info": self.uploads.info,
            "reactions.add": self.changing.react,
            "reactions.get": self.changing.reactions,
            "reactions.remove": self.changing.unreact,
            "users.info": self.user,
            "views.open": self.forms.open,
            "views.publish": self.publish,
            "views.update": self.forms.update,
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await read(request, method)
        self.calls[method] = self.calls.get(method, 0) + 1

        async def work() -> web.StreamResponse:
            return self.decide(method, request, arguments)

        return await self.faults.let_through(method, str(arguments.get("channel", "")), request, work)

    def decide(self, method: str, request: web.Request, arguments: Json) -> web.Response:
        try:
            self.authorise(method, request.headers.get("Authorization", ""), arguments)
            if method not in self.methods:
                raise Refusal("unknown_method")
            return json_of({"ok": True, **self.methods[method](arguments)})
        except Flood as flood:
            return ratelimited(flood.seconds)
        except Refusal as refusal:
            return json_of(refusal.answer)

    def authorise(self, method: str, header: str, arguments: Json) -> None:
        token = header.removeprefix("Bearer ") or str(arguments.get("token", ""))
        if not token:
            raise Refusal("not_authed")
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != wanted:
            raise Refusal("not_allowed_token_type" if token in (self.app_token, self.bot_token) else "invalid_auth")

    def auth_test(self, _: Json) -> Json:
        return {
            "url": "https://sandbox.slack.com/",
            "team": "sandbox",
            "user": BOT_NAME,
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT,
            "is_enterprise_install": False,
        }

    def post_message(self, arguments: Json) -> Json:
        text, blocks = str(arguments.get("text") or ""), nested(arguments.get("blocks"))
        room = self.workspace.writable(str(arguments.get("channel")), people_too=True)
        check_message(text, blocks)
        thread = arguments.get("thread_ts")
        if thread is not None and self.workspace.keep_history | (not room.is_direct) and thread not in room.messages:
            raise Refusal("thread_not_found")
        self.admit(room)
        message: Json = {"type": "message", "user": BOT_USER, "bot_id": BOT, "text": text, "ts": self.workspace.ts()}
        message |= {"blocks": blocks} if blocks else {}
        message |= {"thread_ts": thread} if thread else {}
        self.workspace.keep(room, message, author=BOT_NAME, mine=False)
        self.workspace.count(Sent(room.id, text, thread, message["ts"]))
        self.posted(room, message)
        return {"channel": room.id, "ts": message["ts"], "message": message}

    def admit(self, room: Room) -> None:
        wait = room.admit(self.workspace.clock()) if self.flood_control else None
        if wait is not None:
            raise Flood(max(1, math.ceil(wait)))

    def open_direct(self, arguments: Json) -> Json:
        user = str(arguments.get("users", "")).partition(",")[0]
        if self.workspace.person(user).disabled:
            raise Refusal("user_disabled")
        return {"channel": {"id": self.workspace.direct(user).id}}

    def conversation(self, arguments: Json) -> Json:
        room = self.workspace.room(str(arguments.get("channel")))
        return {
            "channel": {
                "id": room.id,
                "name": room.name,
                "is_im": room.is_direct,
                "is_channel": not room.is_direct,
                "is_member": room.bot_is_member and not room.is_direct,
                "is_archived": room.archived,
                "is_ext_shared": room.shared,
            }
        }

    def members(self, arguments: Json) -> Json:
        room = self.workspace.room(str(arguments.get("channel")))
        return {"members": sorted(room.members), "response_metadata": {"next_cursor": ""}}

    def user(self, arguments: Json) -> Json:
        person = self.workspace.person(str(arguments.get("user")))
        return {"user": described(person, with_locale=str(arguments.get("include_locale")).lower() in ("1", "true"))}

    def publish(self, arguments: Json) -> Json:
        person, view = self.workspace.person(str(arguments.get("user_id"))), nested(arguments.get("view"))
        check_view(view)
        person.view = view
        if self.workspace.keep_history:
            person.home.add(self.workspace.drawn({**view, "ts": self.workspace.ts()}, author=BOT_NAME, mine=False))
        return {"view": {"id": f"V{person.id[1:]}", "type": "home"}}

    def complete_upload(self, arguments: Json) -> Json:
        files = self.uploads.complete(nested(arguments.get("files")))
        room = self.workspace.writable(str(arguments.get("channel_id")))
        thread = arguments.get("thread_ts")
        if thread is not None and thread not in room.messages:
            raise Refusal("thread_not_found")
        words = str(arguments.get("initial_comment") or "")
        message = {"type": "message", "user": BOT_USER, "bot_id": BOT, "text": words, "ts": self.workspace.ts()}
        message |= {"subtype": "file_share", "thread_ts": thread} if thread else {"subtype": "file_share"}
        self.workspace.keep(room, message, author=BOT_NAME, mine=False, files=files)
        self.uploads.shared(files, room.id, message)
        self.workspace.count(Sent(room.id, words, thread, message["ts"]))
        return {"files": [{"id": file.id, "title": file.name} for file in files]}


class Flood(Refusal):
    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


def ratelimited(seconds: int) -> web.Response:
    return json_of(Flood(seconds).answer, status=429, headers={"Retry-After": str(seconds)})


def refused(error: str) -> Fault:
    """As Slack says no, with the name of an error: under a 200."""
    return Fault.answer(200, orjson.dumps(Refusal(error).answer))


def json_of(answer: Json, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(body=orjson.dumps(answer), content_type="application/json", status=status, headers=headers)


def described(person: Person, *, with_locale: bool) -> Json:
    answer: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name.lower(),
        "real_name": person.name,
        "deleted": person.disabled,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_stranger": person.stranger,
        "profile": {"display_name": person.name, "real_name": person.name},
    }
    return answer | ({"locale": person.locale} if with_locale else {})
