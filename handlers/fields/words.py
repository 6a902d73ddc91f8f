"""What a shop says in several languages, outside of its scripts."""

from collections.abc import Mapping, Sequence

from storage.records import record

Words = Mapping[str, str]
"""By language, as the folders of `scripts/` are named; empty for none."""


@record(frozen=True, slots=True)
class Speech:
    """Which languages the shop speaks."""

    languages: Sequence[str]
    default: str


def words_in(words: Words, language: str, default_language: str) -> str:
    """In the customer's language, else in the shop's, else in any; "" when there are none."""
    return words.get(language) or words.get(default_language) or next(iter(words.values()), "")
