"""The customers of the account, and what happens on their phones."""

import itertools
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bots.sandbox.phone import Screen, Shown, Span
from bots.sandbox.wechat.callback_xml import Fields
from bots.sandbox.wechat.callbacks import Callbacks, NoService
from bots.sandbox.wechat.links import Drawn, Tap, bare, composed, draw
from bots.sandbox.wechat.media import Shelf
from bots.sandbox.wechat.quota import Allowance
from bots.sandbox.wechat.templates import Notice
from bots.sandbox.wechat.typing_sign import TypingSign

NOTICE = "该公众号暂时无法提供服务，请稍后再试"
FOLLOWED = {"zh_CN": "你已关注该公众号", "zh_TW": "你已關注該公眾號", "en": "You follow this Official Account now"}
UNFOLLOWED = {"zh_CN": "你已取消关注该公众号", "zh_TW": "你已取消關注該公眾號", "en": "You unfollowed this account"}
NOWHERE = float("-inf")


@dataclass(frozen=True, slots=True)
class Platform:
    """What a phone needs of the stand-in."""

    callbacks: Callbacks
    shelf: Shelf
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    ids: "itertools.count[int]"
    keep_history: bool
    echoes_menu_ids: Callable[[], bool]
    count_passive: Callable[[str, str], None]


class WeChatPhone:
    """One customer. Each verb returns when the platform is done with delivering it."""

    def __init__(self, openid: str, language: str, platform: Platform) -> None:
        self.openid = openid
        self.language = language
        """Of their app. The platform tells it to nobody."""
        self.screen = Screen()
        self.follows = True
        self.refuses_notices = False
        """They have switched the account's template messages off."""
        self.allowance = Allowance()
        self.acted_at = NOWHERE
        """When they last did something, for the typing indicator."""
        self.typing_shown_at = NOWHERE
        self._sign = TypingSign(self.screen, platform.sleep)
        self._platform = platform
        self._taps: dict[str, tuple[Tap, ...]] = {}
        """By the message that offers them."""

    async def follow(self, scene: str = "") -> None:
        self.follows = True
        self.allowance.acted(self._now())
        self._notice(self._worded(FOLLOWED), mine=True)
        await self._event("subscribe", f"qrscene_{scene}" if scene else "")

    async def unfollow(self) -> None:
        self.follows = False
        self.allowance.forget()
        self._notice(self._worded(UNFOLLOWED), mine=True)
        await self._event("unsubscribe", "")

    async def scan(self, scene: str) -> None:
        self.allowance.acted(self._now())
        await self._event("SCAN", scene)

    async def click_menu(self, key: str) -> None:
        """A button of the custom menu: by its key, or by the address that it opens."""
        if not self.follows:
            raise LookupError(f"{self.openid} does not follow the account and sees no menu")
        if key.startswith(("http://", "https://")):
            await self._event("VIEW", key)  # which allows the account no answer
            return
        self.allowance.acted(self._now())
        await self._event("CLICK", key)

    async def scan_from_menu(self, kind: str, result: str, *, waits: bool = True) -> None:
        """By a button of the custom menu (its key does not matter here). `kind`: qrcode or barcode."""
        self.allowance.acted(self._now())
        event = "scancode_waitmsg" if waits else "scancode_push"
        await self._event(event, "scan", {"ScanCodeInfo": {"ScanType": kind, "ScanResult": result}})

    async def picture_from_menu(self, kind: str, data: bytes) -> None:
        """By a button of the custom menu (`pic_sysphoto` ...): told once as an event, then sent as any picture."""
        self.allowance.acted(self._now())
        await self._event(kind, "picture", {"SendPicsInfo": {"Count": "1"}})
        await self.send_image(data)

    async def place_from_menu(self, latitude: float, longitude: float, label: str) -> None:
        """As a picture."""
        self.allowance.acted(self._now())
        point = {"Location_X": f"{latitude:.6f}", "Location_Y": f"{longitude:.6f}", "Scale": "16", "Label": label}
        await self._event("location_select", "place", {"SendLocationInfo": point})
        await self.send_location(latitude, longitude, label)

    def set_language(self, language: str) -> None:
        """zh_CN, zh_TW or en."""
        self.language = language

    async def say(self, text: str) -> None:
        await self._write({"MsgType": "text", "Content": text}, text)

    async def tap(self, label: str, message_id: str = "") -> None:
        """A line of a menu on the screen, the newest or that of one message.

        A web address opens outside of the chat: nothing is sent.
        """
        tap = self._tap(label, message_id)
        if not tap.said:
            return
        fields: Fields = {"MsgType": "text", "Content": tap.said}
        if self._platform.echoes_menu_ids():
            fields["bizmsgmenuid"] = tap.menu_id
        if self.follows:
            self.allowance.acted(self._now())
        await self._send(fields, tap.said)

    def _tap(self, label: str, message_id: str) -> Tap:
        known = [self._taps.get(message_id, ())] if message_id else list(self._taps.values())
        for taps in reversed(known):
            for tap in taps:
                if tap.label == label:
                    return tap
        there = sorted({tap.label for taps in known for tap in taps})
        raise LookupError(f"nothing on the screen to tap that says {label!r}; there is {there}")

    async def send_image(self, data: bytes) -> None:
        media_id = self._platform.shelf.put("image", data)
        fields: Fields = {"MsgType": "image", "PicUrl": f"http://mmbiz.qpic.cn/{media_id}/0", "MediaId": media_id}
        await self._write(fields, kind="photo", media_id=media_id)

    async def send_voice(self, data: bytes, heard: str = "") -> None:
        """`heard`: what the platform's speech recognition makes of it, when the account has it switched on."""
        media_id = self._platform.shelf.put("voice", data)
        fields: Fields = {"MsgType": "voice", "MediaId": media_id, "Format": "amr", "Recognition": heard}
        await self._write(fields, kind="voice", media_id=media_id)

    async def send_location(self, latitude: float, longitude: float, label: str) -> None:
        point: Fields = {"Location_X": f"{latitude:.6f}", "Location_Y": f"{longitude:.6f}", "Scale": 16}
        await self._write({"MsgType": "location", **point, "Label": label}, label, kind="location")

    async def send_link(self, title: str, url: str) -> None:
        fields: Fields = {"MsgType": "link", "Title": title, "Description": title, "Url": url}
        await self._write(fields, title, kind="link")

    async def send_unknown(self, kind: str) -> None:
        """What their app can send since yesterday."""
        await self._write({"MsgType": kind}, f"[{kind}]")

    def receive_text(self, content: str) -> None:
        self.end_typing()
        if self._platform.keep_history:
            self._receive(draw(content))

    def receive_menu(self, drawn: Drawn) -> None:
        self.end_typing()
        if self._platform.keep_history:
            self._receive(drawn)

    def _receive(self, drawn: Drawn) -> None:
        message_id = str(next(self._platform.ids))
        if drawn.taps:
            self._taps[message_id] = drawn.taps
        self.screen.add(
            Shown(
                text=drawn.text,
                spans=drawn.spans,
                buttons=tuple(tap.label for tap in drawn.taps if tap.said),
                at=self._now(),
                message_id=message_id,
            )
        )

    def receive_media(self, kind: str, media_id: str) -> None:
        self.end_typing()
        if self._platform.keep_history:
            kind = "photo" if kind == "image" else kind
            files = self._platform.shelf.shown(media_id, kind)
            message_id = str(next(self._platform.ids))
            self.screen.add(Shown(text="", media=(kind,), files=files, at=self._now(), message_id=message_id))

    def receive_notice(self, notice: Notice) -> None:
        """A template message: a card of its own, in bold its title."""
        if self._platform.keep_history and not self.refuses_notices:
            title = Span(text=notice.title, styles=("bold",))
            rest = Span(text=notice.text.removeprefix(notice.title))
            message_id = str(next(self._platform.ids))
            self.screen.add(Shown(text=notice.text, spans=(title, rest), at=self._now(), message_id=message_id))

    async def report_notice(self, number: int) -> None:
        """The platform tells the account how a template message ended; nobody waits for an answer to that."""
        fields: Fields = {"CreateTime": int(self._now()), "MsgType": "event", "Event": "TEMPLATESENDJOBFINISH"}
        status = "failed:user block" if self.refuses_notices else "success"
        with suppress(NoService):
            await self._platform.callbacks.deliver(self.openid, {**fields, "MsgID": number, "Status": status})

    def show_typing(self) -> None:
        self.typing_shown_at = self._now()
        if self._platform.keep_history:
            self._sign.show()

    def end_typing(self) -> None:
        self.typing_shown_at = NOWHERE
        self._sign.end()

    async def _write(self, fields: Fields, text: str = "", *, kind: str = "", media_id: str = "") -> None:
        if self.follows:
            self.allowance.wrote(self._now())
        await self._send(fields, text, kind=kind, media_id=media_id)

    async def _send(self, fields: Fields, text: str, *, kind: str = "", media_id: str = "") -> None:
        """What somebody writes to an account they do not follow stays on their phone, with a red mark."""
        numbered = {"CreateTime": int(self._now()), **fields, "MsgId": next(self._platform.ids)}
        if self._platform.keep_history:
            self._show_own(text, kind, media_id, str(numbered["MsgId"]))
        if self.follows:
            await self._deliver(numbered)

    def _show_own(self, text: str, kind: str, media_id: str, message_id: str) -> None:
        self.screen.add(
            Shown(
                text=text,
                spans=composed([*bare(text)]).spans,
                media=(kind,) if kind else (),
                files=self._platform.shelf.shown(media_id, kind),
                at=self._now(),
                mine=True,
                message_id=message_id,
                failed=not self.follows,
            )
        )

    async def _event(self, event: str, key: str, more: Fields | None = None) -> None:
        """Events carry no id."""
        fields: Fields = {"CreateTime": int(self._now()), "MsgType": "event", "Event": event, "EventKey": key}
        await self._deliver(fields | (more or {}))

    async def _deliver(self, fields: Fields) -> None:
        self.acted_at = self._now()
        try:
            reply = await self._platform.callbacks.deliver(self.openid, fields)
        except NoService:
            if self.follows:
                self._notice(NOTICE)
            return
        if reply:
            self._platform.count_passive(self.openid, reply)
            self.receive_text(reply)

    def _worded(self, words: dict[str, str]) -> str:
        return words.get(self.language) or words["zh_CN"]

    def _notice(self, text: str, *, mine: bool = False) -> None:
        """`mine`: about something they did themselves."""
        if self._platform.keep_history:
            self.screen.add(Shown(text=text, notice=True, mine=mine, at=self._now()))

    def _now(self) -> float:
        return self._platform.clock()
