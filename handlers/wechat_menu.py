"""The menu at the bottom of a WeChat account (自定义菜单): columns side by side, each with what unfolds from it.

It is in one language for everybody: that a menu be chosen by the customer's language (个性化菜单) WeChat refuses, with
65320, to protect what it knows of them.
"""

from handlers.exchange import plain
from handlers.scripts.declaration import ColumnLimits, declare
from handlers.scripts.library import Library
from storage.content import Button
from storage.records import record, replace

SCRIPTS = ("wechat_menu_left", "wechat_menu_middle", "wechat_menu_right")
"""A column each. One that is missing, or has nothing to press, is not there."""
LIMITS = ColumnLimits(most=5, top_size=16, top_width=8, size=60, width=16, address_size=1024)
"""Source: 自定义菜单 > 创建自定义菜单."""
DECLARATIONS = tuple(
    replace(
        declare(
            "wechat_menu",
            script=script,
            free="",
            may_be_empty="scan_button",
            button="",  # what the column is called
            scan_button="",  # below the others, one that scans a code; what it says is answered as if it were typed
        ),
        column=LIMITS,
    )
    for script in SCRIPTS
)


@record(frozen=True, slots=True, kw_only=True)
class Column:
    label: str
    buttons: tuple[Button, ...]
    scan: str = ""
    """The label of the button that scans; "": there is none."""


def columns(library: Library, language: str) -> tuple[Column, ...]:
    """Empty: the shop has written none, and leaves the account's menu alone."""
    scripts = (library.script(language, script) for script in SCRIPTS)
    found = (
        Column(
            label=plain(script.line("button")), buttons=script.buttons, scan=plain(script.line("scan_button")).strip()
        )
        for script in scripts
        if script is not None
    )
    return tuple(column for column in found if column.buttons or column.scan)
