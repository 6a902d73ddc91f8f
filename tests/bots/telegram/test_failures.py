"""The platform refuses or fails, and delivery is told what to do about it."""

import pytest

from bots.channel import Busy, Gone, Moved, Rejected, SendFailed, ThreadGone, Unreachable
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramPhone, TelegramStandIn
from bots.sandbox.telegram.refusal import NOT_OK, Refusal
from storage.content import Content
from storage.inbound import Attachment, Media
from tests.bots.telegram.shop import DESK, Shop

HELLO = Content(text="hello")


async def failure(shop: Shop, to: str = "5", content: Content = HELLO, thread: str | None = None) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await shop.channel.send(to, content, thread=thread)
    return failed.value


async def test_too_many_messages_say_how_long_to_wait(shop: Shop, platform: TelegramStandIn, li: TelegramPhone) -> None:
    platform.faults.next("sendMessage", Fault.busy(17))
    failed = await failure(shop)
    assert isinstance(failed, Busy)
    assert (failed.seconds, failed.whole_bot) == (17, False)
    await shop.channel.send("5", HELLO)


@pytest.mark.parametrize("fault", [Fault.error(), Fault.reset(), Fault.nonsense(), NOT_OK, Fault.lost()], ids=str)
async def test_a_platform_in_trouble_is_unreachable(
    shop: Shop, platform: TelegramStandIn, li: TelegramPhone, fault: Fault
) -> None:
    platform.faults.next("sendMessage", fault)
    assert isinstance(await failure(shop), Unreachable)
    await shop.channel.send("5", HELLO)
    assert li.screen.shown[-1].text == "hello"


@pytest.mark.parametrize(
    "body",
    [
        b'{"ok":true}',
        b'{"ok":true,"result":true}',
        b'{"ok":true,"result":{"message_id":"7"}}',
        b"[]",
        b"null",
        b"",
        b"\xff",
        b'{"ok":true,"result":[1]}',
    ],
)
@pytest.mark.parametrize("status", [200, 302, 400, 403, 429, 502, 599])
async def test_an_answer_of_any_shape_is_an_answer_that_failed(
    shop: Shop, platform: TelegramStandIn, li: TelegramPhone, body: bytes, status: int
) -> None:
    platform.faults.next("sendMessage", Fault.answer(status, body))
    await failure(shop)


@pytest.mark.parametrize(
    "parameters", [b'{"retry_after":"soon"}', b'{"retry_after":null}', b"7", b'{"migrate_to_chat_id":[]}']
)
async def test_parameters_of_any_shape_do_no_harm(
    shop: Shop, platform: TelegramStandIn, li: TelegramPhone, parameters: bytes
) -> None:
    platform.faults.next(
        "sendMessage", Fault.answer(429, b'{"ok":false,"description":5,"parameters":' + parameters + b"}")
    )
    await failure(shop)


async def test_a_platform_that_is_not_there_is_unreachable(shop: Shop, platform: TelegramStandIn) -> None:
    await platform.close()
    failed = await failure(shop)
    assert isinstance(failed, Unreachable)
    assert str(failed).startswith("Telegram was not reached: the connection was refused: ")


async def test_a_platform_that_does_not_answer_is_given_up_on(shop: Shop, platform: TelegramStandIn) -> None:
    platform.faults.next("getMe", Fault.hang())
    with pytest.raises(Unreachable, match="Telegram was not reached: it did not answer in time: "):
        await shop.channel._api.call("getMe", 0.05)


async def test_a_customer_who_blocked_the_bot_is_gone(shop: Shop, li: TelegramPhone) -> None:
    li.block()
    assert isinstance(await failure(shop), Gone)
    li.unblock()
    await shop.channel.send("5", HELLO)


async def test_a_customer_who_never_wrote_is_gone(shop: Shop, platform: TelegramStandIn) -> None:
    platform.customer(6, "Mei")
    assert isinstance(await failure(shop, "6"), Gone)
    assert isinstance(await failure(shop, "404"), Gone)
    assert isinstance(await failure(shop, "@nobody"), Gone)


async def test_content_that_the_platform_refuses_is_rejected_without_being_repeated(
    shop: Shop, li: TelegramPhone
) -> None:
    failed = await failure(shop, content=Content(text="秘" * 4097))
    assert isinstance(failed, Rejected)
    assert "秘" not in str(failed)
    missing = Attachment(media=Media.PHOTO, channel="telegram", ref="no-such-file")
    assert isinstance(await failure(shop, content=Content(attachments=(missing,))), Rejected)


async def test_what_telegram_quotes_of_ours_is_not_told(
    shop: Shop, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    quoting = Refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "秘密" at byte offset 0')
    platform.faults.next("sendMessage", Fault.answer(400, quoting.body()))
    failed = await failure(shop)
    assert isinstance(failed, Rejected)
    assert "parse entities" in str(failed)
    assert "秘密" not in str(failed)


@pytest.mark.parametrize("thread", ["31337", "999999999"])
async def test_a_topic_that_is_not_there_is_gone(shop: Shop, thread: str) -> None:
    assert isinstance(await failure(shop, str(DESK), thread=thread), ThreadGone)


async def test_a_topic_deleted_by_hand_is_gone(shop: Shop) -> None:
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", Content(), number=7)
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    shop.desk.delete_topic(thread)
    assert isinstance(await failure(shop, str(DESK), thread=thread), ThreadGone)


@pytest.mark.parametrize("cause", ["TOPIC_DELETED", "TOPIC_CLOSED", "TOPIC_ID_INVALID", "message thread not found"])
async def test_however_the_platform_says_it(shop: Shop, platform: TelegramStandIn, cause: str) -> None:
    platform.faults.next("sendMessage", Fault.answer(400, Refusal(400, f"Bad Request: {cause}").body()))
    assert isinstance(await failure(shop, str(DESK), thread="31"), ThreadGone)


async def test_a_thread_of_another_platform_is_rejected(shop: Shop) -> None:
    assert isinstance(await failure(shop, str(DESK), thread="1700000000.000100"), Rejected)


async def test_a_group_that_moved_says_where(shop: Shop, platform: TelegramStandIn) -> None:
    group = platform.group(-77, "Buyers", [(5, "Li")])
    new = group.upgrade()
    failed = await failure(shop, "-77")
    assert isinstance(failed, Moved)
    assert failed.chat_id == new
    await shop.channel.send(new, HELLO)


async def test_a_wrong_token_is_told_to_the_operator_and_loses_nothing(shop: Shop, platform: TelegramStandIn) -> None:
    for token in ("777:wrong", "nonsense"):
        platform.token = token
        failed = await failure(shop)
        assert isinstance(failed, Unreachable)
        assert "KEFU_TELEGRAM__TOKEN" in str(failed)
