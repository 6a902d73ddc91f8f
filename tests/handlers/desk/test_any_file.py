"""Whatever staff look up, note, tag and send, in whatever order: what is inside stays inside, nothing goes twice."""

import json
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.exchange import plain
from handlers.state import read_state
from storage.inbound import Identity, Kind
from storage.results import Action
from tests.handlers.chat import MEI, TOPIC, Chat, library

SCRIPTS = library()
ANNA = Identity("slack", "U9")
SECRET = "机密"
COMMANDS = (
    *("/profile", "/order", "/order A10086", "/order A10087", "/returns", "/history", "/history 5", "/help", "/help r"),
    *(f"/note {SECRET}", "/note", f"/tag {SECRET}", f"/untag {SECRET}", "/tier vip", "/tier auto", "/tier x"),
    *(f"/ban {SECRET}", "/unban", "/r", "/r refund", "/r shipping", "/r hello", "/r order_checked", f"/r {SECRET}"),
    *("/claim", "/release", "/resolve", "/reopen", "/snooze 2h", f"// {SECRET}"),
)
SAID = ("在吗", "A10086 8000", "转人工", "电话 13900008000", "English please", "/end")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.sampled_from(SAID)),
        st.tuples(st.just("commands"), st.sampled_from(COMMANDS)),
        st.tuples(st.just("presses"), st.integers(0, 30)),
        st.tuples(st.just("waits"), st.sampled_from([60, 86_400, 40 * 86_400])),
    ),
    max_size=20,
)


@settings(max_examples=200, deadline=None)
@given(steps, st.lists(st.sampled_from([MEI, ANNA]), min_size=20, max_size=20))
async def test_any_staff_with_any_customer(done: list[tuple[str, object]], members: list[Identity]) -> None:
    chat = Chat(SCRIPTS)
    await chat.says("转人工")
    shown: list[str] = []
    sent: Counter[str] = Counter()
    for (what, which), member in zip(done, members, strict=False):
        pressed = await step(chat, what, which, member, shown)
        shown += [button.goto for row in chat.to_desk for button in row.content.buttons]
        inside_stays_inside(chat)
        if pressed.startswith("desk:send:") and chat.relayed:
            sent[pressed] += 1
        assert all(count == 1 for count in sent.values())
    assert all(len(goto.encode()) <= 64 for goto in shown)


async def step(chat: Chat, what: str, which: object, member: Identity, shown: list[str]) -> str:
    """What was pressed; "" for anything else."""
    match what, which:
        case "says", str(text):
            await chat.says(text)
        case "commands", str(text):
            await chat.staff(Kind.TEXT, text=text, thread=TOPIC, identity=member)
        case "presses", int(number) if shown:
            goto = shown[number % len(shown)]
            await chat.staff(Kind.BUTTON, payload=goto, thread=TOPIC, identity=member)
            return goto
        case "waits", int(seconds):
            chat.now += seconds
    return ""


def inside_stays_inside(chat: Chat) -> None:
    for row in chat.last.outgoing:
        if row.action is Action.SEND:
            assert SECRET not in row.content.text
        if row.card:
            assert "A10086" not in plain(row.content.text)
            assert "13900008000" not in plain(row.content.text)
    state = chat.open.state
    assert read_state(json.loads(json.dumps(dict(state)))) == read_state(state)
