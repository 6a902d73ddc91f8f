"""sendMessage and its siblings, refusing what the platform refuses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bots.sandbox.phone import Shown
from bots.sandbox.telegram import flood, markup
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad, forbidden
from bots.sandbox.telegram.world import Chat, Held, Json, Sent, World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
PHOTO_LIMIT = 10 * 1024 * 1024
FILE_LIMIT = 50 * 1024 * 1024
GENERAL = 1

FILES: Mapping[str, tuple[str, str]] = {
    "sendphoto": ("photo", "photo"),
    "sendvoice": ("voice", "voice"),
    "sendvideo": ("video", "video"),
    "senddocument": ("document", "file"),
    "sendsticker": ("sticker", "sticker"),
}
"""Method to (field, what a phone shows)."""


class Sending:
    def __init__(self, world: World, *, flood_control: bool) -> None:
        self.world = world
        self.flood_control = flood_control

    def message(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        text = _visible(parameters, "text")
        if not text.strip():
            raise bad("message text is empty")
        if markup.utf16(text) > TEXT_LIMIT:
            raise bad("message is too long")
        return self._sent(chat, parameters, {"text": text}, text, ())

    def file(self, method: str, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        field, medium = FILES[method]
        file_id = self._file(field, parameters)
        caption = _visible(parameters, "caption")
        if markup.utf16(caption) > CAPTION_LIMIT:
            raise bad("message caption is too long")
        described: Any = {"file_id": file_id, "file_unique_id": f"u-{file_id}"}
        if field == "photo":
            described = [described | {"width": 800, "height": 600}]
        elif field == "document":
            described["file_name"] = self.world.files[file_id].name
        words = {"caption": caption} if caption else {}
        return self._sent(chat, parameters, {field: described} | words, caption, (medium,))

    def location(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        place = {"latitude": parameters.number("latitude"), "longitude": parameters.number("longitude")}
        if not (-90 <= place["latitude"] <= 90 and -180 <= place["longitude"] <= 180):
            raise bad("wrong latitude or longitude")
        return self._sent(chat, parameters, {"location": place}, "", ("location",))

    def contact(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        contact = {name: parameters.text(name) for name in ("phone_number", "first_name")}
        if not all(contact.values()):
            raise bad("contact must have a phone number and a first name")
        return self._sent(chat, parameters, {"contact": contact}, contact["phone_number"], ("contact",))

    def edit(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        held = self.held(chat, parameters, "edit")
        text, keyboard = _visible(parameters, "text"), _keyboard(parameters)
        if not text.strip():
            raise bad("message text is empty")
        if markup.utf16(text) > TEXT_LIMIT:
            raise bad("message is too long")
        if not held.by_bot:
            raise bad("message can't be edited")
        if (text, keyboard) == (held.message.get("text"), held.keyboard):
            raise bad("message is not modified: specified new message content and reply markup are exactly the same")
        held.message["text"], held.keyboard = text, keyboard
        chat.change(
            held.message["message_id"], held.thread, lambda shown: replace(shown, text=text, buttons=_labels(keyboard))
        )
        return held.message

    def held(self, chat: Chat, parameters: Parameters, what: str) -> Held:
        held = chat.messages.get(parameters.integer("message_id") or 0)
        if held is None:
            raise bad(f"message to {what} not found")
        return held

    def open_chat(self, parameters: Parameters) -> Chat:
        """The chat, if the bot may write to it now. Raises Refusal."""
        chat = self.world.chat(parameters.chat_id())
        if chat.blocked:
            private = chat.type == "private"
            raise forbidden("bot was blocked by the user" if private else f"bot was kicked from the {chat.type} chat")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if not chat.may_send:
            raise bad("not enough rights to send text messages to the chat")
        if self.flood_control:
            flood.admit(chat, self.world.clock())
        return chat

    def _sent(self, chat: Chat, parameters: Parameters, content: Json, text: str, media: tuple[str, ...]) -> Json:
        world = self.world
        thread = _topic(chat, parameters)
        keyboard = _keyboard(parameters) if "reply_markup" in parameters.values else []
        now = world.clock()
        message_id = next(world.message_ids)
        message = {"message_id": message_id, "from": world.bot, "chat": chat.described, "date": int(now)} | content
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if self.flood_control:
            chat.sends.append(now)
        if world.keep_history:
            shown = Shown(text=text, buttons=_labels(keyboard), media=media, author=world.bot["first_name"])
            world.hold(chat, message, shown=shown, keyboard=keyboard)
        world.count(Sent(chat.id, text, thread, message_id, media))
        return message

    def _file(self, field: str, parameters: Parameters) -> str:
        given = parameters.text(field)
        name = given.removeprefix("attach://") if given.startswith("attach://") else field
        upload = parameters.uploads.get(name)
        if upload is None:
            return self._known_file(field, given)
        if not upload.data:
            raise bad("file must be non-empty")
        limit = PHOTO_LIMIT if field == "photo" else FILE_LIMIT
        if len(upload.data) > limit:
            raise bad("file is too big" if field != "photo" else "photo is too big")
        return self.world.store(field, upload.name, upload.data).id

    def _known_file(self, field: str, file_id: str) -> str:
        if not file_id:
            raise bad(f"there is no {field} in the request")
        stored = self.world.files.get(file_id)
        if stored is None:
            raise bad("wrong remote file identifier specified: Wrong string length")
        if "photo" in (field, stored.kind) and field != stored.kind:
            # Other kinds are all documents to Telegram; photos alone are not.
            raise bad(f"can't use file of type {stored.kind.title()} as {field.title()}")
        return file_id


def _visible(parameters: Parameters, name: str) -> str:
    text = parameters.text(name)
    mode = parameters.values.get("parse_mode")
    if not mode:
        return text
    if str(mode).lower() != "html":
        raise bad("unsupported parse_mode")
    return markup.visible(text)


def _topic(chat: Chat, parameters: Parameters) -> int | None:
    thread = parameters.integer("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if thread == GENERAL or topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.may_manage_topics:
        raise bad("TOPIC_CLOSED")
    return thread


def _keyboard(parameters: Parameters) -> list[list[Json]]:
    match parameters.structure("reply_markup"):
        case {"inline_keyboard": [*rows]}:
            return [[_button(button) for button in row] for row in rows]
        case None | {}:
            return []
    raise bad("object expected as reply markup")


def _button(button: Any) -> Json:
    match button:
        case {"text": ""}:
            raise bad("can't parse inline keyboard button: Button text must be non-empty")
        case {"text": str(), "url": str(url)} if not url.startswith(("http://", "https://", "tg://")):
            raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        case {"text": str(), "callback_data": str(data)} if not 1 <= len(data.encode()) <= DATA_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
        case {"text": str(), "callback_data": str()} | {"text": str(), "url": str()}:
            known: Json = button
            return known
    raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _labels(keyboard: list[list[Json]]) -> tuple[str, ...]:
    return tuple(button["text"] for row in keyboard for button in row)
