"""Whatever customers do, in whatever order: nothing comes back twice, nobody is stuck, each question has an exit."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.state import State, read_state
from storage.conversations import Status
from storage.inbound import Identity
from storage.returns import GIVEN_UP, permitted
from tests.handlers.chat import LEI, Chat, library
from tests.handlers.returns.shop import ORDERS, open_shop
from tests.handlers.returns.talk import picture

SCRIPTS = library()
BOUGHT = {(order.number, index): line.quantity for order in ORDERS for index, line in enumerate(order.lines)}
ELSE = Identity("telegram", "2002")
EXITS = ("cancel", "menu", "escalation", "returns", "my_returns")
NUMBERS = [order.number for order in ORDERS]
WORDS = (
    *(
        "退货",
        "换货",
        "退款 A1001",
        "A1002 都退",
        "两个杯子碎了",
        "茶盘不想要了",
        "我的退货",
        "取消",
        "确认",
        "改数量",
        "改原因",
    ),
    *(
        "1",
        "2",
        "3",
        "9",
        "0",
        "99",
        "1 2",
        "全部",
        "就这些",
        "发完了",
        "换订单",
        "上一步",
        "A1006",
        "R10001",
        "R10002",
    ),
    *(
        "寄出了 SF1234567890123",
        "SF1234567890123",
        "中通",
        "取消退货",
        "你好",
        "你们几点上班？",
        "哞哞",
        "<b>",
        "8000",
        "",
    ),
)
said = st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.text(max_size=12))
Act = tuple[str, str | int]
onward = st.tuples(st.just("onward"), st.integers(0, 5))
acts: st.SearchStrategy[Act] = st.one_of(
    *[onward] * 6,
    st.tuples(st.just("presses"), st.integers(0, 11)),
    st.tuples(st.just("says"), said),
    st.tuples(st.just("photo"), st.sampled_from("abc")),
    st.tuples(st.just("stale"), st.integers(0, 40)),
    st.tuples(st.just("waits"), st.sampled_from([60, 1800, 86400])),
    st.tuples(st.just("other"), st.just(0)),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(acts, max_size=40))
async def test_wherever_a_customer_goes_there_is_a_way_on(done: list[Act]) -> None:
    chat = open_shop(Chat(SCRIPTS), "A1001", "A1002", "A1006")
    await chat.says("你好")
    shown: list[str] = []
    for act in done:
        await does(chat, act, shown)
        shown += [button.goto for button in chat.buttons if button.goto]
        legal(chat)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=5, max_size=40))
async def test_pressing_any_buttons_always_comes_to_an_end(choices: list[int]) -> None:
    """Whoever only presses what is offered is never left without a way on."""
    chat = open_shop(Chat(SCRIPTS), "A1001", "A1002", "A1006")
    await chat.says("你好")
    await chat.says("退货")
    for index in choices:
        goto = chat.buttons[index % len(chat.buttons)].goto
        await chat.taps(goto)
        legal(chat)
        assert chat.buttons, f"nothing to press after {goto}"


async def does(chat: Chat, act: Act, shown: list[str]) -> None:
    match act:
        case ("onward", int(index)):
            await goes_on(chat, index)
        case ("presses", int(index)) if chat.buttons:
            await chat.taps(chat.buttons[index % len(chat.buttons)].goto)
        case ("stale", int(index)) if shown:
            await chat.taps(shown[index % len(shown)])
        case ("says", str(words)):
            await chat.says(words)
        case ("photo", str(ref)):
            await chat.says("", picture(ref))
        case ("waits", int(seconds)):
            await chat.waits(seconds)
        case ("other", _):
            await somebody_else(chat)


async def goes_on(chat: Chat, index: int) -> None:
    """An answer to the question that is open; without one, a return is begun, or something done about an old one."""
    answers = [each.goto for each in chat.buttons if each.goto.startswith(("form:say", "form:skip", "my_returns:"))]
    if answers:
        await chat.taps(answers[index % len(answers)])
    elif read_state(chat.open.state).form is None:
        await chat.says(("退货", "退货 A1002", "我的退货", "寄出了 SF1234567890123")[index % 4])
    else:
        await chat.says("", *(picture(f"p{index}{n}") for n in range(2)))


async def somebody_else(chat: Chat) -> None:
    """Who has proven the same order sends a cup back at the same time."""
    other = Chat(SCRIPTS, shop=chat.shop, returns=chat.returns, now=chat.now, identity=ELSE)
    open_shop(other, "A1001")
    await other.says("你好")
    for step in ("退货", "1", "不想要了", "跳过", "确认提交"):
        if step in other.labels or step == "退货":
            await (other.presses(step) if step in other.labels else other.says(step))


def legal(chat: Chat) -> None:
    nothing_twice(chat)
    moved_as_permitted(chat)
    state = read_state(chat.open.state)
    if state.form is not None:
        assert "form" in chat.timers
    if chat.open.status is Status.PENDING and chat.replies:
        has_a_way_out(chat, state)


def nothing_twice(chat: Chat) -> None:
    taken: Counter[tuple[str, int]] = Counter()
    for rma in chat.returns.rmas.values():
        assert rma.identity in (LEI, ELSE)
        assert rma.amount == sum(line.unit_price * line.quantity for line in rma.lines)
        if rma.status not in GIVEN_UP:
            taken.update({(rma.order_number, line.line): line.quantity for line in rma.lines})
    assert all(0 < count <= BOUGHT[place] for place, count in taken.items())


def moved_as_permitted(chat: Chat) -> None:
    for number, events in chat.returns.books.items():
        assert events[0].before is None
        for event in events[1:]:
            assert event.before is not None
            assert permitted(event.before, event.after)
        assert events[-1].after is chat.returns.rmas[number].status


def has_a_way_out(chat: Chat, state: State) -> None:
    if state.form is not None:
        assert any(button.goto.partition(":")[0] in EXITS for button in chat.buttons), chat.replies
