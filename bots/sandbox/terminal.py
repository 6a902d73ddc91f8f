"""A chat in the terminal: sit at any seat of a running sandbox, type, and press buttons by their numbers."""

import asyncio
import io
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, TextIO

import aiohttp
from rich.console import Console
from rich.markup import escape

from bots.sandbox.page.security import HEADER
from bots.slack.emoji import NAMES
from bots.words import Said

HELP = Said(
    "how_to_chat",
    {"seats": "[b]:wechat :telegram :slack :desk[/b]", "leave": "[b]:quit[/b]", "second": "[b]#2[/b]"},
)
NUMBERED = re.compile(r"#\d+")
QUIET_SECONDS = 0.7
"""An answer that has more parts brings the next one sooner."""
PATIENCE_SECONDS = 8.0


class Gone(Exception):
    """The sandbox was stopped while somebody chatted in it."""


class Left(Exception):
    """The person at the keyboard has had enough."""


@dataclass
class Sitting:
    """Where one sits, and what the screen there has shown so far."""

    seat: str
    since: int = 0
    """So many changes of the screen are known here."""
    seen: int = 0
    """So many messages."""
    marks: dict[int, list[str]] = field(default_factory=dict)
    """The reactions to each, by its number: in the staff group they tell how a delivery ended."""
    buttons: list[str] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    thread: str | None = None
    typed: list[str] = field(default_factory=list)
    """What was typed here and has not come back from the platform: it stands in the terminal already."""

    def is_echo(self, line: dict[str, Any]) -> bool:
        if not line["mine"] or line["text"] not in self.typed:
            return False
        self.typed.remove(line["text"])
        return True

    def note(self, line: dict[str, Any]) -> None:
        self.seen = line["number"] + 1
        if line["buttons"]:
            self.buttons = list(line["buttons"])
        if line["thread"]:
            self.topics.setdefault(line["thread"], line["topic"])
            self.thread = line["thread"]

    def addressed(self, text: str) -> tuple[str, str | None]:
        """`#2 words` names the topic; otherwise it is the one that was last heard of."""
        head, _, rest = text.partition(" ")
        named = next((thread for thread in self.topics if head == self.number(thread)), None)
        return (rest.strip(), named) if named else (text, self.thread)

    def number(self, thread: str) -> str:
        """The conversation's, with which kefu begins the name of a topic; else the topic's place among them."""
        own = NUMBERED.match(self.topics[thread])
        return own[0] if own else f"#{list(self.topics).index(thread) + 1}"


class Terminal:
    """`is_typed`: by somebody at a keyboard, who sees their own words already and waits for answers by themselves."""

    def __init__(
        self,
        base_url: str,
        session: aiohttp.ClientSession,
        console: Console,
        *,
        is_typed: bool = True,
        language: str = "en",
    ) -> None:
        self.base_url = base_url
        self.session = session
        self.console = console
        self.is_typed = is_typed
        self.language = language
        self.seats: dict[str, str] = {}
        self.shown = 0
        """So many messages and marks."""

    async def chat(self, seat: str, typed: AsyncIterator[str]) -> None:
        """Until the input ends or says :quit. aiohttp.ClientError: there is no sandbox; Gone: not any more."""
        self.seats = {each["name"]: each["title"] for each in await self.get("/seats")}
        self.console.print(f"[dim]{HELP.told(self.language)}[/]")
        try:
            await self.converse(seat, typed)
        except Left:
            return
        except aiohttp.ClientError as error:
            raise Gone from error

    async def converse(self, seat: str, typed: AsyncIterator[str]) -> None:
        sitting = self.sit(seat)
        reading = asyncio.create_task(self.read(sitting))
        try:
            while (text := await next_unless(reading, typed)) is not None:
                if text.startswith(":"):
                    reading.cancel()
                    sitting = self.sit(self.chosen(text[1:].strip(), sitting.seat))
                    reading = asyncio.create_task(self.read(sitting))
                elif text:
                    await self.write(sitting, text)
                if not self.is_typed:
                    await self.quiet()
        finally:
            reading.cancel()

    async def quiet(self) -> None:
        """Until the answers have come: lines from a pipe wait for them as a person does."""
        loop = asyncio.get_running_loop()
        until, seen = loop.time() + PATIENCE_SECONDS, -1
        while seen != self.shown and loop.time() < until:
            seen = self.shown
            await asyncio.sleep(QUIET_SECONDS)

    def chosen(self, name: str, seat: str) -> str:
        if name in {"q", "quit", "exit"}:
            raise Left
        if name in self.seats:
            return name
        said = Said("no_such_seat", {"name": name, "seats": ", ".join(f":{seat}" for seat in self.seats)})
        self.console.print(f"[yellow]{escape(said.told(self.language))}[/]")
        return seat

    def sit(self, seat: str) -> Sitting:
        self.console.rule(f"[b]{escape(self.seats.get(seat, seat))}[/b]", align="left")
        return Sitting(seat)

    async def read(self, sitting: Sitting) -> None:
        while True:
            told = await self.get(f"/seats/{sitting.seat}/messages?since={sitting.since}")
            sitting.since = told["since"]
            for line in told["lines"]:
                self.show(sitting, line)

    def show(self, sitting: Sitting, line: dict[str, Any]) -> None:
        if line["number"] >= sitting.seen:
            sitting.note(line)
            if not sitting.is_echo(line):
                self.draw(sitting, line)
        if line["marks"] != sitting.marks.get(line["number"], []):
            sitting.marks[line["number"]] = line["marks"]
            self.draw_marks(sitting, line)
        self.shown += 1

    def draw_marks(self, sitting: Sitting, line: dict[str, Any]) -> None:
        signs = "".join(NAMES.get(mark, mark) for mark in line["marks"])
        if signs:
            self.print(f"{place(sitting, line)}  {signs} [dim]{escape(line['text'])}[/]")

    def draw(self, sitting: Sitting, line: dict[str, Any]) -> None:
        media = "".join(f"\\[{kind}] " for kind in line["media"])
        who = place(sitting, line) + ("[cyan]>[/]" if line["mine"] else "[green]<[/]")
        author = f"[b]{escape(line['author'])}[/b] " if line["author"] and not line["mine"] else ""
        self.print(f"{who} {author}{media}{escape(line['text'])}")
        for number, label in enumerate(line["buttons"], start=1):
            if f"{number}. {label}" in line["text"]:
                continue  # the platform has no buttons, and kefu has numbered them already
            self.print(f"    [reverse] {number} [/] {escape(label)}")

    def print(self, markup: str) -> None:
        """The terminal breaks the lines: Chinese has no spaces to do it at, and a window can be resized."""
        self.console.print(markup, highlight=False, soft_wrap=True)

    async def write(self, sitting: Sitting, text: str) -> None:
        numbered = {str(number): label for number, label in enumerate(sitting.buttons, start=1)}
        if text in numbered:  # 0001 is no number of a button, but may be the end of a telephone's
            await self.post(f"/seats/{sitting.seat}/presses", {"label": numbered[text]})
            return
        words, thread = sitting.addressed(text)
        if self.is_typed:
            sitting.typed.append(words)
        await self.post(f"/seats/{sitting.seat}/messages", {"text": words, "thread": thread})

    async def get(self, path: str) -> Any:
        async with self.session.get(self.base_url + path, headers={HEADER: "1"}) as response:
            response.raise_for_status()
            return await response.json()

    async def post(self, path: str, body: dict[str, Any]) -> None:
        async with self.session.post(self.base_url + path, json=body, headers={HEADER: "1"}) as response:
            answer = await response.json()
            if "error" in answer:
                self.console.print(f"[yellow]{escape(answer['error'])}[/]")


def place(sitting: Sitting, line: dict[str, Any]) -> str:
    """The topic at the beginning of a line; in Slack a card opens one only once it is answered."""
    if line["thread"] not in sitting.topics:
        return ""
    number = sitting.number(line["thread"])
    return f"[magenta]{number} {escape(line['topic'].removeprefix(number).strip())}[/] "


async def keyboard(readline: Callable[[], str] = sys.stdin.readline) -> AsyncIterator[str]:
    """Lines as they are typed. The reading thread is a daemon: nothing waits for a key that never comes."""
    loop = asyncio.get_running_loop()
    typed: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        while line := readline():
            loop.call_soon_threadsafe(typed.put_nowait, line.strip())
        loop.call_soon_threadsafe(typed.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="keyboard").start()
    while (line := await typed.get()) is not None:
        yield line


async def next_unless(reading: asyncio.Task[None], typed: AsyncIterator[str]) -> str | None:
    """What is typed next; None at its end. Raises what ends the reading, which nobody would see before they type."""

    async def following() -> str | None:
        return await anext(typed, None)

    line = asyncio.create_task(following())
    try:
        await asyncio.wait((line, reading), return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            await reading
        return await line
    finally:
        line.cancel()


def forgiving(stream: TextIO) -> None:
    """A terminal that is not UTF-8 has `?` where it has no sign, and goes on."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


async def chat(base_url: str, seat: str, language: str) -> None:
    """Take a seat of the sandbox at this address until :quit. aiohttp.ClientError when none runs there, or Gone."""
    forgiving(sys.stdin)
    forgiving(sys.stdout)
    async with aiohttp.ClientSession() as session:
        seated = Terminal(base_url, session, Console(), is_typed=sys.stdin.isatty(), language=language)
        await seated.chat(seat, keyboard())
