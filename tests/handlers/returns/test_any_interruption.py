"""Whatever customers begin before they have ended something else, they come back to it, and can leave all of it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.forms.form import FormState
from handlers.state import read_state
from storage.conversations import Status
from tests.handlers.chat import Chat, library
from tests.handlers.returns.shop import open_shop

SCRIPTS = library()
BEGINS = ("退货 A1001", "A10087 到哪了", "A10088 到哪了", "意见反馈")
ANSWERS = ("8000", "1", "不想要了", "跳过", "1234", "哞哞")
ASIDE = ("你好", "谢谢", "你们几点上班？")
WAITS = ("几分钟后", "半小时后")
MOST = 3
"""Questions that are open at once: one is asked, and two wait."""
said = st.one_of(*(st.sampled_from(words) for words in (BEGINS, ANSWERS, ASIDE, WAITS)), st.just("取消"))


def open_forms(chat: Chat) -> list[FormState]:
    """The one that asks, and those that wait below it."""
    form, found = read_state(chat.open.state).form, []
    while form is not None:
        found.append(form)
        form = form.below
    return found


def about(form: FormState) -> tuple[str, object]:
    return form.form, form.filled.get("number") or form.filled.get("order")


def answers_in(forms: list[FormState]) -> list[tuple[str, object]]:
    return [(each.form, dict(each.filled)) for each in forms]


@settings(max_examples=25, deadline=None)
@given(st.lists(said, max_size=12))
@example(["A10087 到哪了", "退货 A1001", "1", "意见反馈", "取消", "你好", "8000", "半小时后"])
@example(["退货 A1001", "A10087 到哪了", "不想要了", "A10088 到哪了", "意见反馈", "几分钟后", "取消", "取消"])
async def test_whatever_is_begun_in_between_they_come_back_to_the_rest_of_it_and_can_leave_it(words: list[str]) -> None:
    chat = open_shop(Chat(SCRIPTS), "A1001")
    await chat.says("你好")
    for each in words:
        before = open_forms(chat)
        await does(chat, each)
        after = open_forms(chat)
        assert len(after) <= MOST
        assert [timer.due_at for name, timer in chat.timers.items() if name == "form"] == [
            form.expires_at for form in after[:1]
        ]
        if chat.open.status is not Status.PENDING:
            return  # it is with staff
        goes_on(chat, each, before, after)
    for _ in range(MOST):
        await chat.says("取消")
    assert open_forms(chat) == []


async def does(chat: Chat, each: str) -> None:
    if each in WAITS:
        await chat.waits(300 if each == WAITS[0] else chat.policy.form_expires)
    else:
        await (chat.presses(each) if each in chat.labels else chat.says(each))


def goes_on(chat: Chat, each: str, before: list[FormState], after: list[FormState]) -> None:
    if each in WAITS:
        assert after == (before if before and before[0].expires_at > chat.now else [])
    elif each == "取消":
        assert answers_in(after) == answers_in(before[1:]), "what waited goes on where it stood"
    elif each in ASIDE and not (before and before[0].form == "feedback"):  # which is all that they write next
        assert [*map(about, after)] == [*map(about, before)]
    elif each in BEGINS:
        forgotten = {about(form) for form in before[1:]} - {about(form) for form in after}
        assert not forgotten or (len(before) == MOST and forgotten == {about(before[-1])})
