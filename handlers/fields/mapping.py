"""One mapping of a policy's file, read key by key. What does not fit is complained of and left out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from handlers.fields.words import Speech
from handlers.scripts.nodes import Items, Node, Pairs, Scalar
from handlers.scripts.problem import Complaints
from handlers.scripts.source import Keyed, guess, keyed, pairs, shape_complaint, text

WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
ID = re.compile(r"[a-z][a-z0-9_]{0,23}")
ACCOUNT = re.compile(r"[a-z]+:[^\s\"'“”‘’「」]+")
"""A member of staff, on a platform: telegram:123456."""
AROUND = re.compile(r"^[【［「『“”‘]|[】］\]」』“”\"]$")
"""Signs that stand for brackets and quotation marks, and are neither to YAML."""
TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Fields:
    node: Pairs
    place: str
    """`rules.0`; "" for the whole file."""
    allowed: tuple[str, ...]
    speech: Speech
    complaints: Complaints

    @cached_property
    def keys(self) -> Keyed:
        return keyed(self.node, self.place, self.allowed, self.complaints)

    def __contains__(self, name: str) -> bool:
        """It is there, and not blank."""
        return self.node_of(name) is not None

    def node_of(self, name: str) -> Node | None:
        node = self.keys[name][1] if name in self.keys else None
        return None if isinstance(node, Scalar) and not node.value.strip() else node

    def is_empty(self, name: str) -> bool:
        """A list, and nothing in it."""
        node = self.node_of(name)
        return isinstance(node, Items) and not node.values

    def line(self, name: str = "") -> int:
        return self.keys[name][0].line if name in self.keys else self.node.line

    def where(self, name: str | int) -> str:
        return f"{self.place}.{name}" if self.place else str(name)

    def wrong(self, name: str, code: str, line: int = 0, **facts: str) -> None:
        self.complaints.error(line or self.line(name), self.where(name), code, **facts)

    def unwise(self, name: str, code: str, line: int = 0, **facts: str) -> None:
        self.complaints.warn(line or self.line(name), self.where(name), code, **facts)

    def needed(self, name: str) -> bool:
        """Whether it is there; a complaint when it is not."""
        if name not in self:
            self.complaints.error(self.line(name), self.place, "policy_key_missing", key=name)
        return name in self

    def said(self, name: str) -> Node | None:
        """Words for people: alone, or by language."""
        return self.node_of(name)

    # One value

    def text(self, name: str, default: str = "") -> str:
        node = self.node_of(name)
        words = None if node is None else text(node, self.where(name), self.complaints)
        return words.value.strip() if words else default

    def id(self) -> str:
        """Nothing when it is missing or cannot be one."""
        found = self.text("id")
        if self.needed("id") and found and not ID.fullmatch(found):
            self.wrong("id", "policy_id_form", id=found)
            return ""
        return found

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        found = self.text(name)
        if not found:
            return default
        if not WHOLE.fullmatch(found) or not least <= int(found) <= most:
            self.wrong(name, "policy_whole", value=found, least=str(least), most=str(most))
            return default
        return int(found)

    def whole_or_none(self, name: str, most: int) -> int | None:
        return self.whole(name, 0, 0, most) if name in self else None

    def amount(self, name: str) -> Decimal | None:
        found = self.text(name)
        if found and not AMOUNT.fullmatch(found):
            self.wrong(name, "policy_amount", value=found)
            return None
        return Decimal(found) if found else None

    def day(self, name: str) -> str:
        found = self.text(name)
        try:
            return date.fromisoformat(found).isoformat() if found else ""
        except ValueError:
            self.wrong(name, "policy_day", value=found)
            return ""

    def truth(self, name: str, default: bool) -> bool:
        found = self.text(name).lower()
        if found and found not in TRUTHS:
            self.wrong(name, "policy_truth", value=found)
        return TRUTHS.get(found, default)

    def truth_or_none(self, name: str) -> bool | None:
        return self.truth(name, default=False) if name in self else None

    def choice(self, name: str, choices: Iterable[str], default: str) -> str:
        found = self.text(name, default)
        return found if self._possible(name, self.line(name), found, list(choices)) else default

    # Several values

    def items(self, name: str) -> tuple[Node, ...]:
        node = self.node_of(name)
        if node is None or isinstance(node, Items):
            return node.values if node else ()
        self.complaints.error(node.line, self.where(name), "not_a_list")
        return ()

    def names(self, name: str) -> frozenset[str]:
        return frozenset(each.value.strip() for each in self.scalars(name))

    def scalars(self, name: str) -> list[Scalar]:
        """A list of words; one alone needs no list, and nothing after the colon is none."""
        node = self.node_of(name)
        nodes = (node,) if isinstance(node, Scalar) else self.items(name)
        found = [text(each, self.where(f"{name}.{number}"), self.complaints) for number, each in enumerate(nodes)]
        for number, words in enumerate(found):
            if words is not None and not words.value.strip():
                self.complaints.error(words.line, self.where(f"{name}.{number}"), "policy_blank")
            elif words is not None and not words.style:
                self._check_signs(words, self.where(f"{name}.{number}"), in_a_list=isinstance(node, Items))
        return [words for words in found if words is not None and words.value.strip()]

    def _check_signs(self, words: Scalar, where: str, in_a_list: bool) -> None:
        """Brackets and commas of a Chinese keyboard make one name of a list, which nothing is ever called."""
        if AROUND.search(words.value) or (not in_a_list and "," in words.value):
            self.complaints.flaw(words.line, where, "policy_signs", value=words.value)
        elif "、" in words.value or "，" in words.value:
            self.complaints.warn(words.line, where, "policy_full_width_comma", value=words.value)

    def line_among(self, name: str, value: str) -> int:
        """Where one of several values stands."""
        node = self.node_of(name)
        nodes = node.values if isinstance(node, Items) else ()
        return next((each.line for each in nodes if isinstance(each, Scalar) and each.value.strip() == value), 0)

    def choices(self, name: str, kind: type[Choice]) -> tuple[Choice, ...]:
        known = [each.value for each in kind]
        found = [each.value for each in self.scalars(name) if self._possible(name, each.line, each.value, known)]
        return tuple(kind(value) for value in dict.fromkeys(found))

    def wholes(self, name: str, default: tuple[int, ...], least: int, most: int) -> tuple[int, ...]:
        found = self.scalars(name)
        for each in found:
            if not WHOLE.fullmatch(each.value) or not least <= int(each.value) <= most:
                self.wrong(name, "policy_whole", each.line, value=each.value, least=str(least), most=str(most))
                return default
        return tuple(sorted({int(each.value) for each in found})) if name in self else default

    def below(self, name: str, allowed: tuple[str, ...]) -> list["Fields"]:
        """The mappings of a list."""
        nodes = enumerate(self.items(name))
        found = [self.mapping(node, f"{name}.{number}", allowed) for number, node in nodes]
        return [fields for fields in found if fields is not None]

    def inside(self, name: str, allowed: tuple[str, ...]) -> "Fields | None":
        node = self.node_of(name)
        return None if node is None else self.mapping(node, name, allowed)

    def named(self, name: str, allowed: tuple[str, ...]) -> dict[str, "Fields"]:
        """The mappings of a mapping, by key; the keys are the shop's own ids."""
        node = self.node_of(name)
        found: dict[str, Fields] = {}
        for key, (written, below) in (pairs(node, self.where(name), self.complaints) if node else {}).items():
            blank = isinstance(below, Scalar) and not below.value.strip()
            fields = self.mapping(Pairs((), written.line) if blank else below, f"{name}.{key}", allowed)
            if not ID.fullmatch(key):
                self.complaints.error(written.line, self.where(name), "policy_id_form", id=key)
            elif fields is not None:
                found[key] = fields
        return found

    def mapping(self, node: Node, name: str, allowed: tuple[str, ...]) -> "Fields | None":
        if isinstance(node, Pairs):
            return Fields(node, self.where(name), allowed, self.speech, self.complaints)
        shape_complaint(node, self.where(name), self.complaints)
        return None

    def names_among(self, name: str, known: Sequence[str]) -> frozenset[str]:
        """Any other is complained of where it stands."""
        found = self.scalars(name)
        return frozenset(
            each.value.strip() for each in found if self._possible(name, each.line, each.value.strip(), list(known))
        )

    def _possible(self, name: str, line: int, found: str, known: list[str]) -> bool:
        if found not in known:
            facts = {"value": found, "allowed": ", ".join(known), "guess": guess(found, known)}
            self.wrong(name, "policy_choice", line, **facts)
        return found in known
