"""Frames of the long connection as typed values. What is not known is ignored; what is malformed is refused.

Source: 智能机器人长连接 (developer.work.weixin.qq.com/document/path/101463), 接收消息 (100719), 接收事件 (101027).
"""

from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FRAME_BYTES = 1024 * 1024
"""A longer frame ends the connection. Texts are far shorter, and files do not come in frames."""
SUBSCRIBE = "aibot_subscribe"
PING = "ping"
MESSAGE = "aibot_msg_callback"
EVENT = "aibot_event_callback"
SEND = "aibot_send_msg"
UPDATE = "aibot_respond_update_msg"
UPLOAD_INIT = "aibot_upload_media_init"
UPLOAD_CHUNK = "aibot_upload_media_chunk"
UPLOAD_FINISH = "aibot_upload_media_finish"

Id = Annotated[str, Field(max_length=512)]


class Malformed(ValueError):
    """No frame of WeCom's. The text never quotes it: it may be a customer's words."""


class Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True)


class Headers(Wire):
    req_id: Id = ""


class Frame(Wire):
    cmd: str = ""
    """Empty: the answer to a request of ours."""
    headers: Headers = Headers()
    errcode: int = 0
    body: Any = None


class Sender(Wire):
    userid: Id = ""


class Text(Wire):
    content: str = ""


class Resource(Wire):
    """Something to download, encrypted with a key of its own."""

    url: str = ""
    aeskey: str = ""


class Item(Wire):
    text: Text | None = None
    image: Resource | None = None


class Mixed(Wire):
    msg_item: tuple[Item, ...] = ()


class Said(Wire):
    """What a message holds, and what a quoted one does."""

    text: Text | None = None
    mixed: Mixed | None = None
    voice: Text | None = None
    """As words: WeCom has listened to it."""
    image: Resource | None = None
    file: Resource | None = None
    video: Resource | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Words and pictures in the order in which they were written."""
        if self.mixed:
            return self.mixed.msg_item
        return (Item(text=self.text or self.voice, image=self.image),)

    @property
    def words(self) -> str:
        return "\n".join(item.text.content for item in self.items if item.text and item.text.content)


class Message(Said):
    msgid: Id = Field(min_length=1)
    chatid: Id = ""
    """Empty: written to the bot in private."""
    sender: Sender = Field(default=Sender(), alias="from")
    quote: Said | None = None


class Press(Wire):
    event_key: str = ""
    task_id: str = ""


class Happened(Wire):
    eventtype: str = ""
    template_card_event: Press | None = None


class Event(Wire):
    msgid: Id = Field(min_length=1)
    create_time: float = 0.0
    chatid: Id = ""
    sender: Sender = Field(default=Sender(), alias="from")
    event: Happened


def read(data: str | bytes) -> Frame:
    """Raises Malformed."""
    try:
        return Frame.model_validate(orjson.loads(data))
    except (orjson.JSONDecodeError, ValidationError) as error:
        raise Malformed(type(error).__name__) from None


def read_body(frame: Frame) -> Message | Event | None:
    """None: nothing that we know. Raises Malformed."""
    try:
        if frame.cmd == MESSAGE:
            return Message.model_validate(frame.body)
        if frame.cmd == EVENT:
            return Event.model_validate(frame.body)
    except ValidationError as error:
        raise Malformed(type(error).__name__) from None
    return None


def written(cmd: str, req_id: str, body: object = None) -> str:
    frame: dict[str, object] = {"cmd": cmd, "headers": {"req_id": req_id}}
    if body is not None:
        frame["body"] = body
    return orjson.dumps(frame).decode()
