"""desk.yaml: teams, routing and triggers. All mistakes at once, each with file and line."""

from functools import lru_cache
from pathlib import Path

from handlers.desk.agreement import check_agreement
from handlers.desk.around import NOTHING, Around
from handlers.desk.policy import DEFAULT_POLICY, DeskPolicy
from handlers.desk.reading import KEYS, written
from handlers.fields.file import Checked, Reader, checked
from handlers.fields.mapping import Fields
from handlers.fields.outline import Schema, outline
from handlers.scripts.ours import LANGUAGES

BUILT_IN = Path(__file__).with_name("built_in.yaml")


def checked_desk(
    path: Path, reader: Reader, around: Around = NOTHING, draft: bytes | None = None
) -> Checked[DeskPolicy]:
    """A draft is read in place of the file."""
    base = built_in(reader.default_language)

    def policy_of(fields: Fields) -> DeskPolicy:
        found = written(fields, base, around)
        check_agreement(fields, found, around)
        return found.policy

    return checked(path, KEYS, policy_of, base, reader, draft)


@lru_cache(maxsize=16)
def built_in(default_language: str) -> DeskPolicy:
    """In force without a file. Raises Broken when the one that travels with kefu does not read."""
    language = default_language if default_language in LANGUAGES else "en"

    def policy_of(fields: Fields) -> DeskPolicy:
        return written(fields, DEFAULT_POLICY, NOTHING).policy

    reader = Reader(languages=LANGUAGES, default_language=language)
    return checked(BUILT_IN, KEYS, policy_of, DEFAULT_POLICY, reader).sound


def desk_schema() -> Schema:
    return outline(KEYS, lambda fields: written(fields, DEFAULT_POLICY, NOTHING))
