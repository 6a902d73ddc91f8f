"""Somebody asks what is kept about them, or wants it gone: they are told, and a person sees to it."""

import pytest

from handlers.desk.places import Place, Places
from handlers.desk.policy import DeskPolicy, Team
from handlers.scripts.library import Library
from storage.conversations import Owner, OwnerKind, Status
from storage.results import Action
from tests.handlers.chat import Chat
from tests.handlers.desk.shift import Shift

PRIVACY = "privacy"


@pytest.mark.parametrize(
    "words",
    [
        "隐私",
        "删除我的数据",
        "导出我的信息",
        "我的数据！",
        "隱私",
        "刪除我的資料",
        "刪除我的個資",
        "更正我的個資",
        "更正我的信息",
        "撤回同意",
        "delete my data",
        "correct my data",
        "I withdraw my consent",
        "right to be forgotten",
        "My data?",
        "privacy",
        "/privacy",
    ],
)
async def test_whoever_asks_is_told_what_is_kept_and_how_long(chat: Chat, words: str) -> None:
    told = await chat.says(words)
    assert "365" in told
    assert told.count("1095") == 2
    assert "1825" in told
    assert len(chat.labels) == 2
    assert chat.to_desk == []


@pytest.mark.parametrize("words", ["隐私", "隱私", "privacy"])
@pytest.mark.parametrize(("desk", "named"), [("telegram", "Telegram"), ("slack", "Slack"), (None, "")])
async def test_whoever_asks_is_told_through_whose_hands_their_words_go(
    chat: Chat, words: str, desk: str | None, named: str
) -> None:
    chat.desk = desk
    told = await chat.says(words)
    assert {each for each in ("Telegram", "Slack") if each in told} == {*filter(None, [named])}


@pytest.mark.parametrize("words", ["我想删除购物车里的数据线", "你们的数据线多少钱", "I deleted my order by mistake"])
async def test_what_means_something_else_does_not_lead_there(chat: Chat, words: str) -> None:
    assert "1095" not in await chat.says(words)


@pytest.mark.parametrize(("wish", "command"), [("copy", "export"), ("erase", "erase")])
async def test_a_wish_goes_to_staff_with_the_command_and_without_the_account(
    chat: Chat, wish: str, command: str
) -> None:
    told = await chat.taps(f"{PRIVACY}:{wish}")
    assert chat.line(PRIVACY, f"{wish}_asked") in told
    assert chat.line("escalation", "queued") in told
    assert (chat.open.status, chat.open.owner) == (Status.OPEN, Owner(OwnerKind.QUEUE))
    last = chat.to_desk[-1].content.text
    assert f"<code>kefu contacts {command} 17</code>" in last
    assert chat.open.identity.account_id not in last


@pytest.mark.parametrize("wish", ["copy", "erase"])
async def test_a_wish_goes_to_the_chat_of_the_team_that_gets_the_conversation(scripts: Library, wish: str) -> None:
    aftersales = DeskPolicy(teams={"aftersales": Team(key="aftersales")}, default_team="aftersales")
    places = Places(Place("slack"), {"aftersales": Place("slack", "C-AFTER")})
    shift = Shift(scripts, desk_policy=aftersales, places=places)
    await shift.presses(1, f"{PRIVACY}:{wish}")
    posts = [each.to for each in shift.outgoing if each.action is Action.POST]
    assert posts == ["C-AFTER", "C-AFTER"]


async def test_whoever_staff_have_already_is_not_handed_over_again(chat: Chat) -> None:
    await chat.says("转人工")
    told = await chat.taps(f"{PRIVACY}:erase")
    assert told == chat.line(PRIVACY, "erase_asked")
    assert len(chat.to_desk) == 1


async def test_without_a_desk_they_are_told_how_else_to_reach_the_shop(chat: Chat) -> None:
    chat.desk = None
    assert await chat.taps(f"{PRIVACY}:erase") == chat.line(PRIVACY, "no_desk")


async def test_in_a_group_nothing_is_told(chat: Chat) -> None:
    assert await chat.says_in_group("隐私") == chat.line(PRIVACY, "in_group")
