"""What an admin may write for the menu of a WeChat account, and what becomes of it."""

from pathlib import Path

import pytest

from handlers.scripts.check import check
from handlers.scripts.loading import fresh
from handlers.wechat_menu import DECLARATIONS, Column, columns
from storage.content import Button
from tests.handlers.scripts.shop import DECLARATIONS as OTHERS
from tests.handlers.scripts.shop import put

ALL = (*OTHERS, *DECLARATIONS)
LEFT = """\
handler: wechat_menu
lines:
  button: 我的订单
  scan_button: 扫一扫
buttons:
  - label: 查订单
    goto: order_lookup
"""
MALL = "  - label: 商城\n    url: https://shop.example/%s\n"


def told(folder: Path, **scripts: str) -> list[str]:
    put(folder, **scripts)
    return [str(problem).removeprefix(f"{folder}/zh-CN/") for problem in check(folder, ALL)]


def test_a_column_is_read_with_its_buttons(tmp_path: Path) -> None:
    put(tmp_path, wechat_menu_right=LEFT + MALL % "", wechat_menu_left=LEFT.replace("扫一扫", '""'))
    lookup = Button(label="查订单", goto="order_lookup")
    assert columns(fresh(tmp_path, ALL).loaded, "zh-CN") == (
        Column(label="我的订单", buttons=(lookup,)),
        Column(label="我的订单", buttons=(lookup, Button(label="商城", url="https://shop.example/")), scan="扫一扫"),
    )


def test_a_shop_may_write_none_of_it(tmp_path: Path) -> None:
    assert told(tmp_path) == []
    assert columns(fresh(tmp_path, ALL).loaded, "zh-CN") == ()


def test_a_column_with_nothing_to_press_is_not_there(tmp_path: Path) -> None:
    assert told(tmp_path, wechat_menu_left="handler: wechat_menu\nlines:\n  button: 我的订单\n") == []
    assert columns(fresh(tmp_path, ALL).loaded, "zh-CN") == ()


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (LEFT, []),
        (LEFT + MALL % "" * 3, []),
        (LEFT + MALL % "" * 4, ["14: buttons: WeChat unfolds 5 buttons, the one that scans among them; keep so many"]),
        (LEFT.replace("扫一扫", '""') + MALL % "" * 4, []),
        (
            LEFT.replace("我的订单", "我的全部订单"),
            ["3: lines.button: longer than the 16 bytes that WeChat takes; shorten it"],
        ),
        (
            LEFT.replace("我的订单", "我的订单们"),
            ["3: lines.button: WeChat shows the beginning only; use 8 letters or 4 Chinese characters"],
        ),
        (
            LEFT.replace("扫一扫", "扫一扫" * 7),
            ["4: lines.scan_button: longer than the 60 bytes that WeChat takes; shorten it"],
        ),
        (
            LEFT.replace("查订单", "查" * 9),
            ["6: buttons.0.label: WeChat shows the beginning only; use 16 letters or 8 Chinese characters"],
        ),
        (
            LEFT + MALL % ("x" * 1024),
            [
                "9: buttons.1.url: the address is longer than the 1024 bytes that WeChat takes; use a shorter one",
            ],
        ),
        (LEFT.replace("  button: 我的订单\n", ""), ["2: lines: the line 'button' is missing; write it, or let"]),
        (LEFT.replace("order_lookup", "order_lokup"), ["7: buttons.0.goto: 'order_lokup' is not a script; did you"]),
        (LEFT.replace("handler: wechat_menu", "handler: say"), ["1: handler: this script must be run by"]),
    ],
)
def test_what_wechat_does_not_take_is_told_before_it_is_asked(tmp_path: Path, column: str, expected: list[str]) -> None:
    found = told(tmp_path, wechat_menu_left=column)
    assert len(found) == len(expected), found
    for problem, beginning in zip(found, expected, strict=True):
        assert problem.startswith(f"wechat_menu_left.yaml:{beginning}")


def test_a_fourth_column_is_a_script_that_nobody_reaches(tmp_path: Path) -> None:
    [problem] = told(tmp_path, wechat_menu_bottom=LEFT)
    assert "no trigger and no button leads to this script" in problem
