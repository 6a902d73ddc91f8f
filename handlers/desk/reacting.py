"""Reactions of staff: some speak to kefu, and the others to the contact."""

import re
import unicodedata

from handlers.desk.answering import barred
from handlers.desk.cases import agent_of, is_queued
from handlers.desk.changes import for_contact
from handlers.desk.owning import claimed
from handlers.desk.saying import agent, button
from handlers.desk.talk_words import talk_told
from handlers.exchange import Outcome, Turn
from storage.content import Content
from storage.conversations import Reach
from storage.results import Action

CLAIMS = frozenset("👍👀✋🙋")
RESOLVES = frozenset("✅☑✔")
VARIANT = re.compile("[\u200d\u2640\u2642\ufe0f\U0001f3fb-\U0001f3ff].*")
"""Skin tones, men and women, and what makes a picture of an old sign."""
PICTURES = {"So", "Sk", "Mn", "Me", "Cf"}
"""Categories of the characters that emoji are made of; no word is."""
LONGEST = 16
"""Characters of an emoji, with everything that can be joined to it."""


async def reacted(turn: Turn) -> Outcome:
    """On whatever message of the topic; "" when the reaction was taken off."""
    emoji = VARIANT.sub("", turn.inbound.payload)
    if emoji in CLAIMS and is_queued(turn.conversation):
        return await claimed(turn)
    if emoji in RESOLVES:
        return talk_told(turn, "is_resolved", button(turn, "resolve")) if turn.at_desk else Outcome()
    return await mirrored(turn)


async def mirrored(turn: Turn) -> Outcome:
    """Of whoever has the conversation: colleagues who look on react for one another."""
    emoji, message_id = turn.inbound.payload, turn.inbound.message_id
    is_theirs = agent_of(turn.conversation) == agent(turn)
    if not is_theirs or not message_id or not is_emoji(emoji) or await barred(turn) is not None:
        return Outcome()
    own = for_contact(turn, Action.REACT, message_id, Content(text=emoji))
    elsewhere = [for_contact(turn, Action.REACT, message_id, Content(text=emoji), to=to) for to in await others(turn)]
    return Outcome(relayed=(own, *elsewhere))


async def others(turn: Turn) -> list[Reach]:
    """The contact's other accounts: the message is on one of them, and nothing happens on the rest."""
    file = await turn.doors.contacts.of(turn.conversation.contact_id) if turn.conversation.linked else None
    known = file.identities if file else ()
    return [Reach(each.identity, each.chat_id) for each in known if each.identity != turn.conversation.identity]


def is_emoji(text: str) -> bool:
    """Or none at all. The name of a picture that a workspace made for itself says something."""
    return len(text) <= LONGEST and all(unicodedata.category(each) in PICTURES for each in text)
