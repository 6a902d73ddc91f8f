"""Where errors end: one line on stderr, and an exit code that a script can act on."""

import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar, runtime_checkable

import typer
from typer.exceptions import TyperException

from bots.cli import INTERRUPTED
from bots.cli.commands import Group
from bots.cli.language import language_of_the_terminal
from bots.cli.words import worded
from bots.words import Said

PROBLEMS = 1
"""Something is wrong in what kefu was given: the settings, the scripts, a file of orders. Also: a fault of kefu."""
USAGE = 2
UNAVAILABLE = 3
"""Something kefu needs is in use, or does not answer: the database, the port, a platform."""

EXIT_CODES = """\
[bold]Exit codes:[/bold] 0 done · 1 problems were found · 2 wrong usage · 3 something is in use or does not answer
"""


T = TypeVar("T")


class Stop(Exception):
    """The command ends here. The text is for the person at the terminal."""

    def __init__(self, text: str, code: int = PROBLEMS) -> None:
        super().__init__(text)
        self.code = code


@runtime_checkable
class Translated(Protocol):
    """An error in what an admin has written, told in their language."""

    def told(self, language: str) -> str: ...


class Boundary(Group):
    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with plain_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with plain_errors():
            return super().invoke(ctx)


@contextmanager
def plain_errors() -> Iterator[None]:
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            raise
        said = "".join(filter(str.isprintable, usage(error)))  # it quotes what was typed
        asks = said.endswith(("?", "？"))
        say_error(worded("usage_asked", asked=said) if asks else worded("usage", said=said))
        raise typer.Exit(USAGE) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        if is_interruption(error):
            raise typer.Exit(INTERRUPTED) from None
        # The one place that sees everything: a person at a terminal gets a sentence, not a traceback.
        if os.environ.get("KEFU_DEBUG"):
            raise
        say_error(sentence(error))
        raise typer.Exit(code_of(error)) from None


def is_interruption(error: BaseException | None) -> bool:
    """Ctrl-C amid some code of Python and its libraries (the making of a class, orjson) comes as an error of theirs."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Imported late: asyncio is a tenth of the time that --help takes."""
    import asyncio

    return asyncio.run(work)


def say_error(text: str) -> None:
    sys.stderr.write(text.rstrip() + "\n")


def sentence(error: Exception) -> str:
    if isinstance(error, Translated):
        return error.told(language_of_the_terminal())
    if is_expected(error):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    # The text of an unforeseen error may hold anything, also a secret: only its name is shown.
    return worded("unforeseen", error=type(error).__name__)


def usage(error: TyperException) -> str:
    """Typer speaks English; what is mistyped most is told in the words of the terminal. Most classes are not public."""
    kind = type(error).__name__
    if isinstance(error, typer.BadParameter) and error.param is not None:
        name = error.param.get_error_hint().strip("'")
        if kind == "MissingParameter":
            return worded("missing_argument", name=name)
        return worded("wrong_value", name=name, why=wrong(error))
    if kind == "BadParameter":
        return worded("wrong_use", why=error.message.rstrip("."))
    if kind == "NoSuchOption":
        return worded("no_such_option", name=getattr(error, "option_name", ""), guess=possible(error))
    if kind == "BadOptionUsage":
        lacking = "value_missing" if "requires" in str(error) else "value_unwanted"
        return worded(lacking, name=getattr(error, "option_name", ""))
    # Without this method the text lacks the name of the option.
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    return str(text).rstrip(".")


def wrong(error: typer.BadParameter) -> str:
    """Why a value is: as our own check has said it, or as pydantic has, which reads numbers and choices for Typer."""
    found = error.__cause__
    if not isinstance(found, ValueError) or not hasattr(found, "errors"):
        return error.message.rstrip(".")
    detail = found.errors()[0]
    limits, value = detail.get("ctx", {}), detail["input"]
    choices = getattr(getattr(error.param, "type_descriptor", None), "choices", None)
    match detail["type"]:
        case "int_parsing" | "int_parsing_size":
            return worded("not_whole", value=value)
        case "greater_than_equal":
            return worded("too_small", least=limits["ge"])
        case "less_than_equal":
            return worded("too_large", most=limits["le"])
        case _ if choices:
            return worded("not_one_of", value=value, choices=", ".join(map(str, choices)), guess="")
    return error.message.rstrip(".")


def possible(error: TyperException) -> Said | str:
    options = getattr(error, "possibilities", None)
    return Said("possible_options", {"options": ", ".join(sorted(options))}) if options else ""


def is_expected(error: Exception) -> bool:
    """Errors whose text is written for the operator."""
    return isinstance(error, Stop) or bool(names(error) & NOT_NOW)


def code_of(error: Exception) -> int:
    if isinstance(error, Stop):
        return error.code
    is_for_now = isinstance(error, OSError) or names(error) & NOT_NOW
    return UNAVAILABLE if is_for_now and not names(error) & FOR_GOOD else PROBLEMS


def names(error: Exception) -> set[str]:
    """By name, so that showing an error imports no room that the command did not use."""
    return {kind.__name__ for kind in type(error).__mro__}


NOT_NOW = {"StorageError", "ChannelError", "NotReachable"}
FOR_GOOD = {"DatabaseTooNew", "PermissionError"}
"""Of these: to try again later does not help."""
