"""The message that another one answers, and the album that it is part of."""

from collections.abc import Mapping
from typing import Any

from bots.delivery.runs import as_written
from bots.telegram.attachments import text_of
from bots.telegram.speech import raw
from storage.inbound import QUOTED, Quote


def quote(message: Mapping[str, Any], me: int, *, staff: bool) -> Quote | None:
    """None where it answers nothing that is in its own chat.

    Somebody may also answer what was said elsewhere; of a customer's such answer the words are kept. What staff bring
    along from elsewhere, another customer's topic perhaps, is nobody's to read here.
    """
    match message:
        case {"reply_to_message": {"message_id": int(answered)} as earlier} if not _is_its_topic(message, earlier):
            words = as_written(_chosen(message) or raw(earlier))[:QUOTED]
            return Quote(message_id=str(answered), text=words, by_staff=staff and not _is_of(me, earlier))
        case {"external_reply": {}} if not staff and (chosen := _chosen(message)):
            return Quote(text=chosen[:QUOTED])
    return None


def album(message: Mapping[str, Any]) -> str | None:
    """What the messages of one album have in common; None: it belongs to none."""
    return text_of(message, "media_group_id") or None


def forwards_us(message: Mapping[str, Any], me: int) -> bool:
    """A post of ours that somebody brought along."""
    match message:
        case {"forward_origin": {"sender_user": {} as author}}:
            return _is_of(me, {"from": author})
    return False


def _is_its_topic(message: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    """Whatever is written in a topic is, to Telegram, an answer to the line that says that the topic was opened."""
    opened = "forum_topic_created" in earlier or earlier["message_id"] == message.get("message_thread_id")
    return opened and message.get("is_topic_message") is True


def _is_of(me: int, message: Mapping[str, Any]) -> bool:
    match message:
        case {"from": {"id": int(author), **rest}}:
            return author == me if me else rest.get("is_bot") is True  # who we are is not known before the first check
    return False


def _chosen(message: Mapping[str, Any]) -> str:
    """The part of the earlier message that the answer is about, where its author marked one."""
    part = message.get("quote")
    return text_of(part, "text") if isinstance(part, dict) else ""
