"""Staff see on the card and in the queue how much time is left, or by how much it is too late already."""

from handlers.desk.policy import DeskPolicy
from tests.handlers.desk.shift import MEI
from tests.handlers.promises.shop import HOUR, MINUTE, Opened


async def test_the_card_tells_the_deadlines_from_the_first_moment_on(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(4 * MINUTE)
    await shift.writes(MEI, 1, "/claim")
    card = shift.cards[-1]
    assert "⏱ 首次回复：11月24日 10:10 前，还剩 6 分钟（10:04）" in card
    assert "⏱ 解决：11月24日 14:00 前，还剩 3 小时 56 分钟（10:04）" in card


async def test_the_first_card_of_a_conversation_has_them_too(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(2)
    assert "首次回复：11月24日 10:10 前，还剩 10 分钟" in shift.cards[-1]


async def test_the_card_tells_how_it_went_and_that_a_clock_stands_still(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(12 * MINUTE)
    await shift.writes(MEI, 1, "/claim")
    assert "⏱ 首次回复已超时 2 分钟（10:12）" in shift.cards[-1]
    await shift.writes(MEI, 1, "您好")
    await shift.writes(MEI, 1, "/profile")
    assert "✗ 首次回复：超时 2 分钟" in shift.cards[-1]
    assert "⏱ 解决：暂停计时，还剩 3 小时 48 分钟" in shift.cards[-1]
    await shift.says(1, "能换吗")
    await shift.passes(90)
    await shift.writes(MEI, 1, "可以换")
    await shift.writes(MEI, 1, "/profile")
    assert "✓ 回复：按时，早了 18 分钟" in shift.cards[-1]


async def test_the_queue_tells_what_presses_most(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "您好")
    await shift.waits_for_a_person(2)
    await shift.passes(12 * MINUTE)
    shift.forget()
    await shift.writes(MEI, None, "/queue")
    waiting, holding = (line for line in shift.posted.splitlines() if line.startswith("·"))
    assert waiting.endswith(" · 首次回复已超时 2 分钟")
    assert holding.endswith("已回复"), "nobody waits for us there"
    await shift.says(1, "能换吗")
    await shift.passes(30)
    shift.forget()
    await shift.writes(MEI, None, "/queue")
    assert "等回复 · 回复还剩 20 分钟" in shift.posted


async def test_a_customer_who_waits_while_their_conversation_sleeps_is_not_forgotten(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "您好")
    await shift.says(1, "能换吗")
    await shift.writes(MEI, 1, "/snooze 2h")
    await shift.passes(25 * MINUTE)
    shift.forget()
    await shift.writes(MEI, None, "/queue")
    assert "💤 #1 （Telegram）11月24日 12:00 回来 · 回复已超时 5 分钟" in shift.posted


async def test_at_the_deadline_it_is_just_late(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(10 * MINUTE)
    await shift.writes(MEI, 1, "/claim")
    assert "⏱ 首次回复刚刚超时（10:10）" in shift.cards[-1]


async def test_without_promises_nobody_reads_of_them(opened: Opened) -> None:
    shift = await opened(desk=DeskPolicy())
    await shift.passes(HOUR)
    await shift.writes(MEI, 1, "/claim")
    await shift.writes(MEI, None, "/queue")
    assert not any("⏱" in card for card in shift.cards)
    assert "回复还剩" not in shift.posted


async def test_with_a_moment_left_it_is_as_good_as_late(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(10 * MINUTE - 0.3)
    await shift.writes(MEI, 1, "/claim")
    assert "⏱ 首次回复刚刚超时（10:09）" in shift.cards[-1]
    await shift.waits_for_a_person(2)
    await shift.passes(10 * MINUTE - 0.3)
    shift.forget()
    await shift.writes(MEI, None, "/queue")
    assert " · 首次回复刚刚超时" in shift.posted, "and not left with nothing"
