"""An update as plain JSON values, read into what somebody did in a chat.

Reading the values as they are costs a tenth of building python-telegram-bot's objects for them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bots.channel import Refused
from bots.desk_chats import DeskChats
from bots.telegram import reactions
from bots.telegram.attachments import CHANNEL, attachments, text_of
from bots.telegram.quoting import album, forwards_us, quote
from bots.telegram.speech import Myself, Origin, is_for_us, words
from storage.inbound import Identity, Inbound, Kind, new_inbound
from storage.records import record

PRESENT = ("creator", "administrator", "member")
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
    """What somebody did; empty when it does not concern us. Raises Refused when it is not shaped as an update."""
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
        case {"chat_member": change}:
            return _coming_or_going(_known(change), key, place)
    return None


def _known(value: object) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Refused("the update is not shaped as one", 400)


def _message(message: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    origin = _origin(message, message, place)
    if "migrate_to_chat_id" in message and isinstance(moved_to := message["migrate_to_chat_id"], int):
        # Before asking who says so: an anonymous administrator may have done it.
        return _inbound(message, key, origin, place, kind=Kind.MOVED, payload=str(moved_to))
    if not is_for_us(message, origin, place.me):
        return None
    text, found = words(message, origin, place.me), attachments(message)
    if not (text or found):
        return None
    if origin.staff and forwards_us(message, place.me.id):
        return _inbound(message, key, origin, place, kind=Kind.FORWARDED, album=album(message))
    kind, payload = (Kind.TEXT, "") if origin.staff else _start(text)
    return _inbound(
        message,
        key,
        origin,
        place,
        kind=kind,
        payload=payload,
        text=text,
        attachments=found,
        quote=quote(message, place.me.id, staff=origin.staff),
        album=album(message),
    )


def _edit(message: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    origin = _origin(message, message, place)
    text = words(message, origin, place.me)
    if not text or not is_for_us(message, origin, place.me):
        return None  # a live location that moves on, buttons that changed, or talk among people
    return _inbound(
        message,
        key,
        origin,
        place,
        time="edit_date",
        kind=Kind.EDIT,
        text=text,
        # The files beside the words stay what they are.
        attachments=attachments(message),
        quote=quote(message, place.me.id, staff=origin.staff),
    )


def _button(query: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    match query:
        case {"data": str(data), "message": {"chat": {}} as message}:
            origin = _origin(message, query, place)
            # The date in it is the day the button was shown, not pressed.
            return _inbound(message, key, origin, place, time="", kind=Kind.BUTTON, payload=data)
    return None


def _reaction(change: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    """Of a person who shows who they are, in private or at the desk. Telegram does not say in which topic."""
    emoji = reactions.put(change)
    if emoji is None or not isinstance(change.get("user"), dict):
        return None
    origin = _origin(change, {"from": change["user"]}, place)
    if not (origin.private or origin.staff) or _id(change) is None:
        return None
    return _inbound(change, key, origin, place, kind=Kind.REACTION, payload=emoji)


def _membership(change: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    """The bot was blocked, put out of the desk, or taken from its administrators. Nothing has to be read when it is let
    in again: the next message says so.
    """
    origin = _origin(change, change, place)
    match change:
        case {"new_chat_member": {"status": "kicked" | "left"} | {"status": "restricted", "is_member": False}}:
            return _inbound(change, key, origin, place, kind=Kind.LEFT) if origin.private or origin.staff else None
        case {
            "old_chat_member": {"status": "administrator"},
            "new_chat_member": {"status": "member" | "restricted"},
        } if origin.staff:
            return _inbound(change, key, origin, place, kind=Kind.DEMOTED)
    return None


def _coming_or_going(change: Mapping[str, Any], key: str, place: Place) -> Inbound | None:
    """Of a member of the desk, whoever did it. Telegram tells it of each group that the bot administers."""
    match change:
        case {"old_chat_member": {"user": {"is_bot": False} as person} as before, "new_chat_member": {} as now}:
            origin = _origin(change, {"from": person}, place)
            was, is_there = _is_in(before), _is_in(now)
            if origin.staff and was != is_there:
                kind = Kind.MEMBER_BACK if is_there else Kind.MEMBER_GONE
                return _inbound(change, key, origin, place, kind=kind)
    return None


def _is_in(member: Mapping[str, Any]) -> bool:
    status = member.get("status")
    return status in PRESENT or (status == "restricted" and member.get("is_member") is True)


def _origin(message: Mapping[str, Any], said: Mapping[str, Any], place: Place) -> Origin:
    """`said` names the sender, `message` the place."""
    # Each update passes here: written out, this takes half as long as patterns do.
    chat, person = message.get("chat"), said.get("from")
    if isinstance(chat, dict) and isinstance(person, dict):
        number, kind, sender = chat.get("id"), chat.get("type"), person.get("id")
        if isinstance(number, int) and isinstance(kind, str) and isinstance(sender, int):
            chat_id = str(number)
            staff = chat_id in place.desk or chat_id == place.next_desk
            return Origin(person, str(sender), chat_id, kind == "private", staff)
    raise Refused("the update is not shaped as one", 400)


def _inbound(
    message: Mapping[str, Any], key: str, origin: Origin, place: Place, *, time: str = "date", **what: Any
) -> Inbound:
    """`time`: the field of the moment, if any."""
    moment = message.get(time)
    return new_inbound(
        identity=Identity(CHANNEL, origin.account),
        key=key,
        chat_id=origin.chat_id,
        sent_at=float(moment) if isinstance(moment, int) else place.clock(),
        private=origin.private,
        staff=origin.staff,
        thread=_thread(message, origin.chat_id, place) if "is_topic_message" in message else None,
        message_id=_id(message),
        name=_name(origin.person),
        locale=text_of(origin.person, "language_code") or None,
        direct_chat_id=None if origin.private else origin.account,
        **what,
    )


def _start(text: str) -> tuple[Kind, str]:
    """`/start`, and what a link to the bot (t.me/bot?start=...) carried with it."""
    command, _, payload = text.partition(" ")
    return (Kind.START, payload.strip()) if command == "/start" else (Kind.TEXT, "")


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
