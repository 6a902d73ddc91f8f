"""The first look: somebody who knows nothing yet sees what to press, in whatever window."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.phones import Phones
from tests.browser.staff import Staff
from tests.browser.tools import PLATFORMS
from tests.browser.window import PHONE, Window

LYING_TELEPHONE, ZOOMED_TWICE, SMALL_ZOOMED_TWICE = (844, 390), (800, 500), (640, 400)
NOTEBOOK, SMALL_NOTEBOOK, TABLET, SMALLEST = (1440, 900), (1280, 800), (768, 1024), (320, 640)
EDGE = 10
READABLE = 180
"""Pixels of a conversation: a question and its answer."""


async def height(what: Locator) -> float:
    box = await what.bounding_box()
    assert box is not None
    return box["height"]


async def test_an_empty_phone_offers_first_words_and_one_press_says_them(phones: Phones, staff: Staff) -> None:
    phone = phones["slack"]
    await phone.presses("Talk to a person")
    await phone.sees("Talk to a person")
    await phone.sees(phone.talk.handed_over)
    await expect(phone.log.get_by_role("button", name="Hello", exact=True)).to_be_hidden()
    await expect(staff.entry("Emma")).to_be_visible()


async def test_first_words_are_in_the_language_of_the_one_who_holds_the_phone(phones: Phones) -> None:
    phone = phones["wechat"]
    await phone.presses("我的订单到哪了")
    await phone.sees("请把订单号发给我")


async def test_a_code_is_scanned_by_a_button_of_wechats_menu(phones: Phones) -> None:
    phone = phones["wechat"]
    menu = phone.region.get_by_role("navigation", name="Custom menu")
    await menu.get_by_role("button", name="我的订单").click()
    await menu.get_by_role("button", name="扫码查快递").click()
    await phone.region.get_by_label("What the code says").fill("A20261119")
    await phone.region.get_by_role("button", name="Scan", exact=True).click()
    await phone.sees("A20261119", "后四位")
    await expect(menu).to_be_visible()


LINES_OF_WORDS = """
button => {
    const range = new Range();
    range.selectNodeContents(document.createTreeWalker(button, NodeFilter.SHOW_TEXT).nextNode());
    return range.getClientRects().length;
}
"""


@pytest.mark.parametrize("size", [NOTEBOOK, SMALL_NOTEBOOK, SMALLEST])
async def test_the_longest_names_that_wechats_menu_takes_are_on_one_line(phones: Phones) -> None:
    menu = phones["wechat"].region.get_by_role("navigation", name="Custom menu")
    for name in ("我的订单", "常见问题", "联系客服"):
        assert await menu.get_by_role("button", name=name).evaluate(LINES_OF_WORDS) == 1, name


WIDTH_OF_THE_LONGEST = """
select => {
    const free = select.cloneNode(true);
    free.style = "position: absolute; width: max-content; max-width: none";
    select.after(free);
    const { offsetWidth } = free;
    free.remove();
    return offsetWidth;
}
"""


@pytest.mark.parametrize("size", [PHONE, SMALLEST])
@pytest.mark.parametrize("ui_language", ["zh-CN"])
async def test_the_name_of_the_language_is_not_cut_off(window: Window) -> None:
    chosen = window.page.get_by_role("banner").get_by_role("combobox")
    box = await chosen.bounding_box()
    assert box is not None
    assert box["width"] >= await chosen.evaluate(WIDTH_OF_THE_LONGEST)
    assert await window.page.get_by_role("heading", level=1).evaluate("name => name.scrollWidth <= name.clientWidth")


async def test_a_group_without_topics_says_once_how_one_comes_about(staff: Staff) -> None:
    told = staff.region.get_by_text("Nobody is waiting yet").filter(visible=True)
    await expect(told).to_have_count(1)


@pytest.mark.parametrize("size", [LYING_TELEPHONE, ZOOMED_TWICE])
async def test_in_a_low_window_a_phone_has_room_for_what_is_said(phones: Phones) -> None:
    for phone in phones:
        await expect(phone.log).to_be_attached()
        assert await height(phone.log) >= READABLE


@pytest.mark.parametrize("size", [SMALL_ZOOMED_TWICE])
async def test_in_a_low_window_there_is_room_behind_each_tab(phones: Phones, window: Window) -> None:
    for phone in phones:
        tabs = window.page.get_by_role("navigation", name="Parts of the page")
        await tabs.get_by_role("button", name=PLATFORMS[phone.channel]).click()
        await expect(phone.log).to_be_visible()
        assert await height(phone.log) >= READABLE


@pytest.mark.parametrize("size", [LYING_TELEPHONE, SMALL_ZOOMED_TWICE])
async def test_in_a_low_window_one_scrolls_to_the_field(phones: Phones, window: Window, size: tuple[int, int]) -> None:
    phone = phones["slack"]
    if size == SMALL_ZOOMED_TWICE:
        await window.page.get_by_role("button", name="Slack").click()
    await phone.says(phone.talk.greeting)
    await phone.sees(phone.talk.welcome)
    await phone.field.scroll_into_view_if_needed()
    await expect(phone.field).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [TABLET, LYING_TELEPHONE])
async def test_the_staff_group_is_in_view_whichever_phone_one_writes_on(
    phones: Phones, staff: Staff, window: Window, size: tuple[int, int]
) -> None:
    await expect(window.page.get_by_role("navigation", name="Parts of the page")).to_be_hidden()
    for channel in ("wechat", "slack"):
        phone = phones[channel]
        await phone.takes_the_keyboard()
        await phone.field.focus()
        group = await staff.region.bounding_box()
        send = await phone.region.get_by_role("button", name="Send", exact=True).bounding_box()
        assert group is not None
        assert send is not None
        assert group["x"] + group["width"] <= size[0]
        assert 0 <= send["x"] < send["x"] + send["width"] <= group["x"]


@pytest.mark.parametrize("size", [TABLET])
async def test_the_phones_stay_where_they_are_while_one_writes_in_the_staff_group(phones: Phones, staff: Staff) -> None:
    await phones["slack"].asks_for_a_person()
    topic = await staff.topic_of("Emma")
    await phones["wechat"].region.get_by_role("combobox").first.focus()
    before = await phones["wechat"].region.bounding_box()
    await topic.says("Hello Emma")
    assert await phones["wechat"].region.bounding_box() == before


LEFT_OF_WORDS = """
said => {
    const range = new Range();
    range.selectNodeContents(said);
    return range.getBoundingClientRect().left;
}
"""


@pytest.mark.parametrize("size", [NOTEBOOK, SMALLEST])
async def test_what_an_empty_tool_says_keeps_off_the_windows_edge(window: Window, size: tuple[int, int]) -> None:
    if size == SMALLEST:
        await window.page.get_by_role("button", name="Tools").click()
    await window.page.get_by_role("tab", name="Under the glass").click()
    hint = window.page.get_by_text("Touch a phone or a topic")
    assert await hint.evaluate(LEFT_OF_WORDS) >= EDGE


FIRST_AND_LAST = """
said => {
    const words = document.createTreeWalker(said.querySelector(".slack-words"), NodeFilter.SHOW_TEXT).nextNode();
    return [0, words.length - 1].map(at => {
        const range = new Range();
        range.setStart(words, at);
        range.setEnd(words, at + 1);
        return range.getBoundingClientRect().left;
    });
}
"""


async def test_words_that_are_written_from_the_right_begin_there(phones: Phones) -> None:
    phone = phones["slack"]
    await phone.says("مرحبا US-20463")
    first, last = await (await phone.sees("مرحبا")).evaluate(FIRST_AND_LAST)
    assert first > last
