"""The export of a person: one readable JSON, photographs as files, and a README that explains it."""

import json
import time
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO, Any

from storage.persons import Told

FORMAT = "kefu-personal-data-1"
TIMES = frozenset({"at", "until", "valid_until", "refund_by", "send_back_by", "answer_by", "due_at"})
LONG_AGO = 100_000_000
"""Seconds: a smaller number of that name is no time."""
READMES = Path(__file__).parent / "contacts_readme"
OTHER = "en"

ReadPhoto = Callable[[str], Awaitable[bytes | None]]


async def write(
    file: IO[bytes], told: Told, read_photo: ReadPhoto, zone: tzinfo, shop: str, language: str, now: float | None = None
) -> None:
    """Photographs go in one by one: none of them has to stay in memory."""
    at = datetime.fromtimestamp(time.time() if now is None else now, UTC).astimezone(zone).isoformat(timespec="seconds")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme(language))
        data = {"format": FORMAT, "shop": shop, "exported_at": at, **readable(dict(told.kinds), zone)}
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
        for photo_id in told.photos:
            photo = await read_photo(photo_id)
            if photo is not None:
                archive.writestr(f"photographs/{photo_id}.jpg", photo)


def readme(language: str) -> str:
    """In the shop's language, and in English."""
    return "\n\n".join(
        READMES.joinpath(f"{name}.txt").read_text("utf-8") for name in dict.fromkeys(languages(language))
    )


def languages(language: str) -> Iterator[str]:
    if READMES.joinpath(f"{language}.txt").is_file():
        yield language
    yield OTHER


def readable(value: Any, zone: tzinfo, name: str = "") -> Any:
    """Times as ISO 8601 in the shop's zone."""
    match value:
        case dict():
            return {key: readable(item, zone, key) for key, item in value.items()}
        case list() | tuple():
            return [readable(item, zone, name) for item in value]
        case float() | int() if is_time(name) and not isinstance(value, bool) and value > LONG_AGO:
            return datetime.fromtimestamp(value, zone).isoformat(timespec="seconds")
    return value


def is_time(name: str) -> bool:
    return name in TIMES or name.endswith("_at")
