"""What only sounds like words of ours: an admin lists it, and longer words of ours are heard all the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.policy_file import built_in
from handlers.scripts.loading import fresh
from handlers.scripts.not_meant import DECLARATION, MOST, NotMeant
from handlers.scripts.shelf import LoadedLibrary
from tests.handlers.chat import Chat, library, sayings
from tests.handlers.scripts.shop import DECLARATIONS, put

TRIGGERS = ["转人工", "人工", "律师", "manager", "get me a manager", "盒子是空的", "空盒"]
GOODS = NotMeant(
    TRIGGERS,
    phrases={"人工草坪", "真空盒", "human rights", "人权"},
    people={"律师", "人工", "manager"},
    likenesses={"服装", "皮带", "shirt"},
    after_all={"为…人权"},
)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("人工草坪多少钱", " 多少钱"),
        ("有律师服装吗", "有 吗"),
        ("do you have manager  shirts", "do you have  "),
        ("manager, shirt is torn", "manager, shirt is torn"),
        ("manager! shirt is torn", "manager! shirt is torn"),
        ("manager\nshirt is torn", "manager\nshirt is torn"),
        ("a human-rights book", "a   book"),
        ("a t-shirt for managers", "a t-shirt for managers"),
        ("the superhuman rights", "the superhuman rights"),
        ("转人工皮带断了", "转人工皮带断了"),
        ("要人工，人工皮带断了", "要人工， 断了"),
        ("get me a manager shirt is torn", "get me a manager shirt is torn"),
        ("真空盒子是空的", "真空盒子是空的"),
        ("真空盒是空的", " 是空的"),
        ("转人工皮带断了，转人工皮带断了", "转人工皮带断了，转人工皮带断了"),
        ("人工皮带断了，人工皮带断了", " 断了， 断了"),
        ("人权是什么", " 是什么"),
        ("为了我的人权", "为了我的人权"),
    ],
)
def test_goods_are_left_out_unless_longer_words_of_ours_hold_a_part_of_them(said: str, left: str) -> None:
    assert GOODS.without(said) == left


def test_where_nothing_is_listed_all_is_meant() -> None:
    assert NotMeant(TRIGGERS).without("人工草坪, a manager shirt") == "人工草坪, a manager shirt"


@given(
    st.lists(st.sampled_from([*TRIGGERS, "草坪", "服装", "皮带", "shirt", " ", "，", "真", "a"]), max_size=12).map(
        "".join
    )
)
def test_what_is_left_is_what_was_said_in_its_order(said: str) -> None:
    left = iter(said)
    assert all(each in left for each in GOODS.without(said).replace(" ", ""))


def test_of_a_message_of_nothing_but_goods_only_the_first_are_looked_at() -> None:
    assert GOODS.without("人工草坪" * 1000) == " " * MOST + "人工草坪" * (1000 - MOST)


def test_an_admin_adds_goods_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, not_meant="handler: not_meant\nlines: {phrases: ''}\n")
    assert loaded(tmp_path).triggered("运费险模型多少钱", "zh-CN") == "fee"
    put(tmp_path, not_meant="handler: not_meant\nlines: {phrases: 运费险模型、别的}\n")
    assert loaded(tmp_path).triggered("运费险模型多少钱", "zh-CN") is None


def test_goods_that_an_admin_writes_in_dialect_are_goods(tmp_path: Path) -> None:
    put(tmp_path, not_meant="handler: not_meant\nlines: {phrases: 唔要运费}\n")
    assert loaded(tmp_path).triggered("唔要运费的衣服", "zh-CN") is None


def loaded(folder: Path) -> LoadedLibrary:
    return fresh(folder, (*DECLARATIONS, DECLARATION)).loaded


GOODS_ONLY = """
    律师函模板|律师服装|骗子酒馆|律師服裝|警察玩具有吗|投诉信纸有吗|这个机器人玩具多少钱|人工智能音箱
    lawyer costume|do you sell scam posters|police toys
    不是骗子，骗子酒馆有货吗|扫地机器人滚刷坏了|机器人滚轮有货吗|請問掃地機器人滾刷有賣嗎
"""


@pytest.mark.parametrize("words", sayings(GOODS_ONLY))
async def test_goods_call_nobody_by_the_rules_of_the_desk_either(words: str) -> None:
    chat = Chat(library(), desk_policy=built_in("zh-CN"))
    await chat.says(words)
    assert chat.open.status == "pending"


@pytest.mark.parametrize(
    "words",
    sayings(
        "get me a manager shirt is torn|get me a human hair came out|转人工皮带断了|律师服装坏了，我要投诉"
        "|manager, shirt is torn|human. model is broken|human: size is wrong|找真人发货太慢了"
        "|你们就是骗子服装店|騙子玩具店|this is a scam game shop|机器人滚，轮子坏了"
    ),
)
async def test_who_calls_a_person_or_names_a_fraud_beside_goods_is_given_one(words: str) -> None:
    chat = Chat(library(), desk_policy=built_in("zh-CN"))
    await chat.says(words)
    assert chat.open.status == "open"


@pytest.mark.parametrize(
    "words",
    sayings("我不投诉|我不投诉你们|不是投诉，就想问问|我沒有要客訴|this is not a complaint|i don't want to complain"),
)
async def test_who_does_not_complain_is_fetched_nobody(words: str) -> None:
    chat = Chat(library(), desk_policy=built_in("zh-CN"))
    await chat.says(words)
    assert chat.open.status == "pending"


async def test_who_complains_no_more_is_heard_for_what_else_they_want() -> None:
    chat = Chat(library(), desk_policy=built_in("zh-CN"))
    assert await chat.script_for("我不投诉了，帮我查下订单") == "order_lookup"


@pytest.mark.parametrize(
    "words",
    sayings(
        """
        我不投诉你们但要转人工|不投诉不行了|我不投诉才怪|我不会投诉你们才怪|我不投诉，我找律师|再不发货我就投诉|你们不处理我投诉
        别以为我不投诉！别以为我不投诉|你以为我不投诉吗|别以为我不会投诉|是不是要投诉你们才处理|我是不是得投诉|要不是投诉你们根本不理我|凭什么我不投诉
        为什么没有投诉入口|有没有投诉的渠道|不投诉你们不行|不投诉你们不长记性|不想投诉都不行|这不是投诉是什么|这不是投诉吗
        我本来不想投诉，但是你们一直不回|我不想投诉，可是没人处理
        別以為我不會投訴|是不是要投訴你們才處理|我是不是要客訴|不投訴你們不行|不想投訴但沒人理我|這不是投訴是什麼
        there's no complaint form|i don't want to complain but nobody answers me
        """
    ),
)
async def test_but_who_wants_a_person_or_complains_after_all_is_given_one(words: str) -> None:
    chat = Chat(library(), desk_policy=built_in("zh-CN"))
    await chat.says(words)
    assert chat.open.status == "open"


@pytest.mark.parametrize(
    ("words", "cancels"),
    [
        *(
            (each, False)
            for each in sayings("先别取消|不要取消|我不想取消了|我没说取消|別取消|還沒說要取消|don't cancel")
        ),
        *((each, True) for each in sayings("取消|不要，取消|不要了取消吧|要不取消吧|算了，别取消了|cancel")),
    ],
)
async def test_who_wants_nothing_cancelled_goes_on(words: str, cancels: bool) -> None:
    chat = Chat(library())
    await chat.says("你好")
    await chat.taps("returns:A1001")
    assert (await chat.says(words) == chat.line("cancel", "cancelled")) is cancels
