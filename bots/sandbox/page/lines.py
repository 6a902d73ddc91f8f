"""Which of the script lines of a turn somebody reads, and which only served: titles, labels, words for a blank."""

from collections.abc import Collection, Mapping

from storage.results import Action, Outgoing


def said(lines: Mapping[str, str], rows: Collection[Outgoing]) -> tuple[str, ...]:
    """Those that stand in what goes out: to the customer first, then to staff."""
    to_customer = [row for row in rows if row.action is Action.SEND]
    to_staff = [row for row in rows if row.action is not Action.SEND]
    found = (line for some in (to_customer, to_staff) for line, text in lines.items() if stands_in(text, some))
    return tuple(dict.fromkeys(found))


def stands_in(text: str, rows: Collection[Outgoing]) -> bool:
    text = text.strip()
    return bool(text) and any(text in row.content.text and not labels(text, row) for row in rows)


def labels(text: str, row: Outgoing) -> bool:
    """A button of the same words: they stand in the text by chance."""
    return any(button.label == text for button in row.content.buttons)
