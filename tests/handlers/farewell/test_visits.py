"""A visit to the bot: it begins with the first message, and ends once."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.desk.policy import DeskPolicy
from handlers.farewell.policy import FarewellPolicy, Silence
from handlers.surveys.policy import NO_SURVEYS, Quiet
from storage.conversations import Status
from storage.openings import Opening
from storage.results import ReportingEvent
from storage.returns import RmaStatus
from tests.handlers.chat import Chat, sticker
from tests.handlers.returns.requests import brought
from tests.handlers.shop import NOW

MINUTE = 60.0
SHANGHAI = ZoneInfo("Asia/Shanghai")
WARNS = DeskPolicy(farewell=FarewellPolicy(bot=Silence(warn_seconds=10 * MINUTE, close_seconds=30 * MINUTE)))
NEVER = DeskPolicy(farewell=FarewellPolicy(bot=Silence()))


def named(chat: Chat) -> list[str]:
    return [each.name for each in chat.events]


def last(chat: Chat, name: str) -> ReportingEvent:
    return [each for each in chat.events if each.name == name][-1]


def in_words(chat: Chat, line: str, **known: str) -> str:
    about = dict.fromkeys(("tier", "settled", "orders", "returns", "waiting"), "")
    return chat.line("farewell", line, **(about | known))


def status(chat: Chat) -> Status:
    return chat.open.status


async def looks_up(chat: Chat) -> None:
    await chat.says("A10086")
    assert "SF1234567890" in await chat.says("8000")


async def test_the_first_message_begins_a_visit_and_the_next_ones_belong_to_it(chat: Chat) -> None:
    await chat.says("运费")
    assert [(each.name, each.script) for each in chat.events] == [("opened", "shipping_fee")]
    assert list(chat.timers) == ["idle:bot"]
    await chat.says("发票")
    await chat.taps("menu")
    assert named(chat) == ["opened"]


async def test_who_only_opens_the_door_is_no_visitor_yet(chat: Chat) -> None:
    await chat.starts()
    assert (chat.events, chat.timers) == ([], {})
    await chat.says("运费")
    assert named(chat) == ["opened"]


async def test_a_link_that_asks_for_something_begins_a_visit(chat: Chat) -> None:
    await chat.starts("order_A10086")
    assert [(each.name, each.script) for each in chat.events] == [("opened", "order_lookup")]


async def test_an_ordinary_answer_sets_no_timer(chat: Chat) -> None:
    await chat.says("运费")
    due = chat.timers["idle:bot"].due_at
    for text in ("发票", "营业时间", "支付方式"):
        chat.now += 60
        await chat.says(text)
        assert chat.last.timers == ()
    assert chat.timers["idle:bot"].due_at == due


async def test_silence_ends_it_without_a_word_where_only_something_was_answered(chat: Chat) -> None:
    await chat.says("运费")
    assert await chat.waits(60 * MINUTE) == ""
    assert status(chat) is Status.RESOLVED
    contained = last(chat, "contained")
    assert (contained.script, contained.value, contained.details["by"]) == ("shipping_fee", 3600.0, "idle")
    assert chat.timers == {}


async def test_silence_after_an_order_was_looked_up_ends_with_a_farewell_that_names_it(chat: Chat) -> None:
    await looks_up(chat)
    said = await chat.waits(60 * MINUTE)
    assert "A10086" in said
    assert said.startswith(in_words(chat, "idle_bot"))
    assert len(chat.sent) == 1
    assert not chat.sent[0].final, "the message kept in reserve is the survey's"


async def test_whoever_goes_on_writing_is_not_interrupted(chat: Chat) -> None:
    await chat.says("运费")
    for text in ("发票", "营业时间", "支付方式", "菜单"):
        assert await chat.waits(40 * MINUTE) == ""
        assert status(chat) is Status.PENDING
        await chat.says(text)
    assert named(chat) == ["opened"]
    await chat.waits(30 * MINUTE)
    assert status(chat) is Status.PENDING
    await chat.waits(31 * MINUTE)
    assert named(chat) == ["opened", "contained"]


async def test_one_gentle_warning_and_then_the_farewell(chat: Chat) -> None:
    chat.desk_policy = WARNS
    await chat.says("运费")
    assert await chat.waits(10 * MINUTE) == chat.line("farewell", "warning_bot", minutes=20)
    assert await chat.waits(19 * MINUTE) == ""
    assert (await chat.waits(MINUTE)).startswith(in_words(chat, "idle_bot"))
    assert status(chat) is Status.RESOLVED


async def test_whoever_answers_the_warning_has_all_the_time_again(chat: Chat) -> None:
    chat.desk_policy = WARNS
    await chat.says("运费")
    await chat.waits(10 * MINUTE)
    chat.now += 19 * MINUTE
    await chat.says("发票")
    assert await chat.waits(2 * MINUTE) == "", "the timer of before finds that they have spoken"
    assert status(chat) is Status.PENDING
    assert await chat.waits(8 * MINUTE) == chat.line("farewell", "warning_bot", minutes=20)


async def test_after_an_outage_the_warning_comes_late_and_leaves_as_much_time_as_ever(chat: Chat) -> None:
    chat.desk_policy = WARNS
    await chat.says("运费")
    assert await chat.waits(4 * 3600) == chat.line("farewell", "warning_bot", minutes=20)
    assert await chat.waits(19 * MINUTE) == ""
    assert status(chat) is Status.PENDING
    await chat.waits(MINUTE)
    assert status(chat) is Status.RESOLVED


async def test_a_day_too_late_nobody_is_bidden_farewell(chat: Chat) -> None:
    await looks_up(chat)
    assert await chat.waits(30 * 3600) == ""
    assert status(chat) is Status.RESOLVED


async def test_a_day_too_late_nobody_is_warned_either(chat: Chat) -> None:
    chat.desk_policy = WARNS
    await chat.says("运费")
    assert await chat.waits(25 * 3600) == ""
    assert (status(chat), chat.timers) == (Status.RESOLVED, {})


def at(clock: str) -> float:
    """The next such time by the shop's clocks."""
    hour, minute = map(int, clock.split(":"))
    now = datetime.fromtimestamp(NOW, SHANGHAI)
    then = now.replace(hour=hour, minute=minute, second=0)
    return (then if then >= now else then + timedelta(days=1)).timestamp()


async def test_at_night_the_visit_ends_without_a_word(chat: Chat) -> None:
    chat.now = at("23:30")
    await looks_up(chat)
    assert await chat.waits(60 * MINUTE) == ""
    assert (status(chat), named(chat)[-1]) == (Status.RESOLVED, "contained")


async def test_nobody_is_warned_at_night_and_the_visit_ends_as_if_they_had_been(chat: Chat) -> None:
    chat.desk_policy, chat.now = WARNS, at("20:55")
    await chat.says("运费")
    assert [await chat.waits(10 * MINUTE), await chat.waits(19 * MINUTE)] == ["", ""]
    assert status(chat) is Status.PENDING
    assert await chat.waits(MINUTE) == ""
    assert status(chat) is Status.RESOLVED


async def test_whoever_was_warned_in_the_evening_is_let_sleep(chat: Chat) -> None:
    chat.desk_policy, chat.now = WARNS, at("20:45")
    await chat.says("运费")
    assert await chat.waits(10 * MINUTE) == chat.line("farewell", "warning_bot", minutes=20)
    assert await chat.waits(20 * MINUTE) == ""
    assert status(chat) is Status.RESOLVED


async def test_in_the_morning_there_is_a_farewell_again(chat: Chat) -> None:
    chat.now = at("08:05")
    await looks_up(chat)
    assert "A10086" in await chat.waits(60 * MINUTE)


async def test_which_hours_are_quiet_is_the_shop_s_to_say(chat: Chat) -> None:
    chat.survey_policy, chat.now = replace(NO_SURVEYS, quiet=Quiet(hours=())), at("23:30")
    await looks_up(chat)
    assert "A10086" in await chat.waits(60 * MINUTE)


async def test_it_is_night_where_the_customer_is(chat: Chat) -> None:
    away = Quiet(zones={"zh-CN": ZoneInfo("America/New_York")})
    chat.survey_policy, chat.now = replace(NO_SURVEYS, quiet=away), at("17:00")
    await looks_up(chat)
    assert await chat.waits(60 * MINUTE) == ""
    assert status(chat) is Status.RESOLVED


async def test_the_timer_that_rings_twice_or_after_the_end_does_nothing(chat: Chat) -> None:
    await looks_up(chat)
    await chat.waits(60 * MINUTE)
    chat.events.clear()
    assert await chat.rings("idle:bot") == ""
    assert chat.events == []


async def test_no_farewell_in_the_middle_of_a_form(chat: Chat) -> None:
    chat.desk_policy = DeskPolicy(farewell=FarewellPolicy(bot=Silence(close_seconds=10 * MINUTE)))
    await chat.says("A10086")
    assert await chat.waits(20 * MINUTE) == ""
    assert status(chat) is Status.PENDING
    assert await chat.waits(10 * MINUTE) == chat.line("form", "expired")
    assert await chat.waits(10 * MINUTE) == ""
    assert status(chat) is Status.RESOLVED


async def test_thanks_end_the_visit_with_a_short_kind_answer(chat: Chat) -> None:
    await looks_up(chat)
    said = await chat.says("好的，谢谢！")
    assert said.startswith(chat.line("thanks", "text"))
    assert "A10086" in said
    assert status(chat) is Status.RESOLVED
    assert last(chat, "contained").details["by"] == "goodbye"
    assert chat.timers == {}
    assert len(chat.sent) == 1


@pytest.mark.parametrize(
    ("words", "script"), [("再见", "goodbye"), ("bye", "goodbye"), ("👍", "thanks"), ("ok", "thanks")]
)
async def test_a_goodbye_or_an_emoji_ends_it_as_well(chat: Chat, words: str, script: str) -> None:
    await chat.says("运费")
    assert await chat.says(words) == chat.line(script, "text")
    assert named(chat) == ["opened", "contained"]


async def test_a_sticker_is_as_good_as_thanks(chat: Chat) -> None:
    await chat.says("运费")
    assert await chat.says("", sticker()) == chat.line("thanks", "text")


async def test_thanks_before_a_question_are_answered_as_the_question(chat: Chat) -> None:
    await chat.says("运费")
    assert chat.line("invoice", "text", shop="客服小店", name="李雷") in await chat.says("谢谢，那发票呢")
    assert status(chat) is Status.PENDING


async def test_thanks_in_the_middle_of_a_form_end_nothing(chat: Chat) -> None:
    await chat.says("A10086")
    await chat.says("谢谢")
    assert status(chat) is Status.PENDING
    assert named(chat) == ["opened"]


async def test_another_thanks_after_the_end_begins_no_visit(chat: Chat) -> None:
    await chat.says("运费")
    await chat.says("谢谢")
    assert await chat.says("👌") == chat.line("thanks", "again")
    assert named(chat) == ["opened", "contained"]
    assert (status(chat), chat.timers) == (Status.RESOLVED, {})


async def test_whoever_says_hello_with_an_emoji_is_no_goodbye(chat: Chat) -> None:
    assert await chat.says("👋")
    assert (named(chat)[0], status(chat)) == ("opened", Status.PENDING)


async def test_the_next_message_begins_another_visit(chat: Chat) -> None:
    await chat.says("运费")
    await chat.says("再见")
    await chat.says("发票")
    assert named(chat) == ["opened", "contained", "opened"]
    assert list(chat.timers) == ["idle:bot"]


async def test_a_visit_that_needed_a_person_is_not_contained(chat: Chat) -> None:
    await looks_up(chat)
    await chat.says("转人工")
    assert named(chat) == ["opened", "handoff"]
    assert "idle:bot" not in chat.timers
    case = chat.open.case
    assert case
    assert case.orders == ("A10086",)


async def test_whoever_wants_a_person_at_once_has_opened_a_visit_all_the_same(chat: Chat) -> None:
    await chat.says("转人工")
    assert named(chat) == ["opened", "handoff"]
    assert "idle:bot" not in chat.timers


async def test_one_who_leaves_ends_the_visit(chat: Chat) -> None:
    await chat.says("运费")
    await chat.leaves()
    assert last(chat, "contained").details["by"] == "contact"
    assert await chat.waits(60 * MINUTE) == ""
    assert named(chat) == ["opened", "contained"]


async def test_switched_off_nothing_is_minded_and_a_day_of_silence_ends_it_for_the_books(chat: Chat) -> None:
    chat.desk_policy = NEVER
    await chat.says("运费")
    assert chat.timers == {}
    chat.now += 23 * 3600
    await chat.says("发票")
    assert named(chat) == ["opened"]
    chat.now += 25 * 3600
    await chat.says("发票")
    assert named(chat) == ["opened", "contained", "opened"]


async def test_switched_off_meanwhile_the_timer_leaves_them_alone_and_switched_on_again_minds_them(chat: Chat) -> None:
    await looks_up(chat)
    chat.desk_policy = NEVER
    assert await chat.waits(60 * MINUTE) == ""
    assert (status(chat), chat.timers) == (Status.PENDING, {})
    chat.desk_policy = DeskPolicy()
    await chat.says("发票")
    assert list(chat.timers) == ["idle:bot"]


@pytest.mark.parametrize("messages", [1, 0])
async def test_where_only_the_survey_s_message_is_left_nothing_is_said(chat: Chat, messages: int) -> None:
    await looks_up(chat)
    chat.platform.opening = Opening(until=chat.now + 40 * 3600, messages=messages)
    assert await chat.waits(60 * MINUTE) == ""
    assert status(chat) is Status.RESOLVED


async def test_a_warning_does_not_take_the_farewell_s_message(chat: Chat) -> None:
    chat.desk_policy = WARNS
    await looks_up(chat)
    chat.platform.opening = Opening(until=chat.now + 40 * 3600, messages=2)
    assert await chat.waits(10 * MINUTE) == ""
    assert "A10086" in await chat.waits(20 * MINUTE)


async def test_thanks_for_a_return_are_told_what_comes_next(chat: Chat) -> None:
    rma = await opened_return(chat)
    said = await chat.says("谢谢")
    assert rma in said
    assert in_words(chat, "next", waiting="yes") in said


async def test_whoever_waits_for_us_is_not_sent_away_for_being_silent(chat: Chat) -> None:
    await opened_return(chat)
    for _ in range(8):
        assert await chat.waits(3 * 3600) == ""
    assert status(chat) is Status.PENDING


async def opened_return(chat: Chat) -> str:
    """One that waits for the shop, opened while the bot served them."""
    await chat.says("运费")
    rma = brought(chat, RmaStatus.IN_REVIEW)
    return rma.number
