"""An admin writes in the page's editor while the same file is written elsewhere: nobody's words get lost."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.sandbox import Sandbox
from tests.browser.tools import Scripts
from tests.browser.window import Window

MINE, THEIRS = "满 66 元包邮", "满 77 元包邮"


def file_of(sandbox: Sandbox) -> Path:
    return sandbox.scripts / "zh-CN" / "shipping_fee.yaml"


def written_elsewhere(sandbox: Sandbox) -> None:
    file = file_of(sandbox)
    file.write_text(file.read_text("utf-8").replace("满 99 元包邮", THEIRS), "utf-8")


async def test_without_unsaved_words_the_editor_follows_the_file(scripts: Scripts, sandbox: Sandbox) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    written_elsewhere(sandbox)
    await expect(scripts.editor).to_contain_text(THEIRS)


async def test_what_was_written_elsewhere_is_taken_over_and_undo_brings_ones_own_words_back(
    scripts: Scripts, sandbox: Sandbox
) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", MINE)
    written_elsewhere(sandbox)
    await scripts.page.get_by_role("button", name="Take over theirs").click()
    await expect(scripts.editor).to_contain_text(THEIRS)
    await scripts.presses("Undo")
    await expect(scripts.editor).to_contain_text(MINE)
    assert THEIRS in file_of(sandbox).read_text("utf-8")


async def test_ones_own_words_stand_only_when_one_says_so(scripts: Scripts, sandbox: Sandbox) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", MINE)
    written_elsewhere(sandbox)
    overwrite = scripts.page.get_by_role("button", name="Overwrite with mine")
    await expect(overwrite).to_be_visible()
    await expect(scripts.page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    await overwrite.click()
    await expect(scripts.page.get_by_role("toolbar").get_by_role("status")).to_have_text("Saved")
    assert MINE in file_of(sandbox).read_text("utf-8")


async def test_a_file_that_was_deleted_meanwhile_is_written_again_when_saved_twice(
    scripts: Scripts, sandbox: Sandbox, window: Window
) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", MINE)
    file_of(sandbox).unlink()
    window.expects("409|404")
    await scripts.presses("Save")
    await expect(scripts.page.get_by_role("alert").filter(has_text="deleted meanwhile")).to_be_visible()
    await scripts.saves()
    assert MINE in file_of(sandbox).read_text("utf-8")


async def test_a_page_with_unsaved_words_asks_before_it_closes(scripts: Scripts) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", MINE)
    async with scripts.page.expect_event("dialog") as asked:
        await scripts.page.close(run_before_unload=True)
    dialog = await asked.value
    assert dialog.type == "beforeunload"
    await dialog.dismiss()


async def test_the_keyboard_finds_the_way_out_of_the_editor(scripts: Scripts) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.editor.press("Tab")
    await expect(scripts.editor).to_be_focused()
    await scripts.editor.press("Escape")
    await scripts.editor.press("Tab")
    await expect(scripts.editor).not_to_be_focused()


async def test_a_new_script_waits_in_the_list_until_it_is_saved(scripts: Scripts, sandbox: Sandbox) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.page.get_by_role("button", name="New script").click()
    await scripts.page.get_by_label("File name, without .yaml").fill("gift_wrap")
    await scripts.page.get_by_role("button", name="Create").click()
    await expect(scripts.problems).to_contain_text("lines.text")
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.opens("zh-CN", "gift_wrap")
    await scripts.editor.press("Control+End")
    await scripts.editor.press_sequentially("    可以包装。")
    await scripts.saves()
    assert "可以包装" in (sandbox.scripts / "zh-CN" / "gift_wrap.yaml").read_text("utf-8")
