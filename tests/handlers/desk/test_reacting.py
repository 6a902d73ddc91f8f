"""Reactions: some claim, one asks whether it is over, and the others go to the other side."""

import pytest

from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Kind
from storage.results import Action, Side
from tests.handlers.chat import MEI
from tests.handlers.desk.talk import BO, Talk

REACT = (Action.REACT, Side.CONTACT)


@pytest.mark.parametrize("emoji", ["👍", "👀", "✋", "🙋", "👍🏽", "🙋🏻‍♀️", "🙋‍♂️"])
async def test_a_hand_or_a_thumb_claims_what_is_in_the_queue(desk: Talk, emoji: str) -> None:
    await desk.agent_reacts(emoji)
    assert desk.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert desk.changes == []


@pytest.mark.parametrize("emoji", ["😂", "❤️", "", "🤝"])
async def test_another_reaction_claims_nothing_and_nobody_sees_it(desk: Talk, emoji: str) -> None:
    await desk.agent_reacts(emoji)
    assert desk.last.outgoing == ()
    assert desk.open.owner is not None
    assert desk.open.owner.kind is OwnerKind.QUEUE


async def test_it_takes_nothing_from_a_colleague(mine: Talk) -> None:
    await mine.agent_reacts("👍", by=BO)
    assert mine.last.outgoing == ()
    assert mine.open.owner == Owner(OwnerKind.AGENT, str(MEI))


@pytest.mark.parametrize("emoji", ["👍", "😂", "❤️", "🇨🇳", "👨‍👩‍👧", ""])
async def test_whoever_has_the_conversation_reacts_to_the_customer(mine: Talk, emoji: str) -> None:
    await mine.agent_reacts(emoji, "post-4")
    assert mine.changes == [(*REACT, "post-4", emoji)]


@pytest.mark.parametrize("payload", [":annoying-customer:", "别理他", "ok", "<b>", "👍 他又来了", "💩" * 20, "1️⃣"])
async def test_only_emoji_are_reactions(mine: Talk, payload: str) -> None:
    await mine.agent_reacts(payload)
    assert mine.last.outgoing == ()


@pytest.mark.parametrize("emoji", ["✅", "☑️", "✔️"])
async def test_a_tick_asks_whether_it_is_resolved(mine: Talk, emoji: str) -> None:
    await mine.agent_reacts(emoji)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("is_resolved")
    await mine.agent_taps(mine.to_desk[0].content.buttons[0].goto)
    assert mine.open.status is Status.RESOLVED


@pytest.mark.parametrize("emoji", ["👍", "✅", "😂"])
async def test_after_the_end_a_reaction_is_nothing(mine: Talk, emoji: str) -> None:
    await mine.agent_writes("/resolve")
    await mine.agent_reacts(emoji)
    assert mine.last.outgoing == ()
    assert mine.open.status is Status.RESOLVED


@pytest.mark.parametrize("emoji", ["👍", ""])
async def test_a_customers_reaction_is_seen_at_the_desk(mine: Talk, emoji: str) -> None:
    await mine.turn(Kind.REACTION, payload=emoji, message_id="b7")
    assert mine.changes == [(Action.REACT, Side.DESK, "b7", emoji)]


async def test_in_a_group_it_is_nothing(mine: Talk) -> None:
    await mine.turn(Kind.REACTION, payload="👍", message_id="b7", chat_id="group", private=False)
    assert mine.last.outgoing == ()
