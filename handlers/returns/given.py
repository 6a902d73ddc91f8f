"""What the answers of a customer's form come to."""

from collections.abc import Mapping
from decimal import Decimal

from handlers.forms.answers import Json
from handlers.forms.form import FormState
from handlers.returns.facts import Facts, Line, read_facts
from handlers.returns.policy import Reason, ReturnPolicy
from storage.records import record
from storage.returns import Resolution

ALL = "all"
"""The answer to "which": everything that may be sent back."""


@record(frozen=True, slots=True)
class Given:
    facts: Facts
    filled: Mapping[str, Json]
    policy: ReturnPolicy

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is sent back; empty before that is known."""
        offered = self.facts.open
        if len(offered) == 1:
            return offered
        match self.filled.get("items"):
            case list(chosen):
                return tuple(line for line in offered if line.line in chosen)
            case str():
                return offered
        return ()

    @property
    def uncounted(self) -> tuple[Line, ...]:
        """Of these it must be said how many."""
        if self.filled.get("items") == ALL:
            return ()
        return tuple(line for line in self.lines if line.left_by_fault > 1)

    @property
    def pieces(self) -> dict[int, int]:
        """How many, by the order's line; only what is known yet."""
        counted = {line.line: line.left_by_fault for line in self.lines if line not in self.uncounted}
        for line in self.uncounted:
            count = self.filled.get(quantity(line))
            if isinstance(count, int):
                counted[line.line] = count
        return counted

    @property
    def amount(self) -> Decimal:
        prices = {line.line: line.unit_price for line in self.lines}
        return sum((prices[line] * count for line, count in self.pieces.items()), Decimal(0))

    @property
    def main_reason(self) -> Reason | None:
        return self._reason("reason")

    @property
    def reason(self) -> Reason | None:
        """The sub-reason, where there is one; None before it is known."""
        main = self.main_reason
        if main is None or not main.sub_reasons:
            return main
        return next((each for each in main.sub_reasons if each.id == self.filled.get("sub_reason")), None)

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        reason = self.reason
        return reason.resolutions if reason else ()

    @property
    def resolution(self) -> Resolution | None:
        if len(self.resolutions) == 1:
            return self.resolutions[0]
        chosen = self.filled.get("resolution")
        return next((each for each in self.resolutions if each == chosen), None)

    def text(self, slot: str) -> str:
        """ "" for one that was skipped, or not asked."""
        return str(self.filled.get(slot) or "")

    @property
    def photos(self) -> tuple[str, ...]:
        kept = self.filled.get("photos")
        reason = self.reason
        return tuple(map(str, kept)) if isinstance(kept, list) and reason and reason.photos else ()

    def too_late_for(self, reason: Reason) -> Line | None:
        """A line that may not be sent back for this reason any more."""
        return None if reason.quality else next((line for line in self.lines if not line.left), None)

    def _reason(self, slot: str) -> Reason | None:
        return next((each for each in self.policy.reasons if each.id == self.filled.get(slot)), None)


def given_in(state: FormState, policy: ReturnPolicy) -> Given:
    return Given(read_facts(state.facts), state.filled, policy)


def quantity(line: Line) -> str:
    """The slot that asks how many of it."""
    return f"quantity:{line.line}"
