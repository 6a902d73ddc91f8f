"""What is wrong with the settings, in words for the person who edits them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from config.english import ENGLISH
from config.simplified import SIMPLIFIED
from config.traditional import TRADITIONAL

Keys = tuple[str, ...]
Facts = Mapping[str, str]
Finding = tuple[Keys, str, Facts]
"""Which setting, the code of what is wrong with it, and what the sentence of that code names."""

MAX_QUOTED = 20
MAX_NAMED = 24
"""Characters. No name of ours is longer."""
TABLES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh-CN": SIMPLIFIED, "zh-TW": TRADITIONAL}


@dataclass(frozen=True, slots=True)
class Problem:
    where: str
    """`kefu.yaml:7`, or the environment variable; "" where the sentence says it."""
    keys: Keys
    """() when the whole line, file or variable is meant."""
    code: str
    facts: Facts = field(default_factory=dict)

    def told(self, language: str) -> str:
        """`kefu.yaml:7: telegram.token: missing; ...`"""
        parts = (self.where, ".".join(map(named, self.keys)), sentence(self.code, self.facts, language))
        return ": ".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.told("en")


class BadSettings(Exception):
    """Every problem at once; never the value of a secret."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def told(self, language: str) -> str:
        return "\n".join(problem.told(language) for problem in self.problems)


class Wrong(ValueError):
    """Of one value, said by what checks it. Of a secret there is no fact `value`."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(sentence(code, facts, "en"))
        self.code = code
        self.facts = facts


def sentence(code: str, facts: Facts, language: str) -> str:
    """`language`: zh-CN, zh-TW or en."""
    table = TABLES[language]
    shown = {**facts, "value": quoted(facts["value"], table)} if "value" in facts else facts
    guess = table["guess"].format_map(facts) if facts.get("guess") else ""
    return table[code].format_map(shown) + guess


def quoted(value: str, table: Mapping[str, str]) -> str:
    """A long one may be a token that was pasted in the wrong place; of an empty one there is nothing to show."""
    return table["quoted" if 0 < len(value) <= MAX_QUOTED else "unquoted"].format(value=value)


def named(name: str) -> str:
    """One that an admin gave; a longer one may be a token that YAML took for a key."""
    return name if len(name) <= MAX_NAMED else "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """What was meant by a typing mistake; "" when no known word is near."""
    spelled = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), sorted(spelled), n=1)
    return spelled[near[0]] if near else ""
