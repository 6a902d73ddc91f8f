"""The shop's scripts on disk: listed, read, and saved so that nobody ever sees half a file.

An id is a language and a name, and both are held to the loader's own patterns: nothing outside of the folder can be
named. A link that leads out of it is refused as the loader refuses it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from handlers.scripts.check import LANGUAGE, LIMITS, NAME, script_files
from storage.flushing import flush


class NotThere(Exception):
    """There is no such language, or no such script."""


class Changed(Exception):
    """The file is no longer what the editor last read."""


class Unsaveable(Exception):
    """It is no file that kefu could read, or the disk does not take it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file as it is on disk."""

    language: str
    id: str
    body: bytes

    @property
    def text(self) -> str:
        """Raises Unsaveable."""
        try:
            return self.body.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            name = f"{self.language}/{self.id}.yaml"
            raise Unsaveable(f"{name} is not saved as UTF-8; save it so in your own editor first") from None

    @property
    def digest(self) -> str:
        return digest_of(self.body)


def digest_of(body: bytes) -> str:
    return sha256(body).hexdigest()


@dataclass(frozen=True, slots=True)
class ScriptFiles:
    folder: Path
    limit: int = LIMITS["file"]

    def all(self) -> Iterator[Saved]:
        """Those that the loader reads too."""
        for path in script_files(self.folder, []):
            with suppress(NotThere, Unsaveable):  # gone meanwhile; the check says what is wrong with the others
                yield self._read(path)

    def path(self, language: str, script_id: str) -> Path:
        """As the loader names it. The script may be a new one; its language is there. Raises NotThere."""
        place = self.folder / language
        if not LANGUAGE.fullmatch(language) or not place.is_dir() or not self._holds(place):
            raise NotThere(f"there is no language {language!r}")
        path = place / f"{script_id}.yaml"
        if not NAME.fullmatch(script_id) or not self._holds(path) or path.is_dir():
            raise NotThere(f"{script_id!r} cannot be a script of {language}")
        return path

    def read(self, language: str, script_id: str) -> Saved:
        """Raises NotThere, Unsaveable."""
        return self._read(self.path(language, script_id))

    def _read(self, path: Path) -> Saved:
        """One that may be named so, and lies within the folder."""
        language, script_id = path.parent.name, path.stem
        try:
            with path.open("rb") as file:
                body = file.read(self.limit + 1)
        except FileNotFoundError:
            raise NotThere(f"there is no script {language}/{script_id}") from None
        except OSError as error:
            raise Unsaveable(f"{path.name} cannot be read: {error.strerror}") from None
        if len(body) > self.limit:
            raise Unsaveable(f"{path.name} is longer than {self.limit} bytes; kefu does not read it")
        return Saved(language, script_id, body)

    def save(self, language: str, script_id: str, text: str, digest: str) -> Saved:
        """In place of the file with this digest ("": a new file). Raises NotThere, Changed, Unsaveable."""
        path = self.path(language, script_id)
        before = self._body_or_none(language, script_id)
        body = self._encoded(text, before)
        if digest != (digest_of(before) if before is not None else ""):
            raise Changed(f"{language}/{script_id}.yaml was changed by somebody else since you opened it")
        try:
            replace_whole(path.resolve(), body)
        except OSError as error:
            raise Unsaveable(f"{path.name} could not be saved: {error.strerror}") from None
        return Saved(language, script_id, body)

    def _holds(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.folder.resolve())

    def _body_or_none(self, language: str, script_id: str) -> bytes | None:
        try:
            return self.read(language, script_id).body
        except NotThere:
            return None

    def _encoded(self, text: str, before: bytes | None) -> bytes:
        """With the line ends that the file has had: its next difference shall show what was changed, and no more."""
        text = text.replace("\r\n", "\n")
        if before is not None and b"\r\n" in before:
            text = text.replace("\n", "\r\n")
        try:
            body = text.encode()
        except UnicodeEncodeError:
            raise Unsaveable("the text holds half a character, which no file can hold") from None
        if len(body) > self.limit:
            raise Unsaveable(f"longer than {self.limit} bytes; split it into several scripts")
        return body


def replace_whole(path: Path, body: bytes) -> None:
    """Written beside, flushed to the disk, moved over: after a power cut it is the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fchmod(file.fileno(), mode_for(path))
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    flush(path.parent)


def mode_for(path: Path) -> int:
    """The file's own; a new one is readable as far as its folder is."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return path.parent.stat().st_mode & 0o666
