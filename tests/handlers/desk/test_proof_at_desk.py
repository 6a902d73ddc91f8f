"""A customer proves an order to the bot while staff have the conversation: staff read along, and not the proof."""

from dataclasses import replace

import pytest

from handlers.catalogue import FORMS
from handlers.exchange import in_bold, plain
from handlers.order_proof import PROOFS, slots
from handlers.scripts.library import Library
from storage.inbound import Kind
from storage.results import Action, Side
from tests.handlers.desk.shift import MEI, Shift
from tests.handlers.desk.talk import Talk


@pytest.fixture
async def proving(scripts: Library) -> Talk:
    """Staff have them, and they pressed the button to send something back."""
    talk = Talk(scripts)
    await talk.says("/human")
    await talk.taps("returns")
    return talk


def test_every_form_that_asks_for_a_proof_is_known() -> None:
    assert {name for name, handler in FORMS.items() if handler.form.slots is slots} == PROOFS


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("A10086", "A1**86"),
        ("A10086 8000", "A1**86 ****"),
        ("A10086 80 00", "A1**86 ****"),
        ("Ａ１００８６　８０００", "A1**86 ****"),
        ("A10086 lin@example.com", "A1**86 l***@example.com"),
    ],
)
async def test_staff_read_neither_the_number_nor_what_proves_it(proving: Talk, told: str, shown: str) -> None:
    await proving.says(told)
    assert proving.posted.splitlines()[0] == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("8000", "****"),
        ("8 000", "****"),
        ("８０００", "****"),
        ("80\u200b00", "****"),
        ("尾号是 8000", "尾号是 ****"),
        ("138 0013 8000", "138 **** ****"),
        ("我明天再查", "我明天再查"),
    ],
)
async def test_the_four_digits_alone_are_hidden_while_they_are_asked_for(proving: Talk, told: str, shown: str) -> None:
    await proving.says("A10086")
    await proving.says(told)
    assert proving.posted.splitlines()[0] == shown


async def test_staff_read_no_proof_where_a_turn_failed_either(proving: Talk) -> None:
    inbound = proving.inbound(Kind.TEXT, text="A10086 8000")
    result = proving.reception.apology(inbound, proving.open, "KeyError", proving.now)
    lost = [plain(row.content.text) for row in result.outgoing if row.action is Action.POST]
    assert lost[0] == "A1**86 ****"


async def test_what_proved_an_order_is_not_shown_by_an_edit_or_by_taking_it_back(proving: Talk) -> None:
    await proving.turn(Kind.TEXT, text="A10086 8000", message_id="c1")
    await proving.edits("c1", "A10086 8001")
    assert proving.changes == [(Action.EDIT, Side.DESK, "c1", "<q>A1**86 ****</q>（客户改过）")]
    await proving.edits("c1", "8001 打错了")
    assert "8001" not in str(proving.last.outgoing)
    await proving.edits("c1", "A10086 8000")
    await proving.turn(Kind.DELETED, message_id="c1")
    assert proving.changes == [(Action.EDIT, Side.DESK, "c1", "（客户已撤回）<q>A1**86 ****</q>")]


async def test_what_is_told_to_staff_is_told_as_it_is(proving: Talk) -> None:
    await proving.says("/cancel")
    proving.conversation = replace(proving.open, state={})
    await proving.says("我买的是 2024 款，电话 13800138000")
    assert proving.posted == "我买的是 2024 款，电话 13800138000"


async def test_a_question_nobody_waits_for_any_more_hides_nothing(proving: Talk) -> None:
    proving.now += proving.policy.form_expires + 1
    await proving.says("我买的是 2024 款，单号 A10086")
    assert proving.posted == "我买的是 2024 款，单号 A10086"


# A profile's name is as public at the desk as a topic's title


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李雷 13800138000", "李雷 13*******00"),
        ("A10086 8000", "A1**86 ****"),
        ("小李 尾号8000", "小李 尾号****"),
        ("lin@example.com", "l***@example.com"),
        ("李雷2001", "李雷2001"),
    ],
)
async def test_a_name_that_holds_a_proof_is_masked_in_titles_and_posts(scripts: Library, name: str, shown: str) -> None:
    talk = Talk(scripts)
    await talk.turn(Kind.TEXT, text="/human", name=name)
    assert {each.title.partition(" · ")[0].partition(" ")[2] for each in talk.to_desk} == {shown}
    await talk.turn(Kind.LEFT, name=name)
    assert talk.line("desk", "left", name=in_bold(shown)) in talk.posted


async def test_and_in_the_list_of_who_waits(scripts: Library) -> None:
    shift = Shift(scripts)
    await shift.customer(1, Kind.TEXT, text="转人工", name="李雷 13800138000")
    shift.forget()
    await shift.writes(MEI, None, "/queue")
    assert "李雷 13*******00" in shift.posted
