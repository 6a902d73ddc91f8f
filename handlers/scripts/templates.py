"""A line's template: what it may do, which blanks it fills, and the function that fills them.

An admin's template decides nothing. Blanks, a few filters and `if` are enough for words, so everything else of
Jinja2 is refused before it is compiled (the compiler already computes constants: `'a' * 10**9` would be too late).
The sandbox stays underneath as a second wall.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

SPECIAL = re.compile("[<>&\"']")
MAX_NESTING = 30
"""Levels of the parsed template; Python itself refuses about a hundred nested `if`."""
MAX_IFS = 200
"""Side by side; Python refuses about three thousand."""

IF_OR_END = re.compile(r"\{%-?\s*(if|endif)\b")
HALF_CLOSED_IF = re.compile(r"\{%[^%}]*\}")

CONSTRUCTS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
LEAVES = (nodes.TemplateData, nodes.Name, nodes.Const)
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


@lru_cache(maxsize=4)
def parse(source: str) -> nodes.Template:
    """Parse, computing nothing; the tree is only to be looked at. Raises Unparsable.

    Remembered for the next look at the same line. What is found in it is remembered by those who look.
    """
    try:
        return ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        code, facts = meant(error.message or "", source)
        raise Unparsable((last_opened(source) if code == "if_open" else error.lineno, code, facts)) from error
    except (ValueError, RecursionError, OverflowError) as error:  # a number of 5,000 digits, 100 brackets
        raise Unparsable((1, "template", {"why": type(error).__name__})) from error


def meant(why: str, source: str) -> tuple[str, dict[str, str]]:
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
    if "end of statement block" in why or (why == "unexpected '}'" and HALF_CLOSED_IF.search(source)):
        return "if_sign_open", {}
    if "end of print statement" in why or why == "unexpected '}'":
        return "blank_open", {}
    if odd := re.search(r"unexpected char '(\\u[0-9a-f]{4}|.)'", why):
        return odd_sign(odd[1])
    return "template", {"why": why.rstrip(".")}


def last_opened(source: str) -> int:
    """The line of the `if` that is not closed; Jinja2 tells where it missed the end."""
    opened: list[int] = []
    for sign in IF_OR_END.finditer(source):
        if sign[1] == "if":
            opened.append(sign.start())
        elif opened:
            opened.pop()
    return source.count("\n", 0, opened[-1]) + 1 if opened else 1


def odd_sign(sign: str) -> tuple[str, dict[str, str]]:
    """Jinja2 writes those that nobody sees as `\\u200b`."""
    return ("sign_unseen", {"number": sign[2:].upper()}) if len(sign) > 1 else ("sign_within", {"sign": sign})


def allowed(node: nodes.Node, depth: int = 0) -> Iterator[nodes.Node | Fault]:
    """The nodes a template of ours may have; in place of any other, with all inside it, what is wrong with it."""
    fault = too_deep(node) if depth > MAX_NESTING else construct(node)
    if fault is not None:
        yield fault
        return
    yield node
    if not isinstance(node, LEAVES):
        for child in node.iter_child_nodes():
            yield from allowed(child, depth + 1)


def too_deep(node: nodes.Node) -> Fault:
    return line_of(node), "template_too_deep", {}


def line_of(node: nodes.Node) -> int:
    """Some nodes have no line of their own, but begin with one that has."""
    return next((each.lineno for each in chain((node,), node.find_all(nodes.Node)) if each.lineno), 1)


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


Blanks = dict[str, object]
Fill = Callable[[Blanks], str]


@lru_cache(maxsize=4096)
def compiled(source: str) -> str | Fill:
    """A line without blanks as its words, any other as a function from blanks to words.

    Remembered: when one script is saved, the lines of all the others are what they were.
    """
    tree = parse(source)
    names = sorted({name.name for name in tree.find_all(nodes.Name)})
    said = expression(tree.body)
    if not names:
        return by_jinja(source)({}) if said is None else tidy(words_alone(tree)).strip()
    return by_jinja(source) if said is None else quick(source, said, names, decides=tree.find(nodes.If) is not None)


def words_alone(tree: nodes.Template) -> str:
    return "".join(piece.data for piece in tree.find_all(nodes.TemplateData))


@lru_cache(maxsize=4096)
def by_jinja(source: str) -> Fill:
    render: Any = ENVIRONMENT.from_string(source).root_render_func

    def fill(blanks: Blanks) -> str:
        # A template may name neither globals nor blocks of Jinja's, so that its context need hold none.
        return tidy("".join(render(Context(ENVIRONMENT, blanks, None, {})))).strip()

    return fill


def expression(body: Sequence[nodes.Node]) -> str | None:
    """A line in Python; None for one that decides by more than whether a blank is empty."""
    terms: list[str] = []
    for node in body:
        match node:
            case nodes.Output():
                term = literal(node)
            case nodes.If(test=nodes.Name(name=name), elif_=[]):
                then, otherwise = expression(node.body), expression(node.else_)
                term = f"({then} if blanks[{name!r}] else {otherwise})" if then and otherwise else None
            case _:
                term = None
        if term is None:
            return None
        terms.append(term)
    return " + ".join(terms) or "''"


def literal(output: nodes.Output) -> str | None:
    pieces: list[str] = []
    for piece in output.nodes:
        match piece:
            case nodes.TemplateData(data=data):
                pieces.append(repr(tidy(data)))
            case nodes.Name(name=name):
                pieces.append(f"f'{{blank_{name}}}'")
            case _:
                return None
    return " ".join(pieces)


QUICK = """
def fill(blanks):
    try:
        {given} = {found}
    except KeyError:
        return by_jinja(source)(blanks)
    words = {words}
    if "<" in words or ">" in words or "&" in words or '"' in words or "'" in words:
        {given} = {escaped}
    return ({said}).strip()
"""
"""A search for SPECIAL, which finds nothing as a rule, takes three times as long as a look for each of its signs."""


def quick(source: str, said: str, names: Sequence[str], *, decides: bool) -> Fill:
    """Nearly all lines are such, and an order is told in eight of them: Jinja2 takes eight times as long to fill one.

    It still has to say whether a blank that is missing is missed, and only then compiles the line.
    A line that decides may leave a blank out: then one that is empty is not even asked for its words.
    """
    word, safe = "f'{{blank_{0}}}'", "escaped(blank_{0})"
    if decides:
        word, safe = f"({word} if blank_{{0}} else '')", f"({safe} if blank_{{0}} else blank_{{0}})"
    program = QUICK.format(
        given="".join(f"blank_{name}, " for name in names),
        found="".join(f"blanks[{name!r}], " for name in names),
        words=(" + " if decides else " ").join(word.format(name) for name in names),
        escaped="".join(f"{safe.format(name)}, " for name in names),
        said=said,
    )
    scope: dict[str, Any] = {"escaped": escaped, "by_jinja": by_jinja, "source": source}
    exec(program, scope)  # noqa: S102 - names and words as Jinja2 has read them, the words quoted
    made: Fill = scope["fill"]
    return made


def escaped(value: object) -> str:
    """`markupsafe.escape`, without its cost where there is nothing to escape."""
    text = str(value)
    return tidy(text if isinstance(value, Markup) else str(escape(text))) if SPECIAL.search(text) else text


def tidy(words: str) -> str:
    """markupsafe writes `&#34;` where kefu markup says `&quot;`."""
    return words.replace("&#34;", "&quot;")
