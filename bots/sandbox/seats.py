"""Seats one can take in the sandbox: a customer on one of the phones, or an agent at the desk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bots.sandbox.phone import Screen, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What one can do there, whatever the platform."""

    name: str
    """What one types to take it: `wechat`, `desk` ..."""
    title: str
    screen: Screen
    say: Callable[[str, str | None], Awaitable[None]]
    """(text, thread). The thread is None for customers."""
    press: Callable[[str], Awaitable[None]]
    """The newest button with this label. Raises LookupError when there is none."""
    topics: Callable[[], Mapping[str, str]] = field(default=dict)
    """The titles of the desk's threads by their ids, in the order they were opened."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a terminal or a page draws it. `number` counts from 0 and never changes."""

    number: int
    text: str
    buttons: tuple[str, ...]
    media: tuple[str, ...]
    mine: bool
    author: str
    thread: str | None
    topic: str
    marks: tuple[str, ...]


def lines(seat: Seat, since: int) -> list[Line]:
    topics = seat.topics()
    return [drawn(number, shown, topics) for number, shown in enumerate(seat.screen.shown[since:], start=max(since, 0))]


def drawn(number: int, shown: Shown, topics: Mapping[str, str]) -> Line:
    return Line(
        number=number,
        text=shown.text,
        buttons=shown.buttons,
        media=shown.media,
        mine=shown.mine,
        author=shown.author,
        thread=shown.thread,
        topic=topics.get(shown.thread or "", ""),
        marks=shown.marks,
    )
