"""From a file's bytes to nodes with line numbers; whatever is wrong is said in plain words."""

import os
import re
from pathlib import Path

from ruamel.yaml.error import YAMLError

from handlers.scripts.diagnosis import diagnosis
from handlers.scripts.nodes import Malformed, Node
from handlers.scripts.parsing import rooted
from handlers.scripts.problem import Complaints

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(path: Path, limit: int, complaints: Complaints, draft: bytes | None = None) -> Node | None:
    """None: nothing could be read, and the complaints say why. A `draft` is read in place of what is on disk."""
    body = bytes_of(path, limit, complaints) if draft is None else draft
    text = None if body is None else decoded(body, limit, complaints)
    return None if text is None else parsed(text, complaints)


def bytes_of(path: Path, limit: int, complaints: Complaints) -> bytes | None:
    """At most one more than the limit."""
    try:
        with open(path, "rb", opener=at_once) as file:
            return file.read(limit + 1)
    except OSError as error:
        complaints.error(1, "", "unreadable", why=error.strerror or type(error).__name__)
        return None


def at_once(path: str, flags: int) -> int:
    """Waits for nobody who writes into a pipe: what stands where a script should would hold up every reload."""
    return os.open(path, flags | os.O_NONBLOCK)


def decoded(body: bytes, limit: int, complaints: Complaints) -> str | None:
    if len(body) > limit:
        complaints.error(1, "", "file_too_long", limit=str(limit))
        return None
    try:
        return body.decode("utf-8-sig")  # Notepad begins a file with a byte order mark
    except UnicodeDecodeError as error:
        complaints.error(body[: error.start].count(b"\n") + 1, "", "not_utf8")
        return None


def parsed(text: str, complaints: Complaints) -> Node | None:
    text = text.replace("\r\n", "\n")
    if control := CONTROL.search(text):
        complaints.error(text.count("\n", 0, control.start()) + 1, "", "control_character")
        return None
    try:
        root = rooted(text)
    except Malformed as error:
        complaints.error(error.line, "", error.code, **error.facts)
    except YAMLError as error:
        for line, code, facts in diagnosis(error, text.removesuffix("\n").split("\n")):
            complaints.error(line, "", code, **facts)
    except (ValueError, RecursionError, AssertionError) as error:  # ruamel on a nonsense number or a thousand brackets
        complaints.error(1, "", "yaml", why=type(error).__name__)
    else:
        if root is None:
            complaints.error(1, "", "empty_file")
        return root
    return None
