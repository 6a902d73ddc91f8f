"""`kefu contacts`: what is kept about one person, over all channels: found, exported and erased."""

import json
import os
import shlex
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop, finish
from bots.cli.commands import Commands
from bots.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DryRunOption,
    JsonOption,
    LimitOption,
    OverwriteOption,
    YesOption,
    basics_of,
    make_sure,
)
from bots.cli.replacing import for_nobody_else
from bots.cli.words import worded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bots.cli.door import Door
    from config.settings import Basics
    from storage.persons import Erasure, Person, Plan, Told, Who

app = Commands(help="What is kept about one person, over all channels: find, export, erase.", no_args_is_help=True)
LONGEST = 60
"""Characters of what was typed that are said again."""

TextArgument = Annotated[
    str, typer.Argument(metavar="TEXT", help="An account, a conversation's number, a name, or a proven order number.")
]
WhoArgument = Annotated[
    str, typer.Argument(metavar="WHO", help="telegram:1001, wechat:openid, slack:U1, or a conversation: 17.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write it.", show_default="kefu-contact-ID.zip")
]
NotesOption = Annotated[
    bool, typer.Option("--with-notes", help="Also what only staff may know: their notes, and what was posted to them.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Go on although something is under way; ends the conversation at the desk.")
]


@app.command()
def find(
    text: TextArgument, limit: LimitOption = 20, config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False
) -> None:
    """Find a person by anything you hold of them. Accounts are masked; say the conversation's number to the others.

    [bold]Example:[/bold] kefu contacts find 王小明
    """
    from bots.cli.contacts_shown import in_json, show

    basics = basics_of(config)
    found = finish(found_by(basics, text, limit))
    if not found:
        raise Stop(worded("nobody_known", text=text[:LONGEST]))
    if as_json:
        for person in found:
            typer.echo(json.dumps(in_json(person), ensure_ascii=False))
    else:
        show(found, ZoneInfo(basics.shop.timezone))


@app.command()
def export(
    who: WhoArgument,
    out: OutOption = None,
    with_notes: NotesOption = False,
    force: OverwriteOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write everything that is kept about a person as a zip: data.json, photographs, and a README.txt that explains it.

    It is always the whole person: every linked account on every channel.
    Staff are named as the desk names them. Their notes, and the posts that
    only they saw, are left out unless you say --with-notes.

    [bold]Example:[/bold] kefu contacts export telegram:1001 --out lin.zip
    """
    from bots.persons.keeper import PROOFS

    basics = basics_of(config)
    path, told = finish(exported(basics, config, meant(who), out, with_notes=with_notes, force=force))
    rows = sum(map(len, told.kinds.values()))
    typer.echo(worded("exported", rows=rows, photos=len(told.photos), file=path.name))
    if numbers := dict.fromkeys(str(row["number"]) for row in told.kinds[PROOFS]):
        typer.echo(worded("orders_more", command=f"kefu orders export {shlex.join(numbers)}"))


@app.command()
def erase(
    who: WhoArgument,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    force: ForceOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Erase everything that is kept about a person, on every linked account. It cannot be undone.

    Figures and the books of returns stay without the person. What kefu
    cannot erase is listed at the end. While a return is open, or staff have
    the conversation, it is refused unless you say --force.

    [bold]Example:[/bold] kefu contacts erase telegram:1001 --dry-run
    """
    from bots.cli.contacts_shown import tell_erasure, tell_json, tell_plan

    basics = basics_of(config)
    wanted = meant(who)
    plan = finish(planned(basics, wanted))
    if dry_run:
        tell_json(plan) if as_json else tell_plan(plan)
        return
    refuse(plan, force=force)
    if not as_json:
        tell_plan(plan)
    make_sure(worded("erase_for_good", contact=plan.person.contact_id), yes=yes)
    command = "kefu contacts erase" + (" --force" if force else "")
    erasure = finish(erased(basics, wanted, force=force, command=command))
    refuse(erasure.plan, force=force)
    tell_json(erasure.plan, erasure) if as_json else tell_erasure(erasure)


def meant(text: str) -> "Who":
    from storage.sqlite.persons.finding import who_of

    who = who_of(text.strip())
    if who is None:
        raise typer.BadParameter(worded("neither_account", text=text[:LONGEST]))
    return who


@asynccontextmanager
async def door_to(basics: "Basics", who: "Who") -> "AsyncIterator[Door]":
    """For what is asked about somebody. Raises Stop when nothing is kept about them."""
    from bots.cli.door import opened
    from storage.persons import Nobody

    async with opened(basics.database_path) as door:
        try:
            yield door
        except Nobody:
            raise Stop(nothing_kept(who)) from None


def nothing_kept(who: "Who") -> str:
    if isinstance(who, int):
        return worded("nothing_kept_of_conversation", number=who)
    return worded("nothing_kept", who=str(who)[:LONGEST])


async def found_by(basics: "Basics", text: str, limit: int) -> "list[Person]":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return list(await door.find(text, limit)) if text.strip() else []


async def exported(
    basics: "Basics", config: Path, who: "Who", out: Path | None, *, with_notes: bool, force: bool
) -> "tuple[Path, Told]":
    from bots.cli.contacts_zip import write
    from config.loading import peek

    language = str(peek(config, os.environ, "scripts", "default_language"))
    async with door_to(basics, who) as door:
        told = await door.told(who, with_notes=with_notes)
        path = out or Path(f"kefu-contact-{told.contact_id}.zip")
        with for_nobody_else(path, force=force) as file:
            await write(file, told, door.photo, ZoneInfo(basics.shop.timezone), basics.shop.name, language)
    return path, told


async def planned(basics: "Basics", who: "Who") -> "Plan":
    async with door_to(basics, who) as door:
        return await door.plan(who)


async def erased(basics: "Basics", who: "Who", *, force: bool, command: str) -> "Erasure[Plan]":
    async with door_to(basics, who) as door:
        return await door.erase(who, force=force, command=command)


def refuse(plan: "Plan", *, force: bool) -> None:
    from bots.cli.contacts_shown import joined_reasons

    if plan.under_way and not force:
        raise Stop(worded("not_erased", reasons=joined_reasons(plan.under_way)))
