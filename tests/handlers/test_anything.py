"""Whatever happens in a chat, in whatever order, a turn ends in something that can be stored and sent."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.state import read_state
from storage.conversations import OwnerKind, Status
from storage.inbound import Attachment, Identity, Kind, Media
from storage.results import Action, Side
from tests.handlers.chat import MEI, TOPIC, Chat, library

SCRIPTS = library()
WORDS = (
    *("你好", "查订单", "A10086", "8000", "1234", "A10086 8000", "转人工", "/end", "取消", "1", "2", "English please"),
    *("退货", "退款 A10087", "我的退货", "R10001", "寄出了 SF1234567890123", "1 2", "发完了"),
    *("where is my order", "菜单", "/help", "哞哞哞", "", "/", "//", "／resolve", "<b>", "{{ shop }}", "\u0000"),
)
said = st.one_of(st.sampled_from(WORDS), st.text(max_size=30))
goto = st.one_of(
    st.sampled_from(
        [
            *("menu", "escalation", "end", "cancel", "order_lookup:A10087", "language:en", "form:back", "desk:resolve"),
            *("returns:A10087", "my_returns:sent:R10001", "form:say:confirm:x", "form:change:items", "form:say:"),
        ]
    ),
    st.text(max_size=12),
)
media = st.lists(st.builds(Attachment, media=st.sampled_from(Media), channel=st.just("telegram")), max_size=2)
waits = st.sampled_from([0.0, 60.0, 1800.0, 86400.0])
some_message = {"message_id": st.sampled_from([f"m{number}" for number in range(1, 10)])}
customer = st.one_of(
    st.fixed_dictionaries({"kind": st.just(Kind.TEXT), "text": said, "attachments": media.map(tuple)}),
    st.fixed_dictionaries({"kind": st.just(Kind.BUTTON), "payload": goto}),
    st.fixed_dictionaries(
        {"kind": st.just(Kind.START), "payload": st.sampled_from(["", "order_A10086", "order_", "x_y"])}
    ),
    st.fixed_dictionaries({"kind": st.just(Kind.EDIT), "text": said, **some_message}),
    st.fixed_dictionaries(
        {"kind": st.sampled_from([Kind.DELETED, Kind.REACTION]), "payload": st.sampled_from(["👍", ""]), **some_message}
    ),
    st.fixed_dictionaries({"kind": st.sampled_from([Kind.LEFT, Kind.MOVED])}),
    st.fixed_dictionaries({"kind": st.just(Kind.TIMER), "payload": st.sampled_from(["form", "survey"])}),
    st.fixed_dictionaries(
        {"kind": st.just(Kind.TEXT), "text": said, "private": st.just(False), "chat_id": st.just("g")}
    ),
)
staff = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([Kind.TEXT, Kind.EDIT, Kind.BUTTON, Kind.DELETED, Kind.REACTION]),
        "text": st.one_of(said, st.sampled_from(["/resolve", "/reopen", "/help", "// 内部", "您好"])),
        "payload": st.sampled_from(
            ["desk:resolve", "desk:reopen", "desk:takeover", "desk:discard:m3", "x", "👍", "✅"]
        ),
        "identity": st.sampled_from([MEI, Identity("slack", "U9")]),
        "album": st.sampled_from([None, None, "a1"]),
        **some_message,
        "thread": st.sampled_from([TOPIC, None]),
    }
)
steps = st.lists(st.tuples(st.booleans(), customer, staff, waits), max_size=14)


@settings(max_examples=150, deadline=None)
@given(steps)
async def test_whatever_is_said_a_turn_can_be_stored_and_sent(
    done: list[tuple[bool, dict[str, object], dict[str, object], float]],
) -> None:
    chat = Chat(SCRIPTS)
    for by_staff, of_customer, of_staff, pause in done:
        chat.now += pause
        await (chat.staff(**of_staff) if by_staff else chat.turn(**of_customer))  # type: ignore[arg-type]  # facts by name
        legal(chat)


def legal(chat: Chat) -> None:
    if chat.conversation is None:
        return
    known = chat.conversation
    assert read_state(json.loads(json.dumps(dict(known.state)))) == read_state(known.state)
    assert (known.owner is None) == (known.status is Status.RESOLVED)
    assert (known.status is Status.OPEN) == (known.owner is not None and known.owner.kind is not OwnerKind.BOT)
    assert known.chat_id != "g"
    for row in chat.last.outgoing:
        assert row.content.text or row.content.attachments or row.action in (Action.UNSEND, Action.REACT)
        is_for_desk = row.action in (Action.POST, Action.ALERT) or row.side is Side.DESK
        assert (row.channel, row.to) == ("slack", "") if is_for_desk else row.to
        assert row.of or row.action not in (Action.EDIT, Action.UNSEND, Action.REACT)
        assert all(len(button.goto.encode()) <= 64 for button in row.content.buttons)
    if read_state(known.state).form is not None:
        assert "form" in chat.timers
