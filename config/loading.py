"""From kefu.yaml and the environment to settings, or to every problem at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from config import document, environment
from config.document import Document, Keys, Tree, Value
from config.environment import Environment, branches, merged
from config.problems import BadSettings, Problem, did_you_mean
from config.rules import RULES
from config.settings import Settings
from config.vocabulary import fields, is_secret, is_section, siblings
from config.words import sentence


@dataclass(frozen=True, slots=True)
class Sources:
    file: Document
    environment: Environment

    def where(self, keys: Keys) -> str:
        """The variable that sets it, or else the line of the file."""
        return self.environment.names.get(keys) or self.file.where(keys)


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Relative paths in it are taken from the folder of `path`. Raises BadSettings."""
    sources = Sources(document.read(path), environment.read(environ))
    tree = merged(without_blanks(sources.file.tree), sources.environment.tree)
    problems = [*sources.file.problems, *sources.environment.problems, *unknown(tree, sources)]
    known = pruned(tree)
    settings, invalid = validated(known, sources)
    problems += invalid
    problems += [problem(keys, text, sources) for rule in RULES for keys, text in rule(known)]
    if problems or settings is None:
        raise BadSettings(in_reading_order(problems))
    return settings.at(path.parent.absolute())


def cautions(path: Path) -> list[str]:
    """What is allowed but unwise: secrets in a file that everyone on the machine may read."""
    if not path.stat().st_mode & 0o004:
        return []
    file = document.read(path)
    secrets = [".".join(keys) for keys in branches(without_blanks(file.tree)) if is_secret(keys)]
    if not secrets:
        return []
    return [f"{path.name} holds secrets ({', '.join(secrets)}) and everyone on this machine may read it; chmod 600 it"]


def without_blanks(tree: Tree) -> Tree:
    """`token:` with nothing behind it is not set; a section with nothing in it is there, and empty."""
    result: Tree = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            result[key] = without_blanks(value)
        elif value not in (None, ""):
            result[key] = value
        elif (key,) in fields() and is_section((key,)):
            result[key] = {}
    return result


def unknown(tree: Tree, sources: Sources) -> Iterator[Problem]:
    for keys in branches(tree):
        if keys not in fields() and is_section(keys[:-1]):
            yield problem(keys, f"not a setting{did_you_mean(keys[-1], siblings(keys[:-1]))}", sources)


def pruned(tree: Tree, above: Keys = ()) -> Tree:
    return {key: below(value, (*above, key)) for key, value in tree.items() if (*above, key) in fields()}


def below(value: Value, keys: Keys) -> Value:
    return pruned(value, keys) if isinstance(value, dict) and is_section(keys) else value


def validated(tree: Tree, sources: Sources) -> tuple[Settings | None, list[Problem]]:
    try:
        return Settings.model_validate(tree), []
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
