"""The platform's API without blocking the loop: wechatpy's client on a bounded pool of threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bots.channel import Rejected, TooLarge, Unreachable
from bots.downloads import at_most
from bots.unreached import why
from bots.wechat.client import Answer, Client
from bots.wechat.failures import NO_MENU, PlatformError
from bots.wechat.media import VIDEO_HOSTS
from bots.wechat.options import WeChatOptions


class Api:
    """Raises `SendFailed` for what the network did and `PlatformError` for an `errcode`."""

    def __init__(self, client: Client, session: aiohttp.ClientSession, options: WeChatOptions) -> None:
        self._client = client
        self._session = session
        connect, whole = options.call_timeout
        self._timeout = aiohttp.ClientTimeout(total=whole, connect=connect)
        self._pool = ThreadPoolExecutor(options.threads, thread_name_prefix="wechat")
        message = client.message
        self._senders: dict[str, Callable[[str, str], Any]] = {
            "text": message.send_text,
            "image": message.send_image,
            "voice": message.send_voice,
            "video": message.send_video,
        }

    async def send(self, to: str, kind: str, value: str) -> None:
        """`value` is the text, or the media id."""
        await self._run(self._senders[kind], to, value)

    async def upload(self, kind: str, part: tuple[str, bytes, str]) -> str:
        answer: dict[str, Any] = await self._run(self._client.media.upload, kind, part)
        media_id = answer.get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise Rejected("the platform took the file without giving it an id")
        return media_id

    async def download(self, media_id: str, limit: int) -> bytes:
        answer = await self._run(lambda: self._client.get("media/get", params={"media_id": media_id}, binary=limit))
        if isinstance(answer, Answer):
            return answer.body
        return await self._video(video_address(answer), limit)  # only for a video does the platform give an address

    async def _video(self, address: str, limit: int) -> bytes:
        """No token goes with it."""
        try:
            async with self._session.get(address, allow_redirects=False, timeout=self._timeout) as response:
                if response.status != HTTPStatus.OK:
                    raise Unreachable(f"the platform's video server answered with HTTP status {response.status}")
                video = await at_most(response.content, limit)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(f"WeChat's video server was not reached: {why(error)}") from None
        if video is None:
            raise TooLarge(f"the video is larger than {limit >> 20} MB")
        return video

    async def send_template(self, body: dict[str, Any]) -> str:
        answer: dict[str, Any] = await self._run(lambda: self._client.post("message/template/send", data=body))
        return str(answer.get("msgid", ""))

    async def show_typing(self, to: str) -> None:
        data = {"touser": to, "command": "Typing"}
        await self._run(lambda: self._client.post("message/custom/typing", data=data))

    async def sign_in(self) -> None:
        await self._run(lambda: self._client.access_token)

    async def be_signed_in(self) -> None:
        if not self._client.is_signed_in:
            await self.sign_in()

    async def menu(self) -> object:
        """The buttons of the account's own, as they are now; None: it has none."""
        try:
            answer = await self._run(lambda: self._client.get("menu/get"))
        except PlatformError as error:
            if error.code == NO_MENU:
                return None
            raise
        found = answer.get("menu")
        return found.get("button") if isinstance(found, dict) else None

    async def create_menu(self, buttons: list[dict[str, Any]]) -> None:
        await self._run(self._client.menu.create, {"button": buttons})

    async def _run(self, function: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._client.close()


def video_address(answer: dict[str, Any]) -> str:
    address = answer.get("video_url")
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not (parts.hostname or "").endswith(VIDEO_HOSTS):
        raise Rejected("the platform gave no address of its own for the video")
    return parts.geturl()
