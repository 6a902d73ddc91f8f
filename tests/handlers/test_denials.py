"""What a customer denies is not what they say: 没有坏, not broken, 不急."""

import pytest

from handlers.desk.policy import DEFAULT_POLICY, DeskPolicy
from handlers.desk.policy_file import built_in
from handlers.returns.spotting import says
from tests.handlers.chat import Chat, library, sayings
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import filled, to_summary

NOT_BROKEN = """
    没有坏的|没有破损|包装没有破损，谢谢|没有异味|不漏水|不会漏水|有没有异味|会不会掉色|沒有刮痕|沒有破損|not broken
    its not broken|nothing is broken|it isn't broken|the color isn't too small
    会掉色吗|漏水吗|商品有色差吗？|會漏水嗎
    没声音的键盘有吗|有没有没声音的键盘|想买没声音的键盘|沒聲音的鍵盤有賣嗎
"""
BROKEN = """
    收到发霉的茶叶，这批货还有没有|我收到漏水的壶，这种还有卖吗|发来漏气的，你们良心有吗|有没有人，坏了的
    收到沒聲音的音箱，客服有嗎
"""
CALM = "不急|不着急|没关系，不着急|不用急|別急|not urgent|no hurry|i am in no hurry|not the worst"


@pytest.mark.parametrize("words", sayings(NOT_BROKEN))
async def test_what_is_not_broken_is_not_sent_back(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize(
    "words",
    ["我的杯子是不是坏了", "要不是坏了我也不找你们，坏了", "太小了吗", "it broke, not my fault", "收到有划痕的杯子"],
)
async def test_a_word_that_only_sounds_like_a_denial_is_none(chat: Chat, words: str) -> None:
    assert await chat.script_for(words) == "returns"


@pytest.mark.parametrize("words", sayings(BROKEN))
async def test_what_came_broken_is_no_kind_of_goods_that_is_looked_for(chat: Chat, words: str) -> None:
    assert await chat.script_for(words) == "returns"


@pytest.mark.parametrize("words", sayings(CALM))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_who_is_in_no_hurry_is_not_met_as_if_they_were(language: str, words: str) -> None:
    chat = Chat(library(), locale=language)
    said = await chat.says(words)
    moods = [chat.line("fallback", line, chat.open.language or language) for line in ("hurry", "upset")]
    assert said not in moods


COMPLAINTS = """
    你们是不是骗子|骗子|别骗人，骗子|再不发货就给差评|我要给差评|重复扣款了|律师函|快递员态度差|客服态度很差|你們是不是詐騙|給你負評
    you are scammers|is this a scam or what, i will call my lawyer|the courier was rude|charged twice
    don't scam me, scammers
"""
HURT = "吃了拉肚子|孩子触电了|用了过敏了|it caught fire|i got sick from it|過敏了怎麼辦"
"""Nobody who is hurt talks to a bot."""
NO_COMPLAINTS = """
    不会给差评|放心，不会给你们差评|没有重复扣款|你们不是骗子吧|不是来给差评的|不是要举报你们|不會給負評
    not a scam|this is not a scam right?|i won't leave a bad review
    he was not rude
"""


@pytest.mark.parametrize("words", sayings(COMPLAINTS) + sayings(HURT))
async def test_who_complains_is_given_a_person(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.status == "open"


@pytest.mark.parametrize("words", sayings(NO_COMPLAINTS))
@pytest.mark.parametrize("policy", [DEFAULT_POLICY, built_in("zh-CN")], ids=["no words", "built in"])
async def test_who_says_that_they_do_not_complain_is_given_none(chat: Chat, policy: DeskPolicy, words: str) -> None:
    chat.desk_policy = policy
    await chat.says(words)
    assert chat.open.status == "pending"


async def test_who_complains_at_great_length_is_heard_to_the_end(chat: Chat) -> None:
    chat.desk_policy = built_in("zh-CN")
    await chat.says("我等了很久很久" * 100 + "你们这些骗子")
    assert chat.open.status == "open"


@pytest.mark.parametrize("words", ["没坏", "没有碎", "不是坏了", "not broken", "it isn't broken"])
async def test_a_reason_that_is_denied_is_not_taken(chat: Chat, words: str) -> None:
    open_shop(chat, "A1001")
    await to_summary(chat, "你好", "退货 A1001", "1", words)
    assert "reason" not in filled(chat)


async def test_the_other_one_is(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await to_summary(chat, "你好", "退货 A1001", "1", "不是坏了，是不喜欢")
    assert filled(chat)["reason"] == "changed_mind"


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("不要换货，要退款", False),
        ("不换货", False),
        ("不想换货", False),
        ("要不换货吧", True),
        ("要不要换货", True),
        ("能不能换货", True),
        ("不换货不行，换货", True),
        ("只是不喜欢，换货", True),
    ],
)
def test_what_they_want_is_told_from_what_they_do_not_want(text: str, is_said: bool) -> None:
    assert says(text, ("换货",)) is is_said
