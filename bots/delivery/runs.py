"""kefu markup (see storage/content.py) read into runs of words, and written back.

Nothing here raises, whatever the input. What is not markup (an unknown tag, a closing tag that
closes nothing, an unknown entity) is words and is shown as it was written.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple


class Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


PLAIN = Style()


class Run(NamedTuple):
    """Words of one style, nothing escaped any more."""

    text: str
    style: Style = PLAIN


ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&#34;": '"'}
"""`&#34;` beside `&quot;` because Jinja's autoescape writes that one."""
ENTITY = re.compile("|".join(ENTITIES))
TOKEN = re.compile(
    r"<(?P<open>b|i|code)>|</(?P<close>b|i|code|a)>"
    r"|<a href=(?P<quote>[\"'])(?P<href>[^\"'<>]*)(?P=quote)>"
    rf"|(?P<entity>{ENTITY.pattern})"
)
SAFE_HREF = re.compile(r"(?:https?|mailto|tel|tg|agent):[^\s]+")


def is_plain(text: str) -> bool:
    return "<" not in text and "&" not in text


@lru_cache(maxsize=256)
def parse(text: str) -> tuple[Run, ...]:
    """The runs of a text, neighbours of one style joined; none of them is empty.

    Remembered for a while: a text is measured, perhaps cut, and then written, and each begins here.
    """
    if is_plain(text):
        return (Run(text),) if text else ()
    return joined(_runs(text))


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(
        Run("".join([run.text for run in same]), style)
        for style, same in groupby((run for run in runs if run.text), key=_style_of)
    )


_style_of = itemgetter(1)


def _runs(text: str) -> Iterable[Run]:
    stack: list[tuple[str, str]] = []
    at = 0
    for token in TOKEN.finditer(text):
        yield Run(text[at : token.start()], _style(stack))
        yield Run(_words_of(token, stack), _style(stack))
        at = token.end()
    yield Run(text[at:], _style(stack))


def _words_of(token: re.Match[str], stack: list[tuple[str, str]]) -> str:
    """Apply a tag to the stack; returns what of the token is words after all."""
    if entity := token["entity"]:
        return ENTITIES[entity]
    if opened := token["open"]:
        stack.append((opened, ""))
    elif closed := token["close"]:
        return _close(closed, stack, token[0])
    else:
        href = unescape(token["href"])
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
    tags = dict(stack)
    return Style("b" in tags, "i" in tags, "code" in tags, tags.get("a", ""))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return ENTITY.sub(lambda entity: ENTITIES[entity[0]], text)


def to_markup(runs: Iterable[Run]) -> str:
    """Back to kefu markup: every tag is closed in the text that opened it."""
    return "".join(_html(run) for run in runs)


def _html(run: Run) -> str:
    html, style = escape(run.text), run.style
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
