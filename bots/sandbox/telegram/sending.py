"""sendMessage and its siblings, refusing what the platform refuses."""

from collections.abc import Mapping
from typing import Any

from bots.sandbox.telegram import flood, keyboard, wording
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad, forbidden
from bots.sandbox.telegram.spans import utf16
from bots.sandbox.telegram.typing import Typing
from bots.sandbox.telegram.world import Chat, Held, Json, Sent, World, in_topic

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PHOTO_LIMIT = 10 * 1024 * 1024
FILE_LIMIT = 50 * 1024 * 1024
ALBUM_LIMIT = 10
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
    def __init__(self, world: World, typing: Typing, *, flood_control: bool) -> None:
        self.world = world
        self.typing = typing
        self.flood_control = flood_control

    def message(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        return self._sent(chat, parameters, self.text(parameters), ())

    def file(self, method: str, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        field, medium = FILES[method]
        return self._sent(chat, parameters, self._described(field, parameters), (medium,))

    def album(self, parameters: Parameters) -> list[Json]:
        """All of it or nothing. Only photos: nothing else is sent so."""
        chat = self.open_chat(parameters)
        media = parameters.structure("media")
        if not isinstance(media, list) or not 2 <= len(media) <= ALBUM_LIMIT:
            raise bad("there must be 2 to 10 items in the media group")
        if "reply_markup" in parameters.values or any(not _is_photo(each) for each in media):
            raise bad("can't use the media of the specified type in the album")
        each = [Parameters(one | {"photo": one["media"]}, parameters.uploads) for one in media]
        group = {"media_group_id": str(next(self.world.message_ids))}
        described = [self._described("photo", one) | group for one in each]
        return [self._sent(chat, parameters, one, ("photo",)) for one in described]

    def location(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        place = {"latitude": parameters.number("latitude"), "longitude": parameters.number("longitude")}
        if not (-90 <= place["latitude"] <= 90 and -180 <= place["longitude"] <= 180):
            raise bad("wrong latitude or longitude")
        return self._sent(chat, parameters, {"location": place}, ("location",))

    def contact(self, parameters: Parameters) -> Json:
        chat = self.open_chat(parameters)
        contact = {name: parameters.text(name) for name in ("phone_number", "first_name")}
        if not all(contact.values()):
            raise bad("contact must have a phone number and a first name")
        return self._sent(chat, parameters, {"contact": contact}, ("contact",))

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

    def text(self, parameters: Parameters) -> Json:
        words = wording.read(parameters, "text", styled=self.world.keep_history)
        text: str = words.get("text", "")
        if not text.strip():
            raise bad("message text is empty")
        if utf16(text) > TEXT_LIMIT:
            raise bad("message is too long")
        return words

    def caption(self, parameters: Parameters) -> Json:
        words = wording.read(parameters, "caption", styled=self.world.keep_history)
        if utf16(words.get("caption", "")) > CAPTION_LIMIT:
            raise bad("message caption is too long")
        return words

    def _sent(self, chat: Chat, parameters: Parameters, content: Json, media: tuple[str, ...]) -> Json:
        world = self.world
        thread = topic_of(chat, parameters)
        buttons = keyboard.read(parameters) if "reply_markup" in parameters.values else []
        answered = self._answered(chat, parameters)
        now = world.clock()
        message_id = next(world.message_ids)
        message = {"message_id": message_id, "from": world.bot, "chat": chat.described, "date": int(now)} | content
        if thread is not None:
            message |= in_topic(thread)
        if answered is not None:
            message["reply_to_message"] = answered.quoted
        if self.flood_control:
            chat.sends.append(now)
        if world.keep_history:
            self.typing.end(chat)
            world.hold(chat, message, buttons)
        world.count(Sent(chat.id, wording.visible(content), thread, message_id, media))
        return message

    def _described(self, field: str, parameters: Parameters) -> Json:
        file_id = self._file(field, parameters)
        caption = self.caption(parameters)
        described: Any = {"file_id": file_id, "file_unique_id": f"u-{file_id}"}
        if field == "photo":
            described = [described | {"width": 800, "height": 600}]
        elif field == "document":
            described["file_name"] = self.world.files[file_id].name
        return {field: described} | caption

    def _answered(self, chat: Chat, parameters: Parameters) -> Held | None:
        """The message that this one answers."""
        if parameters.values.get("reply_parameters") is None:
            return None
        match parameters.structure("reply_parameters"):
            case {"message_id": int(message_id)} as answer:
                held = chat.messages.get(message_id)
                if held is None and self.world.keep_history and not answer.get("allow_sending_without_reply"):
                    raise bad("message to be replied not found")
                return held
        raise bad("can't parse reply parameters JSON object")

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


def topic_of(chat: Chat, parameters: Parameters) -> int | None:
    thread = parameters.integer("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if thread == GENERAL or topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.may_manage_topics:
        raise bad("TOPIC_CLOSED")
    return thread


def _is_photo(media: object) -> bool:
    match media:
        case {"type": "photo", "media": str()}:
            return True
    return False
