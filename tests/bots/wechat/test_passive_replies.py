"""An answer in the response to the platform's own request: in time, late, cut off, asked for twice."""

import asyncio

import aiohttp

from bots.sandbox.wechat import WeChatPhone, WeChatStandIn
from bots.wechat.ledger import BY_MESSAGE
from storage.content import Button, Content
from storage.inbound import Inbound
from tests.bots.wechat.shop import Shop, echo
from tests.bots.wechat.wire import post
from tests.engine_fakes import until


def screen(phone: WeChatPhone) -> list[str]:
    return [shown.text for shown in phone.screen.shown]


async def post_and_hang_up(session: aiohttp.ClientSession, shop: Shop) -> None:
    """The platform loses the connection before it is answered, and the server has seen it go."""
    posting = asyncio.ensure_future(post(session, shop))
    request = await shop.requests.get()
    await shop.asked.get()
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    for _ in range(1000):
        if request.transport is None:
            return
        await asyncio.sleep(0.001)
    raise AssertionError("the server still holds the connection")


class Slow:
    """A desk that answers when it is told to."""

    def __init__(self) -> None:
        self.now = asyncio.Event()

    async def __call__(self, inbound: Inbound) -> Content:
        await self.now.wait()
        return await echo(inbound)


async def test_a_late_answer_goes_out_as_a_customer_message(
    hasty: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    hasty.answer = slow = Slow()
    await li.say("在吗")
    assert screen(li) == ["在吗"]
    slow.now.set()
    await hasty.settled()

    assert screen(li) == ["在吗", "您说：在吗"]
    assert (standin.passive_count, standin.sent_count, standin.callbacks.attempts) == (0, 1, 1)
    assert hasty.carried == [False]


async def test_a_turn_without_an_answer_does_not_hold_the_request(patient: Shop, li: WeChatPhone) -> None:
    async def silent(_inbound: Inbound) -> None:
        return None

    patient.answer = silent
    await li.say("谢谢")
    assert screen(li) == ["谢谢"]


async def test_a_retry_of_a_cut_request_gets_the_answer_that_found_nobody(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    shop.answer = slow = Slow()
    await post_and_hang_up(session, shop)
    slow.now.set()
    await asyncio.sleep(0)  # the answer is offered, and there is no connection to write it to
    assert "您说：我的订单在哪里" in await post(session, shop)
    await shop.settled()
    assert shop.carried == [True]
    assert len(shop.accepted) == 1


async def test_a_retry_that_comes_before_the_answer_waits_for_the_same_turn(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    shop.answer = slow = Slow()
    await post_and_hang_up(session, shop)
    retry = asyncio.ensure_future(post(session, shop))
    await shop.asked.get()
    slow.now.set()
    assert "您说：我的订单在哪里" in await retry
    await shop.settled()
    assert (shop.carried, len(shop.accepted)) == ([True], 1)


async def test_an_answer_that_no_retry_fetches_goes_out_as_a_customer_message(
    hasty: Shop, session: aiohttp.ClientSession, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    li.allowance.wrote(hasty.clock())
    hasty.answer = slow = Slow()
    await post_and_hang_up(session, hasty)
    slow.now.set()
    await hasty.settled()

    assert hasty.carried == [False]
    assert [message["text"]["content"] for message in standin.sent] == ["您说：我的订单在哪里"]
    assert await post(session, hasty) == "success"


async def test_three_tries_at_once_are_one_message_with_one_answer(
    shop: Shop, session: aiohttp.ClientSession, standin: WeChatStandIn
) -> None:
    shop.answer = slow = Slow()
    tries = [asyncio.ensure_future(post(session, shop)) for _ in range(3)]
    for _ in tries:
        await shop.requests.get()
    slow.now.set()
    first, *others = await asyncio.gather(*tries)
    await shop.settled()
    assert "您说：我的订单在哪里" in first
    assert others == [first, first]
    assert (len(shop.accepted), shop.carried, standin.sent_count) == (1, [True], 0)


async def test_three_tries_at_once_that_are_all_too_late_are_one_customer_message(
    hasty: Shop, session: aiohttp.ClientSession, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    li.allowance.wrote(hasty.clock())
    hasty.answer = slow = Slow()
    assert await asyncio.gather(*(post(session, hasty) for _ in range(3))) == ["success"] * 3
    slow.now.set()
    await hasty.settled()
    assert (len(hasty.accepted), hasty.carried, standin.sent_count) == (1, [False], 1)


async def test_a_retry_after_the_answer_gets_the_same_answer(shop: Shop, session: aiohttp.ClientSession) -> None:
    first = await post(session, shop)
    again = await post(session, shop)
    assert "您说：我的订单在哪里" in first
    assert first == again
    assert len(shop.accepted) == 1


async def test_a_retry_from_before_a_restart_is_acknowledged_at_once(
    patient: Shop, session: aiohttp.ClientSession
) -> None:
    patient.inbox["24000000000000001"] = 1  # accepted by the process that died
    assert await post(session, patient) == "success"


ACCEPTED = {"24000000000000001": 1}
"""By the process that died: the message of the capture `text`."""
WAITING = Content(text="您的订单昨天发出了")


async def test_a_retry_carries_the_answer_that_a_killed_kefu_had_not_sent(
    shop: Shop, session: aiohttp.ClientSession, standin: WeChatStandIn
) -> None:
    shop.inbox |= ACCEPTED
    await shop.killed()
    shop.wechat.left([1], shop.find)
    retry = asyncio.ensure_future(post(session, shop))
    await shop.asked.get()
    await shop.deliver("oLi_aBcDeFgHiJkLmNoPqRsTuVwX", WAITING, answers=1)
    assert WAITING.text in await retry
    assert WAITING.text in await post(session, shop)
    assert (shop.carried, standin.sent_count) == ([True], 0)


async def test_an_answer_left_by_a_killed_kefu_does_not_wait_for_a_retry(
    shop: Shop, session: aiohttp.ClientSession, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    li.allowance.wrote(shop.clock())
    await shop.ledger.opened(li.openid, BY_MESSAGE, "act", shop.clock())
    shop.inbox |= ACCEPTED
    await shop.killed()
    shop.wechat.left([1], shop.find)
    await shop.deliver(li.openid, WAITING, answers=1)
    assert [message["text"]["content"] for message in standin.sent] == [WAITING.text]
    assert await post(session, shop) == "success"


async def test_tries_that_come_together_after_a_kill_wait_for_the_same_answer(
    shop: Shop, session: aiohttp.ClientSession, standin: WeChatStandIn
) -> None:
    shop.inbox |= ACCEPTED
    await shop.killed()
    shop.wechat.left([1], shop.find)
    tries = [asyncio.ensure_future(post(session, shop)) for _ in range(2)]
    for _ in tries:
        await shop.asked.get()
    await shop.deliver("oLi_aBcDeFgHiJkLmNoPqRsTuVwX", WAITING, answers=1)
    assert all(WAITING.text in answer for answer in await asyncio.gather(*tries))
    assert (shop.carried, standin.sent_count) == ([True], 0)


async def test_a_turn_made_again_after_a_kill_may_have_nothing_to_say(
    patient: Shop, session: aiohttp.ClientSession
) -> None:
    patient.inbox |= ACCEPTED
    await patient.killed()
    patient.wechat.left([1], patient.find)
    retry = asyncio.ensure_future(post(session, patient))
    await patient.asked.get()
    patient.wechat.concluded(1)
    assert await retry == "success"


async def test_a_new_message_after_a_kill_is_answered_like_any(shop: Shop, li: WeChatPhone) -> None:
    shop.inbox |= ACCEPTED
    await shop.killed()
    shop.wechat.left([1], shop.find)
    await li.say("在吗")
    assert screen(li) == ["在吗", "您说：在吗"]


async def test_two_messages_at_once_get_their_own_answers(shop: Shop, li: WeChatPhone, standin: WeChatStandIn) -> None:
    await asyncio.gather(*(li.say(f"第 {number} 条") for number in range(8)))
    assert sorted(text for _, text in standin.passive) == sorted(f"您说：第 {number} 条" for number in range(8))


async def test_the_second_answer_of_a_turn_is_a_customer_message(shop: Shop, li: WeChatPhone) -> None:
    async def twice(inbound: Inbound) -> Content:
        await shop.deliver(inbound.chat_id, Content(text="先"), answers=shop.inbox[inbound.key])
        return Content(text="后")

    shop.answer = twice
    await li.say("你好")
    await shop.settled()
    assert shop.carried == [True, False]
    assert screen(li) == ["你好", "先", "后"]


async def test_a_text_is_carried_though_its_menu_needs_a_second_message(
    shop: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    async def long(_inbound: Inbound) -> Content:
        return Content(text="长" * 660, buttons=(Button(label="转人工", goto="escalation"),) * 3)

    shop.answer = long
    await li.say("你好")
    await shop.settled()
    assert screen(li)[1:] == ["长" * 660, "1. 转人工\n2. 转人工\n3. 转人工"]
    assert (standin.passive_count, standin.sent_count) == (1, 1)


async def test_a_message_that_cannot_be_kept_is_not_acknowledged_and_the_next_try_is_answered(
    shop: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    shop.disk_full = 1
    await li.say("你好")
    assert screen(li) == ["你好", "您说：你好"]
    assert standin.callbacks.attempts == 2


async def test_an_answer_that_was_taken_back_is_not_carried_by_a_retry(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    shop.answer = slow = Slow()
    await post_and_hang_up(session, shop)
    slow.now.set()
    await shop.offered.wait()
    for turn in shop.turns:
        turn.cancel()
    await asyncio.gather(*shop.turns, return_exceptions=True)
    assert await post(session, shop) == "success"


async def test_what_nobody_offers_any_more_is_forgotten(shop: Shop, li: WeChatPhone) -> None:
    shop.wechat._slots._kept = 3
    for number in range(10):
        await li.say(str(number))
    slots = shop.wechat._slots
    assert (len(slots._by_key), len(slots._by_inbox_id)) == (3, 0)


async def test_an_answer_is_forgotten_when_the_platform_tries_no_more(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    slots = shop.wechat._slots
    slots._keys._seconds = 0.05
    assert "您说：我的订单在哪里" in await post(session, shop)
    await until(lambda: not slots._by_key)
    assert await post(session, shop) == "success"
