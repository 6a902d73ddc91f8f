"""A draft's lines as customers would get them: filled with samples, sent by the production channels, seen on phones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bots.sandbox.page.scripts.room import Fitting, Room, fitting_room
from bots.sandbox.page.scripts.samples import Samples, Word
from handlers.catalogue import DECLARATIONS
from handlers.exchange import plain
from handlers.scripts.check import Checked
from handlers.scripts.declaration import Declaration, declaration_of
from handlers.scripts.problem import Problem
from handlers.scripts.source import Source, SourceButton
from handlers.scripts.templates import compiled
from handlers.scripts.wording import label
from storage.content import Button, Content
from storage.orders import Order

DESK = "desk"
"""The handler whose lines only staff read."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One line on one channel."""

    line: str
    fitting: Fitting


@dataclass(frozen=True, slots=True)
class Draft:
    """A script of a library that has just been checked, mistakes and all."""

    source: Source
    declaration: Declaration
    broken: frozenset[str]
    """What has a mistake: `lines.found`, `buttons.0`."""

    @property
    def names(self) -> list[str]:
        """The lines that can be said as they are, in the file's order."""
        return [name for name in self.source.lines if self._can_be_said(name)]

    def _can_be_said(self, name: str) -> bool:
        written = self.source.lines[name].value.strip()
        return bool(written) and self.declaration.blanks(name) is not None and f"lines.{name}" not in self.broken

    def said(self, name: str, blanks: Mapping[str, object]) -> str:
        line = compiled(self.source.lines[name].value)
        return line if isinstance(line, str) else line(dict(blanks))

    def content(self, name: str, blanks: Mapping[str, object]) -> Content:
        """A label is shown where labels are: on a button."""
        text = self.said(name, blanks)
        if label(name):
            return Content(text="…", buttons=(Button(label=plain(text), goto=self.source.id),) if text else ())
        return Content(text=text, buttons=self.buttons if name in self.declaration.with_buttons else ())

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button_of(each) for each in self.source.buttons if f"buttons.{each.position}" not in self.broken)


def button_of(written: SourceButton) -> Button:
    goto, url = (each.value.strip() if each else "" for each in (written.goto, written.url))
    return Button(label=written.label.value.strip(), goto=goto, url=url)


Drafts = Mapping[tuple[str, str], Draft]


@dataclass(frozen=True, slots=True)
class Fitter:
    """Where previews are made."""

    shop: str
    default_language: str
    orders: Sequence[Order]

    async def previews(self, library: Checked, language: str, script_id: str, line: str = "") -> list[Preview]:
        """Of one line, or of all; none of what has a mistake, or is not said at all."""
        drafts = drafts_of(library)
        draft = drafts.get((language, script_id))
        if draft is None:
            return []
        samples = Samples(language, self.shop, self.orders, self._words_of(drafts, language))
        names = [name for name in draft.names if line in ("", name)]
        contents = {name: draft.content(name, self._blanks(samples, draft, name)) for name in names}
        async with fitting_room() as room:
            return await fitted(room, contents, staff=draft.declaration.handler == DESK)

    def _blanks(self, samples: Samples, draft: Draft, name: str) -> Mapping[str, object]:
        return samples.of(draft.declaration.handler, name, draft.declaration.blanks(name) or frozenset())

    def _words_of(self, drafts: Drafts, language: str) -> Word:
        """Other scripts, as the bot finds them: in this language, else in the default one."""

        def word(script_id: str, line: str) -> str:
            found = drafts.get((language, script_id)) or drafts.get((self.default_language, script_id))
            if found is None or line not in found.names:
                return ""
            return plain(found.said(line, dict.fromkeys(found.declaration.blanks(line) or (), "…")))

        return word


async def fitted(room: Room, contents: Mapping[str, Content], *, staff: bool) -> list[Preview]:
    """Line by line: one loop does all the work. At once, each line would wait for all others, beyond its time-out."""
    return [Preview(name, each) for name, content in contents.items() for each in await room.fit(content, staff=staff)]


def drafts_of(library: Checked) -> Drafts:
    """By language and id. The lines of a script whose handler is wrong were not checked, and may do anything."""
    broken = broken_places(library.problems)
    drafts = {}
    for source in library.sources:
        places = broken.get(source.path, frozenset())
        declaration = declaration_of(source.handler.value, DECLARATIONS)
        if declaration is not None and "handler" not in places:
            drafts[source.language, source.id] = Draft(source, declaration, places)
    return drafts


def broken_places(problems: Iterable[Problem]) -> dict[Path, frozenset[str]]:
    """Of each file, the keys with a mistake: `buttons.0` for all that is wrong in that button."""
    found: dict[Path, set[str]] = {}
    for problem in problems:
        if problem.severity == "error":
            found.setdefault(problem.path, set()).add(".".join(problem.where.split(".")[:2]))
    return {path: frozenset(places) for path, places in found.items()}
