"""An update as plain JSON values, read into what somebody did in a chat.

Reading the values as they are costs a tenth of building python-telegram-bot's objects for them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bots.channel import Refused
from bots.desk_chats import DeskChats
from bots.telegram import reactions
from bots.telegram.attachments import CHANNEL, attachments, text_of
from bots.telegram.quoting import album, quote
from bots.telegram.speech import Myself, is_for_us, words
from storage.inbound import Identity, Inbound, Kind
from storage.records import record, replace

GENERAL = 1
"""The topic of a forum that holds what is in no topic. Sending to it by its number fails."""


@record(frozen=True, slots=True)
class Place:
    """Whose update is read, and where the desk is."""

    me: Myself
    desk: DeskChats
    next_desk: str
    """Where one of them is going; "" for nowhere."""
    clock: Callable[[], float]


def read(update: Mapping[str, Any], place: Place) -> tuple[Inbound, ...]:
    """What it brings; empty when it is nothing to the desk. Raises Refused when it is not shaped as an update."""
    found = _found(update, str(update["update_id"]), place)
    return () if found is None else (found,)


def _found(update: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    match update:
        case {"message": message}:
            return _message(_known(message), key, place)
        case {"edited_message": message}:
            return _edit(_known(message), key, place)
        case {"callback_query": query}:
            return _button(_known(query), key, place)
        case {"message_reaction": change}:
            return _reaction(_known(change), key, place)
        case {"my_chat_member": change}:
            return _membership(_known(change), key, place)
    return None


def _known(value: object) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Refused("the update is not shaped as one", 400)


def _message(message: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    said = _base(message, message, key, place)
    match message:
        case {"migrate_to_chat_id": int(moved_to)}:
            # Before asking who says so: an anonymous administrator may have done it.
            return replace(said, kind=Kind.MOVED, payload=str(moved_to))
    if not is_for_us(message, said, place.me):
        return None
    text, found = words(message, said, place.me), attachments(message)
    if not (text or found):
        return None
    said = replace(
        said, text=text, attachments=found, quote=quote(message, place.me.id, staff=said.staff), album=album(message)
    )
    return said if said.staff else _start(said)


def _edit(message: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    said = _base(message, message, key, place, time="edit_date")
    text = words(message, said, place.me)
    if not text or not is_for_us(message, said, place.me):
        return None  # a live location that moves on, buttons that changed, or talk among people
    # The files beside the words stay what they are.
    found = attachments(message)
    return replace(
        said, kind=Kind.EDIT, text=text, attachments=found, quote=quote(message, place.me.id, staff=said.staff)
    )


def _button(query: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    match query:
        case {"data": str(data), "message": {"chat": {}} as message}:
            # The date in it is the day the button was shown, not pressed.
            pressed = _base(message, query, key, place, time="")
            return replace(pressed, kind=Kind.BUTTON, payload=data)
    return None


def _reaction(change: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    """Of a person who shows who they are, in private or at the desk. Telegram does not say in which topic."""
    emoji = reactions.put(change)
    if emoji is None or not isinstance(change.get("user"), dict):
        return None
    said = _base(change, {"from": change["user"]}, key, place)
    if not (said.private or said.staff) or said.message_id is None:
        return None
    return replace(said, kind=Kind.REACTION, payload=emoji)


def _membership(change: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    """Blocked, or put out of the desk. The other way round the customer's next message says it all."""
    match change:
        case {"new_chat_member": {"status": "kicked" | "left"}}:
            said = replace(_base(change, change, key, place), kind=Kind.LEFT, message_id=None)
            return said if said.private or said.staff else None
    return None


def _base(
    message: Mapping[str, Any], said: Mapping[str, Any], key: str, place: Place, *, time: str = "date"
) -> Inbound:
    """Who, where and when. `said` names the sender, `message` the place; `time` the field of the moment, if any."""
    match message, said:
        case {"chat": {"id": int(chat), "type": str(kind)}}, {"from": {"id": int(sender)} as person}:
            private, chat_id = kind == "private", str(chat)
            moment = message.get(time)
            return Inbound(
                identity=Identity(CHANNEL, str(sender)),
                key=key,
                chat_id=chat_id,
                sent_at=float(moment) if isinstance(moment, int) else place.clock(),
                private=private,
                staff=chat_id in place.desk or chat_id == place.next_desk,
                thread=_thread(message, chat_id, place),
                message_id=_id(message),
                name=_name(person),
                locale=text_of(person, "language_code") or None,
                direct_chat_id=None if private else str(sender),
            )
    raise Refused("the update is not shaped as one", 400)


def _start(said: Inbound) -> Inbound:
    """`/start`, and what a link to the bot (t.me/bot?start=...) carried with it."""
    command, _, payload = said.text.partition(" ")
    return replace(said, kind=Kind.START, payload=payload.strip()) if command == "/start" else said


def _thread(message: Mapping[str, Any], chat: str, place: Place) -> str | None:
    """Telegram also numbers the thread of a plain reply, and answering into that fails: topics say that they are."""
    match message:
        case {"is_topic_message": True, "message_thread_id": int(thread)} if thread != GENERAL:
            return place.desk.thread(chat, str(thread)) if chat in place.desk else str(thread)
    return None


def _id(message: Mapping[str, Any]) -> str | None:
    message_id = message.get("message_id")
    return str(message_id) if isinstance(message_id, int) else None


def _name(person: Mapping[str, Any]) -> str:
    full = f"{text_of(person, 'first_name')} {text_of(person, 'last_name')}".strip()
    return full or text_of(person, "username")
