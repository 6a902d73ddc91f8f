"""What may stand in a file of rules, learnt from the code that reads it.

The readers of rules ask for each key by name, kind and limits. Here they ask a file that is nowhere, and what they ask
for is noted as a JSON Schema: keys are written down once, where they are read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from handlers.fields.mapping import AMOUNT, ID, TRUTHS, WHOLE, Choice, Fields
from handlers.fields.words import Speech
from handlers.scripts.nodes import Node, Pairs, Scalar
from handlers.scripts.problem import Complaints

Schema = dict[str, Any]
Rules = TypeVar("Rules")
ANY = "*"
"""Stands for what the shop names by itself: its teams, its surveys, its languages."""
TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
"""A number, or `yes`, is a text as it is written. Nothing after the colon is as if the key were not there."""
WORDS: Schema = {"type": ["string", "number", "boolean", "object", "null"], "additionalProperties": TEXT}
DAY: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def outline(keys: tuple[str, ...], read: Callable[[Fields], Rules]) -> Schema:
    """Of a file with these keys. Read as if every key were there, and as if none was, since a reader may ask for one
    thing only where it has not got another; and with each choice in its turn, as others depend on it.
    """
    found: Schema = {}
    pick = 0
    while not found or pick < choices_in(found):
        for is_there in (True, False):
            each = Outline(Pairs((), 1), "", keys, Speech([ANY], ANY), Complaints(Path()), is_there, pick)
            read(each)
            found = merged(found, each.schema())
        pick += 1
    return found


def choices_in(schema: Any) -> int:
    """Of the key with the most."""
    if isinstance(schema, dict):
        return max([len(schema.get("enum", ())), *map(choices_in, schema.values())])
    return max(map(choices_in, schema), default=0) if isinstance(schema, list) else 0


@dataclass(frozen=True)
class Outline(Fields):
    is_there: bool = True
    pick: int = 0
    """Which of the choices is taken; after the last the first again."""
    kinds: dict[str, Callable[[], Schema]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)

    def schema(self) -> Schema:
        kinds = {str(name): self.kinds[name]() if name in self.kinds else {} for name in self.allowed}
        others = kinds.pop(ANY, False)
        found: Schema = {"type": ["object", "null"], "properties": kinds, "additionalProperties": others}
        return {**found, "required": sorted(self.required)} if self.required else found

    def _is(self, name: str, schema: Schema) -> None:
        self.kinds[name] = lambda: dict(schema)  # each key is explained by itself

    # What readers ask, in the order of `Fields`

    def __contains__(self, name: str) -> bool:
        return self.is_there

    def node_of(self, name: str) -> Node | None:
        return None

    def said(self, name: str) -> Node | None:
        self._is(name, WORDS)
        return None

    def needed(self, name: str) -> bool:
        self.required.add(name)
        return True

    def text(self, name: str, default: str = "") -> str:
        self._is(name, TEXT)
        return default

    def id(self) -> str:
        self.needed("id")
        self._is("id", {"type": ["string", "null"], "pattern": anchored(ID.pattern)})
        return ""

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        self._is(name, whole(least, most))
        return default

    def amount(self, name: str) -> Decimal | None:
        self._is(name, {"type": ["number", "string", "null"], "minimum": 0, "pattern": anchored(AMOUNT.pattern)})
        return None

    def day(self, name: str) -> str:
        self._is(name, DAY)
        return ""

    def truth(self, name: str, default: bool) -> bool:
        words = "|".join(f"{word}|{word.title()}|{word.upper()}" for word in TRUTHS)
        self._is(name, {"type": ["boolean", "string", "null"], "pattern": anchored(words)})
        return default

    def choice(self, name: str, choices: Iterable[str], default: str) -> str:
        known = list(choices)
        self._is(name, among(known))
        return known[self.pick % len(known)]

    def scalars(self, name: str) -> list[Scalar]:
        self._is(name, several(TEXT))
        return []

    def choices(self, name: str, kind: type[Choice]) -> tuple[Choice, ...]:
        self._is(name, several(among([each.value for each in kind])))
        return ()

    def names_among(self, name: str, known: Sequence[str]) -> frozenset[str]:
        self._is(name, several(among(known)))
        return frozenset()

    def wholes(self, name: str, default: tuple[int, ...], least: int, most: int) -> tuple[int, ...]:
        self._is(name, several(whole(least, most)))
        return default

    def below(self, name: str, allowed: tuple[str, ...]) -> list[Fields]:
        child = self._inside(name, allowed)
        self.kinds[name] = lambda: {"type": ["array", "null"], "items": child.schema()}
        return [child]

    def inside(self, name: str, allowed: tuple[str, ...]) -> Fields:
        child = self._inside(name, allowed)
        self.kinds[name] = child.schema
        return child

    def named(self, name: str, allowed: tuple[str, ...]) -> dict[str, Fields]:
        child, ids = self._inside(name, allowed), {"pattern": anchored(ID.pattern)}
        self.kinds[name] = lambda: {
            "type": ["object", "null"],
            "propertyNames": ids,
            "additionalProperties": child.schema(),
        }
        return {ANY: child}

    def _inside(self, name: str, allowed: tuple[str, ...]) -> "Outline":
        return Outline(self.node, self.where(name), allowed, self.speech, self.complaints, self.is_there, self.pick)


def anchored(pattern: str) -> str:
    return f"^({pattern})$"


def whole(least: int, most: int) -> Schema:
    return {
        "type": ["integer", "string", "null"],
        "minimum": least,
        "maximum": most,
        "pattern": anchored(WHOLE.pattern),
    }


def among(known: Sequence[str]) -> Schema:
    return TEXT if ANY in known else {"enum": [*map(str, known), None]}


def several(each: Schema) -> Schema:
    """A list; one alone needs no list."""
    return {"anyOf": [each, {"type": "array", "items": each}]}


def merged(one: Any, other: Any) -> Any:
    """What either says. Needed is what both need, and what only one has looked at is as that one found it."""
    if not (isinstance(one, dict) and isinstance(other, dict)) or not one or not other:
        return one or other
    both = {key: merged(one.get(key), other.get(key)) for key in {**one, **other}}
    if "maximum" in both:
        both["maximum"] = max(each["maximum"] for each in (one, other) if "maximum" in each)
    if needed := set(one.get("required", ())) & set(other.get("required", ())):
        return {**both, "required": sorted(needed)}
    return {key: value for key, value in both.items() if key != "required"}
