"""Settings from environment variables: `KEFU_TELEGRAM__TOKEN` is `telegram: {token: }`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_settings import EnvSettingsSource, SettingsError
from pydantic_settings.sources.utils import parse_env_vars

from config.document import Tree
from config.problems import Keys, Problem, nearest
from config.settings import ENV_PREFIX, ENV_SEPARATOR, Settings
from config.vocabulary import env_name, fields

NOT_SETTINGS = {"KEFU_DEBUG"}
"""Switches of the command line, not of the shop."""


@dataclass(slots=True)
class Environment:
    tree: Tree = field(default_factory=dict)
    names: dict[Keys, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(environ: Mapping[str, str]) -> Environment:
    """Empty variables count as not set, as in a compose file that passes on what is missing. Space around a value is
    not part of it: a secret that was read from a file ends with a line break.
    """
    found = Environment()
    known = {env_name(keys): keys for keys in fields()}
    for name, value in environ.items():
        if not name.upper().startswith(ENV_PREFIX) or name in NOT_SETTINGS or not value.strip():
            continue
        if name.upper() not in known:
            found.problems.append(Problem(name, (), "not_a_setting", {"guess": near(name, known)}))
            continue
        try:
            tree = as_written(values_of({name: value.strip()}))
        except (SettingsError, RecursionError):
            found.problems.append(Problem(name, (), "not_json"))
            continue
        keys = known[name.upper()]
        found.names |= {below: name for below in branches(tree) if below[: len(keys)] == keys}
        found.tree = merged(found.tree, tree)
    return found


def near(name: str, known: Iterable[str]) -> str:
    """Without the prefix, which all have in common and which would make anything look alike."""
    guess = nearest(name.upper().removeprefix(ENV_PREFIX), (other.removeprefix(ENV_PREFIX) for other in known))
    return f"{ENV_PREFIX}{guess}" if guess else ""


def values_of(variables: Mapping[str, str]) -> Tree:
    source = EnvSettingsSource(Settings, env_prefix=ENV_PREFIX, env_nested_delimiter=ENV_SEPARATOR)
    # The source has read the process environment; what counts are the variables given.
    source.env_vars = parse_env_vars(variables)
    tree: Tree = source()
    return tree


def as_written(tree: Any) -> Any:
    """Texts, as those of kefu.yaml: the id of a group is a number in JSON."""
    if isinstance(tree, dict):
        return {key: as_written(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [as_written(item) for item in tree]
    return tree if tree is None or isinstance(tree, str) else str(tree).lower()


def merged(below: Tree, above: Tree) -> Tree:
    """Both trees; where both say something, `above` wins."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def branches(tree: Tree, above: Keys = ()) -> Iterator[Keys]:
    """Every key of a tree, parents first."""
    for key, value in tree.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from branches(value, (*above, key))
