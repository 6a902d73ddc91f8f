"""Canned replies: found by a few letters, seen before they are sent, and sent once, in the customer's language."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.desk.policy import AgentProfile, DeskPolicy
from handlers.exchange import plain
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from storage.content import Button
from storage.conversations import Owner, OwnerKind
from storage.inbound import Kind
from storage.results import EntryKind
from tests.handlers.chat import SCRIPTS, TOPIC, Chat

CANNED = """\
handler: canned
lines:
  shipping: 今天发货，{{ contact }}。
  shipping_abroad: 海外订单三天内发货。
  refund_time: 退款 3 天内到账。
  about_order: 您的订单 {{ order }} 已发出。
  maybe_order: 您好{% if order %}，订单 {{ order }}{% endif %}。
  rules: 请看 <a href="https://example.com/r?a=1&amp;b=2">退货<b>规则</b></a>，1 &lt; 2。
  signed: "{{ agent }}，{{ shop }}"
"""
ENGLISH = """\
handler: canned
lines:
  shipping: It leaves today, {{ contact }}.
  refund_time: Refunds take 3 days.
"""


def library_with(canned: Mapping[str, str], folder: Path) -> Library:
    """Our scripts, with these canned replies, by language, instead of our own."""
    copytree(SCRIPTS, folder, dirs_exist_ok=True)
    for path in folder.glob("*/canned.yaml"):
        path.unlink()
    for language, script in canned.items():
        (folder / language / "canned.yaml").write_text(script, "utf-8")
    return fresh(folder, DECLARATIONS).loaded


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with({"zh-CN": CANNED, "en": ENGLISH}, tmp_path_factory.mktemp("canned"))


@pytest.fixture
def desk(at_desk: Chat, words: Library) -> Chat:
    at_desk.words = words
    return at_desk


def buttons(chat: Chat) -> list[Button]:
    return [button for each in chat.to_desk if not each.card for button in each.content.buttons]


async def presses(chat: Chat, goto: str) -> str:
    """A button below a post, as a member presses it; what the customer reads then."""
    return await chat.agent_presses(goto)


def to_send(chat: Chat) -> str:
    [send] = [each.goto for each in buttons(chat) if each.goto.startswith("desk:send:")]
    return send


async def test_the_list_names_each_with_its_beginning_and_a_button(desk: Chat) -> None:
    assert await desk.agent_says("/r") == ""
    assert "shipping 今天发货，李雷。" in desk.posted
    assert buttons(desk)[0] == Button(label="shipping", goto="desk:r:shipping")
    assert len(buttons(desk)) == 7


async def test_one_match_is_previewed_with_its_blanks_filled_and_nothing_is_sent(desk: Chat) -> None:
    assert await desk.agent_says("/r refund") == ""
    assert "退款 3 天内到账。" in desk.posted
    assert "还没有发出" in desk.posted
    assert [each.goto.split(":")[1] for each in buttons(desk)] == ["send", "drop"]
    assert [each.label for each in buttons(desk)] == ["发送", "取消"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("shipping", ["shipping"]),
        ("SHIPPING", ["shipping"]),
        ("ship", ["shipping", "shipping_abroad"]),
        ("rt", ["refund_time"]),
        ("refund time", ["refund_time"]),
        ("time", ["refund_time"]),
        ("到账", ["refund_time"]),
        ("海外", ["shipping_abroad"]),
        ("refnud", ["refund_time"]),
        ("发货", ["shipping", "shipping_abroad"]),
    ],
)
async def test_a_few_letters_of_the_name_or_the_words_are_enough(desk: Chat, asked: str, found: list[str]) -> None:
    await desk.agent_says(f"/r {asked}")
    assert sorted({each.goto.split(":")[2] for each in buttons(desk)}) == found


@pytest.mark.parametrize("asked", ["nothing like it", "！！", "<zz>", "x" * 3000])
async def test_what_is_like_none_of_them_is_answered_with_those_there_are(desk: Chat, asked: str) -> None:
    await desk.agent_says(f"/r {asked}")
    assert "refund_time" in desk.posted
    assert buttons(desk) == []
    assert len(desk.posted) < 500


async def test_one_of_several_is_chosen_by_its_button(desk: Chat) -> None:
    await desk.agent_says("/r ship")
    await presses(desk, "desk:r:shipping_abroad")
    assert "海外订单三天内发货。" in desk.posted
    assert (await presses(desk, to_send(desk))).endswith("海外订单三天内发货。")


async def test_it_goes_out_as_the_agents_own_words_and_takes_the_conversation(desk: Chat) -> None:
    await desk.agent_says("/r refund_time")
    assert (await presses(desk, to_send(desk))).endswith("退款 3 天内到账。")
    assert desk.open.owner == Owner(OwnerKind.AGENT, "slack:U7")
    said = [each for each in desk.last.entries if each.kind is EntryKind.OUTGOING and each.author == "slack:U7"]
    assert [each.text for each in said] == ["退款 3 天内到账。"]
    assert "first_response" in [each.name for each in desk.last.events]


async def test_pressed_twice_or_by_two_it_is_sent_once(desk: Chat) -> None:
    await desk.agent_says("/r refund_time")
    send = to_send(desk)
    assert "退款" in await presses(desk, send)
    assert await presses(desk, send) == ""
    assert desk.posted == desk.line("desk_file", "canned_stale")
    assert desk.relayed == []


async def test_each_preview_is_good_for_once(desk: Chat) -> None:
    await desk.agent_says("/r refund_time")
    first = to_send(desk)
    await desk.agent_says("/r refund_time")
    second = to_send(desk)
    assert first != second
    assert "退款" in await presses(desk, second)
    assert "退款" in await presses(desk, first), "somebody looked at it twice, and pressed both"


async def test_a_preview_that_was_dropped_is_not_sent(desk: Chat) -> None:
    await desk.agent_says("/r refund_time")
    send = to_send(desk)
    assert await presses(desk, send.replace("send", "drop")) == ""
    assert desk.posted == desk.line("desk_file", "canned_dropped")
    assert await presses(desk, send) == ""
    await presses(desk, send.replace("send", "drop"))
    assert desk.posted == desk.line("desk_file", "canned_stale")


@pytest.mark.parametrize("which", ["", "shipping", "shipping:00000000", "nothing:1", ":", "../etc"])
async def test_a_button_that_was_never_shown_sends_nothing(desk: Chat, which: str) -> None:
    assert await presses(desk, f"desk:send:{which}") == ""
    assert desk.posted == desk.line("desk_file", "canned_stale")
    assert await desk.agent_says(f"/send {which}") == ""


async def test_it_is_in_the_customers_language_whatever_the_agent_writes(desk: Chat) -> None:
    desk.speaks("en")
    await desk.agent_says("/r 到账")
    assert "Refunds take 3 days." in desk.posted
    assert "English" in desk.posted
    assert (await presses(desk, to_send(desk))).endswith("Refunds take 3 days.")


async def test_a_preview_older_than_the_customers_choice_of_language_is_said_in_the_new_one(desk: Chat) -> None:
    await desk.agent_says("/r refund_time")
    desk.speaks("en")
    assert (await presses(desk, to_send(desk))).endswith("Refunds take 3 days.")


async def test_what_a_language_lacks_is_said_in_the_default_one_and_the_preview_tells(desk: Chat) -> None:
    desk.speaks("en")
    await desk.agent_says("/r abroad")
    assert "简体中文" in desk.posted
    assert "海外订单三天内发货。" in desk.posted
    desk.speaks("zh-TW")
    await desk.agent_says("/r refund_time")
    assert "退款 3 天内到账。" in desk.posted


async def test_what_lacks_an_order_says_so_and_cannot_be_sent(desk: Chat) -> None:
    await desk.agent_says("/r about_order")
    assert desk.line("desk_file", "gap_order") in desk.posted
    assert buttons(desk) == []
    await desk.agent_says("/r maybe_order")
    assert "您好。" in desk.posted
    assert len(buttons(desk)) == 2


async def test_the_order_is_the_one_proven_last(desk: Chat) -> None:
    desk.shop.proven[desk.identity] = {"A10086": desk.now + 60, "A10088": desk.now + 90, "A10087": desk.now - 1}
    desk.conversation = replace(desk.open, proven=desk.shop.proven[desk.identity])
    await desk.agent_says("/r about_order")
    assert "您的订单 A10088 已发出。" in desk.posted


async def test_a_proof_forgotten_between_preview_and_sending_sends_no_gap(desk: Chat) -> None:
    desk.conversation = replace(desk.open, proven={"A10086": desk.now + 60})
    await desk.agent_says("/r about_order")
    send = to_send(desk)
    desk.conversation = replace(desk.open, proven={})
    assert await presses(desk, send) == ""
    assert desk.line("desk_file", "gap_order") in desk.posted


async def test_links_and_tags_go_out_as_an_agent_would_type_them(desk: Chat) -> None:
    await desk.agent_says("/r rules")
    expected = "请看 退货规则 https://example.com/r?a=1&b=2，1 < 2。"
    assert expected in desk.posted
    assert (await presses(desk, to_send(desk))).endswith(expected)


async def test_names_of_customers_and_agents_are_words_and_no_markup(desk: Chat) -> None:
    desk.conversation = replace(desk.open, name="<b>李</b> & {{ order }}")
    await desk.agent_says("/r shipping")
    assert "今天发货，<b>李</b> & {{ order }}。" in desk.posted
    await presses(desk, to_send(desk))
    assert plain(desk.relayed[0].content.text) == "今天发货，<b>李</b> & {{ order }}。"


async def test_the_agent_is_named_to_the_customer_as_the_admin_says(desk: Chat) -> None:
    desk.desk_policy = DeskPolicy(agents={"slack:U7": AgentProfile(account="slack:U7", name={"zh-CN": "客服小美"})})
    await desk.agent_says("/r signed")
    assert "客服小美，客服小店" in desk.posted


async def test_in_a_colleagues_conversation_it_waits_until_it_is_taken_over(desk: Chat) -> None:
    await desk.staff(Kind.TEXT, text="/claim", thread=TOPIC, identity=replace(desk.identity, channel="slack"), name="A")
    await desk.agent_says("/r refund_time")
    send = to_send(desk)
    assert await presses(desk, send) == ""
    [take_over] = [each.goto for each in buttons(desk) if each.goto.startswith("desk:takeover")]
    assert await presses(desk, send) == "", "it waits already, and is not held twice"
    assert (await presses(desk, take_over)).endswith("退款 3 天内到账。")
    assert len(desk.relayed) == 1


async def test_it_waits_also_where_a_button_is_in_no_message(desk: Chat) -> None:
    await desk.staff(Kind.TEXT, text="/claim", thread=TOPIC, identity=replace(desk.identity, channel="slack"), name="A")
    await desk.agent_says("/r refund_time")
    await desk.staff(Kind.BUTTON, payload=to_send(desk), thread=TOPIC, message_id=None)
    [take_over] = [each.goto for each in buttons(desk) if each.goto.startswith("desk:takeover")]
    assert (await presses(desk, take_over)).endswith("退款 3 天内到账。")


async def test_to_a_customer_who_left_nothing_is_sent_and_the_preview_stays_good(desk: Chat) -> None:
    await desk.agent_says("/r refund_time")
    send = to_send(desk)
    desk.conversation = replace(desk.open, blocked=True)
    assert await presses(desk, send) == ""
    assert desk.relayed == []
    desk.conversation = replace(desk.open, blocked=False)
    assert "退款" in await presses(desk, send)


async def test_a_reply_that_the_admin_took_away_is_not_sent(desk: Chat, tmp_path: Path) -> None:
    await desk.agent_says("/r refund_time")
    send = to_send(desk)
    others = "handler: canned\nlines: {hello: hi}\n"
    desk.words = library_with({"zh-CN": others, "en": others}, tmp_path)
    assert await presses(desk, send) == ""
    assert desk.posted == desk.line("desk_file", "canned_stale")


async def test_a_shop_without_canned_replies_is_told_where_they_are_written(desk: Chat, tmp_path: Path) -> None:
    desk.words = library_with({}, tmp_path)
    for asked in ("/r", "/r refund"):
        await desk.agent_says(asked)
        assert desk.posted == desk.line("desk_file", "no_canned")


async def test_of_many_only_some_are_listed_and_the_others_counted(desk: Chat, tmp_path: Path) -> None:
    lines = "".join(f"  reply_{number}: 回复 {number}\n" for number in range(30))
    desk.words = library_with({"zh-CN": f"handler: canned\nlines:\n{lines}"}, tmp_path)
    await desk.agent_says("/r reply")
    assert len(buttons(desk)) == 10
    assert desk.line("desk_file", "canned_more", count=20) in desk.posted


async def test_every_button_fits_into_what_the_platforms_allow(desk: Chat, tmp_path: Path) -> None:
    desk.words = library_with({"zh-CN": f"handler: canned\nlines: {{{'x' * 40}: 好}}\n"}, tmp_path)
    await desk.agent_says("/r x")
    assert "好" in desk.posted
    assert all(len(each.goto.encode()) <= 64 for each in buttons(desk))
    assert await presses(desk, to_send(desk)) != ""


async def test_the_shipped_replies_can_all_be_previewed(at_desk: Chat) -> None:
    at_desk.shop.proven[at_desk.identity] = {"A10086": at_desk.now + 60}
    await at_desk.says("在吗")
    canned = at_desk.words.script("zh-CN", "canned")
    assert canned
    for language in ("zh-CN", "zh-TW", "en"):
        at_desk.speaks(language)
        for name in canned.names:
            await at_desk.agent_says(f"/r {name}")
            assert len(buttons(at_desk)) == 2, (language, name)
