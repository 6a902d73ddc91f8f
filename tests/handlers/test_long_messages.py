"""Nobody waits for another customer: a message that is as long as a message can be is answered at once."""

import time

import pytest

from handlers.returns.choosing import Shown, chosen_in
from tests.handlers.chat import Chat

LONGEST = 4_000
MOST = 1.0
"""Seconds. What is tried in many places at once takes minutes, in which kefu answers nobody."""


@pytest.mark.parametrize("before", [[], ["查订单"], ["查订单", "A10086"], ["退货 A10087", "8000"]])
@pytest.mark.parametrize(
    "words",
    [
        "不" + "\n" * LONGEST + "(",
        "no" + ".\n" * (LONGEST // 2) + "(",
    ],
    ids=["不", "no"],
)
async def test_whoever_says_no_and_then_nothing_at_length_keeps_nobody_waiting(
    chat: Chat, before: list[str], words: str
) -> None:
    for said in before:
        await chat.says(said)
    begun = time.process_time()
    await chat.says(words)
    assert time.process_time() - begun < MOST


@pytest.mark.parametrize("blanks", [" ", "\n"])
async def test_a_colleague_who_names_feedback_at_length_keeps_nobody_waiting(with_agent: Chat, blanks: str) -> None:
    """Nothing shortens what staff write: in Slack it may be ten times as long as what a customer is heard with."""
    begun = time.process_time()
    await with_agent.agent_says(f"/feedback #{blanks * 10 * LONGEST}!")
    assert time.process_time() - begun < MOST


@pytest.mark.parametrize("command", ["/transfer 小王", "/away 小王"])
async def test_a_colleague_who_writes_a_long_note_keeps_nobody_waiting(with_agent: Chat, command: str) -> None:
    begun = time.process_time()
    await with_agent.agent_says(f"{command} {'很急 ' * LONGEST}")
    assert time.process_time() - begun < MOST


@pytest.mark.parametrize("clause", [",cup", "，不是茶杯"])
def test_who_tells_at_length_of_twenty_cups_keeps_nobody_waiting(clause: str) -> None:
    """Each clause may mean any of them."""
    cups = [f"茶杯 Celadon cup {number}" for number in range(20)]
    shown = Shown(items=cups, pieces=[1] * len(cups), all_words=("all",), left_out_words=("but",), numbers=True)
    begun = time.process_time()
    assert chosen_in(clause * (LONGEST // len(clause)), shown) is None
    assert time.process_time() - begun < MOST
