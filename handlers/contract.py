"""What the engine asks of the desk, and the numbers a shop may set."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import field
from typing import Protocol

from storage.conversations import Conversation
from storage.inbound import Inbound
from storage.records import record
from storage.results import Entry, TurnResult


class Answers(Protocol):
    """Decides; never sends, never writes. One call is one turn."""

    async def customer(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        """Answer a contact. None: the identity was never seen before."""

    async def staff(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        """Act on what a member of the desk wrote or pressed. None: it was written in no conversation's topic."""

    def apology(self, inbound: Inbound, conversation: Conversation | None, case: str, now: float) -> TurnResult:
        """The turn failed: tell the contact we are sorry, and the desk what happened (`case`)."""


Transcript = Callable[[int, int], Awaitable[list[Entry]]]
"""The latest entries of a conversation: (conversation id, limit)."""


@record(frozen=True, slots=True, kw_only=True)
class Policy:
    """Numbers of the shop, from `policy:` in kefu.yaml. Times in seconds."""

    shop_name: str = "客服小店"
    timezone: str = "Asia/Shanghai"
    default_language: str = "zh-CN"
    order_number: re.Pattern[str] = field(default_factory=lambda: re.compile(r"[A-Z]{1,3}-?\d{4,12}|\d{8,20}"))
    """Searched in the upper-cased, width-normalised text."""
    proof_attempts: int = 5
    proof_window: float = 15 * 60
    proof_month_attempts: int = 20
    """As many in 30 days: the last four digits of the phone are a proof no more."""
    proof_remembered: float = 30 * 86400
    misunderstood_limit: int = 3
    """So many messages in a row not understood: a person is brought in."""
    form_expires: float = 30 * 60
    form_retries: int = 3
    """So many invalid answers to one question: a person is offered."""
    transcript_days: int = 365
    """So long what was said is kept."""
    return_days: int = 1095
    """So long after a return has ended it is known who asked for it."""
    order_days: int = 1825
    """So long after anything was last heard of an order it is known."""
    contact_days: int = 1095
    """So long after they were last heard of a contact is known."""
    card_messages: int = 6
