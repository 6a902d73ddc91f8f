"""When a platform was heard that repeats nothing, and when it was not."""


class Hearing:
    def __init__(self) -> None:
        self.to: float | None = None
        """Up to when it surely was; None: never yet."""
        self.since: float | None = None
        """When the connection was made that is there now; None: there is none."""
        self.missed_from: float | None = None
        """The earliest time after which something was missed that nobody was told of."""

    def recall(self, to: float, missed_from: float | None) -> None:
        """From the last run. A connection may be there already: then the time between was missed."""
        missed = to if missed_from is None and self.to is not None else missed_from
        self.to = to if self.to is None else self.to
        self.missed_from = missed

    def begun(self, now: float) -> None:
        if self.missed_from is None:
            self.missed_from = self.to
        self.since = self.to = now

    def heard(self, now: float) -> None:
        if self.since is not None:
            self.to = now

    def ended(self) -> None:
        self.since = None
