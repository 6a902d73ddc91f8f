"""Chats about returns, a few steps at a time."""

from typing import Any

from storage.inbound import Attachment, Media
from storage.returns import Rma
from tests.handlers.chat import Chat

Step = str | Attachment
"""Words, the label of a button, or a photograph."""


def picture(ref: str) -> Attachment:
    return Attachment(media=Media.PHOTO, channel="telegram", ref=ref)


async def to_summary(chat: Chat, *steps: Step) -> str:
    """A button by its label where one has it, otherwise the words."""
    said = ""
    for step in steps:
        if isinstance(step, Attachment):
            said = await chat.says("", step)
        else:
            said = await (chat.presses(step) if step in chat.labels else chat.says(step))
    return said


async def confirmed(chat: Chat) -> Rma:
    await chat.presses("确认提交")
    return newest(chat)


def newest(chat: Chat) -> Rma:
    return chat.returns.rmas[f"R{chat.returns.numbers}"]


def form_of(chat: Chat) -> Any:
    return chat.open.state.get("form")


def filled(chat: Chat) -> dict[str, object]:
    return dict(form_of(chat)["filled"])
