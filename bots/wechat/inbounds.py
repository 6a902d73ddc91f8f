"""The platform's messages and events as inbounds."""

import re
from collections.abc import Callable
from typing import Any

from bots.channel import Refused
from bots.wechat.document import Fields
from storage.inbound import Attachment, Identity, Inbound, Kind, Media, new_inbound

CHANNEL = "wechat"
ACCOUNT = re.compile(r"[\w@.-]{1,64}", re.ASCII)
NUMBER = re.compile(r"\d{1,20}", re.ASCII)
SECONDS = re.compile(r"\d{1,10}", re.ASCII)
"""Until the year 2286: later ones are of no calendar, and would keep a window open for good."""
STATUS_LIMIT = 64
KIND = re.compile("[^a-z0-9_]+")
"""What stands in no name of a kind of message."""
KIND_LIMIT = 32
SCENE = "qrscene_"
BARCODE = re.compile(r"[A-Z0-9_]+,")
"""How it is written, before what it says: `CODE_128,A10086`."""
UNSUPPORTED = re.compile("[【[]收到不支持的消息类型，暂无法显示[】\\]]")
"""All that the platform tells of what it passes on to no account: nearly always a sticker."""
PRODUCTS = ("scanbarcode|", "scanimage|")


def read(message: Fields) -> Inbound | None:
    """None for what does not concern the desk: job results, customer-service sessions, unknown events."""
    kind = kind_of(message)
    known = EVENTS.get(event_of(message)) if kind == "event" else MESSAGES.get(kind, unknown)
    return known(message) if known else None


def unshown(message: Fields) -> str:
    """Why a template message was taken and then not shown; "": this tells of none."""
    if kind_of(message) != "event" or event_of(message) != "templatesendjobfinish":
        return ""
    status = value(message, "Status")
    return "" if status == "success" else status[:STATUS_LIMIT] or "no reason given"


def account_of(message: Fields) -> str:
    return matching(message, "ToUserName", ACCOUNT)


def value(message: Fields, name: str) -> str:
    """A duplicated or nested tag is not of the platform."""
    found = message.get(name, "")
    if found is None:
        raise Refused(f"WeChat: {name} is not one text", 400)
    return found


def matching(message: Fields, name: str, pattern: re.Pattern[str]) -> str:
    found = message.get(name)
    if not found or not pattern.fullmatch(found):
        raise Refused(f"WeChat: {name} is missing or malformed", 400)
    return found


def event_of(message: Fields) -> str:
    return value(message, "Event").lower()


def kind_of(message: Fields) -> str:
    return value(message, "MsgType").lower()


def inbound(message: Fields, key: str, **what: Any) -> Inbound:
    account = matching(message, "FromUserName", ACCOUNT)
    return new_inbound(
        identity=Identity(CHANNEL, account),
        key=key,
        chat_id=account,
        sent_at=float(matching(message, "CreateTime", SECONDS)),
        **what,
    )


def written(message: Fields, **what: Any) -> Inbound:
    message_id = matching(message, "MsgId", NUMBER)
    return inbound(message, message_id, message_id=message_id, **what)


def happened(message: Fields, **what: Any) -> Inbound:
    """Events carry no id."""
    parts = (value(message, name) for name in ("FromUserName", "CreateTime", "Event", "EventKey"))
    return inbound(message, ":".join(parts), **what)


def text(message: Fields) -> Inbound:
    """A tap on a menu line is a text message with the id of the line."""
    content, goto = value(message, "Content"), value(message, "bizmsgmenuid")
    if goto:
        return written(message, kind=Kind.BUTTON, text=content, payload=goto)
    if UNSUPPORTED.fullmatch(content):
        return written(message, attachments=(Attachment(media=Media.STICKER, channel=CHANNEL, caption=content),))
    return written(message, text=content)


def with_media(media: Media, words: str = "") -> Callable[[Fields], Inbound]:
    """`words`: the field in which the platform says what it heard."""

    def read_it(message: Fields) -> Inbound:
        attachment = Attachment(media=media, channel=CHANNEL, ref=value(message, "MediaId"))
        return written(message, text=value(message, words) if words else "", attachments=(attachment,))

    return read_it


def location(message: Fields) -> Inbound:
    point = ",".join(value(message, name) for name in ("Location_X", "Location_Y"))
    label = value(message, "Label") or point
    return written(message, attachments=(Attachment(media=Media.LOCATION, channel=CHANNEL, ref=point, caption=label),))


def link(message: Fields) -> Inbound:
    url = value(message, "Url")
    caption = " ".join(part for part in (value(message, "Title"), url) if part)
    return written(message, attachments=(Attachment(media=Media.LINK, channel=CHANNEL, ref=url, caption=caption),))


def titled(media: Media) -> Callable[[Fields], Inbound]:
    """The platform tells only the title: of a file, or of a mini-program's page."""

    def read_it(message: Fields) -> Inbound:
        title = value(message, "Title")
        return written(message, attachments=(Attachment(media=media, channel=CHANNEL, name=title, caption=title),))

    return read_it


def unknown(message: Fields) -> Inbound:
    """Of a kind that came up after this was written: the customer waits for an answer all the same."""
    kind = KIND.sub("", kind_of(message))[:KIND_LIMIT]
    attachments = (Attachment(media=Media.OTHER, channel=CHANNEL, caption=kind),)
    if message.get("MsgId"):
        return written(message, attachments=attachments)
    parts = (value(message, name) for name in ("FromUserName", "CreateTime", "MsgType"))
    return inbound(message, ":".join(parts), attachments=attachments)


def opened(message: Fields) -> Inbound:
    """Scanned a code."""
    return happened(message, kind=Kind.START, payload=value(message, "EventKey"))


def followed(message: Fields) -> Inbound | None:
    """The account, or by a scene's code, whose id stands behind `qrscene_`, or by what was scanned in a shop's app."""
    scene = value(message, "EventKey")
    if scene.startswith(PRODUCTS):
        return None
    if scene.startswith(SCENE):
        return opened({**message, "EventKey": scene.removeprefix(SCENE)})
    return opened(message)


def left(message: Fields) -> Inbound:
    return happened(message, kind=Kind.LEFT)


def pressed(message: Fields) -> Inbound:
    return happened(message, kind=Kind.BUTTON, payload=value(message, "EventKey"))


def scanned(message: Fields) -> Inbound:
    """By a button of the menu, and now they wait for an answer: as if they had typed what the code says."""
    said = value(message, "ScanCodeInfo/ScanResult")
    if value(message, "ScanCodeInfo/ScanType") == "barcode":
        said = BARCODE.sub("", said, count=1)
    return happened(message, text=said)


def scanned_and_shown(message: Fields) -> Inbound | None:
    """The telephone has shown it to them, and a web page is all that they wanted."""
    inbound = scanned(message)
    return None if inbound.text.startswith(("http://", "https://")) else inbound


MESSAGES: dict[str, Callable[[Fields], Inbound]] = {
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
EVENTS: dict[str, Callable[[Fields], Inbound | None]] = {
    "subscribe": followed,
    "scan": opened,
    "unsubscribe": left,
    "click": pressed,
    "scancode_waitmsg": scanned,
    "scancode_push": scanned_and_shown,
}
"""What a menu's buttons for pictures and places tell comes once more, as a message with the picture or the place."""
