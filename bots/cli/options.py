"""Options that several commands share."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bots.cli.boundary import Stop, say_error
from bots.cli.language import language_of_the_terminal
from bots.cli.words import worded

if TYPE_CHECKING:
    from config.problems import Problem
    from config.settings import Basics, Settings

AnyBasics = TypeVar("AnyBasics", bound="Basics")

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", metavar="FILE", help="The settings.", envvar=None, show_default="./kefu.yaml")
]
DEFAULT_CONFIG = Path("kefu.yaml")
LimitOption = Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, the newest.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
OverwriteOption = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def known_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise typer.BadParameter(worded("not_a_date", text=text)) from None


def settings_of(config: Path) -> "Settings":
    """Raises BadSettings. Says what is allowed but unwise."""
    from config.loading import load

    stop_if_renamed(config)
    return load(config, os.environ, caution=warn)


def warn(problem: "Problem") -> None:
    say_error(worded("warning", said=problem.told(language_of_the_terminal())))


def basics_of(config: Path) -> "Basics":
    """For what talks to no platform. Raises BadSettings."""
    from config.settings import Basics

    return part_of(Basics, config)


def part_of(part: "type[AnyBasics]", config: Path) -> "AnyBasics":
    """Raises BadSettings."""
    from config.loading import load_part

    stop_if_renamed(config)
    return load_part(part, config, os.environ)


def stop_if_renamed(config: Path) -> None:
    if found := renamed(config):
        raise Stop("\n".join(found))


def renamed(path: Path) -> list[str]:
    """Of a file that is not there: those beside it that are meant to be it, as a kefu.yaml.txt of Notepad."""
    if path.exists():
        return []
    from handlers.fields import shelf
    from handlers.scripts.problem import nearby
    from storage.records import replace

    language = language_of_the_terminal()
    return [str(replace(problem, language=language)) for problem in shelf.renamed(nearby(path))]


def make_sure(question: str, *, yes: bool) -> None:
    """Before something is erased. `yes`: nobody is asked. Raises Stop when the answer is no."""
    if not (yes or typer.confirm(question)):
        raise Stop(worded("nothing_erased"))
