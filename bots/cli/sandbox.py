"""`kefu sandbox`: the whole product on this machine, without any account."""

import os
import sys
import webbrowser
from enum import StrEnum
from typing import Annotated

import typer

from bots.cli.boundary import UNAVAILABLE, Stop, finish
from bots.cli.language import language_of_the_terminal
from bots.cli.options import DEFAULT_CONFIG, ConfigOption
from bots.cli.words import worded
from bots.sandbox import DOOR_PORT


class Desk(StrEnum):
    TELEGRAM = "telegram"
    SLACK = "slack"
    WECOM = "wecom"


class Seat(StrEnum):
    WECHAT = "wechat"
    TELEGRAM = "telegram"
    SLACK = "slack"
    DESK = "desk"


DeskOption = Annotated[Desk, typer.Option(help="Whose group chat is the staff's.")]
ChatOption = Annotated[
    Seat | None, typer.Option(help="Sit here, in the sandbox that another terminal runs.", show_default=False)
]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Where browsers and terminals find the sandbox.")]
BrowserOption = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page, where there is a display.")]


def sandbox(
    config: ConfigOption = DEFAULT_CONFIG,
    desk: DeskOption = Desk.TELEGRAM,
    chat: ChatOption = None,
    port: PortOption = DOOR_PORT,
    browser: BrowserOption = True,
) -> None:
    """Run everything on this machine: stand-ins for the platforms, sample orders, a page in the browser, a chat here.

    The settings and scripts of this folder are used if there are some; no platform is called.

    [bold]Example:[/bold] kefu sandbox

    [bold]Example:[/bold] kefu sandbox --chat desk   [dim](in a second terminal)[/dim]
    """
    if chat:
        finish(join(chat, port))
        return
    from bots.app import process
    from bots.sandbox.serving import serve

    browse = webbrowser.open if browser and has_display() else None
    chats, language = sys.stdin.isatty(), language_of_the_terminal()
    process.run(serve(config, desk.value, port, chats=chats, browse=browse, language=language))


def has_display() -> bool:
    """Whether somebody sits at this terminal and sees windows: not so in a pipe or in CI."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


async def join(seat: Seat, port: int) -> None:
    import aiohttp

    from bots.sandbox import terminal
    from bots.sandbox.door import door_at

    try:
        await terminal.chat(door_at(port), seat, language_of_the_terminal())
    except aiohttp.ClientError:
        raise Stop(worded("no_sandbox", port=port), UNAVAILABLE) from None
    except terminal.Gone:
        raise Stop(worded("sandbox_stopped", port=port), UNAVAILABLE) from None
