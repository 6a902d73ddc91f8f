"""The chats of one platform in which the staff are, and what their threads are called everywhere else."""

from collections.abc import Iterable, Iterator


class DeskChats:
    """The main chat, and those of teams that have one of their own. Empty: this platform has no desk."""

    def __init__(self, main: str = "", teams: Iterable[str] = ()) -> None:
        """Ids as the shop configured them, each at most once."""
        configured = dict.fromkeys(each for each in (main, *teams) if each)
        self._main = main
        self._now = {each: each for each in configured}
        """Where each configured chat is now: a platform may give a chat another id."""

    def __iter__(self) -> Iterator[str]:
        """Where they are now, the main one first."""
        return iter(self._now.values())

    def __contains__(self, chat: object) -> bool:
        return chat in self._now.values()

    def __bool__(self) -> bool:
        return bool(self._now)

    @property
    def main(self) -> str:
        """Where it is now."""
        return self._now.get(self._main, "")

    def now(self, configured: str) -> str:
        """Where the chat of this configured id is now; "" stands for the main one."""
        return self._now.get(configured or self._main, configured or self.main)

    def follow(self, old: str, new: str) -> bool:
        """The chat that was `old` is `new` from now on. False: that was known, or it is no desk of ours."""
        name = self._name(old)
        if name is None or old == new:
            return False
        self._now[name] = new
        return True

    def configured(self, chat: str) -> str:
        """The id by which the shop configured the chat that is here now; "" for the main one."""
        return "" if chat == self.main else self._name(chat) or chat

    def thread(self, chat: str, thread: str) -> str:
        """The name of a thread outside of its platform: each chat counts its own threads."""
        return thread if chat == self.main else f"{self._name(chat) or chat}/{thread}"

    def place(self, thread: str) -> tuple[str, str]:
        """The chat as it is now and its own thread, of a name that `thread` made."""
        configured, slash, own = thread.rpartition("/")
        return (self.now(configured), own) if slash else (self.main, thread)

    def _name(self, chat: str) -> str | None:
        return next((configured for configured, now in self._now.items() if now == chat), None)
