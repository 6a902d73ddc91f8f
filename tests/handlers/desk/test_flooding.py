"""A customer sends staff more than anybody can read."""

from dataclasses import dataclass

import pytest

from handlers.desk.flooding import ALONE, MOST, PERIOD, QUOTED, ROOM, SUMMED
from handlers.scripts.library import Library
from storage.inbound import Attachment, Kind
from storage.results import Action
from tests.handlers.chat import photo, sticker
from tests.handlers.desk.talk import Talk


@dataclass
class Hurry(Talk):
    seconds: float = PERIOD / 1000
    """From one turn to the next."""

    def keep(self, result: object) -> None:
        before = self.now
        super().keep(result)
        self.now = before + self.seconds


@pytest.fixture
async def mine(scripts: Library) -> Hurry:
    talk = Hurry(scripts)
    await talk.says("茶叶受潮了怎么办啊")
    await talk.says("转人工")
    await talk.agent_writes("您好")
    return talk


async def floods(talk: Talk, messages: int, text: str = "快点", *attachments: Attachment) -> list[str]:
    """Returns what staff were shown of it, in as many posts."""
    shown = []
    for _ in range(messages):
        await talk.says(text, *attachments)
        shown += [each.content.text for each in talk.to_desk]
    return shown


async def flooded(talk: Talk, more: int = 30) -> None:
    """So many are held back."""
    await floods(talk, MOST)
    assert len(await floods(talk, more)) == 0


def told(talk: Talk, count: int, text: str) -> str:
    return talk.line_of_desk("flooded", count=count, text=text)


async def test_staff_see_one_post_instead_of_everything(mine: Hurry) -> None:
    assert len(await floods(mine, MOST)) == MOST
    assert await floods(mine, 30) == []
    await mine.waits(PERIOD)
    assert mine.posted == told(mine, 30, "快点 ×30")


async def test_the_customer_is_told_once_and_asked_to_say_what_matters(mine: Hurry) -> None:
    await floods(mine, MOST)
    assert mine.replies == []
    assert await mine.says("快点") == mine.line("conversation", "too_fast")
    assert await mine.says("快点") == ""
    mine.speaks("en")
    await mine.waits(PERIOD)
    await floods(mine, MOST, "hurry")
    assert await mine.says("hurry") == mine.line("conversation", "too_fast", "en")


async def test_whoever_pauses_is_heard_again(mine: Hurry) -> None:
    await flooded(mine)
    await mine.waits(PERIOD)
    await mine.says("请帮我换货")
    assert mine.posted == "请帮我换货"


async def test_whoever_goes_on_is_summed_up_once_a_minute_and_told_nothing_new(mine: Hurry) -> None:
    await flooded(mine, MOST)
    for _ in range(3):
        await mine.waits(PERIOD)
        assert mine.posted == told(mine, MOST, f"快点 ×{MOST}")
        said = [await mine.says("快点") for _ in range(MOST)]
        assert set(said) == {""}
        assert mine.posted == ""
    await mine.waits(PERIOD)
    await mine.waits(PERIOD)
    await mine.says("好吧")
    assert mine.posted == "好吧"


async def test_nobody_who_types_is_ever_held_back(mine: Hurry) -> None:
    mine.seconds = PERIOD / (MOST - 1)
    for _ in range(4 * MOST):
        assert await mine.says("在吗") == ""
        assert mine.posted == "在吗"


async def test_pictures_which_are_posts_of_their_own_come_to_much_sooner(mine: Hurry) -> None:
    assert len(await floods(mine, MOST // ALONE, "", sticker())) == MOST // ALONE
    assert await floods(mine, 2, "", sticker()) == []
    await mine.waits(PERIOD)
    assert mine.posted == told(mine, 2, "[表情] 😀 ×2")


@pytest.mark.parametrize(("characters", "messages"), [(ROOM, MOST), (4 * ROOM, MOST // 4), (40_000, 3)])
async def test_long_words_which_fill_posts_of_their_own_do_so_too(mine: Hurry, characters: int, messages: int) -> None:
    assert len(await floods(mine, messages, "快" * characters)) == messages
    assert await floods(mine, 2, "快") == []


async def test_nor_does_a_button_bring_more_than_words_do(mine: Hurry) -> None:
    """WeChat takes whatever a link in a customer's own words names for one."""
    shown = 0
    for _ in range(MOST):
        await mine.taps("快" * 10 * ROOM)
        shown += len(mine.to_desk)
    assert shown == MOST // 10


async def test_an_album_is_one_post(mine: Hurry) -> None:
    shown = 0
    for number in range(MOST):
        await mine.turn(Kind.TEXT, text="", attachments=(photo(),), album=f"album-{number // 10}")
        shown += len(mine.to_desk)
    assert shown == MOST


async def test_words_changed_over_and_over_count_as_well(mine: Hurry) -> None:
    await mine.says("你好")
    for number in range(MOST):
        await mine.edits("m1", f"你好{number}")
    assert mine.to_desk == []
    await mine.waits(PERIOD)
    assert f"你好{MOST - 1}" in mine.posted


async def test_reactions_count_as_well(mine: Hurry) -> None:
    rows = 0
    for _ in range(MOST):
        await mine.turn(Kind.REACTION, payload="👍", message_id="m1")
        rows += len([each for each in mine.last.outgoing if each.action is Action.REACT])
    assert rows == MOST // ALONE
    await mine.waits(PERIOD)
    assert mine.posted == told(mine, MOST - rows, "")


async def test_whoever_goes_and_comes_back_over_and_over_counts_as_well(mine: Hurry) -> None:
    shown = 0
    for _ in range(MOST):
        assert await mine.leaves() == ""
        shown += len(mine.to_desk)
        await mine.starts()
    assert shown == MOST // ALONE
    assert mine.conversation
    assert not mine.conversation.blocked
    await mine.waits(PERIOD)
    assert mine.posted == told(mine, MOST - shown, "")


async def test_a_wish_about_their_data_pressed_over_and_over_counts_as_well(mine: Hurry) -> None:
    shown = 0
    for _ in range(2 * MOST):
        await mine.taps("privacy:copy")
        shown += len(mine.to_desk)
    assert shown == MOST


async def test_the_transcript_keeps_every_word(mine: Hurry) -> None:
    before = len(mine.transcript)
    await flooded(mine)
    said = [each for each in mine.transcript[before:] if each.author == "contact"]
    assert len(said) == MOST + 30


async def test_of_many_different_words_staff_read_the_last(mine: Hurry) -> None:
    await floods(mine, MOST)
    for number in range(150):
        await mine.says(f"第 {number} 句：为什么没有人理我")
    await mine.waits(PERIOD)
    assert "…" in mine.posted
    assert "第 149 句" in mine.posted
    assert "第 0 句" not in mine.posted
    assert len(mine.posted) < QUOTED + 100


async def test_what_proves_an_order_is_hidden_there_too(mine: Hurry) -> None:
    await floods(mine, MOST)
    await mine.says("7788")
    await mine.waits(PERIOD)
    assert "7788" not in mine.posted


async def test_signs_of_markup_stay_the_customers_own(mine: Hurry) -> None:
    await floods(mine, MOST)
    await mine.says("<b>快</b>")
    await mine.waits(PERIOD)
    assert "&lt;b&gt;快&lt;/b&gt;" in mine.to_desk[-1].content.text


async def test_the_ways_out_stay_open(mine: Hurry) -> None:
    await flooded(mine)
    await mine.says("/end")
    assert not mine.open.case
    await mine.waits(PERIOD)
    assert mine.posted == told(mine, 30, "快点 ×30\n／end")


async def test_a_customer_who_floods_still_waits_for_an_answer(mine: Hurry) -> None:
    await floods(mine, MOST)
    await mine.agent_writes("请慢慢说")
    at = mine.now
    await mine.says("快点")
    case = mine.open.case
    assert case is not None
    assert case.waiting_since == at


async def test_what_staff_write_is_never_held_back(mine: Hurry) -> None:
    await flooded(mine)
    for _ in range(MOST):
        await mine.agent_writes("请稍等")
        assert [each.content.text for each in mine.relayed] == ["请稍等"]


@pytest.mark.parametrize("late", [0.0, 10 * PERIOD])
async def test_a_sum_that_comes_late_counts_everything(mine: Hurry, late: float) -> None:
    await flooded(mine, 2)
    await mine.waits(PERIOD + late, sweep=False)
    await mine.says("还在吗")
    assert mine.posted == ""
    await mine.rings(SUMMED)
    assert mine.posted == told(mine, 3, "快点 ×2\n还在吗")


async def test_the_end_of_the_conversation_loses_nothing(mine: Hurry) -> None:
    await flooded(mine)
    await mine.agent_writes("/resolve")
    await mine.agent_writes("/reopen")
    await mine.agent_writes("/resolve")
    await mine.says("转人工")
    await mine.waits(PERIOD)
    assert told(mine, 30, "快点 ×30") in mine.posted
