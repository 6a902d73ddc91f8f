"""Why somebody is to be asked, as a timer remembers it until they are."""

from typing import Any

from storage.codec import dumps, loads
from storage.records import record, replace
from storage.results import Timer

ASK = "survey:ask"


@record(frozen=True, slots=True, kw_only=True)
class Occasion:
    survey: str
    campaign: str = ""
    """"": a conversation ended."""
    wanted_at: float
    """When they would best be asked."""
    since: float
    """When the conversation ended, or the campaign came to them."""
    case_id: int = 0
    team: str = ""
    agents: tuple[str, ...] = ()


def timer_of(occasion: Occasion, at: float) -> Timer:
    return Timer(name=ASK, due_at=at, payload=dumps(occasion))


def read_occasion(payload: str) -> Occasion:
    known: dict[str, Any] = loads(payload)
    return replace(Occasion(**known), agents=tuple(known["agents"]))
