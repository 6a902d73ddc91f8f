"""The stand-in refuses what WeCom refuses, tells what WeCom tells, and draws what people see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
import pytest

from bots.sandbox.phone import Span
from bots.sandbox.wecom import WeComGroup, WeComMember, WeComStandIn
from bots.sandbox.wecom.drawing import drawn
from tests.moments import Clock

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n a kettle"


@dataclass
class Bot:
    """Somebody's program at the other end."""

    socket: aiohttp.ClientWebSocketResponse
    told: list[Json] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    async def ask(self, cmd: str, body: Json | None = None, req_id: str = "") -> Json:
        req_id = req_id or f"{cmd}-{next(self.numbers)}"
        await self.socket.send_json({"cmd": cmd, "headers": {"req_id": req_id}, "body": body})
        while True:
            frame: Json = await self.socket.receive_json(timeout=60)
            if frame["headers"]["req_id"] == req_id:
                return frame
            self.told.append(frame)

    async def errcode(self, cmd: str, body: Json | None = None, req_id: str = "") -> int:
        return int((await self.ask(cmd, body, req_id))["errcode"])

    async def hears(self) -> Json:
        frame: Json = self.told.pop(0) if self.told else await self.socket.receive_json(timeout=60)
        return frame

    async def says(self, text: str, chat: str = "wrDESK") -> int:
        return await self.errcode(
            "aibot_send_msg", {"chatid": chat, "chat_type": 2, "msgtype": "markdown", "markdown": {"content": text}}
        )

    async def shows(self, card: Json) -> int:
        return await self.errcode(
            "aibot_send_msg", {"chatid": "wrDESK", "chat_type": 2, "msgtype": "template_card", "template_card": card}
        )


@dataclass
class World:
    standin: WeComStandIn
    group: WeComGroup
    mei: WeComMember
    clock: Clock
    session: aiohttp.ClientSession

    @asynccontextmanager
    async def bot(self, secret: str = WeComStandIn.secret) -> AsyncIterator[Bot]:
        async with self.session.ws_connect(self.standin.ws_url) as socket:
            bot = Bot(socket)
            await bot.ask("aibot_subscribe", {"bot_id": self.standin.bot_id, "secret": secret})
            yield bot

    async def push(self, text: str, address: str = "") -> int:
        body = {"msgtype": "text", "text": {"content": text}}
        async with self.session.post(address or self.standin.webhook, json=body) as response:
            return int((await response.json())["errcode"])


@pytest.fixture
async def world() -> AsyncIterator[World]:
    clock = Clock(1_795_000_000.0)
    standin = WeComStandIn(clock)
    await standin.start()
    group = standin.group("wrDESK", "客服群")
    async with aiohttp.ClientSession() as session:
        yield World(standin, group, group.member("xiaomei", "小美"), clock, session)
    await standin.close()


def card(task: str = "17-a", **changes: Any) -> Json:
    button = {"text": "领取", "style": 1, "key": "desk:claim"}
    made = {"card_type": "button_interaction", "main_title": {"title": "#17 李雷"}, "task_id": task}
    return {**made, "button_list": [button], **changes}


async def test_only_the_right_secret_subscribes(world: World) -> None:
    async with world.session.ws_connect(world.standin.ws_url) as socket:
        bot = Bot(socket)
        assert await bot.errcode("ping") != 0
        assert await bot.errcode("aibot_subscribe", {"bot_id": world.standin.bot_id, "secret": "wrong"}) != 0
        right = {"bot_id": world.standin.bot_id, "secret": world.standin.secret}
        assert await bot.errcode("aibot_subscribe", right) == 0
        assert await bot.errcode("ping") == 0


async def test_a_new_connection_puts_the_old_one_out(world: World) -> None:
    async with world.bot() as old, world.bot() as new:
        assert (await old.hears())["body"]["event"] == {"eventtype": "disconnected_event"}
        assert (await old.socket.receive(timeout=60)).type is aiohttp.WSMsgType.CLOSE
        world.mei.say("在吗")
        assert (await new.hears())["body"]["text"] == {"content": "@客服 机器人 在吗"}


async def test_what_happens_while_nobody_listens_is_never_told(world: World) -> None:
    world.mei.say("有人吗")
    async with world.bot() as bot:
        world.mei.say("在吗")
        frame = await bot.hears()
        assert frame["body"]["text"]["content"].endswith("在吗")
        assert (frame["body"]["chatid"], frame["body"]["from"]) == ("wrDESK", {"userid": "xiaomei"})


async def test_the_bot_hears_only_what_is_said_to_it(world: World) -> None:
    async with world.bot() as bot:
        world.mei.talk("中午吃什么")
        world.mei.say("在吗", quote=world.group.screen.shown[-1].message_id)
        body = (await bot.hears())["body"]
        assert body["text"]["content"] == "@客服 机器人 在吗"
        assert body["quote"] == {"msgtype": "text", "text": {"content": "中午吃什么"}}


async def test_a_group_where_nobody_called_the_bot_takes_nothing_from_it(world: World) -> None:
    other = world.standin.group("wrNEW", "新群", asleep=True)
    async with world.bot() as bot:
        assert await bot.says("你们好", "wrNEW") != 0
        assert await bot.says("你们好", "wrNOWHERE") != 0
        other.member("xiaohong", "小红").say("你好")
        assert await bot.says("你们好", "wrNEW") == 0


async def test_thirty_a_minute_and_a_thousand_an_hour(world: World) -> None:
    async with world.bot() as bot:
        codes = [await bot.says(f"第 {number} 条") for number in range(31)]
        assert codes == [0] * 30 + [45009]
        for _ in range(40):
            world.clock.now += 60
            codes += [await bot.says("又一条") for _ in range(25)]
        assert codes.count(0) == 1000


@pytest.mark.parametrize(
    "changes",
    [
        {"main_title": {"title": " "}},
        {"button_list": []},
        {"button_list": [{"text": "", "key": "k"}]},
        {"button_list": [{"text": "x", "key": "k"}] * 7},
        {"task_id": "中文"},
        {"task_id": "x" * 129},
        {"card_type": "text_notice"},
    ],
)
async def test_cards_that_wecom_refuses(world: World, changes: Json) -> None:
    async with world.bot() as bot:
        assert await bot.shows(card(**changes)) != 0
        assert await bot.shows(card()) == 0
        assert await bot.shows(card()) != 0, "the task_id is used up"


async def test_texts_that_wecom_refuses(world: World) -> None:
    async with world.bot() as bot:
        assert await bot.says(" ") != 0
        assert await bot.says("长" * 6827) != 0
        assert await bot.says("长" * 6826) == 0
        text = {"chatid": "wrDESK", "chat_type": 2, "msgtype": "text", "text": {"content": "hi"}}
        assert await bot.errcode("aibot_send_msg", text) == 40008


async def test_a_card_changes_only_as_the_answer_to_its_press_and_in_time(world: World) -> None:
    async with world.bot() as bot:
        await bot.shows(card())
        update = {"response_type": "update_template_card", "template_card": card(main_title={"title": "小美的"})}
        assert await bot.errcode("aibot_respond_update_msg", update, "req-nobody") != 0
        world.mei.press("领取")
        pressed = await bot.hears()
        press = pressed["body"]["event"]["template_card_event"]
        assert (press["event_key"], press["task_id"]) == ("desk:claim", "17-a")
        assert await bot.errcode("aibot_respond_update_msg", update, pressed["headers"]["req_id"]) == 0
        assert world.group.screen.shown[-1].text == "小美的"
        world.mei.press("领取")
        late = await bot.hears()
        world.clock.now += 6
        assert await bot.errcode("aibot_respond_update_msg", update, late["headers"]["req_id"]) != 0


async def test_nobody_presses_what_is_not_there(world: World) -> None:
    with pytest.raises(LookupError, match="领取"):
        world.mei.press("领取")


async def test_a_files_address_is_closed_after_five_minutes(world: World) -> None:
    async with world.bot() as bot:
        world.mei.send_photos([PNG], "看")
        image = (await bot.hears())["body"]["mixed"]["msg_item"][1]["image"]
        async with world.session.get(image["url"]) as response:
            assert len(await response.read()) % 32 == 0
        world.clock.now += 301
        async with world.session.get(image["url"]) as response:
            assert response.status == 404


async def test_a_push_goes_into_the_group_with_the_right_address_and_not_too_often(world: World) -> None:
    assert await world.push("嗨", world.standin.webhook.replace("sandbox-push-key", "guess")) != 0
    assert await world.push("长" * 683) != 0
    assert [await world.push(f"第 {number} 条") for number in range(21)] == [0] * 20 + [45009]
    assert world.group.screen.shown[0].author == "消息推送"


async def test_what_has_the_same_number_is_one_thread_on_screens(world: World) -> None:
    async with world.bot() as bot:
        await bot.says("#17 李雷：在吗")
        await bot.says("#18 韩梅：在吗")
        world.mei.say("在的", thread="#17")
        world.mei.say("您好", quote=world.group.screen.shown[1].message_id)
    assert [shown.thread for shown in world.group.screen.shown] == ["#17", "#18", "#17", "#18"]
    assert world.group.topics == {"#17": "#17 李雷：在吗", "#18": "#18 韩梅：在吗"}


@pytest.mark.parametrize(
    ("markdown", "spans"),
    [
        ("你好", (Span(text="你好"),)),
        (
            "**粗** *斜* `A*1`",
            (
                Span(text="粗", styles=("bold",)),
                Span(text=" "),
                Span(text="斜", styles=("italic",)),
                Span(text=" "),
                Span(text="A*1", styles=("code",)),
            ),
        ),
        (r"A2\*\*\*09 和 A3\*\*\*11", (Span(text="A2***09 和 A3***11"),)),
        ("[后台](https://a.cn)", (Span(text="后台", href="https://a.cn"),)),
        ("<\u200b@all>", (Span(text="<@all>"),)),
    ],
)
def test_markdown_is_drawn_as_wecom_draws_it(markdown: str, spans: tuple[Span, ...]) -> None:
    assert drawn(markdown) == spans
