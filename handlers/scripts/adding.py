"""Lines that a new version of kefu says and a shop's scripts do not have yet, put in as text: comments stay."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from handlers.scripts.check import LIMITS, languages_in
from handlers.scripts.declaration import Declaration
from handlers.scripts.nodes import Pairs
from handlers.scripts.problem import Complaints
from handlers.scripts.reading import bytes_of, decoded, parsed
from storage.records import record


@record(frozen=True, slots=True)
class Addition:
    path: Path
    text: str
    lines: tuple[str, ...]
    """Their names; none where the whole script is new."""


def additions(
    shop: Path, brought: Path, declarations: Sequence[Declaration], *, instead: str = ""
) -> Iterator[Addition]:
    """What the handlers say and the shop's scripts lack, in the languages that kefu brings. What may be left out is.

    `instead`: a language for those that kefu does not bring; without one they are left as they are.
    """
    for language in languages_in(shop):
        ours = next((brought / each for each in (language, instead) if each and (brought / each).is_dir()), None)
        if ours is None:
            continue
        for declared in declarations:
            if declared.script and declared.free is None:
                name, needed = f"{declared.script}.yaml", declared.lines.keys() - declared.may_be_empty
                yield from script_additions(shop / language / name, ours / name, needed)


def script_additions(theirs: Path, ours: Path, needed: Set[str]) -> Iterator[Addition]:
    if not theirs.exists():
        yield Addition(theirs, ours.read_text("utf-8"), ())
        return
    there, brought = script_in(theirs), script_in(ours)
    if there is None or brought is None:
        return
    missing = tuple(name for name in brought.pieces if name in needed and name not in there.pieces)
    if missing:
        yield Addition(theirs, there.with_more([brought.pieces[name] for name in missing]), missing)


@record(frozen=True, slots=True)
class ScriptText:
    text: Sequence[str]
    pieces: Mapping[str, Sequence[str]]
    """Each line as it stands in the file, with the comment above it, and without its indentation."""
    indentation: str
    ends: int
    """Where another line can be put in."""
    break_: str
    """Between lines; Windows has its own."""
    mark: str
    """With which Notepad begins a file; mostly none."""

    def with_more(self, pieces: Iterable[Sequence[str]]) -> str:
        added = [f"{self.indentation}{line}" if line else "" for piece in pieces for line in piece]
        return self.mark + self.break_.join([*self.text[: self.ends], *added, *self.text[self.ends :], ""])


def script_in(path: Path) -> ScriptText | None:
    """None: it cannot be read, is not YAML, or its lines do not stand one below the other."""
    complaints = Complaints(path)
    body = bytes_of(path, LIMITS["file"], complaints)
    text = None if body is None else decoded(body, LIMITS["file"], complaints)
    root = None if text is None else parsed(text, complaints)
    if body is None or text is None or not isinstance(root, Pairs):
        return None
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    starts = dict(said(root))
    indentations = {indentation_of(lines[start - 1]) for start in starts.values()}
    if len(indentations) != 1 or "" in indentations:
        return None
    [indentation] = indentations
    last = max(starts.values())
    ends = above(lines, next((key.line for key, _ in root.pairs if key.line > last), len(lines) + 1))
    begins = [above(lines, start) for start in starts.values()]
    pieces = {
        name: [line.removeprefix(indentation) for line in lines[begin:end]]
        for name, begin, end in zip(starts, begins, [*begins[1:], ends], strict=True)
    }
    break_ = "\r\n" if "\r\n" in text else "\n"
    return ScriptText(lines, pieces, indentation, ends, break_, "\ufeff" if body.startswith(BOM_UTF8) else "")


def said(root: Pairs) -> Iterator[tuple[str, int]]:
    """Its lines by name, and where each begins."""
    lines = next((value for key, value in root.pairs if key.value == "lines"), None)
    if isinstance(lines, Pairs):
        yield from ((key.value, key.line) for key, _ in lines.pairs)


def indentation_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def above(lines: Sequence[str], number: int) -> int:
    """How many lines stand before the comment, or the gap, above line `number`."""
    while number > 1 and (not lines[number - 2].strip() or lines[number - 2].lstrip().startswith("#")):
        number -= 1
    return number - 1
