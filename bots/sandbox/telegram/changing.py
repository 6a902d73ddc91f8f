"""What the bot does to messages that are there: edits, deletions, reactions."""

from typing import Any

from telegram.constants import ReactionEmoji

from bots.sandbox.telegram import keyboard, wording
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad
from bots.sandbox.telegram.sending import Sending
from bots.sandbox.telegram.world import Chat, Held, Json

REACTIONS = {str(emoji) for emoji in ReactionEmoji}
DELETABLE = 48 * 3600.0
"""Seconds."""


class Changing:
    def __init__(self, sending: Sending) -> None:
        self.sending = sending
        self.world = sending.world

    def text(self, parameters: Parameters) -> Json:
        chat, held = self._own(parameters)
        words = self.sending.text(parameters)
        if "text" not in held.message:
            raise bad("there is no text in the message to edit")
        return self._put(chat, held, words, parameters)

    def caption(self, parameters: Parameters) -> Json:
        chat, held = self._own(parameters)
        words = self.sending.caption(parameters)
        if "text" in held.message:
            raise bad("there is no caption in the message to edit")
        return self._put(chat, held, words, parameters)

    def keyboard(self, parameters: Parameters) -> Json:
        chat, held = self._own(parameters)
        return self._put(chat, held, wording.of(held.message), parameters)

    def delete(self, parameters: Parameters) -> bool:
        chat = self.sending.open_chat(parameters)
        held = self._held(chat, parameters, "delete")
        foreign = not held.by_bot and chat.type != "private" and not chat.bot_is_admin
        if foreign or self.world.clock() - held.message["date"] > DELETABLE:
            raise bad("message can't be deleted for everyone")
        self.world.delete(chat, held)
        return True

    def react(self, parameters: Parameters) -> bool:
        chat = self.world.chat(parameters.chat_id())
        held = self._held(chat, parameters, "react")
        emoji = tuple(_emoji(reaction) for reaction in parameters.structure("reaction") or [])
        if len(emoji) > 1:
            raise bad("REACTIONS_TOO_MANY")
        self.world.react(chat, held, self.world.bot["id"], emoji)
        return True

    def _own(self, parameters: Parameters) -> tuple[Chat, Held]:
        chat = self.sending.open_chat(parameters)
        held = self._held(chat, parameters, "edit")
        if not held.by_bot:
            raise bad("message can't be edited")
        return chat, held

    def _held(self, chat: Chat, parameters: Parameters, what: str) -> Held:
        held = chat.messages.get(parameters.integer("message_id") or 0)
        if held is None:
            raise bad(f"message to {what} not found")
        return held

    def _put(self, chat: Chat, held: Held, words: Json, parameters: Parameters) -> Json:
        """Buttons that are not given are taken away."""
        buttons = keyboard.read(parameters)
        if (words, buttons) == (wording.of(held.message), held.keyboard):
            raise bad("message is not modified: specified new message content and reply markup are exactly the same")
        wording.put(held.message, words)
        held.keyboard = buttons
        self.world.reworded(chat, held)
        return held.message


def _emoji(reaction: Any) -> str:
    match reaction:
        case {"type": "emoji", "emoji": str(emoji)} if emoji in REACTIONS:
            return emoji
    raise bad("REACTION_INVALID")
