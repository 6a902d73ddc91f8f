"""A customer's phone."""

from bots.sandbox.telegram.people import Person
from bots.sandbox.telegram.world import Json


class TelegramPhone(Person):
    """A customer, in the private chat with the bot."""

    @property
    def blocked(self) -> bool:
        """The bot; instead of the input field there is a button to let it in again."""
        return self.chat.blocked

    def start(self, payload: str = "") -> str:
        """The Start button, or a link that carries a payload. Lets the bot in again where it was blocked."""
        if self.blocked:
            self.unblock()
        return self.say(f"/start {payload}".strip())

    def block(self) -> None:
        self._membership("kicked", "member")

    def unblock(self) -> None:
        self._membership("member", "kicked")

    def set_language(self, language_code: str) -> None:
        """Of the app, which the bot is told with everything from now on; "" keeps it to oneself."""
        kept = {name: value for name, value in self.user.items() if name != "language_code"}
        self.chat.user = kept | ({"language_code": language_code} if language_code else {})

    def _post(self, content: Json, thread: str | None = None) -> str:
        if self.blocked:
            raise LookupError(f"{self.user['first_name']} has blocked the bot: unblock it before writing to it")
        return super()._post(content, thread)

    def _membership(self, status: str, old: str) -> None:
        self.chat.blocked = status == "kicked"
        bot = self._world.bot
        change = {
            "chat": self.chat.described,
            "from": self.user,
            "date": int(self._world.clock()),
            "old_chat_member": {"user": bot, "status": old},
            "new_chat_member": {"user": bot, "status": status},
        }
        self._account.updates.add("my_chat_member", change, ("member", self.chat.id))
