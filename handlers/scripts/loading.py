"""From files to the library that is to be in force."""

from collections.abc import Sequence
from pathlib import Path

from handlers.scripts.adding import additions
from handlers.scripts.check import NO_DRAFTS, Drafts, checked
from handlers.scripts.declaration import Declaration
from handlers.scripts.problem import Broken, Fresh, usable
from handlers.scripts.shelf import LoadedLibrary, LoadedScript, templates_of


def fresh(
    folder: Path,
    declarations: Sequence[Declaration],
    *,
    default_language: str = "zh-CN",
    language: str = "en",
    bearing: bool = False,
    brought: Path | None = None,
) -> Fresh[LoadedLibrary]:
    """Raises Broken with every problem. `bearing`: with what can be borne, and what is not said in the words of kefu's
    own scripts, which it brought along.
    """
    drafts = in_our_words(folder, brought, declarations, default_language) if bearing and brought else NO_DRAFTS
    found = checked(folder, declarations, default_language=default_language, language=language, drafts=drafts)
    if not usable(found.problems, bearing=bearing):
        raise Broken(found.problems)
    scripts = [LoadedScript(source, templates_of(source, declarations)) for source in found.sources]
    return Fresh(LoadedLibrary(scripts, default_language), found.problems)


def in_our_words(folder: Path, brought: Path, declarations: Sequence[Declaration], default_language: str) -> Drafts:
    if not folder.is_dir():
        return NO_DRAFTS
    instead = default_language if (brought / default_language).is_dir() else "en"
    added = additions(folder, brought, declarations, instead=instead)
    return {addition.path: addition.text.encode() for addition in added}
