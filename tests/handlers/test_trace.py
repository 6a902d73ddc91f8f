"""Whoever watches a turn learns who attended to it and what was said, and of no other turn."""

import asyncio

import pytest

from handlers.scripts.library import Library
from handlers.trace import Trace, traced
from tests.handlers.chat import LEI, Chat


async def heard(chat: Chat, text: str) -> Trace:
    """What is traced of the answer to these words."""
    with traced() as trace:
        await chat.says(text)
    return trace


@pytest.mark.parametrize(
    ("text", "handler", "script"),
    [
        ("你好", "welcome", "welcome"),
        ("查订单", "order_lookup", "order_lookup"),
        ("运费多少", "say", "shipping_fee"),
        ("转人工", "escalation", "escalation"),
        ("呜啦呜啦", "fallback", "fallback"),
    ],
)
async def test_the_script_that_was_chosen_is_named_with_its_handler(
    chat: Chat, text: str, handler: str, script: str
) -> None:
    trace = await heard(chat, text)
    assert (trace.handler, trace.script) == (handler, script)


async def test_every_line_is_named_once_in_the_order_in_which_it_was_filled(chat: Chat) -> None:
    await chat.says("A10086")
    lines = list((await heard(chat, "8000")).lines)
    told = ["order_lookup.found", "order_lookup.item", "order_lookup.total"]
    assert [line for line in lines if line in told] == told


async def test_what_is_told_once_more_is_named_once_more(chat: Chat) -> None:
    await chat.says("A10086 8000")
    assert "order_lookup.found" in (await heard(chat, "查订单")).lines
    assert "order_lookup.found" in (await heard(chat, "查订单")).lines


async def test_an_answer_to_a_forms_question_belongs_to_the_form(chat: Chat) -> None:
    await chat.says("查订单")
    trace = await heard(chat, "A10086")
    assert trace.handler == "order_lookup"
    assert "order_lookup.ask_factor" in trace.lines


async def test_a_question_in_between_is_its_own_scripts_and_the_form_asks_again(chat: Chat) -> None:
    await chat.says("查订单")
    trace = await heard(chat, "运费多少")
    assert trace.script == "shipping_fee"
    asked = list(trace.lines)
    assert asked.index("shipping_fee.text") < asked.index("order_lookup.ask_number")


async def test_a_form_that_expires_is_the_forms_own_doing(chat: Chat) -> None:
    await chat.says("查订单")
    with traced() as trace:
        await chat.waits(chat.policy.form_expires)
    assert (trace.handler, list(trace.lines)) == ("form", ["form.expired"])


async def test_what_a_customer_says_while_staff_have_them_is_only_relayed(at_desk: Chat) -> None:
    trace = await heard(at_desk, "盒子都湿了")
    assert (trace.handler, trace.script) == ("relay", "")


async def test_what_staff_write_is_about_their_customer(at_desk: Chat) -> None:
    with traced() as trace:
        await at_desk.agent_says("您好，我是小美")
    assert (trace.customer, trace.handler) == (LEI, "desk")


async def test_after_a_failure_only_the_apology_was_said(chat: Chat) -> None:
    with traced() as trace:
        await chat.says("运费多少")
        chat.fails("KeyError, message 1")
    assert trace.handler == "say"
    assert set(trace.lines) == {"apology.sorry", "desk.failed"}


async def test_two_turns_at_once_are_traced_apart(scripts: Library) -> None:
    one, other = await asyncio.gather(heard(Chat(scripts), "你好"), heard(Chat(scripts), "呜啦呜啦"))
    assert {line.partition(".")[0] for line in one.lines} >= {"welcome"}
    assert "fallback" not in {line.partition(".")[0] for line in one.lines}
    assert "fallback.unknown" in other.lines


async def test_a_turn_that_nobody_watches_leaves_nothing_with_the_next_watcher(chat: Chat) -> None:
    await chat.says("你好")
    assert not [line for line in (await heard(chat, "呜啦呜啦")).lines if line.startswith("welcome.")]
