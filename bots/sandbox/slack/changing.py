"""What the bot does to messages that are there: edits, deletions, reactions."""

import re
from collections.abc import Callable
from dataclasses import replace

from bots.sandbox.phone import Shown
from bots.sandbox.slack import payloads
from bots.sandbox.slack.arguments import nested
from bots.sandbox.slack.limits import Refusal, check_message
from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.workspace import BOT_USER, Workspace

EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")


class Changing:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.happened: Callable[[Json, Room], None] = lambda event, room: None
        """Called with what Slack tells the bot of its own doings, too."""

    def update(self, arguments: Json) -> Json:
        """Blocks that are not given stay, unless there is a text without any."""
        room, before = self._own(arguments, "update")
        text, blocks = str(arguments.get("text") or ""), nested(arguments.get("blocks"))
        check_message(text, blocks)
        after = room.messages[before["ts"]] = before | {"text": text, "blocks": blocks}
        room.redraw(before["ts"], lambda was: self._rewritten(was, after))
        self.happened(payloads.changed(self.workspace, before, after, room), room)
        return {"channel": room.id, "ts": before["ts"], "text": text, "message": after}

    def delete(self, arguments: Json) -> Json:
        room, message = self._own(arguments, "delete")
        room.delete(message["ts"])
        self.happened(payloads.deleted(self.workspace, message, room.messages.get(message["ts"]), room), room)
        return {"channel": room.id, "ts": message["ts"]}

    def react(self, arguments: Json) -> Json:
        return self._react(arguments, on=True)

    def unreact(self, arguments: Json) -> Json:
        return self._react(arguments, on=False)

    def _react(self, arguments: Json, *, on: bool) -> Json:
        room, ts = self._place(arguments, "timestamp")
        name = str(arguments.get("name") or "")
        if not EMOJI.fullmatch(name):
            raise Refusal("invalid_name")
        if not room.react(ts, BOT_USER, name, on=on):
            raise Refusal("already_reacted" if on else "no_reaction")
        self.happened(payloads.reacted(self.workspace, BOT_USER, room, ts, name, on=on), room)
        return {}

    def reactions(self, arguments: Json) -> Json:
        room, ts = self._place(arguments, "timestamp")
        put: dict[str, list[str]] = room.messages[ts].get("reactions", {})
        listed = [{"name": name, "users": users, "count": len(users)} for name, users in put.items() if users]
        message = {"ts": ts, "type": "message"} | ({"reactions": listed} if listed else {})
        return {"type": "message", "channel": room.id, "message": message}

    def _own(self, arguments: Json, what: str) -> tuple[Room, Json]:
        room, ts = self._place(arguments, "ts")
        message = room.messages[ts]
        if message.get("user") != BOT_USER:
            raise Refusal(f"cant_{what}_message")
        return room, message

    def _place(self, arguments: Json, name: str) -> tuple[Room, str]:
        room, ts = self.workspace.writable(str(arguments.get("channel"))), str(arguments.get(name))
        if ts not in room.messages or room.messages[ts].get("subtype") == "tombstone":
            raise Refusal("message_not_found")
        return room, ts

    def _rewritten(self, was: Shown, message: Json) -> Shown:
        """`edited` stands beside it unless it has blocks (https://docs.slack.dev/reference/methods/chat.update)."""
        now = self.workspace.drawn(message, author=was.author, mine=was.mine)
        edited = was.edited or not message["blocks"]
        return replace(now, media=was.media, files=was.files, marks=was.marks, edited=edited)
