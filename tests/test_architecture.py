"""The rules of the house: which room may import which, and that no handler asks for the platform."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "bots": {"bots", "handlers", "storage"},
    "handlers": {"handlers", "storage"},
    "storage": {"storage"},
    "config": {"config"},
}
ROOMS = MAY_IMPORT.keys() | {"tests", "scripts"}
JOINTS = ("bots/app", "bots/cli", "bots/__main__.py", "bots/sandbox/shop.py")
"""Where settings become values: the only places that read `config`."""
CHANNELS = {"wechat", "telegram", "slack", "wecom", "sandbox"}


def modules(room: str) -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_one_way(room: str) -> None:
    for path in modules(room):
        allowed = MAY_IMPORT[room]
        if any(path.is_relative_to(joint) for joint in JOINTS):
            allowed = allowed | {"config"}
        rooms = {name.partition(".")[0] for name in imports(path)} & ROOMS
        assert rooms <= allowed, f"{path} may import only {sorted(allowed)}, not {sorted(rooms - allowed)}"


def test_no_channel_imports_another_channel() -> None:
    for path in modules("bots"):
        parts = path.with_suffix("").parts
        channel = parts[1]
        if channel not in CHANNELS - {"sandbox"}:
            continue
        others = {f"bots.{other}" for other in CHANNELS - {channel}}
        wrong = {name for name in imports(path) if any(name.startswith(other) for other in others)}
        assert not wrong, f"{path} imports {sorted(wrong)}"


def test_reports_know_neither_a_channel_nor_the_running_kefu() -> None:
    for path in modules("bots/reports"):
        wrong = {name for name in imports(path) if name.startswith("bots.") and not name.startswith("bots.reports")}
        assert not wrong, f"{path} imports {sorted(wrong)}"


def test_every_reporting_event_is_made_in_one_place() -> None:
    for path in modules("handlers"):
        if path == Path("handlers/reporting.py"):
            continue
        made = [
            node.lineno
            for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ReportingEvent"
        ]
        assert not made, f"{path}:{made[0]} makes an event that handlers/reporting.py does not list"


def test_no_handler_asks_which_platform_it_is_on() -> None:
    for path in modules("handlers"):
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
            compared = isinstance(node, ast.Compare | ast.Match) and any(
                isinstance(part, ast.Constant) and part.value in CHANNELS for part in ast.walk(node)
            )
            assert not compared, f"{path}:{getattr(node, 'lineno', 0)} decides by the platform's name"


def test_scripts_hold_no_python() -> None:
    assert not list((ROOT / "scripts").rglob("*.py"))
