"""`kefu contacts`: what is kept about one person, over all channels: found, exported and erased."""

import json
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop, finish
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, LimitOption, basics_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import tzinfo

    from bots.cli.door import Door
    from config.settings import Basics
    from storage.persons import Outcome, Person, Plan, Told, Who

app = typer.Typer(help="What is kept about one person, over all channels: find, export, erase.", no_args_is_help=True)
NEITHER = "is neither an account (telegram:1001) nor a conversation ('#17', or just 17)"
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
OverwriteOption = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
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
    basics = basics_of(config)
    found = finish(found_by(basics, text, limit))
    if not found:
        raise Stop(f"nobody is known by {text[:LONGEST]!r}")
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
    basics = basics_of(config)
    path, told = finish(exported(basics, config, meant(who), out, with_notes=with_notes, force=force))
    rows = sum(map(len, told.kinds.values()))
    typer.echo(f"Wrote {rows} entries and {len(told.photos)} photographs to {path.name}.")


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
    basics = basics_of(config)
    wanted = meant(who)
    plan = finish(planned(basics, wanted))
    if dry_run:
        tell_json(plan) if as_json else tell_plan(plan)
        return
    refuse(plan, force=force)
    if not as_json:
        tell_plan(plan)
    if not (yes or typer.confirm(f"Erase contact {plan.person.contact_id} for good?")):
        raise Stop("nothing was erased")
    command = "kefu contacts erase" + (" --force" if force else "")
    outcome = finish(erased(basics, wanted, force=force, command=command))
    refuse(outcome.plan, force=force)
    tell_json(outcome.plan, outcome) if as_json else tell_outcome(outcome)


def meant(text: str) -> "Who":
    from storage.sqlite.persons.finding import who_of

    who = who_of(text.strip())
    if who is None:
        raise typer.BadParameter(f"{text[:LONGEST]!r} {NEITHER}; `kefu contacts find` finds people by name")
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
            said = f"conversation #{who}" if isinstance(who, int) else str(who)
            raise Stop(
                f"nothing is kept about {said[:LONGEST]}; `kefu contacts find` looks for names and orders too"
            ) from None


async def found_by(basics: "Basics", text: str, limit: int) -> "list[Person]":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return list(await door.find(text, limit)) if text.strip() else []


async def exported(
    basics: "Basics", config: Path, who: "Who", out: Path | None, *, with_notes: bool, force: bool
) -> "tuple[Path, Told]":
    from bots.cli.contacts_zip import write
    from bots.cli.returns import replacing
    from config.loading import peek

    language = str(peek(config, os.environ, "scripts", "default_language"))
    async with door_to(basics, who) as door:
        told = await door.told(who, with_notes=with_notes)
        path = out or Path(f"kefu-contact-{told.contact_id}.zip")
        with replacing(path, force=force) as file:
            os.fchmod(file.fileno(), 0o600)  # whatever the umask: nobody else reads it
            await write(file, told, door.photo, ZoneInfo(basics.shop.timezone), basics.shop.name, language)
    return path, told


async def planned(basics: "Basics", who: "Who") -> "Plan":
    async with door_to(basics, who) as door:
        return await door.plan(who)


async def erased(basics: "Basics", who: "Who", *, force: bool, command: str) -> "Outcome":
    async with door_to(basics, who) as door:
        return await door.erase(who, force=force, command=command)


def refuse(plan: "Plan", *, force: bool) -> None:
    if plan.under_way and not force:
        reasons = "; ".join(reasons_of(plan))
        raise Stop(f"not erased, because {reasons}. Finish that first, or say --force")


def reasons_of(plan: "Plan") -> "Iterator[str]":
    for each in plan.under_way:
        match each.what:
            case "return":
                yield f"return {each.number} is {each.status}: goods or money may be owed"
            case "desk":
                yield f"staff have conversation #{each.number} ({each.status})"
            case _:
                yield f"the shop's order system has not been told of {each.number} yet"


def by_hand(plan: "Plan", outcome: "Outcome | None" = None) -> "Iterator[str]":
    """What kefu cannot erase, and what to do about it."""
    accounts = plan.person.accounts
    channels = ", ".join(sorted({account.identity.channel for account in accounts}))
    yield f"the chats themselves ({channels}): both sides keep what was sent; delete the chat in the app where you can"
    for account in accounts:
        if account.threads:
            yield f"the desk: delete the topic or thread of conversation #{account.conversation_id}"
        else:
            yield f"the desk: delete what was posted about conversation #{account.conversation_id}, if anything was"
    yield "backups of the database and of the folder photos: they end with your own retention"
    yield "orders, in the shop's own system and as imported from it: they are the shop's book, and are erased there"
    yield "logs hold no names and no words; exports made earlier lie where you put them"
    for each in plan.under_way:
        if each.what == "return":
            yield f"return {each.number} stays in the books as {each.status}: settle it by hand, by its order number"
    if outcome and outcome.trouble:
        yield f"photographs, should any be left, go with the nightly sweep, because {outcome.trouble}"
    if outcome and not outcome.rewritten:
        yield "what SQLite left when it moved rows: stop kefu some time and write its file anew (sqlite3 FILE VACUUM)"


def tell_plan(plan: "Plan") -> None:
    typer.echo(f"Contact {plan.person.contact_id}: {accounts_of(plan.person)}")
    show_counts(plan)
    for reason in reasons_of(plan):
        typer.echo(f"Under way: {reason}.")


def tell_outcome(outcome: "Outcome") -> None:
    done = outcome.erased
    if done is None:
        return
    typer.echo(f"Erased. Receipt {done.receipt}: {sum(done.counts.values())} rows, {len(done.photos)} photographs.")
    typer.echo("kefu cannot erase, so please see to it by hand:")
    for line in by_hand(outcome.plan, outcome):
        typer.echo(f"  - {line}")


def tell_json(plan: "Plan", outcome: "Outcome | None" = None) -> None:
    done = outcome.erased if outcome else None
    typer.echo(
        json.dumps(
            {
                **in_json(plan.person),
                "counts": plan.counts if done is None else done.counts,
                "under_way": list(reasons_of(plan)),
                "receipt": done.receipt if done else None,
                "by_hand": list(by_hand(plan, outcome)),
            },
            ensure_ascii=False,
        )
    )


def in_json(person: "Person") -> dict[str, object]:
    from bots.cli.outbox import masked

    return {
        "contact": person.contact_id,
        "accounts": [
            {
                "channel": account.identity.channel,
                "account": masked(account.identity.account_id),
                "conversation": account.conversation_id,
                "name": account.name,
                "status": account.status.value,
            }
            for account in person.accounts
        ],
    }


def accounts_of(person: "Person") -> str:
    from bots.cli.outbox import masked

    return ", ".join(
        f"{account.identity.channel} {masked(account.identity.account_id)} (#{account.conversation_id})"
        for account in person.accounts
    )


def show(found: "list[Person]", zone: "tzinfo") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bots.cli.outbox import masked
    from bots.cli.returns import when

    table = Table("contact", "who", "channel", "account", "name", "status", "last wrote", box=None)
    for person in found:
        for account in person.accounts:
            cells = (
                *(str(person.contact_id), f"#{account.conversation_id}", account.identity.channel),
                *(masked(account.identity.account_id), account.name, account.status.value),
                when(account.last_message_at, zone),
            )
            table.add_row(*map(Text, cells))
    Console().print(table)


def show_counts(plan: "Plan") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from storage.sqlite.persons.tables import TABLES

    table = Table("what", "rows", "becomes", "", box=None)
    for name, count in plan.counts.items():
        fate = "stays, without the person" if TABLES[name].unnamed else "deleted"
        table.add_row(*map(Text, (name, str(count), fate, TABLES[name].why)))
    Console().print(table)
