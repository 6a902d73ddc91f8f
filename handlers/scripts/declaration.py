"""What a handler needs of the scripts that name it. `kefu check` compares every language with this."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class ColumnLimits:
    """What a platform takes, where a script is a column of its menu: the line `button` on top, the buttons below.

    Sizes are bytes in UTF-8. Widths are letters, a Chinese character being two: what is wider is cut.
    """

    most: int
    """Buttons, with one for each other line that is a button's label."""
    top_size: int
    top_width: int
    size: int
    width: int
    address_size: int


@record(frozen=True, slots=True)
class Declaration:
    """The lines a handler says, each with the blanks it fills."""

    handler: str
    lines: Mapping[str, frozenset[str]]
    may_be_empty: frozenset[str] = frozenset()
    """Lines an admin may leave empty: then nothing is said."""
    script: str = ""
    """The script id that must exist in every language, for handlers that are part of the desk. Empty: any number
    of scripts may name this handler (an FAQ entry, for instance), also none."""
    with_buttons: frozenset[str] = frozenset()
    """Lines under which the script's own buttons stand."""
    free: frozenset[str] | None = None
    """The blanks of lines that the admin names, as many as they like. Such a script may be missing, and a line of it in
    some languages. None: the lines are those above."""
    retired: frozenset[str] = frozenset()
    """Lines that an earlier kefu said: a shop that still has them is told, and opens as ever."""
    distinct: frozenset[str] = frozenset()
    """Each line lists other names of what it is called itself: one word each, which no other line has in any language,
    and none of these. Empty: the lines are no such lists."""
    column: ColumnLimits | None = None
    """Of a script that is a column of a platform's menu."""
    in_order: Mapping[str, int] = field(default_factory=dict)
    """Lines that list so many things, each known by its place."""

    def blanks(self, line: str) -> frozenset[str] | None:
        """None: there is no such line."""
        return self.lines.get(line, self.free)


def declare(
    handler: str,
    *,
    script: str = "",
    may_be_empty: str = "",
    with_buttons: str = "",
    free: str | None = None,
    retired: str = "",
    distinct: str = "",
    **lines: str,
) -> Declaration:
    """`declare("order_lookup", script="order_lookup", found="number status")` says that the script has a line
    `found`, which may use {{ number }} and {{ status }}.
    """
    return Declaration(
        handler,
        {line: frozenset(names.split()) for line, names in lines.items()},
        frozenset(may_be_empty.split()),
        script,
        frozenset(with_buttons.split()),
        None if free is None else frozenset(free.split()),
        frozenset(retired.split()),
        frozenset(distinct.split()),
    )


SAY = declare("say", text="", with_buttons="text")
"""What a script without a handler is run by, unless the house declares more of it."""


def declaration_of(handler: str, declarations: Sequence[Declaration]) -> Declaration | None:
    """None: there is no such handler."""
    return next((declared for declared in (*declarations, SAY) if declared.handler == handler), None)
