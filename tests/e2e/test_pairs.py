"""Whatever can be sent, from every channel to every desk and back: it arrives, or its sender reads why not."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from bots.sandbox.phone import Screen
from bots.sandbox.platforms import DeskName
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone
from tests.e2e.channels import EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import CHANNELS, Channel, Customer, Desk, Street, Topic, handed_over, settled
from tests.e2e.shop import MINUTE
from tests.pictures import picture, shot
from tests.recordings import amr, filmed, opus, spoken

PDF = b"%PDF-1.4\n%prices\n%%EOF"


@cache
def recordings() -> dict[str, bytes]:
    return {"amr": amr(), "opus": opus(), "mp3": spoken("mp3", "libmp3lame"), "mp4": filmed()}


def customers_ways(phone: object) -> dict[str, Callable[[], object]]:
    of = recordings()
    match phone:
        case WeChatPhone():
            return {
                "photo": lambda: phone.send_image(picture()),
                "voice": lambda: phone.send_voice(of["amr"], heard="灯坏了"),
                "location": lambda: phone.send_location(31.23, 121.47, "人民广场"),
                "link": lambda: phone.send_link("护眼台灯", "https://example.com/lamp"),
            }
        case TelegramPhone():
            return {
                "photo": lambda: phone.send_photo(picture(), "这个"),
                "album": lambda: phone.send_album([shot(10), shot(20), shot(30)]),
                "voice": lambda: phone.send_voice(of["opus"]),
                "video": lambda: phone.send_document(of["mp4"], "开箱.mp4", "video/mp4"),
                "file": lambda: phone.send_document(PDF, "发票.pdf", "application/pdf"),
                "sticker": lambda: phone.send_sticker("😀"),
                "location": lambda: phone.send_location(31.23, 121.47),
                "contact": lambda: phone.share_contact("+8613900005678"),
            }
        case SlackPhone():
            return {
                "photo": lambda: phone.upload(picture(), "photo.jpg", "这个"),
                "album": lambda: phone.upload_several({f"{n}.jpg": shot(n) for n in (10, 20, 30)}),
                "voice": lambda: phone.upload(of["mp3"], "voice.mp3"),
                "video": lambda: phone.upload(of["mp4"], "开箱.mp4"),
                "file": lambda: phone.upload(PDF, "发票.pdf"),
            }
    raise AssertionError(phone)


def staffs_ways(desk: Desk, topic: Topic) -> dict[str, Callable[[], object]]:
    of, thread = recordings(), topic.id
    forum, slack, wecom = desk.forum_agent, desk.channel_agent, desk.group_agent
    ways: Mapping[DeskName, dict[str, Callable[[], object]]] = {
        "telegram": {
            "photo": lambda: forum.send_photo(picture(), "这个", thread=thread),
            "album": lambda: forum.send_album([shot(10), shot(20), shot(30)], thread=thread),
            "voice": lambda: forum.send_voice(of["opus"], thread=thread),
            "video": lambda: forum.send_document(of["mp4"], "教程.mp4", "video/mp4", thread=thread),
            "file": lambda: forum.send_document(PDF, "报价.pdf", "application/pdf", thread=thread),
            "sticker": lambda: forum.send_sticker("😀", thread=thread),
            "location": lambda: forum.send_location(31.23, 121.47, thread=thread),
        },
        "slack": {
            "photo": lambda: slack.upload(picture(), "photo.jpg", "这个", thread=thread),
            "album": lambda: slack.upload_several({f"{n}.jpg": shot(n) for n in (10, 20, 30)}, thread=thread),
            "voice": lambda: slack.upload(of["mp3"], "voice.mp3", thread=thread),
            "video": lambda: slack.upload(of["mp4"], "教程.mp4", thread=thread),
            "file": lambda: slack.upload(PDF, "报价.pdf", thread=thread),
        },
        "wecom": {
            "photo": lambda: wecom.send_photos([picture()], "这个", thread=thread),
            "album": lambda: wecom.send_photos([shot(10), shot(20), shot(30)], thread=thread),
            "video": lambda: wecom.say(thread, quote=wecom.share(of["mp4"], "教程.mp4", "video")),
            "file": lambda: wecom.say(thread, quote=wecom.share(PDF, "报价.pdf")),
        },
    }
    return ways[desk.channel]


async def arrived(desk: Desk) -> None:
    """Whatever was said has been heard, and what came of it is where it belongs."""
    await desk.shop.platforms.telegram.updates.settled()
    await asyncio.sleep(0.05)
    await settled(desk.shop)


async def sent(sending: object) -> None:
    if isinstance(sending, Awaitable):
        await sending


def same(*kinds: str) -> dict[Any, tuple[str, ...]]:
    """Everywhere."""
    return dict.fromkeys((*CHANNELS, "wecom"), kinds)


def news(screen: Screen, since: int) -> tuple[str, ...]:
    """The kinds of what came, in order, and the words that stand for what cannot be shown."""
    came = [each for each in screen.shown[since:] if not each.mine]
    kinds = [kind for each in came for kind in each.media]
    told = [word for each in came for word in WORDS if word in each.text and not each.media]
    return (*kinds, *told)


NOT_SHOWN = "客户的软件不支持这类文件"
WORDS = ("[语音]", "[文件]", "[表情] 😀", "[位置]", "[链接]", "[名片]", NOT_SHOWN)
PHOTOS = ("photo", "photo", "photo")
IN: Mapping[tuple[Channel, str], Mapping[DeskName, tuple[str, ...]]] = {
    ("wechat", "photo"): same("photo"),
    ("wechat", "voice"): same("voice"),
    ("wechat", "location"): same("[位置]"),
    ("wechat", "link"): same("[链接]"),
    ("telegram", "photo"): same("photo"),
    ("telegram", "album"): same(*PHOTOS),
    ("telegram", "voice"): same("voice"),
    ("telegram", "video"): {"telegram": ("file",), "slack": ("video",), "wecom": ("file",)},
    ("telegram", "file"): same("file"),
    ("telegram", "sticker"): {"telegram": ("sticker",), "slack": ("[表情] 😀",), "wecom": ("[表情] 😀",)},
    ("telegram", "location"): {"telegram": ("location",), "slack": ("[位置]",), "wecom": ("[位置]",)},
    ("telegram", "contact"): {"telegram": ("contact",), "slack": ("[名片]",), "wecom": ("[名片]",)},
    ("slack", "photo"): same("photo"),
    ("slack", "album"): same(*PHOTOS),
    ("slack", "voice"): same("voice"),
    ("slack", "video"): same("video"),
    ("slack", "file"): same("file"),
}
"""What staff see of what customers send. A film that was sent as a document stays one where it is shown as one."""
OUT: Mapping[str, Mapping[Channel, tuple[str, ...]]] = {
    "photo": same("photo"),
    "album": same(*PHOTOS),
    "voice": same("voice"),
    "video": same("video"),
    "file": {"wechat": ("[文件]",), "telegram": ("file",), "slack": ("file",)},
    "sticker": {"wechat": ("[表情] 😀",), "telegram": ("sticker",), "slack": ("[表情] 😀",)},
    "location": {"wechat": ("[位置]",), "telegram": ("location",), "slack": ("[位置]",)},
}


@EVERY_DESK
async def test_whatever_customers_send_staff_see(street: Street, desk: Desk) -> None:
    found = {}
    for channel in CHANNELS:
        customer = street.customer(channel)
        await handed_over(customer, desk)
        for kind, send in customers_ways(customer.phone).items():
            since = len(desk.screen.shown)
            await sent(send())
            await arrived(desk)
            found[channel, kind] = news(desk.screen, since)
    assert found == {which: seen[desk.channel] for which, seen in IN.items()}


@EVERY_DESK
@EVERY_CHANNEL
async def test_whatever_staff_send_the_customer_gets_or_staff_are_told(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    found, told = {}, set()
    ways = staffs_ways(desk, topic)
    for kind, send in ways.items():
        desk.shop.clock.forward(MINUTE)
        await customer.says("嗯")  # WeChat lets five messages follow one of theirs
        await arrived(desk)
        since, here = len(customer.screen.shown), len(desk.screen.shown)
        await sent(send())
        await arrived(desk)
        found[kind] = news(customer.screen, since)
        if NOT_SHOWN in news(desk.screen, here):
            told.add(kind)
    wanted = {kind: OUT[kind][customer.channel] for kind in ways}
    if (desk.channel, customer.channel) == ("telegram", "telegram"):
        wanted["video"] = ("file",)
    assert found == wanted
    assert told == ({"file"} if customer.channel == "wechat" else set())
