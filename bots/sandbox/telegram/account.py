"""The bot's own affairs: who it is, its webhook, its commands, files, chats it asks about."""

from typing import Any

from bots.sandbox.telegram.menus import Menus
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad
from bots.sandbox.telegram.sending import topic_of
from bots.sandbox.telegram.typing import Typing
from bots.sandbox.telegram.updates import QUERY_LIFE, Json, Updates
from bots.sandbox.telegram.world import World

DOWNLOAD_LIMIT = 20 * 1024 * 1024


class Account:
    def __init__(self, world: World, updates: Updates, typing: Typing) -> None:
        self.world = world
        self.updates = updates
        self.menus = Menus()
        self.queries: dict[str, float] = {}
        """Button presses, and when they were made."""
        self.answered: list[str] = []
        self.told: list[str] = []
        """What whoever pressed a button read over the chat."""
        self.typing: list[tuple[int, int | None]] = []
        """Chats, and their topics, that were shown that an answer is being written."""
        self._typing = typing

    @property
    def commands(self) -> dict[tuple[str, str], list[Json]]:
        """By (scope, language), whichever the chat."""
        return {(scope, language): listed for (scope, _, language), listed in self.menus.listed.items()}

    def me(self, _parameters: Parameters) -> Json:
        return self.world.bot | {"can_join_groups": True, "can_read_all_group_messages": False}

    def set_webhook(self, parameters: Parameters) -> bool:
        url = parameters.text("url")
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self._allow(parameters)
        self._drop(parameters)
        self.updates.set_hook(url, parameters.text("secret_token"), parameters.integer("max_connections") or 40)
        return True

    def delete_webhook(self, parameters: Parameters) -> bool:
        self._drop(parameters)
        self.updates.set_hook("", "", 1)
        return True

    def webhook_info(self, _parameters: Parameters) -> Json:
        hook = self.updates.hook
        return {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
            "allowed_updates": self.updates.allowed,
        } | self._last_error()

    def _last_error(self) -> Json:
        hook = self.updates.hook
        if hook is None or not hook.last_error:
            return {}
        return {"last_error_message": hook.last_error, "last_error_date": int(self.world.clock())}

    async def poll(self, parameters: Parameters) -> list[Json]:
        self._allow(parameters)
        limit = min(max(parameters.integer("limit") or 100, 1), 100)
        return await self.updates.poll(parameters.integer("offset") or 0, limit, parameters.integer("timeout") or 0)

    def answer_query(self, parameters: Parameters) -> bool:
        query = parameters.text("callback_query_id")
        pressed = self.queries.pop(query, None)
        if pressed is None or self.world.clock() - pressed > QUERY_LIFE:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(parameters.text("text")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        if self.world.keep_history:
            self.answered.append(query)
            if parameters.text("text"):
                self.told.append(parameters.text("text"))
        return True

    def chat_action(self, parameters: Parameters) -> bool:
        chat = self.world.chat(parameters.chat_id())
        thread = topic_of(chat, parameters)
        if not parameters.text("action"):
            raise bad("wrong parameter action in request")
        if self.world.keep_history:
            self.typing.append((chat.id, thread))
            if not chat.blocked:
                self._typing.show(chat)
        return True

    def set_commands(self, parameters: Parameters) -> bool:
        scope = parameters.structure("scope") or {"type": "default"}
        self.menus.put(scope, parameters.text("language_code"), parameters.structure("commands"))
        return True

    def file(self, parameters: Parameters) -> Json:
        stored = self.world.files.get(parameters.text("file_id"))
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(stored.data) > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        size = {"file_size": len(stored.data)}
        return {"file_id": stored.id, "file_unique_id": f"u-{stored.id}", "file_path": stored.path} | size

    def chat(self, parameters: Parameters) -> Json:
        return self.world.chat(parameters.chat_id()).described

    def member(self, parameters: Parameters) -> Json:
        chat = self.world.chat(parameters.chat_id())
        user_id = parameters.integer("user_id")
        if user_id == self.world.bot["id"]:
            rights: Json = {"status": "administrator", "can_manage_topics": chat.may_manage_topics}
            return {"user": self.world.bot} | (rights if chat.may_send else {"status": "left"})
        if user_id in chat.removed:
            return {"user": chat.removed[user_id], "status": "left"}
        if user_id not in chat.members:
            raise bad("user not found")
        return {"user": chat.members[user_id], "status": "member"}

    def _allow(self, parameters: Parameters) -> None:
        allowed: Any = parameters.structure("allowed_updates")
        if allowed is not None:
            self.updates.allowed = [str(kind) for kind in allowed]

    def _drop(self, parameters: Parameters) -> None:
        if parameters.text("drop_pending_updates").lower() == "true":
            self.updates.pending.clear()
