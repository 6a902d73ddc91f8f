"""Whoever is no member of the desk commands nothing, however much it looks like a command or a button of the desk."""

import pytest

from handlers.desk.commands import COMMANDS
from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Kind
from storage.results import Action
from tests.handlers.chat import Chat

BUTTONS = [f"desk:{name}" for name in COMMANDS]
TYPED = [f"{sign}{name} vip" for sign in "/!" for name in COMMANDS]


async def with_an_agent(chat: Chat) -> Owner:
    """What is written then goes to staff as it was written."""
    await chat.says("转人工")
    await chat.agent_says("您好")
    assert chat.conversation
    assert chat.conversation.status is Status.OPEN
    assert chat.conversation.owner
    assert chat.conversation.owner.kind is OwnerKind.AGENT
    return chat.conversation.owner


def nothing_is_commanded(chat: Chat) -> None:
    """No file of a contact changes, nobody is away, nothing is sent on anybody's behalf."""
    assert not chat.last.agents
    assert not chat.last.contacts
    assert not [row for row in chat.last.outgoing if row.relays is not None or row.action is Action.EFFECT]


@pytest.mark.parametrize("goto", BUTTONS)
async def test_a_customer_presses_a_button_of_the_desk(chat: Chat, goto: str) -> None:
    owner = await with_an_agent(chat)
    await chat.taps(goto)
    nothing_is_commanded(chat)
    assert chat.conversation
    assert (chat.conversation.status, chat.conversation.owner) == (Status.OPEN, owner)


@pytest.mark.parametrize("goto", BUTTONS)
async def test_a_customer_of_the_bot_presses_a_button_of_the_desk(chat: Chat, goto: str) -> None:
    await chat.taps(goto)
    nothing_is_commanded(chat)
    assert chat.conversation
    assert chat.conversation.status is Status.PENDING
    assert not chat.to_desk


@pytest.mark.parametrize("typed", TYPED)
async def test_a_customer_types_a_command_of_staff(chat: Chat, typed: str) -> None:
    owner = await with_an_agent(chat)
    await chat.says(typed)
    nothing_is_commanded(chat)
    assert chat.conversation
    assert (chat.conversation.status, chat.conversation.owner) == (Status.OPEN, owner)


async def test_a_customers_reaction_claims_nothing(chat: Chat) -> None:
    await chat.says("转人工")
    assert chat.conversation
    owner = chat.conversation.owner
    await chat.turn(Kind.REACTION, payload="👍", message_id="1")
    assert chat.conversation.owner == owner
    nothing_is_commanded(chat)
