"""kefu markup (see storage/content.py) read into runs of words, and written back.

Nothing here raises, whatever the input. What is not markup (an unknown tag, a closing tag that
closes nothing, an unknown entity) is words and is shown as it was written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from storage.content import without_tags
from storage.remembered import of_people


class Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""
    barred: bool = False
    """A contact's own words in a text to staff."""


PLAIN = Style()
BARRED = Style(barred=True)


class Run(NamedTuple):
    """Words of one style, nothing escaped any more."""

    text: str
    style: Style = PLAIN


ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#34;": '"', "&amp;": "&"}
"""`&#34;` beside `&quot;` because Jinja's autoescape writes that one. `&amp;` comes last: what it leaves is no entity,
even if it looks like one."""
ENTITY = re.compile("|".join(ENTITIES))
TAG = re.compile(r"""(</?(?:b|i|code|q)>|</a>|<a href=(?:"[^"'<>]*"|'[^"'<>]*')>)""")
STRAIGHT_WORDS = rf"(?!<)[^<>&]*+(?:(?:{ENTITY.pattern})[^<>&]*+)*"
STYLED = "|".join(f"<{tag}>{STRAIGHT_WORDS}</{tag}>" for tag in ("b", "i", "code"))
STRAIGHT = re.compile(rf"[^<>&]*+(?:(?:{ENTITY.pattern}|{STYLED})[^<>&]*+)*")
"""No group in it is repeated possessively: Python before 3.11.5 (Debian 12 has 3.11.2) takes `<b>unclosed` for straight
then (the changelog of 3.11.5, gh-106052), and Telegram refuses it.
"""
STYLES = {"b": Style(bold=True), "i": Style(italic=True), "code": Style(code=True), "q": BARRED}
ALOUD = "❝ "
"""Before a contact's words where a post begins with them. A notification draws no bar beside them, and would show them
as if kefu had said them. It takes as many characters as a bar that is written (`> `), so nothing has to be cut anew.
"""
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SAFE_HREF = re.compile(r"(?:https?|mailto|tel|tg|agent):[^\s]+")


def is_plain(text: str) -> bool:
    return "<" not in text and "&" not in text


def is_straight(text: str) -> bool:
    """Whether there is nothing to make out: no link, no tag inside another, each closed, and every sign escaped.

    Nearly all lines are straight, and can be translated where they stand at a third of what runs cost.
    """
    return STRAIGHT.fullmatch(text) is not None


def straight_words(text: str) -> str:
    return unescape(without_tags(text))


@of_people
@lru_cache(maxsize=256)
def parse(text: str) -> tuple[Run, ...]:
    """The runs of a text, neighbours of one style joined; none of them is empty.

    Remembered for a while: a text is measured, perhaps cut, and then written, and each begins here.
    """
    if "<" not in text:
        return (Run(unescape(text)),) if text else ()
    runs: list[Run] = []
    for words, style in _pieces(text):
        if words:
            _add(runs, words, style)
    return tuple(_on_own_lines(runs)) if "<q>" in text else tuple(runs)


def _add(runs: list[Run], words: str, style: Style) -> None:
    if runs and runs[-1].style == style:
        words = runs.pop().text + words
    runs.append(Run(words, style))


def _on_own_lines(runs: Iterable[Run]) -> list[Run]:
    """A bar stands beside whole lines, and beside all that any platform takes for one."""
    placed: list[Run] = []
    for words, style in runs:
        if style.barred:
            words = LINE_END.sub("\n", words)
            _join_bars(placed)
        before = placed[-1] if placed else None
        if before is not None and style.barred is not before.style.barred:
            ends = before.text.endswith("\n") if style.barred else words.startswith("\n")
            if not ends:
                _add(placed, "\n", PLAIN)
        _add(placed, words, style)
    return placed


def _join_bars(placed: list[Run]) -> None:
    """What a contact wrote in a row stands beside one bar: platforms draw only so many in one post."""
    if len(placed) > 1 and placed[-2].style.barred and not placed[-1].style.barred and placed[-1].text.isspace():
        blank = placed.pop()
        _add(placed, blank.text, BARRED)


def _pieces(text: str) -> Iterator[tuple[str, Style]]:
    stack: list[tuple[str, str]] = []
    style = PLAIN
    words, *more = TAG.split(text)
    yield unescape(words), style
    for tag, words in zip(more[::2], more[1::2], strict=True):
        if literal := _applied(tag, stack):
            yield literal, style
        style = _style(stack)
        yield unescape(words), style


def _applied(tag: str, stack: list[tuple[str, str]]) -> str:
    """Apply a tag to the stack; returns it where it is words after all."""
    name = tag[1:-1]
    if name in STYLES:
        stack.append((name, ""))
    elif name[0] == "/":
        return _close(name[1:], stack, tag)
    else:
        href = unescape(name[len("a href='") : -1])
        stack.append(("a", href if SAFE_HREF.fullmatch(href) else ""))
    return ""


def _close(tag: str, stack: list[tuple[str, str]], literal: str) -> str:
    for index in range(len(stack) - 1, -1, -1):
        if stack[index][0] == tag:
            del stack[index]
            return ""
    return literal


def _style(stack: list[tuple[str, str]]) -> Style:
    if not stack:
        return PLAIN
    if len(stack) == 1 and stack[0][0] in STYLES:
        return STYLES[stack[0][0]]
    tags = dict(stack)
    return Style("b" in tags, "i" in tags, "code" in tags, tags.get("a", ""), "q" in tags)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    if "&" not in text:
        return text
    for entity, sign in ENTITIES.items():
        text = text.replace(entity, sign)
    return text


def in_blocks(runs: Iterable[Run]) -> Iterator[tuple[bool, list[Run]]]:
    """The runs in turns: those with a bar beside them, those without (is it barred, the runs)."""
    for barred, block in groupby(runs, key=lambda run: run.style.barred):
        yield barred, list(block)


def announced(runs: Sequence[Run]) -> Sequence[Run]:
    """With ALOUD in front, where a text begins with a contact's words."""
    first = next((index for index, run in enumerate(runs) if run.text.strip()), None)
    if first is None or not runs[first].style.barred:
        return runs
    return [*runs[:first], Run(ALOUD, BARRED), *runs[first:]]


def as_written(shown: str) -> str:
    """Undoes `announced`: what the contact wrote, of what a desk shows."""
    return shown.removeprefix(ALOUD)


def with_bars(text: str) -> str:
    """The lines as a quotation in plain text, for platforms that draw no bar."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def to_markup(runs: Iterable[Run], bar: str = "q") -> str:
    """Back to kefu markup: every tag is closed in the text that opened it."""
    blocks = ((barred, "".join([_html(run) for run in block])) for barred, block in in_blocks(runs))
    return "".join([f"<{bar}>{html}</{bar}>" if barred else html for barred, html in blocks])


def _html(run: Run) -> str:
    html, style = escape(run.text), run.style
    if style == PLAIN:
        return html
    if style.code:
        html = f"<code>{html}</code>"
    if style.italic:
        html = f"<i>{html}</i>"
    if style.bold:
        html = f"<b>{html}</b>"
    if style.href:
        quoted = escape(style.href).replace('"', "&quot;").replace("'", "&#39;")
        html = f'<a href="{quoted}">{html}</a>'
    return html
