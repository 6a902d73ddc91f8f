"""What the page can do on a customer's phone, in the same words for every channel."""

import mimetypes
import re
from abc import ABC, abstractmethod
from pathlib import Path

from bots.sandbox.phone import Screen
from bots.sandbox.slack.phones import SlackPhone
from bots.sandbox.telegram.customer import TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone

NAMES = {"photo": "photo.jpg", "voice": "voice.ogg", "file": "file.bin"}
"""Of a file that comes without one. Slack tells the kinds apart by the ending."""

BARS = re.compile(r"[A-Z0-9-]+")
PARCEL = Path(__file__).parent / "static" / "samples" / "parcel.jpg"
PLACE = (31.233500, 121.491600, "上海市黄浦区外滩")


class Phone(ABC):
    """Every verb raises LookupError with a sentence for what this app has not, or has not on its screen."""

    channel: str

    @property
    @abstractmethod
    def screen(self) -> Screen: ...

    @property
    @abstractmethod
    def language(self) -> str:
        """Of the profile, as the platform names it."""

    @abstractmethod
    def speak(self, language: str) -> None: ...

    @property
    def reachable(self) -> bool:
        """Whether the bot may write to them."""
        return True

    @property
    def home(self) -> Screen | None:
        return None

    @abstractmethod
    async def say(self, text: str) -> None: ...

    @abstractmethod
    async def press(self, label: str, message_id: str) -> None:
        """`message_id`: "" for the newest message with this button."""

    @abstractmethod
    async def attach(self, kind: str, data: bytes, name: str) -> None:
        """`kind`: photo, voice or file."""

    async def edit(self, _message_id: str, _text: str) -> None:
        raise LookupError(f"{self.channel} has no way to edit a message")

    async def reply(self, _message_id: str, _text: str) -> None:
        raise LookupError(f"{self.channel} has no way to answer one message")

    async def delete(self, _message_id: str) -> None:
        raise LookupError(f"{self.channel} has no way to delete a message")

    async def react(self, _message_id: str, _emoji: str, *, on: bool) -> None:
        """`emoji`: as the platform names it."""
        raise LookupError(f"{self.channel} has no reactions to {'put on' if on else 'take off'}")

    async def do(self, what: str, _key: str) -> None:
        """Something that only this app has: a button of WeChat's menu, blocking in Telegram, Slack's Home tab."""
        raise self.cannot(what)

    def cannot(self, what: str) -> LookupError:
        return LookupError(f"nobody can {what!r} on {self.channel}")


class WeChat(Phone):
    """Its verbs return when the platform is done with telling kefu, which may take three times five seconds."""

    channel = "wechat"

    def __init__(self, phone: WeChatPhone) -> None:
        self.phone = phone

    @property
    def screen(self) -> Screen:
        return self.phone.screen

    @property
    def language(self) -> str:
        return self.phone.language

    def speak(self, language: str) -> None:
        self.phone.set_language(language)

    @property
    def reachable(self) -> bool:
        return self.phone.follows

    async def say(self, text: str) -> None:
        await self.phone.say(text)

    async def press(self, label: str, message_id: str) -> None:
        await self.phone.tap(label, message_id)

    async def attach(self, kind: str, data: bytes, _name: str) -> None:
        match kind:
            case "photo":
                await self.phone.send_image(data)
            case "voice":
                await self.phone.send_voice(data)
            case _:
                raise LookupError("customers cannot send files to an account on WeChat: send a picture")

    async def do(self, what: str, key: str) -> None:
        match what:
            case "follow":
                await self.phone.follow()
            case "unfollow":
                await self.phone.unfollow()
            case "menu":
                await self.phone.click_menu(key)
            case "scancode_waitmsg" | "scancode_push":
                kind, result = code_of(key)
                await self.phone.scan_from_menu(kind, result, waits=what == "scancode_waitmsg")
            case "pic_sysphoto" | "pic_photo_or_album" | "pic_weixin":
                await self.phone.picture_from_menu(what, PARCEL.read_bytes())
            case "location_select":
                await self.phone.place_from_menu(*PLACE)
            case _:
                raise self.cannot(what)


class Telegram(Phone):
    channel = "telegram"

    def __init__(self, phone: TelegramPhone) -> None:
        self.phone = phone

    @property
    def screen(self) -> Screen:
        return self.phone.screen

    @property
    def language(self) -> str:
        return str(self.phone.user.get("language_code", ""))

    def speak(self, language: str) -> None:
        self.phone.set_language(language)

    @property
    def reachable(self) -> bool:
        return not self.phone.blocked

    async def say(self, text: str) -> None:
        self.phone.say(text)

    async def press(self, label: str, message_id: str) -> None:
        self.phone.press(label, message_id=numbered(message_id))

    async def attach(self, kind: str, data: bytes, name: str) -> None:
        match kind:
            case "photo":
                self.phone.send_photo(data)
            case "voice":
                self.phone.send_voice(data)
            case _:
                self.phone.send_document(data, name or NAMES[kind], mime_of(name))

    async def edit(self, message_id: str, text: str) -> None:
        self.phone.edit(numbered(message_id) or "0", text)

    async def reply(self, message_id: str, text: str) -> None:
        self.phone.reply(numbered(message_id) or "0", text)

    async def delete(self, message_id: str) -> None:
        self.phone.delete(numbered(message_id) or "0")

    async def react(self, message_id: str, emoji: str, *, on: bool) -> None:
        self.phone.react(numbered(message_id) or "0", emoji if on else "")

    async def do(self, what: str, _key: str) -> None:
        match what:
            case "start":
                self.phone.start()
            case "block":
                self.phone.block()
            case "unblock":
                self.phone.unblock()
            case _:
                raise self.cannot(what)


class Slack(Phone):
    channel = "slack"

    def __init__(self, phone: SlackPhone) -> None:
        self.phone = phone

    @property
    def screen(self) -> Screen:
        return self.phone.screen

    @property
    def home(self) -> Screen:
        return self.phone.home

    @property
    def language(self) -> str:
        return self.phone.person.locale

    def speak(self, language: str) -> None:
        self.phone.set_language(language)

    async def say(self, text: str) -> None:
        self.phone.say(text)

    async def press(self, label: str, message_id: str) -> None:
        self.phone.press(label, message_id)

    async def attach(self, kind: str, data: bytes, name: str) -> None:
        self.phone.upload(data, name or NAMES[kind])

    async def edit(self, message_id: str, text: str) -> None:
        self.phone.edit(message_id, text)

    async def reply(self, message_id: str, text: str) -> None:
        self.phone.reply(message_id, text)

    async def delete(self, message_id: str) -> None:
        self.phone.delete(message_id)

    async def react(self, message_id: str, emoji: str, *, on: bool) -> None:
        (self.phone.react if on else self.phone.unreact)(message_id, emoji)

    async def do(self, what: str, _key: str) -> None:
        if what != "home":
            raise self.cannot(what)
        self.phone.open_home()


def code_of(words: str) -> tuple[str, str]:
    """What a telephone makes of a code with these words: on parcels are bars, all else is in a square."""
    return ("barcode", f"CODE_128,{words}") if BARS.fullmatch(words) else ("qrcode", words)


def mime_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or ""


def numbered(message_id: str) -> str | None:
    """Of Telegram, where a message's id is a number; None for "". Raises LookupError."""
    if message_id and not (message_id.isascii() and message_id.isdecimal()):
        raise LookupError(f"no message {message_id}")
    return message_id or None
