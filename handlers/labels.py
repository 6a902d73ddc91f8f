"""By what shops sort their goods, orders and customers: categories, tags, tiers."""

from collections.abc import Iterable


def labels(words: Iterable[str]) -> frozenset[str]:
    """An orders file and a policy are typed by different people: `Final sale` is `final-sale` and `final_sale`."""
    return frozenset(word.casefold().replace("_", "-").replace(" ", "-") for word in words)


def share(those: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of those is one of the others, too."""
    return not labels(those).isdisjoint(labels(others))
