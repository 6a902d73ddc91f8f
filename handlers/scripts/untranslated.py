"""Copied folders whose words are still those of another language. An admin at work is told, the desk is not."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from handlers.scripts.matching import normal, weight
from handlers.scripts.ours import LANGUAGES
from handlers.scripts.problem import Problem, complaint
from handlers.scripts.source import Source

FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)
SENTENCE = 6
"""Weight: whoever writes less may mean the same in both languages, as OK and Menu."""
MOST = 3
"""Files that are named."""
OF_STAFF = "desk"
"""So begin the names of what only staff read, in the shop's first language."""


def untranslated(folder: Path, sources: Sequence[Source], default_language: str) -> Iterator[Problem]:
    """Of languages that kefu does not bring, each once: as that of ours from which most was copied."""
    read = [found for found in sources if found.language == default_language or not found.id.startswith(OF_STAFF)]
    for language in sorted({found.language for found in read} - {*LANGUAGES}):
        found = {other: copied(read, language, other) for other in LANGUAGES}
        other, alike = max(found.items(), key=lambda each: each[1].total())
        if alike:
            files = ", ".join(f"{script_id}.yaml ({count})" for script_id, count in alike.most_common(MOST))
            facts = {"count": str(alike.total()), "other": other, "files": files}
            yield complaint(folder / language, "untranslated", warning=True, **facts)


def copied(sources: Sequence[Source], language: str, other: str) -> Counter[str]:
    """How many lines of each script say in both languages the same."""
    theirs = {
        (found.id, name, line.value)
        for found in sources
        if found.language == other
        for name, line in found.lines.items()
    }
    return Counter(
        found.id
        for found in sources
        if found.language == language
        for name, line in found.lines.items()
        if (found.id, name, line.value) in theirs and weight(normal(FILLED.sub(" ", line.value))) >= SENTENCE
    )
