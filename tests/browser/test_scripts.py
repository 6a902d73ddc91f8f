"""An admin changes what the bot says, in the page's editor."""

from playwright.async_api import expect

from tests.browser.phones import Phones
from tests.browser.sandbox import Sandbox
from tests.browser.talk import CHANNELS
from tests.browser.tools import Glass, Scripts


async def test_a_script_is_broken_and_mended_and_the_running_bot_speaks_the_new_words(
    phones: Phones, scripts: Scripts, sandbox: Sandbox
) -> None:
    phone = phones["wechat"]
    await phone.says("运费")
    await phone.sees("满 99 元包邮")
    await scripts.opens("zh-CN", "shipping_fee")

    await scripts.replaces("满 99 元包邮", "满 66 元包邮，{{ shopp }}")
    await expect(scripts.problems).to_contain_text("'shopp' is not a blank")
    await expect(scripts.problems).to_contain_text("did you mean 'shop'")
    await expect(scripts.marked).to_contain_text("shopp")

    await scripts.replaces("{{ shopp }}", "{{ shop }}请客")
    await expect(scripts.problems).to_contain_text("No problems")
    for app in CHANNELS:
        await expect(scripts.preview(app)).to_contain_text("满 66 元包邮，客服小店请客")

    assert "满 66 元" not in (sandbox.scripts / "zh-CN" / "shipping_fee.yaml").read_text("utf-8")
    await scripts.saves()
    await expect(scripts.told("The bot uses the scripts as saved")).to_be_visible()
    assert "满 66 元" in (sandbox.scripts / "zh-CN" / "shipping_fee.yaml").read_text("utf-8")
    await phone.says("运费")
    await phone.sees("满 66 元包邮，客服小店请客")


async def test_a_script_that_is_saved_broken_leaves_the_last_good_words_in_force(
    phones: Phones, scripts: Scripts
) -> None:
    phone = phones["wechat"]
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", "满 66 元包邮，{{ shopp }}")
    await scripts.saves()
    await expect(scripts.told("The bot keeps the last good scripts")).to_be_visible()
    await phone.says("运费")
    await phone.sees("满 99 元包邮")


async def test_what_was_typed_is_taken_back(scripts: Scripts) -> None:
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", "满 66 元包邮")
    await scripts.presses("Undo")
    await expect(scripts.editor).to_contain_text("满 99 元包邮")


async def test_the_line_that_was_said_is_one_click_from_its_words(
    phones: Phones, glass: Glass, scripts: Scripts
) -> None:
    phone = phones["slack"]
    await phone.comes_in()
    await glass.opens()
    await glass.message(phone.talk.greeting).get_by_role("button", name="welcome.first").click()
    await expect(scripts.editor).to_contain_text("welcome to {{ shop }}")
