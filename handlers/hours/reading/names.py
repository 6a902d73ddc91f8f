"""What contacts read."""

from handlers.fields.mapping import Fields
from handlers.fields.spoken import words
from handlers.fields.words import Words
from handlers.scripts.nodes import Scalar

SENTENCE = 200
"""Characters."""


def named(fields: Fields, name: str) -> Words:
    """One name alone needs no translation."""
    if name not in fields or not isinstance(fields.node_of(name), Scalar):
        return words(fields, name, SENTENCE)
    said = fields.text(name)
    if len(said) > SENTENCE:
        fields.wrong(name, "policy_words_long", limit=str(SENTENCE))
    return {fields.speech.default: said}
