"""`kefu check`: everything that is wrong, before a customer finds it."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.boundary import PROBLEMS, say_error
from bots.cli.language import language_of_the_terminal
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, renamed, warn
from bots.cli.words import worded
from bots.words import Said

if TYPE_CHECKING:
    from config.settings import Settings
    from handlers.fields.file import Reader
    from handlers.scripts.problem import Problem

ScriptsOption = Annotated[
    Path | None, typer.Option("--scripts", metavar="FOLDER", help="Check only the scripts of this folder, no settings.")
]


def check(config: ConfigOption = DEFAULT_CONFIG, scripts: ScriptsOption = None) -> None:
    """Check settings, scripts, returns, hours, surveys and the desk: all problems at once, each with file and line.

    [bold]Example:[/bold] kefu check

    [bold]Example:[/bold] kefu check --scripts scripts
    """
    if scripts is not None:
        found = script_problems(scripts, "zh-CN")
    else:
        settings, found = settings_problems(config)
        folder, language = place_of_scripts(settings, config)
        found += script_problems(folder, language)
        warn_of_no_menu(settings, folder, language)
        found += policy_problems(settings, config, folder, language)
        found += desk_problems(settings, config, folder, language)
        found += hours_problems(settings, config, folder, language)
        found += survey_problems(settings, config, folder, language)
        if settings and not found:
            typer.echo(summary(settings))
    report(found)


def settings_problems(config: Path) -> tuple["Settings | None", list[str]]:
    from config.loading import load
    from config.problems import BadSettings

    if found := renamed(config):
        return None, found
    try:
        return load(config, os.environ, caution=warn), []
    except BadSettings as error:
        return None, [problem.told(language_of_the_terminal()) for problem in error.problems]


def place_of_scripts(settings: "Settings | None", config: Path) -> tuple[Path, str]:
    """With settings that cannot be read: where scripts usually are, so that both are checked in one go."""
    if settings is None:
        return config.parent / "scripts", "zh-CN"
    return settings.scripts.path, settings.scripts.default_language


def script_problems(folder: Path, default_language: str) -> list[str]:
    from handlers.catalogue import DECLARATIONS
    from handlers.scripts.check import check as check_scripts
    from handlers.scripts.problem import nearby

    return errors_of(
        check_scripts(
            nearby(folder), DECLARATIONS, default_language=default_language, language=language_of_the_terminal()
        )
    )


def warn_of_no_menu(settings: "Settings | None", scripts: Path, language: str) -> None:
    """An admin may have deleted all of it; or the shop's scripts are older than it is."""
    from handlers.wechat_menu import SCRIPTS

    if settings and settings.wechat and settings.wechat.menu and scripts_in(scripts / language).isdisjoint(SCRIPTS):
        files = ", ".join(f"{script}.yaml" for script in SCRIPTS)
        say_error(worded("warning", said=worded("no_menu", folder=scripts / language, files=files)))


def policy_problems(settings: "Settings | None", config: Path, scripts: Path, default_language: str) -> list[str]:
    """None of a file that never was there: then the built-in policy is in force."""
    from handlers.returns.policy_file import checked_policy
    from handlers.scripts.problem import nearby

    path = config.parent / "returns.yaml" if settings is None else settings.returns.policy
    if not path.exists():
        return missed("returns", path, settings)
    languages = [default_language, *languages_in(scripts)]
    language = language_of_the_terminal()
    return errors_of(
        checked_policy(nearby(path), languages, default_language=default_language, language=language).problems
    )


def desk_problems(settings: "Settings | None", config: Path, scripts: Path, default_language: str) -> list[str]:
    from bots.app import values
    from handlers.desk.around import NOTHING
    from handlers.desk.policy_file import checked_desk
    from handlers.scripts.problem import nearby

    path = settings.desk.policy if settings and settings.desk else config.parent / "desk.yaml"
    if not path.exists():
        return missed("desk", path, settings) or teams_without_a_file(settings, path)
    reader = reader_of(scripts, default_language)
    around = values.around(settings, scripts_in(scripts)) if settings else NOTHING
    return errors_of(checked_desk(nearby(path), reader, around).problems)


def hours_problems(settings: "Settings | None", config: Path, scripts: Path, default_language: str) -> list[str]:
    """None of a file that never was there: then the shop is always open."""
    from handlers.hours.policy_file import checked_hours
    from handlers.scripts.problem import nearby

    path = settings.hours.policy if settings else config.parent / "hours.yaml"
    if not path.exists():
        return missed("hours", path, settings)
    reader = reader_of(scripts, default_language)
    channel = settings.desk.channel if settings and settings.desk else ""
    return errors_of(checked_hours(nearby(path), reader, teams_of(settings, reader), channel).problems)


def survey_problems(settings: "Settings | None", config: Path, scripts: Path, default_language: str) -> list[str]:
    """None of a file that never was there: then nobody is asked."""
    from handlers.scripts.problem import nearby
    from handlers.surveys.policy_file import checked_surveys

    path = settings.surveys.policy if settings else config.parent / "surveys.yaml"
    if not path.exists():
        return missed("surveys", path, settings)
    reader = reader_of(scripts, default_language)
    return errors_of(checked_surveys(nearby(path), reader, teams_of(settings, reader)).problems)


def missed(name: str, path: Path, settings: "Settings | None") -> list[str]:
    """A file that has another name, or was there once by what is kept beside the database."""
    from handlers.fields import shelf
    from handlers.scripts.last_good import folder_beside
    from storage.records import replace

    if (found := renamed(path)) or settings is None:
        return found
    gone = shelf.missed(name, path, folder_beside(settings.database_path))
    language = language_of_the_terminal()
    return errors_of([replace(problem, language=language) for problem in gone])


def reader_of(scripts: Path, default_language: str) -> "Reader":
    from handlers.fields.file import Reader

    return Reader(
        languages=[default_language, *languages_in(scripts)],
        default_language=default_language,
        language=language_of_the_terminal(),
    )


def teams_of(settings: "Settings | None", reader: "Reader") -> Collection[str]:
    """Of desk.yaml; none where it is not there, or says nothing that can be used."""
    from handlers.desk.policy_file import checked_desk

    path = settings.desk.policy if settings and settings.desk else None
    return checked_desk(path, reader).rules.teams if path and path.exists() else ()


def teams_without_a_file(settings: "Settings | None", path: Path) -> list[str]:
    """The chats of kefu.yaml, for teams that nothing describes."""
    teams = settings.desk.teams if settings and settings.desk else {}
    return [worded("no_teams", team=team, path=path) for team in teams]


def scripts_in(scripts: Path) -> frozenset[str]:
    return frozenset(path.stem for path in scripts.rglob("*.yaml"))


def languages_in(scripts: Path) -> list[str]:
    """Ours where there is no folder: that is told once, and not again of all that the rules say in a language."""
    from handlers.scripts import check
    from handlers.scripts.ours import LANGUAGES

    return check.languages_in(scripts) if scripts.is_dir() else list(LANGUAGES)


def errors_of(problems: Sequence["Problem"]) -> list[str]:
    """Errors as text; warnings are only said."""
    for problem in problems:
        if problem.severity == "warning":
            say_error(worded("warning", said=problem))
    return [str(problem) for problem in problems if problem.severity == "error"]


def report(problems: list[str]) -> None:
    for problem in problems:
        say_error(problem)
    if problems:
        say_error(worded("problem" if len(problems) == 1 else "problems", count=len(problems)))
        raise typer.Exit(PROBLEMS)
    typer.echo(worded("no_problems"))


def summary(settings: "Settings") -> str:
    channels = [name for name in ("telegram", "slack", "wechat", "wecom") if getattr(settings, name)]
    languages = ", ".join(languages_in(settings.scripts.path))
    return "\n".join(
        [
            worded("of_channels", channels=", ".join(channels)),
            worded("of_desk", desk=place_of_desk(settings)),
            worded("of_teams", rules=rules_of_desk(settings)),
            worded("of_scripts", languages=languages, default=settings.scripts.default_language),
            worded("of_returns", rules=rules_of_returns(settings)),
            worded("of_hours", rules=in_force(settings.hours.policy, "always_open")),
            worded("of_surveys", rules=in_force(settings.surveys.policy, "nobody_asked")),
            worded("of_database", path=settings.database_path),
        ]
    )


def place_of_desk(settings: "Settings") -> Said:
    if settings.desk is None:
        return Said("no_desk")
    return Said("desk_at", {"chat": settings.desk.chat, "channel": settings.desk.channel})


def rules_of_returns(settings: "Settings") -> Said | str:
    return in_force(settings.returns.policy, "seven_days") if settings.desk else Said("no_desk_to_decide")


def rules_of_desk(settings: "Settings") -> Said | str:
    return in_force(settings.desk.policy, "one_team") if settings.desk else Said("no_desk_no_teams")


def in_force(policy: Path, otherwise: str) -> Said | str:
    """The file of the rules, or the sentence that says what holds without it."""
    return str(policy) if policy.exists() else Said(otherwise, {"policy": policy})
