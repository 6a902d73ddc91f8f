"""The product's own scripts, taken apart once a process: most shops that tests open say what these say."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.scripts.declaration import Declaration
from handlers.scripts.loading import fresh
from handlers.scripts.ours import OUR_SCRIPTS
from handlers.scripts.problem import Fresh
from handlers.scripts.shelf import LoadedLibrary


@contextmanager
def taken_apart_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handlers.scripts.reload.fresh", taken)
        yield


def taken(
    folder: Path,
    declarations: Sequence[Declaration],
    *,
    default_language: str,
    language: str,
    bearing: bool,
    brought: Path | None,
) -> Fresh[LoadedLibrary]:
    """As `fresh` does. Of a copy of ours it is what it is of ours."""
    if declarations is DECLARATIONS and (folder == OUR_SCRIPTS or files_of(folder) == ours()):
        return taken_apart(default_language)
    return fresh(
        folder, declarations, default_language=default_language, language=language, bearing=bearing, brought=brought
    )


@cache
def ours() -> Mapping[Path, bytes]:
    return files_of(OUR_SCRIPTS)


@cache
def taken_apart(default_language: str) -> Fresh[LoadedLibrary]:
    """In whatever language problems would be told: ours have none."""
    return fresh(OUR_SCRIPTS, DECLARATIONS, default_language=default_language)


def library() -> LoadedLibrary:
    """It never changes, so all tests share one."""
    return taken_apart("zh-CN").loaded


def files_of(folder: Path) -> Mapping[Path, bytes]:
    """Whatever is in it, but for links, with which nothing is a copy of ours."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder): path.read_bytes() for path in found}
