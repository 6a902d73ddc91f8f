"""A customer's phone (or an agent's), the same on every stand-in: what is on the screen and what one can do."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text that looks alike."""

    text: str
    styles: tuple[str, ...] = ()
    """Of "bold", "italic", "code" and "bar": one stands beside the line, as beside a quotation."""
    href: str = ""
    """A web address that opens outside of the chat."""
    tap: str = ""
    """WeChat's msgmenu link: what `press` takes."""


def beside_bars(text: str, begins: re.Pattern[str], draw: Callable[[str], tuple[Span, ...]]) -> Iterator[Span]:
    """`begins`: with which lines have a bar beside them."""
    for has_bar, block in groupby(re.split(r"(?<=\n)", text), key=lambda line: bool(begins.match(line))):
        words = "".join(begins.sub("", line) if has_bar else line for line in block)
        for span in draw(words):
            yield replace(span, styles=(*span.styles, "bar")) if has_bar else span


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A picture, a voice note or a file that one can open: the stand-in keeps its bytes under `id`."""

    id: str
    kind: str
    """As in `Shown.media`."""
    name: str = ""
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message on a screen, as the platform would draw it: tags and escapes already resolved."""

    text: str
    spans: tuple[Span, ...] = ()
    """The same text in its styles; empty when it has none."""
    buttons: tuple[str, ...] = ()
    """Labels, in reading order. Empty where the platform has no buttons."""
    rows: tuple[int, ...] = ()
    """How many of the buttons stand in each row; empty: one a row."""
    links: tuple[str, ...] = ()
    """For each button the web address it opens, "" for none; empty when no button opens one."""
    media: tuple[str, ...] = ()
    """Kinds of media with it: "photo", "file" ..."""
    files: tuple[ShownFile, ...] = ()
    """Those of the media that can be opened."""
    at: float = 0.0
    """When it came, in unix seconds by the platform's clock."""
    mine: bool = False
    message_id: str = ""
    quotes: str = ""
    """The id of the message that this one answers."""
    thread: str | None = None
    marks: tuple[str, ...] = ()
    """Reactions to it."""
    author: str = ""
    edited: bool = False
    deleted: bool = False
    """Nothing is left of it but its place."""
    failed: bool = False
    """The platform could not bring it to kefu, and shows so beside it."""
    notice: bool = False
    """Nobody's words: a grey line of the platform's own."""


def taken_back(message: Shown) -> Shown:
    """What is left of a message that was deleted."""
    return Shown(
        text="",
        at=message.at,
        mine=message.mine,
        message_id=message.message_id,
        thread=message.thread,
        author=message.author,
        deleted=True,
    )


@dataclass(slots=True)
class Screen:
    """What a phone shows, newest last, and a way to wait for more."""

    shown: list[Shown] = field(default_factory=list)
    on_change: Callable[[int], None] | None = None
    """Told the index of every message that is added or changed in place, at once."""
    on_typing: Callable[[bool], None] | None = None
    """Told when the other side begins and stops typing, where the platform shows that."""
    changes: list[int] = field(default_factory=list)
    """The index of every message that was added or changed in place, in the order in which that happened."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, message: Shown) -> None:
        self.shown.append(message)
        self.changed(len(self.shown) - 1)

    def replace(self, index: int, message: Shown) -> None:
        """Redraw in place: after an edit or a mark."""
        self.shown[index] = message
        self.changed(index)

    def typing(self, is_typing: bool) -> None:
        if self.on_typing is not None:
            self.on_typing(is_typing)

    def changed(self, index: int) -> None:
        """Wake whoever waits."""
        self.changes.append(index)
        if self.on_change is not None:
            self.on_change(index)
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def change(self) -> asyncio.Event:
        """Set at the next change of anything on the screen."""
        return self._changed

    async def until(self, wanted: Callable[[Shown], bool], *, since: int = 0, seconds: float = 60) -> Shown:
        """The first message from index `since` on that is wanted. Raises TimeoutError that quotes the screen."""
        try:
            async with asyncio.timeout(seconds):
                while (found := next(filter(wanted, self.shown[since:]), None)) is None:
                    await self._changed.wait()
                return found
        except TimeoutError:
            tail = "\n".join(f"  {'>' if m.mine else '<'} {m.text}" for m in self.shown[-8:])
            raise TimeoutError(f"not shown within {seconds} s; the screen ends:\n{tail}") from None
