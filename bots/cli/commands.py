"""Commands that explain themselves, and answer what is mistyped, in the language of the terminal."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from bots.cli.language import language_of_the_terminal
from bots.cli.words import worded
from bots.words import Said
from storage.sentences import table

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class Command(TyperCommand):
    allow_extra_args = True  # and then refused in our words

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        extra: list[str] = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(worded("too_much", words=" ".join(extra)))
        return extra

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        show_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        translate(self, ctx)
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(name, self.commands, n=1)
            guess = Said("guess", {"guess": near[0]}) if near else ""
            ctx.fail(worded("no_such_command", name=name, guess=guess))
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        show_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        translate(self, ctx)
        super().format_help(ctx, formatter)


class Commands(typer.Typer):
    """Several commands, as `kefu contacts` has them."""

    def __init__(self, *, cls: type[TyperGroup] = Group, **settings: Any) -> None:
        super().__init__(cls=cls, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[AnyFunction], AnyFunction]:
        return super().command(name, cls=Command, **settings)


def show_usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=worded("help_usage"))


def translate(command: TyperCommand | TyperGroup, ctx: Any) -> None:
    """Right before the help is shown: whoever does not ask for it loads none of its words."""
    name_panels()
    language = language_of_the_terminal()
    if language == "en":
        return
    told, path = table("bots.cli.help", language), path_of(ctx)
    command.help = told[path]
    command.epilog = command.epilog and told["epilog"]
    for name, each in getattr(command, "commands", {}).items():
        each.help = told[f"{path} {name}".strip()]
    for param in command.get_params(ctx):
        translate_parameter(param, path, told)


def translate_parameter(param: Any, path: str, told: Mapping[str, str]) -> None:
    name = max(param.opts, key=len)
    of_this_command = f"{path} {name}"
    param.help = told.get(of_this_command) or told[name]
    param.show_default = told.get(f"{of_this_command} default", param.show_default)


def name_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = worded("help_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = worded("help_options")
    rich_utils.COMMANDS_PANEL_TITLE = worded("help_commands")
    rich_utils.DEFAULT_STRING = worded("help_default")
    rich_utils.REQUIRED_LONG_STRING = worded("help_required")


def path_of(ctx: Any) -> str:
    """`orders import`; "" of kefu itself."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, ctx.info_name)
        ctx = ctx.parent
    return " ".join(names)
