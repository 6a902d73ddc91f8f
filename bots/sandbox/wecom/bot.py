"""What the bot asks for over its connection, checked as WeCom checks it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bots.sandbox.wecom.group import NOT_A_CHAT, WeComGroup
from bots.sandbox.wecom.media import KINDS, MediaStore, Refused

Json = dict[str, Any]
MARKDOWN_BYTES = 20_480
MOST_BUTTONS = 6
TASK = re.compile(r"[0-9A-Za-z_@-]{1,128}")
ANSWER_SECONDS = 5.0


class Requests:
    def __init__(self, groups: Mapping[str, WeComGroup], media: MediaStore, clock: Callable[[], float]) -> None:
        self._groups = groups
        self._media = media
        self._clock = clock
        self._tasks: set[str] = set()
        self.asked: dict[str, tuple[float, str]] = {}
        """Presses that may still be answered: when each was told, and in which group."""

    def perform(self, cmd: str, req_id: str, body: Json) -> Json:
        """Raises Refused; also KeyError, TypeError, ValueError for a body of no known form."""
        match cmd:
            case "ping":
                return {}
            case "aibot_send_msg":
                return self._send(body)
            case "aibot_respond_update_msg":
                return self._update(req_id, body)
            case "aibot_upload_media_init":
                return self._media.begin(body)
            case "aibot_upload_media_chunk":
                return self._media.add(body)
            case "aibot_upload_media_finish":
                return self._media.finish(body)
        raise Refused(40008, f"invalid cmd {cmd}")

    def _send(self, body: Json) -> Json:
        group = self._groups.get(body["chatid"])
        if group is None:
            raise Refused(NOT_A_CHAT, "invalid chatid")
        if body["chat_type"] not in (0, 2):
            raise Refused(40058, "invalid chat_type")
        check(body)
        task = body.get("template_card", {}).get("task_id")
        if task in self._tasks:
            raise Refused(40058, "task_id is used already")
        group.post(body)
        if task:
            self._tasks.add(task)
        return {}

    def _update(self, req_id: str, body: Json) -> Json:
        at, chat = self.asked.pop(req_id, (0.0, ""))
        if not chat:
            raise Refused(846605, "invalid req_id")
        if self._clock() - at > ANSWER_SECONDS:
            raise Refused(846604, "the event is too old to be answered")
        check_card(body["template_card"])
        self._groups[chat].update(body["template_card"])
        return {}


def check(body: Json) -> None:
    """Raises Refused."""
    match body["msgtype"]:
        case "markdown":
            content = body["markdown"]["content"]
            if not content.strip():
                raise Refused(44004, "empty content")
            if len(content.encode()) > MARKDOWN_BYTES:
                raise Refused(45002, "content size out of limit")
        case "template_card":
            check_card(body["template_card"])
        case kind if kind not in KINDS:
            raise Refused(40008, "invalid message type")


def check_card(card: Json) -> None:
    if card["card_type"] != "button_interaction" or not TASK.fullmatch(card["task_id"]):
        raise Refused(40058, "invalid card")
    if not card["main_title"]["title"].strip():
        raise Refused(40058, "missing main_title.title")
    buttons = card["button_list"]
    if not 1 <= len(buttons) <= MOST_BUTTONS or not all(button["text"] and button["key"] for button in buttons):
        raise Refused(40058, "invalid button_list")
