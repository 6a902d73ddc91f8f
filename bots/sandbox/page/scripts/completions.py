"""What can be written in a script, for an editor to offer: from the declarations of the handlers and the library."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bots.sandbox.page.scripts.preview import Draft, Drafts
from handlers.catalogue import DECLARATIONS, HANDLERS
from handlers.exchange import plain
from handlers.scripts.declaration import Declaration
from handlers.scripts.markup import TAGS
from handlers.scripts.source import BUTTON_KEYS, KEYS
from handlers.scripts.templates import FILTERS
from handlers.scripts.wording import label

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineHelp:
    name: str
    optional: bool
    """It may be left empty."""
    label: bool
    """It is said on a button: short, and without tags."""
    buttons: bool
    """The script's buttons stand under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a button can lead."""

    id: str
    label: str
    """As a customer knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completions:
    handler: str
    """The one this script must name; "" when it may name any."""
    keys: tuple[str, ...]
    """Of the file."""
    button_keys: tuple[str, ...]
    handlers: tuple[str, ...]
    lines: Mapping[str, tuple[LineHelp, ...]]
    """By handler."""
    blanks: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By handler and line; `ANY` is a line that the admin names."""
    targets: tuple[Target, ...]
    filters: tuple[str, ...]
    tags: tuple[str, ...]


def completions(drafts: Drafts, language: str, script_id: str, default_language: str) -> Completions:
    return Completions(
        handler=next((declared.handler for declared in DECLARATIONS if declared.script == script_id), ""),
        keys=KEYS,
        button_keys=BUTTON_KEYS,
        handlers=tuple(sorted(declared.handler for declared in DECLARATIONS)),
        lines={declared.handler: tuple(lines(declared)) for declared in DECLARATIONS},
        blanks={declared.handler: blanks(declared) for declared in DECLARATIONS},
        targets=tuple(targets(drafts, language, default_language)),
        filters=tuple(sorted({*FILTERS, "default"})),
        tags=tuple(sorted(TAGS)),
    )


def lines(declared: Declaration) -> Iterator[LineHelp]:
    for name in declared.lines:
        yield LineHelp(
            name=name,
            optional=name in declared.may_be_empty,
            label=label(name),
            buttons=name in declared.with_buttons,
        )


def blanks(declared: Declaration) -> Mapping[str, tuple[str, ...]]:
    free = {} if declared.free is None else {ANY: declared.free}
    return {line: tuple(sorted(names)) for line, names in {**declared.lines, **free}.items()}


def targets(drafts: Drafts, language: str, default_language: str) -> Iterator[Target]:
    for script_id in sorted({script_id for place, script_id in drafts if place in (language, default_language)}):
        draft = drafts.get((language, script_id)) or drafts[default_language, script_id]
        if draft.declaration.handler in HANDLERS:
            yield Target(id=script_id, label=known_as(draft, drafts.values()))


def known_as(draft: Draft, others: Iterable[Draft]) -> str:
    """As the script labels buttons that lead to it, as another script does, or by its first trigger."""
    if "button" in draft.names:
        return plain(draft.said("button", {}))
    source = draft.source
    labels = (
        button.label
        for other in others
        if other.source.language == source.language
        for button in other.buttons
        if button.goto == source.id
    )
    return next(labels, next((trigger.value for _, trigger in source.triggers), source.id))
