"""Slips in kefu.yaml that can be told by sight, where YAML blames another line or says it in words of its own."""

import re
from collections.abc import Iterator

SLIPS = (
    (re.compile(r" *\t"), "this line is indented with a tab; use spaces"),
    (re.compile(r"\s*[a-z_]+:\t"), "a tab stands behind the colon; use a space"),
    (re.compile(r" *[\u00a0\u2000-\u200b\u202f\u3000]"), "a full-width or no-break space is in front; type spaces"),
    (re.compile(r"\s*([a-z_]+)\s*："), "the colon after '{}' is full-width (：); write : and a space"),
    (re.compile(r"\s*([a-z_]+):(?=[^\s:/]+$)"), "a space is missing after the colon of '{}'"),
    (re.compile(r"[^#]*[“”＂]"), "a quotation mark is not \" or '"),
    (re.compile(r"(?:<{7}|={7}|>{7})(?: |$)"), "a merge of git is not finished here; keep one version"),
)


def by_sight(text: str) -> Iterator[tuple[int, str]]:
    """The lines that look wrong, and why; no more of them than the name of a key, as others may hold a secret."""
    for number, line in enumerate(text.splitlines(), 1):
        for slip, said in SLIPS:
            if found := slip.match(line):
                yield number, said.format(*found.groups())
                break
