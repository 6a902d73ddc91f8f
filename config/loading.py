"""From kefu.yaml and the environment to settings, or to every problem at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from config import document, environment
from config.document import Document, Tree, Value
from config.environment import Environment, branches, merged
from config.problems import BadSettings, Finding, Keys, Problem, nearest
from config.rules import RULES, value
from config.settings import Basics, Settings
from config.slips import WRAPPED
from config.vocabulary import default_of, fields, is_secret, is_section, siblings
from config.words import meant

AnyBasics = TypeVar("AnyBasics", bound=Basics)


@dataclass(frozen=True, slots=True)
class Sources:
    file: Document
    environment: Environment

    def where(self, keys: Keys) -> str:
        """The variable that sets it, or else the line of the file."""
        return self.environment.names.get(keys) or self.file.where(keys)

    def tree(self) -> Tree:
        return merged(without_blanks(self.file.tree), self.environment.tree)


def load(
    path: Path, environ: Mapping[str, str], *, caution: Callable[[Problem], None] = lambda _problem: None
) -> Settings:
    """Relative paths in it are taken from the folder of `path`. `caution` hears what is allowed but unwise.

    Raises BadSettings.
    """
    sources = Sources(document.read(path), environment.read(environ))
    tree = sources.tree()
    problems = [*sources.file.problems, *sources.environment.problems]
    known = pruned(tree)
    settings, invalid = validated(Settings, known, sources)
    problems += invalid
    findings = [
        *unknown(tree),
        *(finding for rule in RULES for finding in rule(known)),
        *missing_files(known, path.parent),
    ]
    problems += [problem(finding, sources) for finding in findings]
    if problems or settings is None:
        raise BadSettings(in_reading_order(problems))
    for unwise in (*of_secrets(path, sources.file), *of_names(sources.file)):
        caution(unwise)
    return settings.at(path.parent.absolute())


def load_part(part: type[AnyBasics], path: Path, environ: Mapping[str, str]) -> AnyBasics:
    """Only what it names, whatever else is missing or wrong. Raises BadSettings."""
    sources = Sources(document.read(path), environment.read(environ))
    tree = {key: item for key, item in pruned(sources.tree()).items() if key in part.model_fields}
    found, problems = validated(part, tree, sources)
    if found is None:
        raise BadSettings(in_reading_order(problems))
    return found.at(path.parent.absolute())


def peek(path: Path, environ: Mapping[str, str], *keys: str) -> Value:
    """One value, or its default, even of settings that are not complete or not there. Raises BadSettings: not YAML."""
    file = document.read(path) if path.exists() else Document(path.name)
    return value(Sources(file, environment.read(environ)).tree(), *keys)


def of_secrets(path: Path, file: Document) -> Iterator[Problem]:
    """In a file that everyone on the machine may read."""
    secrets = [".".join(keys) for keys in branches(without_blanks(file.tree)) if is_secret(keys)]
    if secrets and path.stat().st_mode & 0o004:
        yield Problem("", (), "readable", {"file": path.name, "secrets": ", ".join(secrets)})


def of_names(file: Document) -> Iterator[Problem]:
    """YAML takes the marks of a Chinese keyboard for a part of the name, and so customers read them."""
    shop = file.tree.get("shop")
    name = shop.get("name") if isinstance(shop, dict) else None
    if isinstance(name, str) and WRAPPED.fullmatch(name):
        keys = ("shop", "name")
        yield Problem(file.where(keys), keys, "name_in_marks")


def without_blanks(tree: Tree) -> Tree:
    """`token:` with nothing behind it is not set; a section with nothing in it is there, and empty."""
    result: Tree = {}
    for key, item in tree.items():
        if isinstance(item, dict):
            result[key] = without_blanks(item)
        elif item not in (None, ""):
            result[key] = item
        elif (key,) in fields() and is_section((key,)):
            result[key] = {}
    return result


def missing_files(tree: Tree, folder: Path) -> Iterator[Finding]:
    """The shop's rules may be left out; a file of a name of its own is missed."""
    for keys in (("returns", "policy"), ("hours", "policy"), ("surveys", "policy"), ("desk", "policy")):
        name = value(tree, *keys)
        if isinstance(name, str) and name != str(default_of(keys)) and not (folder / name).is_file():
            yield keys, "no_such_file", {"name": name}


def unknown(tree: Tree) -> Iterator[Finding]:
    for keys in branches(tree):
        if keys not in fields() and is_section(keys[:-1]):
            guess = nearest(keys[-1], siblings(keys[:-1]))
            yield (keys, "not_a_setting", {"guess": guess}) if keys[-1].isprintable() else (keys, "key_unseen", {})


def pruned(tree: Tree, above: Keys = ()) -> Tree:
    return {key: below(item, (*above, key)) for key, item in tree.items() if (*above, key) in fields()}


def below(item: Value, keys: Keys) -> Value:
    return pruned(item, keys) if isinstance(item, dict) and is_section(keys) else item


def validated(model: type[AnyBasics], tree: Tree, sources: Sources) -> tuple[AnyBasics | None, list[Problem]]:
    """None: with the first problem of each setting."""
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        found: dict[Keys, Problem] = {}
        for detail in error.errors():
            keys = setting_of(detail["loc"])
            found.setdefault(keys, problem((keys, *meant(keys, detail)), sources))
        return None, list(found.values())


def setting_of(location: tuple[int | str, ...]) -> Keys:
    """Without the positions inside a value, like the 0 of `pace.chat.0`."""
    keys = tuple(str(part) for part in location)
    while keys not in fields():
        keys = keys[:-1]
    return keys


def problem(finding: Finding, sources: Sources) -> Problem:
    keys, code, facts = finding
    return Problem(sources.where(keys), keys, code, facts)


def in_reading_order(problems: list[Problem]) -> list[Problem]:
    def place(problem: Problem) -> tuple[str, int]:
        file, _, line = problem.where.rpartition(":")
        return (file, int(line)) if line.isdecimal() else (problem.where, 0)

    return sorted(problems, key=place)
