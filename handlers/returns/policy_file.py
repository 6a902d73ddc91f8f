"""returns.yaml: a preset by name, and what the shop does otherwise. All mistakes at once, each with file and line."""

from collections.abc import Sequence
from pathlib import Path

from handlers.fields.file import Checked, Reader, checked
from handlers.fields.mapping import Fields
from handlers.fields.outline import Schema, outline
from handlers.returns.agreement import check_agreement
from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import DEFAULT, NAMES, preset
from handlers.returns.reading import KEYS, written


def checked_policy(
    path: Path,
    languages: Sequence[str],
    *,
    default_language: str = "zh-CN",
    language: str = "en",
    draft: bytes | None = None,
) -> Checked[ReturnPolicy]:
    """`languages` are those of the scripts, `language` is the admin's. A draft is read in place of the file."""
    reader = Reader(languages=languages, default_language=default_language, language=language)
    return checked(path, KEYS, policy_of, preset(DEFAULT), reader, draft)


def returns_schema() -> Schema:
    return outline(KEYS, lambda fields: written(fields, base_of(fields)))


def base_of(fields: Fields) -> ReturnPolicy:
    return preset(fields.choice("preset", NAMES, DEFAULT))


def policy_of(fields: Fields) -> ReturnPolicy:
    base = base_of(fields)
    found = written(fields, base)
    check_agreement(fields, found, base)
    return found.policy
