"""wechatpy's messages and events as inbounds."""

import re
from collections.abc import Callable
from typing import Any

from wechatpy.messages import BaseMessage

from bots.channel import Refused
from storage.inbound import Attachment, Identity, Inbound, Kind, Media

CHANNEL = "wechat"
ACCOUNT = re.compile(r"[\w@.-]{1,64}", re.ASCII)
NUMBER = re.compile(r"\d{1,20}", re.ASCII)
STATUS_LIMIT = 64


def read(message: BaseMessage) -> Inbound | None:
    """None for what does not concern the desk: job results, customer-service sessions, unknown events."""
    known = EVENTS.get(value(message, "Event").lower()) if is_event(message) else MESSAGES.get(kind_of(message))
    return known(message) if known else None


def unshown(message: BaseMessage) -> str:
    """Why a template message was taken and then not shown; "": this tells of none."""
    if not is_event(message) or value(message, "Event").lower() != "templatesendjobfinish":
        return ""
    status = value(message, "Status")
    return "" if status == "success" else status[:STATUS_LIMIT] or "no reason given"


def account_of(message: BaseMessage) -> str:
    return matching(message, "ToUserName", ACCOUNT)


def value(message: BaseMessage, name: str) -> str:
    """A duplicated or nested tag arrives as a list or a mapping: neither is of the platform."""
    found = message._data.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Refused(f"WeChat: {name} is not one text", 400)
    return found


def matching(message: BaseMessage, name: str, pattern: re.Pattern[str]) -> str:
    found = value(message, name)
    if not pattern.fullmatch(found):
        raise Refused(f"WeChat: {name} is missing or malformed", 400)
    return found


def is_event(message: BaseMessage) -> bool:
    return kind_of(message) == "event"


def kind_of(message: BaseMessage) -> str:
    return value(message, "MsgType").lower()


def inbound(message: BaseMessage, key: str, **what: Any) -> Inbound:
    account = matching(message, "FromUserName", ACCOUNT)
    return Inbound(
        identity=Identity(CHANNEL, account),
        key=key,
        chat_id=account,
        sent_at=float(matching(message, "CreateTime", NUMBER)),
        **what,
    )


def written(message: BaseMessage, **what: Any) -> Inbound:
    message_id = matching(message, "MsgId", NUMBER)
    return inbound(message, message_id, message_id=message_id, **what)


def happened(message: BaseMessage, **what: Any) -> Inbound:
    """Events carry no id: wechatpy reads 0, which would make each the duplicate of the first."""
    parts = (value(message, name) for name in ("FromUserName", "CreateTime", "Event", "EventKey"))
    return inbound(message, ":".join(parts), **what)


def text(message: BaseMessage) -> Inbound:
    """A tap on a menu line is a text message with the id of the line, which wechatpy has no field for."""
    content, goto = value(message, "Content"), value(message, "bizmsgmenuid")
    if goto:
        return written(message, kind=Kind.BUTTON, text=content, payload=goto)
    return written(message, text=content)


def with_media(media: Media, words: str = "") -> Callable[[BaseMessage], Inbound]:
    """`words`: the field in which the platform says what it heard."""

    def read_it(message: BaseMessage) -> Inbound:
        attachment = Attachment(media=media, channel=CHANNEL, ref=value(message, "MediaId"))
        return written(message, text=value(message, words) if words else "", attachments=(attachment,))

    return read_it


def location(message: BaseMessage) -> Inbound:
    point = ",".join(value(message, name) for name in ("Location_X", "Location_Y"))
    label = value(message, "Label") or point
    return written(message, attachments=(Attachment(media=Media.LOCATION, channel=CHANNEL, ref=point, caption=label),))


def link(message: BaseMessage) -> Inbound:
    url = value(message, "Url")
    caption = " ".join(part for part in (value(message, "Title"), url) if part)
    return written(message, attachments=(Attachment(media=Media.LINK, channel=CHANNEL, ref=url, caption=caption),))


def titled(media: Media) -> Callable[[BaseMessage], Inbound]:
    """The platform tells only the title: of a file, or of a mini-program's page."""

    def read_it(message: BaseMessage) -> Inbound:
        title = value(message, "Title")
        return written(message, attachments=(Attachment(media=media, channel=CHANNEL, name=title, caption=title),))

    return read_it


def opened(message: BaseMessage) -> Inbound:
    """Followed, or scanned a code; wechatpy has already taken `qrscene_` from the scene's id."""
    return happened(message, kind=Kind.START, payload=value(message, "EventKey"))


def left(message: BaseMessage) -> Inbound:
    return happened(message, kind=Kind.LEFT)


def pressed(message: BaseMessage) -> Inbound:
    return happened(message, kind=Kind.BUTTON, payload=value(message, "EventKey"))


MESSAGES: dict[str, Callable[[BaseMessage], Inbound]] = {
    "text": text,
    "image": with_media(Media.PHOTO),
    "voice": with_media(Media.VOICE, words="Recognition"),
    "video": with_media(Media.VIDEO),
    "shortvideo": with_media(Media.VIDEO),
    "location": location,
    "link": link,
    "file": titled(Media.FILE),
    "miniprogrampage": titled(Media.LINK),
}
EVENTS: dict[str, Callable[[BaseMessage], Inbound]] = {
    "subscribe": opened,
    "subscribe_scan": opened,
    "scan": opened,
    "unsubscribe": left,
    "click": pressed,
}
