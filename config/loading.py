"""From kefu.yaml and the environment to settings, or to every problem at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from config import document, environment
from config.document import Document, Keys, Tree, Value
from config.environment import Environment, branches, merged
from config.problems import BadSettings, Problem, did_you_mean
from config.rules import RULES, value
from config.settings import Basics, Settings
from config.slips import WRAPPED, in_key
from config.vocabulary import default_of, fields, is_secret, is_section, siblings
from config.words import sentence

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


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Relative paths in it are taken from the folder of `path`. Raises BadSettings."""
    sources = Sources(document.read(path), environment.read(environ))
    tree = sources.tree()
    problems = [*sources.file.problems, *sources.environment.problems, *unknown(tree, sources)]
    known = pruned(tree)
    settings, invalid = validated(Settings, known, sources)
    problems += invalid
    problems += [problem(keys, text, sources) for rule in RULES for keys, text in rule(known)]
    problems += missing_files(known, path.parent, sources)
    if problems or settings is None:
        raise BadSettings(in_reading_order(problems))
    return settings.at(path.parent.absolute())


def load_basics(path: Path, environ: Mapping[str, str]) -> Basics:
    """Only the database and the shop, whatever else is missing. Raises BadSettings."""
    sources = Sources(document.read(path), environment.read(environ))
    tree = {key: item for key, item in pruned(sources.tree()).items() if key in Basics.model_fields}
    basics, problems = validated(Basics, tree, sources)
    if basics is None:
        raise BadSettings(in_reading_order(problems))
    return basics.at(path.parent.absolute())


def peek(path: Path, environ: Mapping[str, str], *keys: str) -> Value:
    """One value, or its default, even of settings that are not complete or not there. Raises BadSettings: not YAML."""
    file = document.read(path) if path.exists() else Document(path.name)
    return value(Sources(file, environment.read(environ)).tree(), *keys)


def cautions(path: Path) -> list[str]:
    """What is allowed but unwise."""
    file = document.read(path)
    return [*of_secrets(path, file), *of_names(file)]


def of_secrets(path: Path, file: Document) -> Iterator[str]:
    """In a file that everyone on the machine may read."""
    secrets = [".".join(keys) for keys in branches(without_blanks(file.tree)) if is_secret(keys)]
    if secrets and path.stat().st_mode & 0o004:
        held = ", ".join(secrets)
        yield f"{path.name} holds secrets ({held}) and everyone on this machine may read it; chmod 600 it"


def of_names(file: Document) -> Iterator[str]:
    """YAML takes the marks of a Chinese keyboard for a part of the name, and so customers read them."""
    shop = file.tree.get("shop")
    name = shop.get("name") if isinstance(shop, dict) else None
    if isinstance(name, str) and WRAPPED.fullmatch(name):
        where = file.where(("shop", "name"))
        yield f"{where}: shop.name: customers read the quotation marks too; leave them out, or write \" or '"


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


def missing_files(tree: Tree, folder: Path, sources: Sources) -> Iterator[Problem]:
    """The shop's rules may be left out; a file of a name of its own is missed."""
    for keys in (("returns", "policy"), ("hours", "policy"), ("surveys", "policy"), ("desk", "policy")):
        name = value(tree, *keys)
        if isinstance(name, str) and name != str(default_of(keys)) and not (folder / name).is_file():
            yield problem(keys, f"there is no file '{name}'; correct the name, or write the file", sources)


def unknown(tree: Tree, sources: Sources) -> Iterator[Problem]:
    for keys in branches(tree):
        if keys not in fields() and is_section(keys[:-1]):
            text = in_key(keys[-1]) or f"not a setting{did_you_mean(keys[-1], siblings(keys[:-1]))}"
            yield problem(keys, text, sources)


def pruned(tree: Tree, above: Keys = ()) -> Tree:
    return {key: below(item, (*above, key)) for key, item in tree.items() if (*above, key) in fields()}


def below(item: Value, keys: Keys) -> Value:
    return pruned(item, keys) if isinstance(item, dict) and is_section(keys) else item


def validated(model: type[AnyBasics], tree: Tree, sources: Sources) -> tuple[AnyBasics | None, list[Problem]]:
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        found: dict[Keys, Problem] = {}
        for detail in error.errors():
            keys = setting_of(detail["loc"])
            found.setdefault(keys, problem(keys, sentence(keys, detail), sources))
        return None, list(found.values())


def setting_of(location: tuple[int | str, ...]) -> Keys:
    """Without the positions inside a value, like the 0 of `pace.chat.0`."""
    keys = tuple(str(part) for part in location)
    while keys not in fields():
        keys = keys[:-1]
    return keys


def problem(keys: Keys, text: str, sources: Sources) -> Problem:
    return Problem(sources.where(keys), f"{'.'.join(keys)}: {text}" if keys else text)


def in_reading_order(problems: list[Problem]) -> list[Problem]:
    def place(problem: Problem) -> tuple[str, int]:
        file, _, line = problem.where.rpartition(":")
        return (file, int(line)) if line.isdecimal() else (problem.where, 0)

    return sorted(problems, key=place)
