"""Whatever staff press and type, whatever the customer does, whenever time passes: permitted moves, each told once."""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.returns.deadlines import WAITING, Waiting
from storage.inbound import Kind
from storage.results import Action
from storage.returns import MOVES, Resolution, Rma, RmaStatus
from tests.handlers.chat import TOPIC, Chat, library
from tests.handlers.returns.requests import NEW, brought
from tests.handlers.returns.shop import POLICY
from tests.handlers.shop import DAY

SCRIPTS = library()
OTHER = replace(NEW, number="R10002", order_number="A1001")
numbers = st.sampled_from(["R10001", "R10002", "R10003", ""])
details = st.sampled_from(
    ["", "1=1", "1=2 2=1", "236 TK1", "300 TK1", "300 TK1 含运费", "顺丰 SF7654321", "有使用痕迹", "<b>"]
)
commands = st.sampled_from(
    [
        "approve",
        "decline",
        "ask",
        "received",
        "inspected",
        "refunded",
        "credited",
        "sent",
        "cancel",
        "part",
        "show",
        "x",
    ]
)
typed = st.builds("/rma {} {} {}".format, commands, numbers, details)
pressed = st.builds("rma:{}:{}{}".format, commands, numbers, st.sampled_from(["", ":used", ":outlet", ":gone"]))


@dataclass(frozen=True)
class Does:
    """One thing that happens."""

    what: str
    facts: dict[str, object] = field(default_factory=dict)


staff = st.one_of(
    st.builds(lambda text: Does("staff", {"kind": Kind.TEXT, "text": text, "thread": TOPIC}), typed),
    st.builds(lambda goto: Does("staff", {"kind": Kind.BUTTON, "payload": goto, "thread": TOPIC}), pressed),
    st.builds(lambda text: Does("outside", {"kind": Kind.TEXT, "text": text, "thread": None}), typed),
)
customer = st.one_of(
    st.builds(
        lambda goto: Does("customer", {"kind": Kind.BUTTON, "payload": goto}),
        st.builds("my_returns:{}R10001".format, st.sampled_from(["", "cancel:", "cancelled:", "sent:"])),
    ),
    st.builds(
        lambda text: Does("customer", {"kind": Kind.TEXT, "text": text}),
        st.sampled_from(["顺丰 SF1234567890", "SF1234567890", "转人工", "我的退货", "取消", "1", "/end"]),
    ),
)
time = st.builds(lambda days: Does("wait", {"seconds": days * DAY}), st.sampled_from([0.5, 8.0, 30.0]))
resolutions = st.sampled_from(Resolution)


@settings(max_examples=120, deadline=None)
@given(resolutions, st.lists(st.one_of(staff, staff, customer, time), max_size=14))
async def test_in_whatever_order_they_act_only_permitted_moves_are_made(
    resolution: Resolution, happenings: list[Does]
) -> None:
    chat = await begun(resolution)
    for each in happenings:
        before = dict(chat.returns.rmas)
        match each.what:
            case "wait":
                await passes(chat, each)
            case "customer":
                await chat.turn(**each.facts)  # type: ignore[arg-type]  # facts by name
            case _:
                await chat.staff(**each.facts)  # type: ignore[arg-type]  # facts by name
                told_once(chat, each, before)
        legal(chat)


async def begun(resolution: Resolution) -> Chat:
    chat = Chat(SCRIPTS)
    chat.return_policy = POLICY
    await chat.says("转人工")
    await chat.agent_says("/resolve")
    brought(chat, RmaStatus.IN_REVIEW, replace(NEW, resolution=resolution))
    brought(chat, RmaStatus.IN_REVIEW, OTHER)
    return chat


async def passes(chat: Chat, each: Does) -> None:
    chat.now += float(str(each.facts["seconds"]))
    for timer in sorted(chat.timers.values(), key=lambda timer: timer.due_at):
        if timer.due_at <= chat.now and timer.name in chat.timers:
            before = dict(chat.returns.rmas)
            await chat.rings(timer.name)
            assert len(chat.sent) <= 1
            assert len(chat.sent) == 1 or chat.returns.rmas == before


def told_once(chat: Chat, each: Does, before: dict[str, Rma]) -> None:
    """A move is told the customer in one message, and so is a question, after who asks it; nothing else is told."""
    moved = chat.returns.rmas != before
    asked = str(each.facts.get("text")).startswith("/rma ask")
    assert len({change.rma.number for change in chat.last.returns}) == int(moved)
    assert len(chat.sent) == int(moved) or (asked and len(chat.sent) <= 2)
    assert not (each.what == "outside" and (moved or chat.sent))
    assert any(row.action in (Action.POST, Action.ALERT) for row in chat.last.outgoing)


def legal(chat: Chat) -> None:
    for number, rma in chat.returns.rmas.items():
        books = chat.returns.books[number]
        assert [each.after for each in books][-1] is rma.status
        assert all(each.after in MOVES[each.before] for each in books if each.before)
        assert [each.before for each in books[1:]] == [each.after for each in books[:-1]]
        assert rma.version == len(books)
        assert all(0 <= line.received <= line.quantity for line in rma.lines)
        own = {name.split(":")[2] for name in chat.timers if name.startswith(f"return:{number}:")}
        match WAITING.get(rma.status):
            case Waiting.SHIPMENT:
                assert "expire" in own
                assert "refund_late" not in own
            case Waiting.REFUND:
                assert own <= {"refund_late"}
            case None:
                assert own == set()
    for row in chat.last.outgoing:
        assert row.content.text or row.content.attachments
        assert all(len(button.goto.encode()) <= 64 for button in row.content.buttons)
