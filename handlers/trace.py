"""What a turn chooses and says, for whoever watches. While nobody does, it costs one look and nothing is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from storage.inbound import Identity


@dataclass(slots=True)
class Trace:
    """Of one turn."""

    customer: Identity | None = None
    """Whose conversation staff wrote about."""
    handler: str = ""
    script: str = ""
    lines: dict[str, str] = field(default_factory=dict)
    """`order_lookup.found`, in the order in which they were first filled, and how it was filled last."""

    def filled(self, script: str, line: str, text: str) -> None:
        self.lines[f"{script}.{line}"] = text


_TRACE: ContextVar[Trace | None] = ContextVar("trace of the turn", default=None)
watched = _TRACE.get
"""For what is said line by line: whether anybody watches, without a call that does nothing for nobody."""


@contextmanager
def traced() -> Iterator[Trace]:
    """Of everything that is decided inside."""
    trace = Trace()
    token = _TRACE.set(trace)
    try:
        yield trace
    finally:
        _TRACE.reset(token)


def begun() -> None:
    """The turn is decided, perhaps once more: what was filled before is not said."""
    if (trace := _TRACE.get()) is not None:
        trace.lines.clear()


def about(customer: Identity) -> None:
    if (trace := _TRACE.get()) is not None:
        trace.customer = customer


def chose(handler: str, script: str = "") -> None:
    """A later choice of the same turn prevails."""
    if (trace := _TRACE.get()) is not None:
        trace.handler, trace.script = handler, script
