"""What stands below something that always comes first is never reached."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from handlers.fields.mapping import Fields

Part = TypeVar("Part")


def check_reach(parts: Sequence[tuple[Fields, Part]], is_before: Callable[[Part, Part], bool]) -> None:
    for number, (place, part) in enumerate(parts):
        line = next((other.line() for other, first in parts[:number] if is_before(first, part)), None)
        if line is not None:
            place.complaints.error(place.line(), place.place, "policy_never_reached", first=str(line))
