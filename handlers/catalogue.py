"""Every handler, by name, and what each needs of the scripts."""

from handlers import (
    apology,
    cancel,
    desk,
    end,
    escalation,
    fallback,
    forms,
    help,
    language,
    media,
    menu,
    order_lookup,
    say,
    welcome,
)
from handlers.scripts.declaration import Declaration

DECLARATIONS: tuple[Declaration, ...] = tuple(
    module.DECLARATION
    for module in (
        apology,
        cancel,
        desk,
        end,
        escalation,
        fallback,
        forms,
        help,
        language,
        media,
        menu,
        order_lookup,
        say,
        welcome,
    )
)
"""In the order of their names. `kefu check` compares every language with these."""
