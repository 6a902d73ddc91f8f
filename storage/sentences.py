"""Sentences for whoever runs kefu, as values: a code, and what the sentence of that code names."""

from collections.abc import Mapping
from dataclasses import field
from importlib import import_module
from typing import ClassVar

from storage.records import record

MODULES: Mapping[str, str] = {"en": "english", "zh-CN": "simplified", "zh-TW": "traditional"}


@record(frozen=True, slots=True)
class Sentence:
    """One kind for each room that has words: `room` is where they are."""

    room: ClassVar[str]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    """Texts, numbers, and sentences that are part of this one."""

    def told(self, language: str) -> str:
        """`language`: zh-CN, zh-TW or en."""
        facts = {name: told(fact, language) for name, fact in self.facts.items()}
        return table(self.room, language)[self.code].format_map(facts)

    def __str__(self) -> str:
        return self.told("en")


def told(said: object, language: str) -> str:
    return said.told(language) if isinstance(said, Sentence) else str(said)


def table(room: str, language: str) -> Mapping[str, str]:
    """Loaded when somebody reads: a kefu that runs well has no use for it."""
    sentences: Mapping[str, str] = import_module(f"{room}.{MODULES[language]}").SENTENCES
    return sentences
