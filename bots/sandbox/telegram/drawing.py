"""A message as a phone draws it."""

from collections.abc import Mapping
from typing import Any

from bots.sandbox.phone import Shown, ShownFile
from bots.sandbox.telegram import keyboard, wording
from bots.sandbox.telegram.files import StoredFile
from bots.sandbox.telegram.keyboard import Keyboard
from bots.sandbox.telegram.spans import spans

Json = dict[str, Any]

MEDIA: Mapping[str, str] = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "document": "file",
    "sticker": "sticker",
    "location": "location",
    "contact": "contact",
}
"""Fields of a message, and what a phone shows."""
OPENED = {"photo", "voice", "video", "document"}


def draw(message: Json, buttons: Keyboard, files: Mapping[str, StoredFile], *, at: float, mine: bool) -> Shown:
    fields = [field for field in MEDIA if field in message]
    text = wording.visible(message)
    return Shown(
        text=text,
        spans=spans(text, wording.styles(message)),
        buttons=keyboard.labels(buttons),
        rows=keyboard.rows(buttons),
        links=keyboard.links(buttons),
        media=tuple(MEDIA[field] for field in fields),
        files=tuple(_file(field, message[field], files) for field in fields if field in OPENED),
        at=at,
        mine=mine,
        message_id=str(message["message_id"]),
        quotes=_quotes(message),
        thread=str(message["message_thread_id"]) if "message_thread_id" in message else None,
        author=author(message),
    )


def author(message: Json) -> str:
    """An anonymous administrator writes in the group's own name."""
    match message:
        case {"sender_chat": {"title": str(title)}}:
            return title
    return full_name(message["from"])


def full_name(person: Json) -> str:
    return f"{person['first_name']} {person.get('last_name', '')}".rstrip()


def _file(field: str, described: Any, files: Mapping[str, StoredFile]) -> ShownFile:
    """Of a photo the largest one; only documents have names."""
    stored = files[(described[-1] if field == "photo" else described)["file_id"]]
    name = stored.name if field == "document" else ""
    return ShownFile(id=stored.id, kind=MEDIA[field], name=name, mime=stored.mime, size=len(stored.data))


def _quotes(message: Json) -> str:
    """In a topic everything answers the line that opened it, which no phone shows."""
    answered = message.get("reply_to_message")
    return str(answered["message_id"]) if answered and "forum_topic_created" not in answered else ""
