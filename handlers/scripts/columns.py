"""A column of a platform's menu, against what the platform takes."""

from collections.abc import Iterator

from handlers.scripts.declaration import ColumnLimits
from handlers.scripts.nodes import Scalar
from handlers.scripts.problem import Complaints
from handlers.scripts.source import Source

TOP = "button"
BY_LINE = "_button"
"""How the names of lines end that are the label of one more button."""


def check_column(found: Source, limits: ColumnLimits, complaints: Complaints) -> None:
    if TOP in found.lines:
        check_label(found.lines[TOP], f"lines.{TOP}", limits.top_size, limits.top_width, complaints)
    below = list(labels(found))
    for where, label in below:
        check_label(label, where, limits.size, limits.width, complaints)
    if len(below) > limits.most:
        complaints.error(below[limits.most][1].line, "buttons", "column_most", limit=str(limits.most))
    for button in found.buttons:
        if button.url is not None and len(button.url.value.encode()) > limits.address_size:
            where = f"buttons.{button.position}.url"
            complaints.error(button.url.line, where, "column_address", limit=str(limits.address_size))


def labels(found: Source) -> Iterator[tuple[str, Scalar]]:
    for name, words in found.lines.items():
        if name.endswith(BY_LINE) and words.value.strip():
            yield f"lines.{name}", words
    for button in found.buttons:
        yield f"buttons.{button.position}.label", button.label


def check_label(label: Scalar, where: str, size: int, width: int, complaints: Complaints) -> None:
    words = label.value.strip()
    if len(words.encode()) > size:
        complaints.error(label.line, where, "column_label_long", limit=str(size))
    elif width_of(words) > width:
        complaints.warn(label.line, where, "column_label_cut", letters=str(width), characters=str(width // 2))


def width_of(words: str) -> int:
    return sum(1 if character.isascii() else 2 for character in words)
