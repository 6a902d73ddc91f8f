"""What happens is reported once, by whom and where, and in hours of opening."""

import pytest

from handlers.scripts.library import Library
from storage.results import ReportingEvent
from tests.handlers.chat import MEI, Chat
from tests.standing import AlwaysOpen


class Evenings(AlwaysOpen):
    """Half of all time is open."""

    def seconds_between(self, team: str, start: float, end: float) -> float:
        return (end - start) / 2


@pytest.fixture
def chat(scripts: Library) -> Chat:
    return Chat(scripts, hours=Evenings())


def reported(chat: Chat, name: str) -> ReportingEvent:
    [event] = [each for each in chat.events if each.name == name]
    return event


def names(chat: Chat) -> list[str]:
    return [each.name for each in chat.events]


async def test_a_conversation_with_staff_is_reported_from_hand_over_to_end(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("转人工")
    assert reported(chat, "handoff").script == "order_lookup"
    await chat.waits(80)
    await chat.agent_says("您好")
    await chat.waits(20)
    await chat.says("还没到啊")
    await chat.waits(30)
    await chat.agent_says("我看一下")
    await chat.agent_says("马上到")
    await chat.waits(100)
    await chat.agent_says("/resolve")
    told = {
        name: (reported(chat, name).value, reported(chat, name).business_value, reported(chat, name).agent)
        for name in ("claimed", "first_response", "next_response", "resolved")
    }
    assert told == {
        "claimed": (80, 40, str(MEI)),
        "first_response": (80, 40, str(MEI)),
        "next_response": (30, 15, str(MEI)),
        "resolved": (230, 115, str(MEI)),
    }
    assert {each.channel for each in chat.events} == {"telegram"}


async def test_every_message_that_the_bot_made_nothing_of_is_reported_with_where_they_were(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("取消")
    await chat.says("茶叶受潮了怎么办啊")
    await chat.says("就是潮了")
    missed = [(each.value, each.script) for each in chat.events if each.name == "not_understood"]
    assert missed == [(1, "order_lookup"), (2, "order_lookup")]


async def test_what_staff_say_to_somebody_who_waits_for_nothing_is_no_first_response(chat: Chat) -> None:
    await chat.says("转人工")
    await chat.agent_says("您好")
    await chat.agent_says("/resolve")
    before = names(chat).count("first_response")
    await chat.agent_says("/reopen")
    await chat.waits(3)
    await chat.agent_says("对了，发票已经开好")
    assert names(chat).count("first_response") == before
    await chat.waits(500)
    await chat.says("在哪里下载？")
    await chat.waits(40)
    await chat.agent_says("邮箱里")
    assert [each.value for each in chat.events if each.name == "next_response"] == [40]
