"""NPS, for surveys whose scale goes from 0 to 10."""

from collections import Counter

from bots.reports.figures import Promoters

PROMOTER, PASSIVE, TEN = 9, 7, 10
ROUNDING = 1e-6


class Scale:
    """What one survey's scale seems to be, from its answers: the file that says so may have changed since."""

    def __init__(self) -> None:
        self.values: Counter[int] = Counter()
        self.is_to_ten = True

    def take(self, value: int, score: float) -> None:
        self.values[value] += 1
        self.is_to_ten = self.is_to_ten and abs(value - score * TEN) < ROUNDING

    def promoters(self, survey: str) -> Promoters | None:
        """None: its scale is not 0-10, or everybody gave a 0, which any scale may have."""
        if not self.is_to_ten or not any(self.values):
            return None
        high = sum(count for value, count in self.values.items() if value >= PROMOTER)
        low = sum(count for value, count in self.values.items() if value < PASSIVE)
        return Promoters(survey, high, self.values.total() - high - low, low)
