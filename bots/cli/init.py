"""`kefu init`: settings and scripts to start from."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

import config as config_room
from bots.cli.boundary import Stop
from bots.cli.options import DEFAULT_CONFIG, ConfigOption
from bots.cli.replacing import replacing
from bots.cli.words import worded
from bots.words import Said
from handlers.scripts.ours import LANGUAGES, OUR_SCRIPTS

SAMPLES = Path(config_room.__file__).parent
SCRIPT_SCHEMA = b"schemas/script.schema.json"


def known_language(language: str) -> str:
    if language not in LANGUAGES:
        raise typer.BadParameter(worded("not_one_of", value=language, choices=", ".join(LANGUAGES), guess=""))
    return language


LanguageOption = Annotated[
    str, typer.Option(help="For customers whose language is unknown: zh-CN, zh-TW or en.", callback=known_language)
]
MissingOption = Annotated[
    bool, typer.Option("--missing", help="After an upgrade: only add to your scripts what they do not say yet.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


def init(
    config: ConfigOption = DEFAULT_CONFIG,
    language: LanguageOption = "zh-CN",
    force: ForceOption = False,
    missing: MissingOption = False,
) -> None:
    """Write kefu.yaml, returns.yaml, hours.yaml, surveys.yaml and desk.yaml, commented, and a copy of the scripts here.

    Nothing that is there is overwritten, unless you say --force.

    [bold]Example:[/bold] kefu init --language en

    [bold]After an upgrade:[/bold] kefu init --missing, then kefu check
    """
    if missing:
        add_missing(config)
        return
    settings = dict(settings_from(config, language))
    scripts = dict(words(config.parent / "scripts"))
    copies = settings | scripts
    refuse_overwriting([path for path in copies if path.exists()], force=force)
    for path, data in copies.items():
        write(path, data)
    write_schemas(config.parent, "scripts")
    # Secrets may be written into it: nobody else needs to read it.
    config.chmod(0o600)
    typer.echo(worded("started_with", files=", ".join(path.name for path in settings), count=len(scripts)))
    typer.echo(worded("next_steps", config=config.name))


def add_missing(config: Path) -> None:
    """One file after the other: a running kefu takes them once all of them check."""
    from config.loading import peek
    from handlers.catalogue import DECLARATIONS
    from handlers.scripts.adding import additions

    path = str(peek(config, os.environ, "scripts", "path"))
    folder = config.parent / path
    if not folder.is_dir():
        raise Stop(worded("no_scripts", folder=folder))
    write_schemas(config.parent, path)
    added = list(additions(folder, OUR_SCRIPTS, DECLARATIONS))
    for addition in added:
        with replacing(addition.path, force=True) as file:
            file.write(addition.text.encode())
        typer.echo(f"{addition.path}: {', '.join(addition.lines) or worded('new_script')}")
    typer.echo(worded("check_the_rest" if added else "nothing_lacking"))


def settings_from(config: Path, language: str) -> Iterator[tuple[Path, bytes]]:
    from bots.cli.schemas import RULES

    sample = (SAMPLES / "kefu.sample.yaml").read_text("utf-8")
    yield config, sample.replace("default_language: zh-CN", f"default_language: {language}").encode()
    for rules in RULES:
        yield config.parent / f"{rules}.yaml", (SAMPLES / f"{rules}.sample.yaml").read_bytes()


def words(target: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(OUR_SCRIPTS.rglob("*.yaml")):
        yield target / path.relative_to(OUR_SCRIPTS), path.read_bytes()


def refuse_overwriting(there: list[Path], *, force: bool) -> None:
    if there and not force:
        more = Said("and_more", {"count": len(there) - 1}) if len(there) > 1 else ""
        raise Stop(worded("there_already", file=there[0], more=more))


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_schemas(shop: Path, scripts: str) -> None:
    """And what an editor has to know to use them. `scripts`: the folder of these, from the shop's."""
    from bots.cli.schemas import for_the_editor, schemas

    for path, data in schemas(shop):  # kefu's own: nobody edits them
        write(path, data)
    for path, data in for_the_editor(shop, scripts):
        write_new(path, data)


def write_new(path: Path, data: bytes) -> None:
    """Whoever has set up their editor keeps it so, comments and all, and is told what it does not know yet."""
    if not path.exists():
        write(path, data)
    elif SCRIPT_SCHEMA not in path.read_bytes() and SCRIPT_SCHEMA in data:
        typer.echo(worded("editor_lacks", path=path))
        typer.echo(data.decode(), nl=False)
