"""Commands that explain themselves, and answer what is mistyped, in the language of the terminal."""

import difflib
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from bots.cli.words import worded
from bots.words import Said

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class Command(TyperCommand):
    allow_extra_args = True  # and then refused in our words

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        extra: list[str] = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(worded("too_much", words=printable(" ".join(extra))))
        return extra


class Group(TyperGroup):
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.commands, n=1)
            guess = Said("guess", {"guess": near[0]}) if near else ""
            ctx.fail(worded("no_such_command", name=printable(name), guess=guess))
        return super().resolve_command(ctx, args)


class Commands(typer.Typer):
    """Several commands, as `kefu contacts` has them."""

    def __init__(self, *, cls: type[TyperGroup] = Group, **settings: Any) -> None:
        super().__init__(cls=cls, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[AnyFunction], AnyFunction]:
        return super().command(name, cls=Command, **settings)


def printable(text: str) -> str:
    return "".join(filter(str.isprintable, text))
