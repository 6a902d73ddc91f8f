"""kefu markup as Slack's mrkdwn.

mrkdwn has no escape for its own `*_~` and backtick, and formats only at the edges of words, which
Chinese has none of. A zero-width space does both: outside a marker it makes an edge, behind a
marker in somebody's words it takes the edge away. It is put only where it changes something, so
that order numbers can still be copied.
"""

import re
from collections.abc import Iterable

from bots.delivery.mentions import called, is_mention
from bots.delivery.runs import (
    BARRED,
    PLAIN,
    Run,
    Style,
    announced,
    escape,
    in_blocks,
    is_plain,
    parse,
    with_bars,
)

ZERO_WIDTH = "\u200b"
EDGES = frozenset(" \t\n" + ZERO_WIDTH)
MARKER, EMOJI = re.compile("[*_~`]"), re.compile(":[a-z0-9_+'-]+:")
COMMAND = re.compile(r"\A/(?=[a-z\u3400-\u9fff]+(?:\s|\Z))")
"""Slack keeps words that begin with a slash for commands of its own. `!claim` is understood as `/claim` is."""
# Somebody may write nothing but markers: none of this looks at the rest of a line more than once for each kind.
TRIGGERS = re.compile(
    # Two markers in a row style nothing (a masked `A2***09`); only three backticks do.
    r"(?P<pair>(?<!\w)((?<!\*)\*(?!\*)|(?<!_)_(?!_)|(?<!~)~(?!~)|`)(?=\S)(?=[^\n]*?\2))"
    r"|(?P<quote>^(?=&gt;))"
    r"|(?P<emoji>:(?=(?:(?=[0-9_+'-]*[a-z])[a-z0-9_+'-]+|[+-]1|100|1234):))",
    re.MULTILINE,
)


def to_slack_mrkdwn(text: str) -> str:
    if is_plain(text):
        return _words(text)
    blocks = ((barred, _edged(_pieces(block))) for barred, block in in_blocks(announced(parse(text))))
    return "".join([with_bars(block) if barred else block for barred, block in blocks])


def _words(text: str) -> str:
    escaped = escape(text)
    return TRIGGERS.sub(lambda found: found[0] + ZERO_WIDTH, escaped) if _may_trigger(text) else escaped


def _may_trigger(text: str) -> bool:
    """A look at what nearly every text lacks takes a tenth of the time in which TRIGGERS finds nothing."""
    return bool(MARKER.search(text) or EMOJI.search(text)) or text.startswith(">") or "\n>" in text


def _pieces(runs: Iterable[Run]) -> Iterable[tuple[str, bool]]:
    """Each piece of mrkdwn, and whether it needs an edge on both sides."""
    for run in runs:
        if run.style in (PLAIN, BARRED):
            yield _words(run.text), False
            continue
        for line in run.text.splitlines(keepends=True):  # no style of mrkdwn goes over a line's end
            before, words, after = _trimmed(line)
            yield before, False
            if words:
                yield _styled(words, run.style)
            yield after, False


def _trimmed(line: str) -> tuple[str, str, str]:
    words = line.strip()
    start = line.index(words)
    return line[:start], words, line[start + len(words) :]


def _styled(words: str, style: Style) -> tuple[str, bool]:
    inner = marked = _inner(words, style)
    markers = "`" if style.code else "_" * style.italic + "*" * style.bold
    for marker in markers:
        # The customer's words come before the style: a marker among them would end it early.
        if marker not in words:
            marked = f"{marker}{marked}{marker}"
    return marked, marked is not inner


def _inner(words: str, style: Style) -> str:
    if style.href:
        if member := called(style.href, "slack"):
            return f"<@{member}>"
        if not is_mention(style.href):
            return f"<{_address(style.href)}|{escape(words) if style.code else _words(words)}>"
    return escape(as_typed(words)) if style.code else _words(words)


def as_typed(words: str) -> str:
    """A command as staff can type it there."""
    return COMMAND.sub("!", words)


def _address(href: str) -> str:
    return escape(href).replace("|", "%7C")


def _edged(pieces: Iterable[tuple[str, bool]]) -> str:
    out: list[str] = []
    open_edge = False
    for piece, needs_edge in pieces:
        if not piece:
            continue
        if (needs_edge and out and out[-1][-1] not in EDGES) or (open_edge and piece[0] not in EDGES):
            out.append(ZERO_WIDTH)
        out.append(piece)
        open_edge = needs_edge
    return "".join(out)
