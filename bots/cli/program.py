"""The command with all its commands."""

from typing import Annotated

import typer

from bots.cli import (
    backup,
    bought,
    campaigns,
    check,
    contacts,
    init,
    orders,
    outbox,
    report,
    returns,
    run,
    sandbox,
    slack,
    streams,
)
from bots.cli.boundary import EXIT_CODES, Boundary
from bots.cli.commands import Commands

app = Commands(
    cls=Boundary,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)


def show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kefu {version('kefu')}")
        raise typer.Exit


@app.callback()
def kefu(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """One service desk behind WeChat, Telegram and Slack.

    [bold]See it work:[/bold] kefu sandbox

    [bold]Set it up:[/bold] kefu init, edit kefu.yaml, kefu check, kefu run
    """


app.command()(init.init)
app.command()(run.run)
app.command()(sandbox.sandbox)
app.command()(check.check)
app.command()(report.report)
app.command()(campaigns.campaigns)
app.command()(backup.backup)
app.add_typer(contacts.app, name="contacts")
orders.app.command()(bought.export)
orders.app.command()(bought.erase)
app.add_typer(orders.app, name="orders")
app.add_typer(outbox.app, name="outbox")
app.add_typer(returns.app, name="returns")
app.add_typer(slack.app, name="slack")


def main() -> None:
    streams.take()
    app(prog_name="kefu")
