"""`kefu backup`: everything that was said and kept, as a folder of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.boundary import UNAVAILABLE, Stop, finish, say_error
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, basics_of
from bots.cli.replacing import is_about, unwritten
from bots.cli.words import worded

if TYPE_CHECKING:
    from storage.photo_files import PhotoFiles

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="A new one. Best on another disk.")]


def backup(folder: FolderArgument, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Copy the database and the photographs into a new folder, while kefu runs or not.

    The copy is read through before it counts. To go back to it: stop
    kefu, put its files where they were, start kefu. kefu.yaml and the
    scripts are yours to keep.

    [bold]Example:[/bold] kefu backup /mnt/backups/kefu-2026-11-22
    """
    from storage.photo_files import PhotoFiles, folder_beside

    path = basics_of(config).database_path
    if not path.exists():
        raise Stop(worded("no_database", path=path))
    with whole(folder) as part:
        tell_of_halves(part, path.name)
        finish(copied(path, part / path.name))
        # After the database: every photograph that it knows is there by now, or was purged since.
        photos = copied_photos(PhotoFiles(folder_beside(path)), PhotoFiles(folder_beside(part / path.name)))
        size = (part / path.name).stat().st_size
    typer.echo(worded("backed_up", file=path.name, size=f"{size / 1e6:.1f} MB", photos=photos, folder=folder))


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """The folder is there for good when all is in it, or not at all."""
    from storage.flushing import flush

    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Stop(worded("folder_there", folder=folder))
    if not folder.absolute().parent.is_dir():
        raise Stop(worded("no_folder", folder=folder.absolute().parent), UNAVAILABLE)
    try:
        part = Path(mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.absolute().parent))
    except OSError as error:
        raise Stop(worded("cannot_write", folder=folder.absolute().parent, why=error.strerror), UNAVAILABLE) from None
    try:
        yield part
        part.replace(folder)
        flush(folder.absolute().parent)
    except OSError as error:
        if not is_about(part, error):
            raise
        raise unwritten(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)  # gone where it became the folder; else what is left is of no use


def tell_of_halves(part: Path, name: str) -> None:
    """A process that is killed cannot tidy up, and nobody else looks for as much as a database beside their backups."""
    for each in sorted(part.parent.glob("*.part")):
        if each != part and (each / name).exists():
            say_error(worded("half_a_backup", folder=each))


async def copied(path: Path, target: Path) -> None:
    from bots.cli.door import opened

    async with opened(path) as door:
        await door.back_up(target)


def copied_photos(source: "PhotoFiles", target: "PhotoFiles") -> int:
    from rich.console import Console
    from rich.progress import track

    kept = 0
    console = Console(stderr=True)
    for name in track(
        source.finished(), worded("photographs"), console=console, transient=True, disable=not console.is_terminal
    ):
        data = source.read(name)
        if data is not None:  # purged meanwhile
            target.write(name, data)
            kept += 1
    return kept
