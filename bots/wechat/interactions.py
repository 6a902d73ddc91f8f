"""When customers last did something: the typing indicator is allowed only shortly after."""

from collections import OrderedDict
from collections.abc import Callable

ALLOWED_WITHIN = 30.0
"""Seconds after the customer's last interaction (45080 afterwards)."""
LASTS = 15.0
"""Seconds; not to be repeated within (45081)."""
KEPT = 10_000


class Interactions:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._type_until: OrderedDict[str, float] = OrderedDict()
        self._shown_at: dict[str, float] = {}

    def happened(self, account: str) -> None:
        self._type_until[account] = self._clock() + ALLOWED_WITHIN
        self._type_until.move_to_end(account)
        if len(self._type_until) > KEPT:
            oldest, _ = self._type_until.popitem(last=False)
            self._shown_at.pop(oldest, None)

    def may_show_typing(self, account: str) -> bool:
        """And if so, it counts as shown."""
        now = self._clock()
        if now >= self._type_until.get(account, now) or now - self._shown_at.get(account, -LASTS) < LASTS:
            return False
        self._shown_at[account] = now
        return True

    def answered(self, account: str) -> None:
        """A message takes the indicator away."""
        self._shown_at.pop(account, None)

    def forget(self, account: str) -> None:
        self._type_until.pop(account, None)
        self._shown_at.pop(account, None)
