"""Content in Telegram's own form: which methods to call, with which parameters."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from telegram import InputFile, InputMediaPhoto
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bots.channel import File, Rejected, TextUnit
from bots.delivery.markup import to_telegram_html, visible_length
from bots.telegram.attachments import CHANNEL
from bots.telegram.limits import FILE_LIMIT, PHOTO_LIMIT
from bots.telegram.reading import GENERAL
from storage.content import Button, Content
from storage.inbound import Attachment, Media
from storage.records import record

COLUMNS = 2
NARROW = 14
"""Characters that a phone shows in half a row."""
GOTO_LIMIT = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)

METHODS: Mapping[Media, tuple[str, str]] = {
    Media.PHOTO: ("sendPhoto", "photo"),
    Media.VOICE: ("sendVoice", "voice"),
    Media.VIDEO: ("sendVideo", "video"),
    Media.FILE: ("sendDocument", "document"),
    Media.STICKER: ("sendSticker", "sticker"),
}
ALBUM = "sendMediaGroup"
"""Has no buttons; its caption is that of its first photo."""
CAPTIONED = {Media.PHOTO, Media.VOICE, Media.VIDEO, Media.FILE}
VOICE_TYPES = {"audio/ogg", "audio/mpeg", "audio/mp4", "audio/x-m4a"}
"""What sendVoice takes; WeChat's AMR for one has to go as a file."""


@record(frozen=True, slots=True)
class Call:
    method: str
    parameters: dict[str, Any]
    captioned: bool = False


def calls(content: Content, files: Sequence[File]) -> list[Call]:
    """In the order they are to be made: the words last, beside the buttons. Raises Rejected."""
    text = words(content.text)
    markup = {"reply_markup": keyboard(content.buttons)} if content.buttons else {}
    if not content.attachments and not files:
        if not text:
            raise Rejected("there is nothing to send")
        return [Call("sendMessage", text | NO_PREVIEW | markup)]
    media = _together([*map(_own, content.attachments), *map(_upload, files)])
    if not text and not markup:
        return media
    last = media[-1]
    if last.captioned and visible_length(content.text, TextUnit.UTF16) <= MessageLimit.CAPTION_LENGTH:
        return [*media[:-1], _captioned(last, text, markup)]
    if not text:
        return [*media[:-1], Call(last.method, last.parameters | markup)]
    return [*media, Call("sendMessage", text | NO_PREVIEW | markup)]


def _captioned(call: Call, text: dict[str, Any], markup: dict[str, Any]) -> Call:
    caption = captioned(text)
    if call.method != ALBUM:
        return Call(call.method, call.parameters | caption | markup)
    first, *others = call.parameters["media"]
    return Call(ALBUM, {"media": [InputMediaPhoto(first.media, **caption), *others]})


def captioned(text: dict[str, Any]) -> dict[str, Any]:
    """The same words under a file."""
    return {("caption" if name == "text" else name): value for name, value in text.items()}


def _together(media: list[Call]) -> list[Call]:
    """Several photos as an album."""
    if len(media) < 2 or any("photo" not in call.parameters for call in media):
        return media
    return [Call(ALBUM, {"media": [_in_album(call.parameters["photo"]) for call in media]}, captioned=True)]


def _in_album(photo: InputFile | str) -> InputMediaPhoto:
    if isinstance(photo, str):
        return InputMediaPhoto(photo)
    return InputMediaPhoto(InputFile(photo.input_file_content, filename=photo.filename, attach=True))


NO_PREVIEW: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}


def destination(chat: str, thread: str | None) -> dict[str, Any]:
    """Where to. Raises Rejected when the thread is not a topic's number."""
    chat_id = int(chat) if chat.removeprefix("-").isdecimal() else chat
    if thread is None or thread == str(GENERAL):
        return {"chat_id": chat_id}
    if not thread.isdecimal():
        raise Rejected(f"no topic of Telegram has the number {thread!r}")
    return {"chat_id": chat_id, "message_thread_id": int(thread)}


def answer_to(quotes: str | None) -> dict[str, Any]:
    """Which message this one answers; goes out all the same when that is gone."""
    if quotes is None or not (quotes.isascii() and quotes.isdecimal()):
        return {}
    return {"reply_parameters": {"message_id": int(quotes), "allow_sending_without_reply": True}}


def words(text: str) -> dict[str, Any]:
    """Parse mode only where there is markup: without it Telegram cannot find fault with the words."""
    if "<" in text or "&" in text:
        return {"text": to_telegram_html(text), "parse_mode": "HTML"}
    return {"text": text} if text.strip() else {}


def keyboard(buttons: Sequence[Button]) -> dict[str, Any]:
    return {"inline_keyboard": list(_rows([_button(button) for button in buttons]))}


def _rows(buttons: Sequence[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Two short labels share a row; a long one has its own."""
    row: list[dict[str, str]] = []
    for button in buttons:
        fits = _width(button["text"]) <= NARROW
        if row and (not fits or len(row) == COLUMNS):
            yield row
            row = []
        row.append(button)
        if not fits:
            yield row
            row = []
    if row:
        yield row


def _width(label: str) -> int:
    """A Chinese character is as wide as two letters."""
    return len(label) if label.isascii() else len(label.encode("gbk", "replace"))


def _button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    size = len(button.goto.encode())
    if not button.goto or size > GOTO_LIMIT:
        raise Rejected(f"a button's goto is {size} bytes; Telegram takes 1 to 64")
    return {"text": button.label, "callback_data": button.goto}


def _own(attachment: Attachment) -> Call:
    """Something that Telegram already has, or that is only words and numbers."""
    if attachment.channel != CHANNEL:
        raise Rejected(f"a {attachment.media} of {attachment.channel} has to be fetched before it is sent")
    match attachment.media:
        case Media.LOCATION:
            return Call("sendLocation", _coordinates(attachment.ref))
        case Media.CONTACT:
            return Call("sendContact", {"phone_number": attachment.ref, "first_name": attachment.name or "-"})
        case Media.LINK | Media.OTHER as media:
            raise Rejected(f"a {media} goes as words")
        case media:
            method, field = METHODS[media]
            return Call(method, {field: attachment.ref}, media in CAPTIONED)


def _coordinates(ref: str) -> dict[str, float]:
    try:
        latitude, longitude = map(float, ref.split(","))
    except ValueError:
        raise Rejected("a location without coordinates") from None
    return {"latitude": latitude, "longitude": longitude}


def _plain(name: str) -> str:
    """A file's name as it may stand in a header: a customer chose it."""
    return "".join(character for character in name if character.isprintable() and character not in '"\\/')[:255]


def _upload(file: File) -> Call:
    media = file.media if file.media in METHODS else Media.FILE
    if media is Media.VOICE and file.mime not in VOICE_TYPES:
        media = Media.FILE
    limit = PHOTO_LIMIT if media is Media.PHOTO else FILE_LIMIT
    if len(file.data) > limit:
        raise Rejected(f"a {media} of {len(file.data)} bytes; Telegram takes {limit}")
    method, field = METHODS[media]
    return Call(method, {field: InputFile(file.data, filename=_plain(file.name) or None)}, media in CAPTIONED)
