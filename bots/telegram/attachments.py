"""What a message holds beside its words."""

from collections.abc import Mapping
from typing import Any

from storage.inbound import Attachment, Media

CHANNEL = "telegram"

FILES: Mapping[str, tuple[Media, str]] = {
    "animation": (Media.VIDEO, "video/mp4"),
    "voice": (Media.VOICE, "audio/ogg"),
    "video_note": (Media.VIDEO, "video/mp4"),
    "video": (Media.VIDEO, "video/mp4"),
    "audio": (Media.FILE, "audio/mpeg"),
    "sticker": (Media.STICKER, "image/webp"),
    "document": (Media.FILE, "application/octet-stream"),
}
"""Fields of a message that hold one file, and the type when the sender's app gives none.

An animation comes with a `document` of the same file, for old readers: the first found counts."""
SIGNS = {"story": "📖", "game": "🎮", "invoice": "🧾", "paid_media": "⭐", "giveaway": "🎁", "giveaway_winners": "🎁"}
"""What no bot can open, and what is told of it where it has neither an address nor a title."""
HOLDERS = frozenset({"photo", "venue", "location", "contact", *FILES, *SIGNS})


def attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Each picture of an album comes in a message of its own."""
    if HOLDERS.isdisjoint(message):
        return ()
    match message:
        case {"photo": [*sizes]}:
            return _photo(sizes)
        case {"venue": {"title": str(title), "location": {"latitude": latitude, "longitude": longitude}} as venue}:
            label = ", ".join(part for part in (title, text_of(venue, "address")) if part)
            return (_place(latitude, longitude, label),)
        case {"location": {"latitude": latitude, "longitude": longitude}}:
            return (_place(latitude, longitude, f"{latitude}, {longitude}"),)
        case {"contact": {"phone_number": str(phone)} as contact}:
            name = f"{text_of(contact, 'first_name')} {text_of(contact, 'last_name')}".strip()
            return (Attachment(media=Media.CONTACT, channel=CHANNEL, ref=phone, name=name, caption=phone),)
    return _file(message) or _unopened(message)


def text_of(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _photo(sizes: list[Any]) -> tuple[Attachment, ...]:
    """The largest of the sizes Telegram made of it."""
    known = [size for size in sizes if isinstance(size, dict) and isinstance(size.get("file_id"), str)]
    if not known:
        return ()
    largest = max(known, key=lambda size: _count(size, "width") * _count(size, "height"))
    size = _count(largest, "file_size") or None
    return (Attachment(media=Media.PHOTO, channel=CHANNEL, ref=largest["file_id"], mime="image/jpeg", size=size),)


def _place(latitude: object, longitude: object, label: str) -> Attachment:
    return Attachment(media=Media.LOCATION, channel=CHANNEL, ref=f"{latitude},{longitude}", caption=label)


def _file(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    for field, (media, mime) in FILES.items():
        file = message.get(field)
        if isinstance(file, dict) and isinstance(file.get("file_id"), str):
            return (
                Attachment(
                    media=media,
                    channel=CHANNEL,
                    ref=file["file_id"],
                    name=text_of(file, "file_name"),
                    mime=text_of(file, "mime_type") or mime,
                    size=_count(file, "file_size") or None,
                    caption=text_of(file, "emoji"),
                ),
            )
    return ()


def _unopened(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """What bots cannot open, told as well as can be: whoever sends it waits for an answer."""
    match message:
        case {"story": {"id": int(number), "chat": {"username": str(name)}}}:
            address = f"https://t.me/{name}/s/{number}"
            return (Attachment(media=Media.LINK, channel=CHANNEL, ref=address, caption=address),)
        case {"game": {"title": str(title)}} | {"invoice": {"title": str(title)}}:
            return (Attachment(media=Media.LINK, channel=CHANNEL, caption=title),)
    signs = (sign for name, sign in SIGNS.items() if name in message)
    return tuple(Attachment(media=Media.LINK, channel=CHANNEL, caption=sign) for sign in signs)


def _count(values: Mapping[str, Any], name: str) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else 0
