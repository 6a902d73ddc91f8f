"""kefu markup as WeCom's markdown, in which somebody's own words must stay words."""

import re
from collections.abc import Iterable

from bots.delivery.mentions import called, is_mention
from bots.delivery.runs import Run, in_blocks, parse, with_bars

MENTION = re.compile(r"<(?=[@/a-zA-Z!])")
"""`<@userid>` calls somebody, and tags colour; a zero-width space behind the bracket makes it none."""
USERID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")
LINE = re.compile(r"^(?P<before>[ \t]*)(?=#{1,6}[ \t]|>|(?:[-*_][ \t]*){3,}$|\||```)", re.MULTILINE)
PAIRS = re.compile(r"(?<!\w)_+|(?<!_)_++(?!\w)|\*+|~~|`+")
BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
"""One that WeCom would take for an escape; before anything else it is shown as it is."""
LINK = re.compile(r"\[(?=[^\[\]\n]*\]\()")


def to_markdown(text: str) -> str:
    return "".join(_blocks(parse(text)))


def _blocks(runs: Iterable[Run]) -> Iterable[str]:
    had_bar = False
    for barred, block in in_blocks(runs):
        words = "".join(_pieces(block))
        # Without an empty line behind it, what follows would stand beside the bar, too.
        yield with_bars(words) if barred else f"\n{words}" if had_bar else words
        had_bar = barred


def _pieces(runs: Iterable[Run]) -> Iterable[str]:
    for run in runs:
        for line in run.text.splitlines(keepends=True):  # no style goes over a line's end
            words = line.strip()
            start = line.find(words)
            yield line[:start] if words else line
            if words:
                yield _styled(words, run)
                yield line[start + len(words) :]


def _styled(words: str, run: Run) -> str:
    style = run.style
    if USERID.fullmatch(userid := called(style.href, "wecom")):
        return f"<@{userid}>"
    if style.code and "`" not in words:
        return f"`{words}`"
    inner = escaped(words)
    if style.href and not is_mention(style.href):
        return f"[{inner}]({style.href.replace('(', '%28').replace(')', '%29')})"
    if style.italic:
        inner = f"*{inner}*"
    return f"**{inner}**" if style.bold else inner


def escaped(words: str) -> str:
    words = BACKSLASH.sub(r"\\\\", words)
    if len(PAIRS.findall(words)) > 1:
        words = PAIRS.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), words)
    words = LINK.sub(r"\\[", words)
    words = MENTION.sub("<\u200b", words)
    return LINE.sub(lambda found: f"{found['before']}\\", words)
