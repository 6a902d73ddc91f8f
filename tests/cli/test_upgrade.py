"""An operator puts a newer kefu in place, which says more than the shop's scripts do."""

import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import kefu, shop

LOOKUP = """\
# 我们自己的说明
handler: order_lookup
lines:
    # 这一句改过
    found: 订单 {{ number }}：{{ status }}

    item: |
        · {{ item }} × {{ quantity }}，{{ price }}
# 按钮
buttons:
  - {label: 菜单, goto: menu}
"""


def scripts_are_sound(config: Path) -> bool:
    return kefu("check", "--scripts", config.parent / "scripts").exit_code == 0


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return shop(tmp_path)


def test_new_lines_and_new_scripts_are_added_and_nothing_else_is_touched(config: Path) -> None:
    folder = config.parent / "scripts"
    (folder / "en/queue.yaml").unlink()
    (folder / "zh-CN/order_lookup.yaml").write_text(LOOKUP, "utf-8")
    others = {path: path.read_bytes() for path in folder.rglob("*.yaml") if path.name != "order_lookup.yaml"}
    assert not scripts_are_sound(config)
    result = kefu("init", "--missing", "--config", config)
    assert result.exit_code == 0, result.stderr
    assert f"{folder}/en/queue.yaml: new" in result.stdout
    assert f"{folder}/zh-CN/order_lookup.yaml: button, ask_number, bad_number" in result.stdout
    assert "item" not in result.stdout.split("order_lookup.yaml: ")[1].split(", ")
    assert scripts_are_sound(config)
    text = (folder / "zh-CN/order_lookup.yaml").read_text("utf-8")
    kept, _, rest = LOOKUP.partition("# 按钮")
    assert text.startswith(kept)
    assert text.endswith(f"# 按钮{rest}")
    assert "    # 可用的空：minutes（分钟数）、hours（小时数，不超过一小时时为空）\n    locked: " in text, (
        "with its comment, indented like its neighbours"
    )
    assert "    shipped: " not in text, "what may be left out stays out"
    assert {path: path.read_bytes() for path in others} == others


def test_a_shop_that_says_everything_is_left_alone(config: Path) -> None:
    result = kefu("init", "--missing", "--config", config)
    assert (result.exit_code, result.stdout) == (0, "Nothing is missing.\n")


def test_a_line_that_the_newer_kefu_says_no_more_is_told_and_changes_nothing(config: Path) -> None:
    path = config.parent / "scripts/en/welcome.yaml"
    path.write_text(path.read_text("utf-8").replace("lines:\n", "lines:\n  open_form: There is a question.\n"), "utf-8")
    result = kefu("check", "--scripts", config.parent / "scripts")
    assert (result.exit_code, result.stdout) == (0, "No problems found.\n")
    line = path.read_text("utf-8").splitlines().index("  open_form: There is a question.") + 1
    assert f"warning: {path}:{line}: lines: 'open_form' is not said any more; delete it" in result.stderr


def test_files_saved_by_windows_and_lines_at_the_end_of_the_file_are_added_to(config: Path) -> None:
    path = config.parent / "scripts/en/no_surveys.yaml"
    text = path.read_text("utf-8")
    name = next(line for line in text[text.index("lines:") :].splitlines()[1:] if line.strip()[:1] not in ("#", ""))
    saved = b"\xef\xbb\xbf" + text.replace(f"{name}\n", "").replace("\n", "\r\n").rstrip().encode()
    path.write_bytes(saved)
    assert not scripts_are_sound(config)
    assert kefu("init", "--missing", "--config", config).exit_code == 0
    assert scripts_are_sound(config)
    assert path.read_bytes().startswith(saved[:200]), "as Windows has it"
    assert path.read_bytes().replace(b"\r\n", b"").count(b"\n") == 0


@pytest.mark.parametrize("text", ["lines: [", "lines: {text: hi}\n", "- a\n", "lines:\n  x: {y: z}\n", ""])
def test_a_script_that_nothing_can_be_added_to_is_left_to_check(config: Path, text: str) -> None:
    path = config.parent / "scripts/en/queue.yaml"
    path.write_text(text, "utf-8")
    assert kefu("init", "--missing", "--config", config).exit_code == 0
    assert kefu("check", "--scripts", config.parent / "scripts").exit_code == 1
    assert path.read_text("utf-8").startswith(text.rstrip())


def test_a_folder_without_a_shop_is_told_apart_from_one_that_lacks_nothing(tmp_path: Path) -> None:
    result = kefu("init", "--missing", "--config", tmp_path / "kefu.yaml")
    assert result.exit_code == 1
    assert "there are no scripts; `kefu init` writes them" in result.stderr


def test_a_language_of_the_shops_own_is_to_be_translated_and_not_to_be_added(config: Path) -> None:
    folder = config.parent / "scripts"
    shutil.copytree(folder / "en", folder / "ja")
    path = folder / "ja/order_lookup.yaml"
    path.write_text(path.read_text("utf-8").replace("  bad_number:", "  bad:"), "utf-8")
    (folder / "ja/queue.yaml").unlink()
    assert kefu("init", "--missing", "--config", config).stdout == "Nothing is missing.\n"
    told = kefu("check", "--scripts", folder).stderr
    assert "the line 'bad_number' is missing; translate that of another language" in told
    assert "the script 'queue' is missing, queue needs it; copy zh-CN/queue.yaml and translate it" in told
    assert "--missing" not in told
