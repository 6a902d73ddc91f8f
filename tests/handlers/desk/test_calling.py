"""A person comes although nobody asked for one: angry words, the same question again, somebody the shop cares for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from handlers.desk.policy import DEFAULT_POLICY, Rule, Tier, Trigger, When
from handlers.desk.policy_file import built_in
from handlers.desk.triggers import asked_again
from handlers.exchange import plain
from handlers.scripts.library import Library
from handlers.state import State, read_state
from storage.codec import dumps
from storage.conversations import Status
from storage.desk import ContactFile, Priority
from storage.orders import OrderStatus
from storage.results import TurnResult
from tests.handlers.chat import Chat
from tests.handlers.shop import NOW, Shop, order

SORRY = {"zh-CN": "非常抱歉 <马上> 处理。", "en": "We are sorry."}
ANGRY = Trigger(name="生气", when=When(words=("骗子", "scam")), say=SORRY, angry=True)
WHOLESALE = Trigger(name="批发", when=When(words=("批发",)))
VIP = Trigger(name="会员", when=When(tiers=frozenset({Tier.VIP})))
VIP_RETURNS = Trigger(name="会员退货", when=When(tiers=frozenset({Tier.VIP}), intents=frozenset({"returns"})))
BIG = Trigger(name="大单", when=When(order_value=5000.0))
PAYING = "支付方式"
NONSENSE = "哞哞哞"


def with_triggers(chat: Chat, *triggers: Trigger, **changes: object) -> Chat:
    chat.desk_policy = replace(DEFAULT_POLICY, triggers=triggers, **changes)  # type: ignore[arg-type]  # facts by name
    return chat


def has_person(chat: Chat) -> bool:
    return chat.open.status is Status.OPEN


def is_vip(chat: Chat) -> None:
    chat.contacts.files[chat.open.contact_id] = ContactFile(contact_id=chat.open.contact_id, since=0.0, tags=("vip",))


def reason(result: TurnResult) -> dict[str, object]:
    [event] = [each for each in result.events if each.name == "handoff"]
    return {name: event.details[name] for name in ("reason", "trigger") if name in event.details}


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """A contact who has written before."""
    await chat.says("你好")
    return chat


async def test_an_angry_word_brings_a_person_and_the_trigger_s_line_comes_first(chat: Chat) -> None:
    said = await with_triggers(chat, ANGRY).says("你们是骗子吧！")
    assert said.startswith("非常抱歉 <马上> 处理。\n" + chat.line("escalation", "queued")[:4])
    assert has_person(chat)
    assert reason(chat.last) == {"reason": "words", "trigger": "生气"}


async def test_the_line_is_said_in_the_customer_s_language_or_in_the_shop_s(chat: Chat) -> None:
    await with_triggers(chat, ANGRY).says("This is a scam, I want my money back")
    assert chat.replies[0].text.startswith("We are sorry.\n")
    taiwanese = Chat(chat.words, locale="zh-TW", desk_policy=chat.desk_policy)
    await taiwanese.says("你們是骗子")
    assert taiwanese.replies[0].text.startswith("非常抱歉 &lt;马上&gt; 处理。\n")


async def test_a_trigger_without_a_line_says_only_what_happens_next(chat: Chat) -> None:
    assert (await with_triggers(chat, WHOLESALE).says("批发多少钱")).startswith(chat.line("escalation", "queued"))


async def test_without_a_desk_nobody_is_called(chat: Chat) -> None:
    chat.desk = None
    await with_triggers(chat, ANGRY).says("骗子")
    assert not has_person(chat)


async def test_in_a_group_nobody_is_called(chat: Chat) -> None:
    await with_triggers(chat, ANGRY).says_in_group("骗子")
    assert chat.to_desk == []


async def test_a_word_in_a_command_or_in_an_answer_of_a_form_calls_nobody_unless_it_is_angry(chat: Chat) -> None:
    with_triggers(chat, replace(WHOLESALE, when=When(words=("8000", "批发"))), ANGRY)
    await chat.says("/help 批发")
    await chat.says("A10086")
    await chat.says("8000")
    assert not has_person(chat)
    await chat.says("查订单")
    await chat.says("骗子")
    assert has_person(chat)


async def test_who_was_helped_by_staff_is_not_called_angry_again(chat: Chat) -> None:
    await with_triggers(chat, ANGRY).says("骗子")
    await chat.agent_presses("desk:resolve")
    await chat.says(PAYING)
    assert not has_person(chat)


# Who it is


async def test_a_vip_is_answered_by_the_bot_where_it_has_an_answer(known: Chat) -> None:
    is_vip(with_triggers(known, VIP))
    assert await known.says(PAYING) == known.line("payment_methods", "text", shop="客服小店", name="李雷")
    await known.says(NONSENSE)
    assert reason(known.last) == {"reason": "trigger", "trigger": "会员"}


async def test_somebody_who_is_no_vip_is_asked_again(known: Chat) -> None:
    await with_triggers(known, VIP).says(NONSENSE)
    assert not has_person(known)


async def test_a_vip_with_a_wanted_intent_gets_a_person_at_once(known: Chat) -> None:
    is_vip(with_triggers(known, VIP_RETURNS))
    await known.says("查订单")
    assert not has_person(known)
    await known.taps("returns")
    assert has_person(known)


async def test_the_shop_may_want_people_even_where_an_faq_would_answer(known: Chat) -> None:
    wanted = When(tiers=frozenset({Tier.VIP}), intents=frozenset({"payment_methods"}))
    is_vip(with_triggers(known, replace(VIP, when=wanted)))
    await known.says(PAYING)
    assert has_person(known)


async def test_a_big_order_brings_a_person_when_the_bot_has_no_answer(scripts: Library) -> None:
    big = order("A1", OrderStatus.PAID, total=Decimal("5000.00"))
    chat = Chat(scripts, shop=Shop(orders={"A1": big}))
    await with_triggers(chat, BIG).says("你好")
    chat.conversation = replace(chat.open, proven={"A1": NOW + 1000})
    await chat.says(NONSENSE)
    assert reason(chat.last) == {"reason": "trigger", "trigger": "大单"}


async def test_nothing_is_read_of_anybody_unless_a_trigger_asks_for_it(known: Chat) -> None:
    with_triggers(known, ANGRY, VIP_RETURNS).shop.down = True
    await known.says(PAYING)
    assert not has_person(known)


# The same question, and no answer


async def test_the_same_question_twice_brings_a_person(chat: Chat) -> None:
    await chat.says("支付方式？")
    gave_up = f"{chat.line('escalation', 'not_understood')}\n{chat.line('escalation', 'queued')}"
    assert (await chat.says("支付方式")).startswith(gave_up)
    assert reason(chat.last) == {"reason": "repeated"}


async def test_a_button_in_between_does_not_make_it_a_new_question(chat: Chat) -> None:
    for words in (PAYING, "菜单"):
        await chat.says(words)
    await chat.taps("menu")
    await chat.says(PAYING)
    assert has_person(chat)


@pytest.mark.parametrize("said", [["你好", "你好"], ["查订单", "查订单"], ["/help", "/help"], ["菜单", "菜单"]])
async def test_who_greets_or_opens_the_menu_twice_asks_nothing(chat: Chat, said: list[str]) -> None:
    for words in said:
        await chat.says(words)
    assert not has_person(chat)


def test_words_that_were_changed_since_are_another_answer() -> None:
    first = asked_again(None, PAYING, "微信支付。", NOW)
    changed = asked_again(first, PAYING, "微信支付、支付宝。", NOW)
    same = asked_again(changed, PAYING, "微信支付、支付宝。", NOW)
    assert [each.times for each in (first, changed, same) if each] == [1, 1, 2]


async def test_another_question_in_between_or_an_hour_starts_the_count_again(chat: Chat) -> None:
    for words in (PAYING, "开发票", PAYING):
        await chat.says(words)
    await chat.waits(3601)
    await chat.says(PAYING)
    assert not has_person(chat)


async def test_the_shop_may_want_more_patience_or_none(chat: Chat) -> None:
    with_triggers(chat, same_question=3)
    for _ in range(2):
        await chat.says(PAYING)
    assert not has_person(chat)
    await chat.says(PAYING)
    assert has_person(chat)
    deaf = with_triggers(Chat(chat.words), same_question=0)
    for _ in range(5):
        await deaf.says(PAYING)
    assert not has_person(deaf)


async def test_desk_yaml_says_after_how_many_misses_a_person_comes(chat: Chat) -> None:
    with_triggers(chat, misunderstood=2)
    await chat.says(NONSENSE)
    await chat.says("喵喵喵")
    assert reason(chat.last) == {"reason": "misunderstood"}


async def test_what_they_asked_and_were_at_survives_the_store(chat: Chat) -> None:
    await chat.says(PAYING)
    kept = read_state(chat.open.state)
    assert (kept.intent, kept.asked and kept.asked.times) == ("payment_methods", 1)
    assert State(asked=kept.asked, intent=kept.intent).as_json().keys() == {"asked", "intent"}


async def test_who_only_asks_for_a_person_is_routed_by_what_they_were_at(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("菜单")
    assert read_state(chat.open.state).intent == "order_lookup"


# Without a desk.yaml


@pytest.mark.parametrize(
    ("language", "words", "sorry"),
    [
        ("zh-CN", "再不退款我就投诉你们", "非常抱歉给您带来不好的体验"),
        ("zh-TW", "你們是詐騙集團嗎", "非常抱歉讓您有不好的感受"),
        ("en", "I am going to file a chargeback", "We are very sorry about this"),
    ],
)
async def test_a_shop_that_wrote_nothing_has_people_for_complaints(
    scripts: Library, language: str, words: str, sorry: str
) -> None:
    chat = Chat(scripts, locale=language, desk_policy=built_in("zh-CN"))
    assert (await chat.says(words)).startswith(sorry)
    assert chat.open.case is not None
    assert (chat.open.case.priority, chat.open.case.angry) == (Priority.HIGH, True)
    assert chat.open.case.rule == "投诉或法律"


async def test_a_complaint_in_the_middle_of_a_form_is_heard_and_digits_are_not(scripts: Library) -> None:
    chat = Chat(scripts, desk_policy=built_in("zh-CN"))
    await chat.says("A10086")
    await chat.says("1231")
    assert not has_person(chat)
    await chat.says("你们就是骗子")
    assert has_person(chat)
    assert chat.timers.keys().isdisjoint({"form"})


# While staff have the conversation


async def test_who_gets_angry_in_the_queue_moves_up_and_the_card_says_so_once(chat: Chat) -> None:
    with_triggers(chat, replace(ANGRY, priority=Priority.HIGH))
    await chat.says("转人工")
    assert await chat.says("怎么还没人，骗子！") == ""
    [words, card] = chat.to_desk
    assert (plain(words.content.text), card.card) == ("怎么还没人，骗子！", True)
    assert chat.open.case is not None
    assert (chat.open.case.priority, chat.open.case.angry) == (Priority.HIGH, True)
    await chat.says("骗子！！")
    assert [each.card for each in chat.to_desk] == [False]


async def test_who_is_urgent_already_stays_so_and_calm_words_change_nothing(chat: Chat) -> None:
    urgent = replace(ANGRY, priority=Priority.HIGH)
    chat.desk_policy = replace(DEFAULT_POLICY, triggers=(urgent,), rules=(Rule(name="a", priority=Priority.URGENT),))
    await chat.says("转人工")
    await chat.says("谢谢，不急")
    assert chat.open.case is not None
    assert not chat.open.case.angry
    await chat.says("骗子")
    assert (chat.open.case.priority, chat.open.case.angry) == (Priority.URGENT, True)


@pytest.mark.parametrize("denied", ["不是投诉，就想问下发货没", "我不投诉", "不是要投诉你们", "it's not a scam, is it"])
async def test_who_denies_it_is_not_called_angry(scripts: Library, denied: str) -> None:
    chat = Chat(scripts, desk_policy=built_in("zh-CN"))
    await chat.says("转人工")
    await chat.says(denied)
    assert chat.open.case is not None
    assert (chat.open.case.priority, chat.open.case.angry) == (Priority.NORMAL, False)
    later = Chat(scripts, desk_policy=built_in("zh-CN"))
    await later.says(denied)
    await later.says("转人工")
    assert later.open.case is not None
    assert (later.open.case.priority, later.open.case.angry) == (Priority.NORMAL, False)


async def test_who_denies_one_thing_and_says_another_is_angry(scripts: Library) -> None:
    chat = Chat(scripts, desk_policy=built_in("zh-CN"))
    await chat.says("转人工，我不投诉，我找律师")
    assert chat.open.case is not None
    assert chat.open.case.angry


async def test_what_was_asked_is_known_again_without_being_kept(chat: Chat) -> None:
    await chat.says("我是王小明，住在人民路一号，" + NONSENSE)
    kept = dumps(chat.open.state)
    assert "asked" in kept
    assert not [each for each in ("王小明", "人民路", NONSENSE) if each in kept]
