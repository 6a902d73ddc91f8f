"""A customer's phone (or an agent's), the same on every stand-in: what is on the screen and what one can do."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message on a screen, as the platform would draw it: tags and escapes already resolved."""

    text: str
    buttons: tuple[str, ...] = ()
    """Labels, in reading order. Empty where the platform has no buttons."""
    media: tuple[str, ...] = ()
    """Kinds of media with it: "photo", "file" ..."""
    mine: bool = False
    message_id: str = ""
    thread: str | None = None
    marks: tuple[str, ...] = ()
    author: str = ""


@dataclass(slots=True)
class Screen:
    """What a phone shows, newest last, and a way to wait for more."""

    shown: list[Shown] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, message: Shown) -> None:
        self.shown.append(message)
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits: also after an edit or a mark in place."""
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def change(self) -> asyncio.Event:
        """Set at the next change of anything on the screen."""
        return self._changed

    async def until(self, wanted: Callable[[Shown], bool], *, since: int = 0, seconds: float = 10) -> Shown:
        """The first message from index `since` on that is wanted. Raises TimeoutError that quotes the screen."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    changed = self._changed
                    for message in self.shown[since:]:
                        if wanted(message):
                            return message
                    await changed.wait()
        except TimeoutError:
            tail = "\n".join(f"  {'>' if m.mine else '<'} {m.text}" for m in self.shown[-8:])
            raise TimeoutError(f"not shown within {seconds} s; the screen ends:\n{tail}") from None
