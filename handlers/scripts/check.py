"""Every problem of every script of every language, before a customer meets one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handlers.scripts import courtesies
from handlers.scripts.agreement import check_agreement
from handlers.scripts.columns import check_column
from handlers.scripts.declaration import Declaration, declaration_of
from handlers.scripts.matching import LEFT_OUT, normal, phrase
from handlers.scripts.phrases import GAP
from handlers.scripts.problem import Complaints, Problem, complaint
from handlers.scripts.reading import read
from handlers.scripts.source import Source, SourceButton, guess, source
from handlers.scripts.untranslated import untranslated
from handlers.scripts.wording import check_cut, check_lines
from storage.records import record, replace

LIMITS: Mapping[str, int] = {
    "file": 64 * 1024,  # bytes
    "label": 75,  # characters: Slack's buttons; the others take more
    "goto": 64,  # bytes: Telegram's callback_data
    "line": 2000,  # bytes: a WeChat message holds 2,048; more is sent in parts
    "trigger": 40,  # characters
}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
BEGINNING = re.compile(r"[a-z][a-z0-9_]*")
ALMOST = re.compile(r"(.+?)\.ya?ml(?:\.txt)?", re.IGNORECASE)
"""What else the name of a script ends with by mistake: Notepad adds .txt."""
Drafts = Mapping[Path, bytes]
"""What files of the folder shall hold, before it is saved: as if they held it."""
NO_DRAFTS: Drafts = {}
MOST_GAPS = 2
WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@record(frozen=True, slots=True)
class Checked:
    sources: tuple[Source, ...]
    """All that could be read, with mistakes or without."""
    problems: list[Problem]


def check(
    folder: Path,
    declarations: Sequence[Declaration],
    *,
    limits: Mapping[str, int] = LIMITS,
    default_language: str = "zh-CN",
    language: str = "en",
) -> list[Problem]:
    """All problems, sorted by file and line; [] when the scripts are good. `language` is the admin's: en or zh."""
    found = checked(folder, declarations, limits=limits, default_language=default_language, language=language)
    left = [replace(each, language=language) for each in untranslated(folder, found.sources, default_language)]
    return sorted([*found.problems, *left], key=Problem.order)


def checked(
    folder: Path,
    declarations: Sequence[Declaration],
    *,
    limits: Mapping[str, int] = LIMITS,
    default_language: str = "zh-CN",
    language: str = "en",
    drafts: Drafts = NO_DRAFTS,
) -> Checked:
    problems: list[Problem] = []
    on_disk = list(script_files(folder, problems))
    paths = sorted({*on_disk, *drafts})
    ids = {(path.parent.name, path.stem) for path in paths} | set(misnamed(problems))
    looked_at = (checked_file(path, declarations, limits, problems, drafts.get(path)) for path in paths)
    sources = [found for found in looked_at if found is not None]
    if paths or not problems:
        problems += check_agreement(folder, sources, ids, declarations, default_language)
    unique = {replace(problem, language=language) for problem in problems}
    return Checked(tuple(sources), sorted(unique, key=Problem.order))


def script_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """In order. Hidden files and editors' backups are passed over, what an admin may have misplaced is not."""
    home = folder.resolve()
    if not folder.is_dir():
        problems.append(complaint(folder, "no_folder"))
        return
    for place in sorted(folder.iterdir()):
        if place.name.startswith((".", "_")) or not (place.is_dir() or place.suffix in (".yaml", ".yml")):
            continue
        if not place.is_dir():
            problems.append(complaint(place, "misplaced"))
        elif not place.resolve().is_relative_to(home):
            problems.append(complaint(place, "outside"))
        elif not LANGUAGE.fullmatch(place.name):
            problems.append(complaint(place, "not_a_language", name=place.name, guess=language_meant(place.name)))
        else:
            yield from language_files(place, home, problems)


def languages_in(folder: Path) -> list[str]:
    """Others are no languages: a copy of a folder, or one that begins with _."""
    return sorted(place.name for place in folder.iterdir() if LANGUAGE.fullmatch(place.name) and place.is_dir())


def language_files(place: Path, home: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in sorted(place.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir() and path.suffix == ".yaml":  # what Docker makes where a file that it should mount is missing
            problems.append(complaint(path, "a_folder"))
        elif path.is_dir():
            problems += put_too_deep(path)
        elif path.suffix != ".yaml":
            problems += misspelt_ending(path)
        elif path.is_symlink() and not path.resolve().is_relative_to(home):  # its folder is within
            problems.append(complaint(path, "outside"))
        elif not NAME.fullmatch(path.stem):
            problems.append(complaint(path, "file_name", name=path.stem))
        else:
            yield path


def put_too_deep(folder: Path) -> Iterator[Problem]:
    if not folder.is_symlink() and not folder.name.startswith("_"):
        for path in sorted(folder.glob("*.yaml")):
            yield complaint(path, "misplaced", warning=True)


def misspelt_ending(path: Path) -> Iterator[Problem]:
    """Of other files nothing is said, and of a copy beside the script that it is not read."""
    if almost := ALMOST.fullmatch(path.name):
        right = f"{almost[1]}.yaml"
        yield complaint(path, "ending", warning=path.with_name(right).exists(), right=right)


def misnamed(problems: Sequence[Problem]) -> Iterator[tuple[str, str]]:
    """What files are called by mistake, as if they had their right names: one mistake is told once."""
    for problem in problems:
        name = (
            BEGINNING.match(problem.path.name.lower()) if problem.code in ("ending", "file_name", "a_folder") else None
        )
        if name:
            yield problem.path.parent.name, name[0]


def language_meant(folder: str) -> str:
    """`zh_cn`, `EN`: as it should be written; "" where it is no language at all."""
    first, *others = re.split("[-_]", folder)
    name = "-".join([first.lower(), *(each.title() if len(each) == len("Hant") else each.upper() for each in others)])
    return name if LANGUAGE.fullmatch(name) else ""


def checked_file(
    path: Path,
    declarations: Sequence[Declaration],
    limits: Mapping[str, int],
    problems: list[Problem],
    draft: bytes | None = None,
) -> Source | None:
    complaints = Complaints(path)
    root = read(path, limits["file"], complaints, draft)
    found = None if root is None else source(path, path.parent.name, root, complaints)
    if found is not None:
        check_handler(found, declarations, limits, complaints)
        check_triggers(found, limits, complaints)
        for button in found.buttons:
            check_button(button, limits, complaints)
    problems += complaints.problems
    return found


def check_handler(
    found: Source, declarations: Sequence[Declaration], limits: Mapping[str, int], complaints: Complaints
) -> None:
    handler = found.handler
    needed = next((declared for declared in declarations if declared.script == found.id), None)
    declaration = needed or declaration_of(handler.value, declarations)
    if needed is not None and handler.value != needed.handler:
        complaints.error(handler.line, "handler", "handler_wrong", handler=needed.handler)
    elif declaration is None:
        known = sorted({declared.handler for declared in declarations} | {"say"})
        facts = {"handler": handler.value, "allowed": ", ".join(known), "guess": guess(handler.value, known)}
        complaints.error(handler.line, "handler", "handler_unknown", **facts)
    else:
        check_lines(found, declaration, limits, complaints)
        if declaration.column is not None:
            check_column(found, declaration.column, complaints)


def check_triggers(found: Source, limits: Mapping[str, int], complaints: Complaints) -> None:
    for position, trigger in found.triggers:
        where = f"triggers.{position}"
        if found.handler.value in courtesies.HANDLERS and courtesies.is_sign(trigger.value):
            continue
        separated = "，" in trigger.value or "、" in trigger.value
        if not normal(trigger.value):
            complaints.error(trigger.line, where, "trigger_empty")
        elif LEFT_OUT.search(trigger.value) and not gaps_fit(trigger.value, found.handler.value):
            complaints.warn(trigger.line, where, "trigger_gap", trigger=trigger.value)
        elif len(trigger.value) > limits["trigger"]:
            code = "trigger_comma" if separated else "trigger_long"
            complaints.flaw(trigger.line, where, code, trigger=trigger.value, limit=str(limits["trigger"]))
        elif separated:
            complaints.warn(trigger.line, where, "trigger_comma", trigger=trigger.value)


def gaps_fit(trigger: str, handler: str) -> bool:
    """A gap stands between two words. Courtesies are heard where nothing else is said, and a command is one word."""
    gaps = len(LEFT_OUT.findall(trigger))
    return gaps == phrase(trigger).count(GAP) <= MOST_GAPS and not (
        handler in courtesies.HANDLERS or trigger.startswith(("/", "／"))
    )


def check_button(button: SourceButton, limits: Mapping[str, int], complaints: Complaints) -> None:
    where, label = f"buttons.{button.position}", button.label
    check_cut(label, f"{where}.label", complaints)
    if not label.value.strip():
        complaints.error(label.line, f"{where}.label", "label_empty")
    elif "{{" in label.value or "{%" in label.value:
        complaints.error(label.line, f"{where}.label", "label_template")
    elif len(label.value) > limits["label"]:
        complaints.error(label.line, f"{where}.label", "label_long", limit=str(limits["label"]))
    if button.goto is not None and len(button.goto.value.encode()) > limits["goto"]:
        complaints.error(button.goto.line, f"{where}.goto", "goto_long", limit=str(limits["goto"]))
    if button.url is not None and not WEB.fullmatch(button.url.value):
        complaints.error(button.url.line, f"{where}.url", "url", url=button.url.value)
