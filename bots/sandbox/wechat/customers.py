"""The customers of the account, and what happens on their phones."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.wechat.callbacks import Callbacks, NoService
from bots.sandbox.wechat.links import Tap, draw
from bots.sandbox.wechat.media import Shelf
from bots.sandbox.wechat.quota import Allowance

NOTICE = "该公众号暂时无法提供服务，请稍后再试"


@dataclass(frozen=True, slots=True)
class Platform:
    """What a phone needs of the stand-in."""

    callbacks: Callbacks
    shelf: Shelf
    clock: Callable[[], float]
    ids: "itertools.count[int]"
    keep_history: bool
    echoes_menu_ids: Callable[[], bool]
    count_passive: Callable[[str, str], None]


class WeChatPhone:
    """One customer. Each verb returns when the platform is done with delivering it."""

    def __init__(self, openid: str, language: str, platform: Platform) -> None:
        self.openid = openid
        self.language = language
        self.screen = Screen()
        self.follows = True
        self.allowance = Allowance()
        self.acted_at = float("-inf")
        """When they last did something, for the typing indicator."""
        self.typing_shown_at = float("-inf")
        self._platform = platform
        self._taps: dict[str, Tap] = {}

    async def follow(self, scene: str = "") -> None:
        self.follows = True
        self.allowance.acted(self._now())
        await self._event("subscribe", f"qrscene_{scene}" if scene else "")

    async def unfollow(self) -> None:
        self.follows = False
        self.allowance.forget()
        await self._event("unsubscribe", "")

    async def scan(self, scene: str) -> None:
        self.allowance.acted(self._now())
        await self._event("SCAN", scene)

    async def click_menu(self, key: str) -> None:
        self.allowance.acted(self._now())
        await self._event("CLICK", key)

    async def say(self, text: str) -> None:
        await self._write({"MsgType": "text", "Content": text}, shown=Shown(text=text, mine=True))

    async def tap(self, label: str) -> None:
        """A line of a menu on the screen. A web address opens outside of the chat: nothing is sent."""
        tap = self._taps.get(label)
        if tap is None:
            raise LookupError(f"nothing on the screen to tap that says {label!r}; there is {sorted(self._taps)}")
        if not tap.said:
            return
        fields: dict[str, str | int] = {"MsgType": "text", "Content": tap.said}
        if self._platform.echoes_menu_ids():
            fields["bizmsgmenuid"] = tap.menu_id
        self.allowance.acted(self._now())
        await self._deliver(self._numbered(fields), Shown(text=tap.said, mine=True))

    async def send_image(self, data: bytes) -> None:
        media_id = self._platform.shelf.put("image", data)
        fields: dict[str, str | int] = {"MsgType": "image", "PicUrl": f"http://mmbiz.qpic.cn/{media_id}/0"}
        await self._write(fields | {"MediaId": media_id}, shown=Shown(text="", media=("photo",), mine=True))

    async def send_voice(self, data: bytes, heard: str = "") -> None:
        """`heard`: what the platform's speech recognition makes of it, when the account has it switched on."""
        media_id = self._platform.shelf.put("voice", data)
        fields: dict[str, str | int] = {"MsgType": "voice", "MediaId": media_id, "Format": "amr"}
        await self._write(fields | {"Recognition": heard}, shown=Shown(text="", media=("voice",), mine=True))

    async def send_location(self, latitude: float, longitude: float, label: str) -> None:
        point: dict[str, str | int] = {"Location_X": f"{latitude:.6f}", "Location_Y": f"{longitude:.6f}", "Scale": 16}
        shown = Shown(text=label, media=("location",), mine=True)
        await self._write({"MsgType": "location", **point, "Label": label}, shown=shown)

    async def send_link(self, title: str, url: str) -> None:
        fields: dict[str, str | int] = {"MsgType": "link", "Title": title, "Description": title, "Url": url}
        await self._write(fields, shown=Shown(text=title, media=("link",), mine=True))

    def receive_text(self, content: str) -> None:
        self.typing_shown_at = float("-inf")
        if self._platform.keep_history:
            drawn = draw(content)
            self.receive_menu(drawn.text, drawn.taps)

    def receive_menu(self, text: str, taps: tuple[Tap, ...]) -> None:
        if self._platform.keep_history:
            self._taps |= {tap.label: tap for tap in taps}
            self.screen.add(Shown(text=text, buttons=tuple(tap.label for tap in taps)))

    def receive_media(self, kind: str) -> None:
        if self._platform.keep_history:
            self.screen.add(Shown(text="", media=("photo" if kind == "image" else kind,)))

    async def _write(self, fields: dict[str, str | int], shown: Shown) -> None:
        self.allowance.wrote(self._now())
        await self._deliver(self._numbered(fields), shown)

    def _numbered(self, fields: dict[str, str | int]) -> dict[str, str | int]:
        return {"CreateTime": int(self._now()), **fields, "MsgId": next(self._platform.ids)}

    async def _event(self, event: str, key: str) -> None:
        """Events carry no id."""
        fields: dict[str, str | int] = {"CreateTime": int(self._now()), "MsgType": "event", "Event": event}
        await self._deliver(fields | {"EventKey": key}, None)

    async def _deliver(self, fields: dict[str, str | int], shown: Shown | None) -> None:
        self.acted_at = self._now()
        if shown and self._platform.keep_history:
            self.screen.add(shown)
        try:
            reply = await self._platform.callbacks.deliver(self.openid, fields)
        except NoService:
            if self.follows:
                self.screen.add(Shown(text=NOTICE))
            return
        if reply:
            self._platform.count_passive(self.openid, reply)
            self.receive_text(reply)

    def _now(self) -> float:
        return self._platform.clock()
