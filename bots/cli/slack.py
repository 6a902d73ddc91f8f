"""`kefu slack manifest`: the Slack app as one thing to paste."""

import json
import os
from typing import Annotated, Literal

import typer

from bots.cli.boundary import Stop
from bots.cli.commands import Commands
from bots.cli.options import DEFAULT_CONFIG, ConfigOption
from bots.cli.words import worded

app = Commands(help="Setting up Slack.", no_args_is_help=True)

ModeOption = Annotated[
    Literal["http", "socket"] | None,
    typer.Option(help="How Slack reaches kefu.", show_default="slack.mode of kefu.yaml"),
]
UrlOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="HTTP mode: https://...", show_default="server.public_url of kefu.yaml"),
]


@app.callback()
def slack() -> None:
    """Setting up Slack."""


@app.command()
def manifest(config: ConfigOption = DEFAULT_CONFIG, mode: ModeOption = None, url: UrlOption = None) -> None:
    """Print the app manifest, to paste at api.slack.com/apps: Create New App, From a manifest.

    It comes before the tokens do, so kefu.yaml need not be complete, nor be there.

    [bold]Example:[/bold] kefu slack manifest --mode http --url https://kefu.example.com
    """
    from bots.slack.manifest import manifest as manifest_of
    from config.loading import peek

    mode_used = mode or peek(config, os.environ, "slack", "mode")
    public_url = url or peek(config, os.environ, "server", "public_url")
    if mode_used == "http" and not public_url:
        raise Stop(worded("no_address"))
    document = manifest_of(str(public_url) if public_url else None, socket=mode_used == "socket")
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
