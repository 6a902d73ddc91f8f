"""A line's template: what it may do, which blanks it fills, and the function that fills them.

An admin's template decides nothing. Blanks, a few filters and `if` are enough for words, so everything else of
Jinja2 is refused before it is compiled (the compiler already computes constants: `'a' * 10**9` would be too late).
The sandbox stays underneath as a second wall.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

SPECIAL = re.compile("[<>&\"']")
MAX_NESTING = 30
"""Levels of the parsed template; Python itself refuses about a hundred nested `if`."""

CONSTRUCTS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
COMPARISONS = {"eq", "ne"}
"""Never fails, whatever the blank holds; `count > 1` would if count were text."""


def plain(value: object) -> str:
    """Text to work on. Markup loses its tags first: an upper-cased `&lt;` is no entity any more."""
    return value.striptags() if isinstance(value, Markup) else str(value)


FILTERS: dict[str, Callable[[object], str]] = {
    "upper": lambda value: plain(value).upper(),
    "lower": lambda value: plain(value).lower(),
    "capitalize": lambda value: plain(value).capitalize(),
    "title": lambda value: plain(value).title(),
    "trim": lambda value: plain(value).strip(),
}
ARGUMENTS = {"default": (1, 2), "d": (1, 2)}
"""How many arguments a filter takes, when it is not none."""


def environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=False, lstrip_blocks=True, cache_size=0
    )
    made.globals.clear()
    made.tests.clear()
    made.filters = {name: made.filters[name] for name in ARGUMENTS} | FILTERS
    return made


ENVIRONMENT = environment()
Fault = tuple[int, str, dict[str, str]]
"""A line of the template (1 is the first), a code of the message table, its facts."""


class Unparsable(Exception):
    """Its `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault[1])
        self.fault = fault


@lru_cache(maxsize=4096)
def parse(source: str) -> nodes.Template:
    """Parse, computing nothing; the tree is only to be looked at. Raises Unparsable.

    Remembered, as in `compiled`: an admin's editor has everything checked at every pause in typing.
    """
    try:
        return ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        raise Unparsable((error.lineno, *meant(error.message or ""))) from error
    except (ValueError, RecursionError, OverflowError) as error:  # a number of 5,000 digits, 100 brackets
        raise Unparsable((1, "template", {"why": type(error).__name__})) from error


def meant(why: str) -> tuple[str, dict[str, str]]:
    """Jinja2's complaint in an admin's terms."""
    unknown = re.match(r"Encountered unknown tag '(\w+)'", why)
    if unknown:
        return "if_not_open" if unknown[1] in ("endif", "elif", "else") else "construct", {"name": unknown[1]}
    if "block that needs to be closed is 'if'" in why:
        return "if_open", {}
    if why.endswith("got '='"):
        return "if_equals", {}
    if why.startswith("Missing end of comment"):
        return "note_open", {}
    return "template", {"why": why.rstrip(".")}


def allowed(node: nodes.Node, depth: int = 0) -> Iterator[nodes.Node | Fault]:
    """The nodes a template of ours may have; in place of any other, with all inside it, what is wrong with it."""
    fault = too_deep(node) if depth > MAX_NESTING else construct(node)
    if fault is not None:
        yield fault
        return
    yield node
    for child in node.iter_child_nodes():
        yield from allowed(child, depth + 1)


def too_deep(node: nodes.Node) -> Fault:
    return line_of(node), "template_too_deep", {}


def line_of(node: nodes.Node) -> int:
    """Some nodes have no line of their own, but begin with one that has."""
    return next((each.lineno for each in (node, *node.find_all(nodes.Node)) if each.lineno), 1)


def construct(node: nodes.Node) -> Fault | None:
    match node:
        case nodes.Getattr() | nodes.Getitem():
            return line_of(node), "blank_inside", {}
        case nodes.Call():
            return line_of(node), "blank_call", {}
        case nodes.Filter():
            return filtered(node)
        case nodes.Operand() if node.op not in COMPARISONS:
            return line_of(node), "comparison", {}
    if not isinstance(node, CONSTRUCTS):
        return line_of(node), "construct", {"name": type(node).__name__.lower()}
    return None


def filtered(node: nodes.Filter) -> Fault | None:
    least, most = ARGUMENTS.get(node.name, (0, 0))
    if node.name not in ENVIRONMENT.filters:
        return line_of(node), "filter", {"name": node.name, "allowed": ", ".join(sorted(ENVIRONMENT.filters))}
    if node.kwargs or node.dyn_args or node.dyn_kwargs or not least <= len(node.args) <= most:
        return line_of(node), "filter_arguments", {"name": node.name}
    return None


Fill = Callable[[dict[str, object]], str]


@lru_cache(maxsize=4096)
def compiled(source: str) -> str | Fill:
    """A line without blanks as its words, any other as a function from blanks to words.

    Remembered: when one script is saved, the lines of all the others are what they were.
    """
    template, tree = ENVIRONMENT.from_string(source), ENVIRONMENT.parse(source)
    if tree.find(nodes.Name) is None:
        return tidy(template.render())
    pieces = flat(tree)
    if pieces is not None:
        return filled(pieces)

    render: Any = template.root_render_func

    def fill(blanks: dict[str, object]) -> str:
        # A template may name neither globals nor blocks of Jinja's, so that its context need hold none.
        return tidy("".join(render(Context(ENVIRONMENT, blanks, None, {}))))

    return fill


def flat(tree: nodes.Template) -> list[nodes.TemplateData | nodes.Name] | None:
    """The words and blanks of a line that decides nothing, in turn; None for any other line."""
    pieces: list[nodes.TemplateData | nodes.Name] = []
    for node in tree.body:
        for piece in node.nodes if isinstance(node, nodes.Output) else [node]:
            if not isinstance(piece, nodes.TemplateData | nodes.Name):
                return None
            pieces.append(piece)
    return pieces


def filled(pieces: list[nodes.TemplateData | nodes.Name]) -> Fill:
    """Most lines are flat, and an order is told in eight of them: this is twice as fast as Jinja2 fills one."""
    form = "".join("%s" if isinstance(piece, nodes.Name) else piece.data.replace("%", "%%") for piece in pieces)
    names = tuple(piece.name for piece in pieces if isinstance(piece, nodes.Name))

    def fill(blanks: dict[str, object]) -> str:
        try:
            return tidy(form % tuple([escaped(blanks[name]) for name in names]))
        except KeyError as error:
            raise UndefinedError(f"{error} is undefined") from None

    return fill


def escaped(value: object) -> str:
    """`markupsafe.escape`, without the object around it: most blanks hold nothing to escape."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    return escape(text) if SPECIAL.search(text) else text


def tidy(words: str) -> str:
    """markupsafe writes `&#34;` where kefu markup says `&quot;`."""
    return words.replace("&#34;", "&quot;").strip()
