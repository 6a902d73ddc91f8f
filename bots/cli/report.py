"""`kefu report`: how the desk does, in tables or as a page."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop, finish
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, OverwriteOption, basics_of, known_date
from bots.cli.replacing import replacing
from bots.cli.words import worded
from bots.words import Said
from storage.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bots.reports.counting import Choice
    from bots.reports.figures import Report
    from bots.reports.period import Period
    from bots.reports.wording import Wording
    from config.settings import Basics
    from handlers.desk.policy import DeskPolicy

LAST_DAYS = 30
MOST_DAYS = 3660
LISTED = 20
WIDE = 200
"""Characters of a line in a file."""


def known_channel(name: str) -> str:
    from config.rules import CHANNELS

    if name and name not in CHANNELS:
        raise typer.BadParameter(worded("not_one_of", value=name, choices=", ".join(CHANNELS), guess=""))
    return name


FromOption = Annotated[
    str,
    typer.Option(
        "--from", metavar="DATE", help="The first day, like 2026-11-01.", show_default="30 days", callback=known_date
    ),
]
ToOption = Annotated[
    str,
    typer.Option(
        "--to", metavar="DATE", help="The last day; it counts.", show_default="yesterday", callback=known_date
    ),
]
TeamOption = Annotated[str, typer.Option(metavar="TEAM", help="Only this team, by its key in desk.yaml.")]
ChannelOption = Annotated[
    str, typer.Option(metavar="CHANNEL", help="Only wechat, telegram or slack.", callback=known_channel)
]
AgentOption = Annotated[str, typer.Option(metavar="NAME", help="Only this agent, by name or account.")]
HtmlOption = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write a page with charts to this file.")
]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Everything as one JSON object, times in seconds.")]


@record(frozen=True, slots=True)
class Wanted:
    """As it was typed."""

    team: str
    channel: str
    agent: str


def report(
    from_: FromOption = "",
    to: ToOption = "",
    team: TeamOption = "",
    channel: ChannelOption = "",
    agent: AgentOption = "",
    html: HtmlOption = None,
    force: OverwriteOption = False,
    as_json: AsJsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show how the desk does: volume, containment, response times, promises, satisfaction, returns.

    Days are the shop's, and both ends count. Without --from and --to: the last
    30 days up to yesterday. No customer is named. It works beside a running
    kefu, and without one.

    [bold]Example:[/bold] kefu report --from 2026-11-01 --to 2026-11-30

    [bold]Example:[/bold] kefu report --from 2026-11-01 --to 2026-11-30 --html november.html
    """
    basics, language = basics_of(config), language_of(config)
    period = period_of(from_, to, ZoneInfo(basics.shop.timezone))
    policy = desk_policy(config, language)
    names, choice, found = finish(collect(basics, period, policy, language, Wanted(team, channel, agent)))
    if as_json:
        from bots.reports.for_programs import in_json

        typer.echo(in_json(found, period, choice, names))
        return
    wording = wording_of(config, language, names, policy)
    if html is not None:
        write_page(html, found, period, choice, basics.shop.name, wording, force=force)
        return
    show(found, period, choice, basics.shop.name, wording)


def period_of(first: str, last: str, zone: ZoneInfo, today: date | None = None) -> "Period":
    from bots.reports.period import Period

    now = today or datetime.now(zone).date()
    ends = date.fromisoformat(last) if last else now - timedelta(days=1)
    if not last and first and date.fromisoformat(first) > ends:
        ends = now
    begins = date.fromisoformat(first) if first else ends - timedelta(days=LAST_DAYS - 1)
    if ends < begins:
        raise typer.BadParameter(worded("to_before_from"))
    if (ends - begins).days >= MOST_DAYS:
        raise typer.BadParameter(worded("too_many_days", most=MOST_DAYS))
    return Period(begins, ends, zone)


async def collect(
    basics: "Basics", period: "Period", policy: "DeskPolicy", language: str, wanted: Wanted
) -> "tuple[Mapping[str, str], Choice, Report]":
    """What agents are called, what was chosen, and what is known of it."""
    from bots.cli.door import opened
    from bots.reports.collecting import collected
    from bots.reports.counting import Choice

    async with opened(basics.database_path) as door:
        names = called(await door.names(), policy, language)
        choice = Choice(team=wanted.team, channel=wanted.channel, agent=account_of(wanted.agent, names))
        found, seen = await collected(door, period, choice)
    known = {*policy.teams, *filter(None, seen)}
    if wanted.team and wanted.team not in known:
        raise Stop(worded("no_such_team", name=wanted.team, others=others(known)))
    return names, choice, found


def account_of(asked: str, names: "Mapping[str, str]") -> str:
    if not asked:
        return ""
    wanted = asked.casefold()
    found = [account for account, name in names.items() if wanted in (account.casefold(), name.casefold())]
    if len(found) > 1:
        raise Stop(worded("several_agents", name=asked, accounts=", ".join(sorted(found))))
    if not found and ":" not in asked:
        raise Stop(worded("no_such_agent", name=asked, others=others(names.values())))
    return found[0] if found else asked


def others(known: "Iterable[str]") -> Said:
    shown = sorted(known)[:LISTED]
    return Said("those_there_are", {"names": ", ".join(shown)}) if shown else Said("and_no_other")


def called(names: "Mapping[str, str]", policy: "DeskPolicy", language: str) -> "Mapping[str, str]":
    """As their platform calls them, else as desk.yaml does; without what moves the cursor of a terminal."""
    from handlers.desk.people import as_described

    described = {account: as_described(policy, account, language) for account in policy.agents}
    shown = {account: "".join(filter(str.isprintable, name)) for account, name in (described | dict(names)).items()}
    return {account: name for account, name in shown.items() if name}


def desk_policy(config: Path, language: str) -> "DeskPolicy":
    """What desk.yaml says of teams and agents; `kefu check` tells what is wrong with it."""
    from config.loading import peek
    from handlers.desk.policy import DEFAULT_POLICY
    from handlers.desk.policy_file import checked_desk
    from handlers.fields.file import Reader

    path = config.parent / str(peek(config, os.environ, "desk", "policy"))
    reader = Reader(languages=[language], default_language=language)
    return checked_desk(path, reader).rules if path.exists() else DEFAULT_POLICY


def language_of(config: Path) -> str:
    from config.loading import peek

    return str(peek(config, os.environ, "scripts", "default_language"))


def wording_of(config: Path, language: str, names: "Mapping[str, str]", policy: "DeskPolicy") -> "Wording":
    """Raises Broken when the scripts cannot be used."""
    from bots.reports.wording import Wording
    from config.loading import peek
    from handlers.catalogue import DECLARATIONS
    from handlers.fields.words import words_in
    from handlers.scripts.loading import fresh
    from handlers.scripts.ours import OUR_SCRIPTS

    folder = config.parent / str(peek(config, os.environ, "scripts", "path"))
    library = fresh(folder, DECLARATIONS, default_language=language, bearing=True, brought=OUR_SCRIPTS).loaded
    teams = {key: words_in(team.name, language, language) for key, team in policy.teams.items()}
    return Wording(library=library, language=language, agents=names, teams=teams)


def show(found: "Report", period: "Period", choice: "Choice", shop: str, wording: "Wording") -> None:
    from rich.console import Console

    from bots.reports import terminal
    from bots.reports.telling import told

    console = Console()
    terminal.show(told(found, period, choice, shop, wording), console if console.is_terminal else Console(width=WIDE))


def write_page(
    html: Path, found: "Report", period: "Period", choice: "Choice", shop: str, wording: "Wording", *, force: bool
) -> None:
    from bots.reports.page import page
    from bots.reports.telling import told

    with replacing(html, force=force) as out:
        out.write(page(told(found, period, choice, shop, wording), found, wording).encode())
    typer.echo(worded("page_written", file=html.name))
