"""Messages outside of a callback: the platform's small quota, its error codes, its bad days."""

import pytest

from bots.channel import Busy, File, Gone, Rejected, SendFailed, Unreachable, UsedUp, WindowOver
from bots.sandbox.faults import Fault
from bots.sandbox.wechat import WeChatPhone, WeChatStandIn
from bots.sandbox.wechat.bad_days import errcode
from bots.wechat.ledger import BY_MESSAGE
from storage.content import Content
from storage.inbound import Attachment, Media
from tests.bots.wechat.shop import Shop

PICTURE = File(media=Media.PHOTO, name="kettle.jpg", mime="image/jpeg", data=b"\xff\xd8\xff\xe0 kettle")
HELLO = Content(text="您的包裹到了")


async def failure(shop: Shop, to: WeChatPhone, content: Content = HELLO, files: tuple[File, ...] = ()) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await shop.wechat.send(to.openid, content, files=files)
    assert shop.options.app_secret.get_secret_value() not in str(failed.value)
    assert failed.value.__context__ is None or failed.value.__suppress_context__
    return failed.value


async def test_staff_may_write_four_times_and_are_told_why_not_a_fifth(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    for _ in range(4):
        await shop.wechat.send(wrote.openid, HELLO)
    refused = await failure(shop, wrote)
    assert isinstance(refused, Gone)
    assert "the customer must write first" in str(refused)
    assert standin.sent_count == 4


async def test_after_two_days_the_window_is_over(shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn) -> None:
    shop.clock.pass_(48 * 3600)
    assert "48-hour window is over" in str(await failure(shop, wrote))
    assert standin.sent_count == 0


async def test_a_new_message_of_the_customer_opens_the_window_again(shop: Shop, wrote: WeChatPhone) -> None:
    shop.clock.pass_(48 * 3600)
    await wrote.say("还在吗")
    await shop.wechat.send(wrote.openid, HELLO)


async def test_the_platform_counts_for_itself_and_kefu_believes_it(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    for _ in range(5):
        wrote.allowance.spend(shop.clock())  # another program of the shop has used them
    refused = await failure(shop, wrote)
    assert isinstance(refused, Gone)
    assert "45047" in str(refused)
    assert shop.ledger.told_exhausted == [wrote.openid]
    assert isinstance(await failure(shop, wrote), Gone)
    assert standin.sent_count == 0


@pytest.mark.parametrize(("code", "expected"), [(45015, WindowOver), (45047, UsedUp)])
async def test_what_the_platform_once_refused_is_refused_for_the_same_reason_until_the_customer_writes(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, code: int, expected: type[SendFailed]
) -> None:
    standin.faults.next("message/custom/send", errcode(code))
    for _ in range(3):
        assert type(await failure(shop, wrote)) is expected
    assert standin.faults.happened == 1
    shop.clock.pass_(1)
    await wrote.say("还在吗")
    await shop.wechat.send(wrote.openid, HELLO)


async def test_who_stops_following_while_staff_write_is_not_said_to_be_late(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await wrote.unfollow()
    for _ in range(2):
        refused = await failure(shop, wrote)
        assert type(refused) is Gone
        assert "does not follow" in str(refused)
    assert standin.sent_count == 0
    await wrote.follow()
    await shop.wechat.send(wrote.openid, HELLO)


async def test_a_restart_does_not_forget_who_stopped_following(shop: Shop, wrote: WeChatPhone) -> None:
    await wrote.unfollow()
    await shop.killed()
    refused = await failure(shop, wrote)
    assert (type(refused), "does not follow" in str(refused)) == (Gone, True)
    await wrote.follow()
    await shop.wechat.send(wrote.openid, HELLO)
    shop.clock.pass_(61)
    await shop.killed()
    assert type(await failure(shop, wrote)) is WindowOver


@pytest.mark.parametrize(
    ("code", "expected", "words"),
    [
        (45015, WindowOver, "48-hour window"),
        (45047, UsedUp, "used up"),
        (45009, Busy, "3600 s"),
        (45011, Busy, "60 s"),
        (-1, Unreachable, "busy"),
        (-1000, Unreachable, "-1000"),
        (40003, Gone, "no such follower"),
        (43004, Gone, "does not follow"),
        (48001, Rejected, "verified as a service account"),
        (48002, Gone, "blocked"),
        (45002, Rejected, "too long"),
        (40007, Rejected, "expired"),
        (40164, Unreachable, "IP白名单"),
        (40013, Unreachable, "app_id"),
        (99999, Rejected, "99999"),
    ],
)
async def test_every_refusal_says_what_to_do(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, code: int, expected: type[SendFailed], words: str
) -> None:
    standin.faults.next("message/custom/send", errcode(code))
    refused = await failure(shop, wrote)
    assert type(refused) is expected
    assert words in str(refused)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.error(), Unreachable),
        (Fault.reset(), Unreachable),
        (Fault.nonsense(), Unreachable),
        (Fault.busy(7), Busy),
    ],
    ids=lambda value: str(value) if isinstance(value, Fault) else value.__name__,
)
async def test_a_bad_day_of_the_platform_is_no_success(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, fault: Fault, expected: type[SendFailed]
) -> None:
    standin.faults.next("message/custom/send", fault)
    assert type(await failure(shop, wrote)) is expected
    await shop.wechat.send(wrote.openid, HELLO)
    assert standin.sent_count == 1


async def test_a_platform_that_hangs_is_no_success(
    shop: Shop, impatient: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    standin.faults.next("message/custom/send", Fault.hang())
    await impatient.ledger.opened(wrote.openid, BY_MESSAGE, "act", impatient.clock())
    while not standin.faults.happened:
        assert type(await failure(impatient, wrote)) is Unreachable
    await shop.wechat.send(wrote.openid, HELLO)
    assert standin.sent_count == 1


@pytest.mark.parametrize("fault", [Fault.error(), Fault.reset(), Fault.nonsense()], ids=str)
async def test_a_long_bad_day_costs_the_customer_one_message(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, fault: Fault
) -> None:
    """Each try may have arrived; were each counted, the message would be refused before the platform is well again."""
    standin.faults.next("message/custom/send", fault, 20)
    for _ in range(20):
        assert isinstance(await failure(shop, wrote), Unreachable)
    await shop.wechat.send(wrote.openid, HELLO)
    assert shop.ledger.left(wrote.openid) == 4


async def test_what_cannot_even_sign_in_costs_nothing(shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn) -> None:
    standin.faults.next("stable_token", Fault.reset(), 20)
    for _ in range(20):
        assert isinstance(await failure(shop, wrote), Unreachable)
    assert shop.ledger.left(wrote.openid) == 5


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (40001, "app_secret is wrong"),
        (40243, "frozen"),
        (50004, "may not call"),
        (50007, "account is frozen"),
        (61024, "61024"),
        (48001, "48001"),
    ],
)
async def test_a_refused_sign_in_says_nothing_of_the_message_which_waits_for_the_operator(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, code: int, words: str
) -> None:
    standin.faults.next("stable_token", errcode(code))
    refused = await failure(shop, wrote)
    assert type(refused) is Unreachable
    assert words in str(refused)
    await shop.wechat.send(wrote.openid, HELLO)
    assert (standin.sent_count, shop.ledger.left(wrote.openid)) == (1, 4)


async def test_a_token_that_was_revoked_and_cannot_be_had_anew_loses_no_message(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await shop.wechat.check()
    standin.tokens.revoke()
    standin.faults.next("stable_token", errcode(40243))
    assert type(await failure(shop, wrote)) is Unreachable
    await shop.wechat.send(wrote.openid, HELLO)
    assert (standin.sent_count, shop.ledger.left(wrote.openid)) == (1, 4)


async def test_a_refusal_the_platform_did_not_count_is_not_counted_by_us(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    standin.faults.next("message/custom/send", errcode(-1), 20)
    for _ in range(20):
        await failure(shop, wrote)
    await shop.wechat.send(wrote.openid, HELLO)


async def test_a_picture_is_uploaded_and_shown(shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn) -> None:
    await shop.wechat.send(wrote.openid, Content(), files=(PICTURE,))
    shown = wrote.screen.shown[-1]
    assert (shown.text, shown.media) == ("", ("photo",))
    assert shop.ledger.left(wrote.openid) == 4
    uploaded = standin.shelf.get(standin.sent[-1]["image"]["media_id"])
    assert uploaded == ("image/jpeg", PICTURE.data)


async def test_a_customers_own_picture_is_sent_again_without_uploading_it(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await wrote.send_image(PICTURE.data)
    await shop.wechat.send(wrote.openid, Content(attachments=shop.accepted[-1].attachments))
    assert standin.sent[-1]["image"]["media_id"] == shop.accepted[-1].attachments[0].ref


@pytest.mark.parametrize(
    "file",
    [
        File(media=Media.PHOTO, name="x.jpg", mime="image/jpeg", data=b"MZ not a picture"),
        File(media=Media.VOICE, name="x.amr", mime="audio/amr", data=b"#!AMR" + bytes(2 * 1024 * 1024)),
        File(media=Media.FILE, name="x.pdf", mime="application/pdf", data=b"%PDF-"),
    ],
    ids=["a program called a picture", "a voice too long", "a document"],
)
async def test_what_the_platform_would_not_take_is_refused_before_anything_is_sent(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, file: File
) -> None:
    assert isinstance(await failure(shop, wrote, Content(), files=(file,)), Rejected)
    assert standin.sent_count == 0
    assert shop.ledger.left(wrote.openid) == 5


async def test_a_picture_whose_upload_fails_costs_nothing(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    standin.faults.next("media/upload", Fault.error())
    assert isinstance(await failure(shop, wrote, Content(), files=(PICTURE,)), Unreachable)
    assert standin.sent_count == 0
    assert shop.ledger.left(wrote.openid) == 5


@pytest.mark.parametrize(
    ("attachment", "expected"),
    [
        (Attachment(media=Media.PHOTO, channel="wechat", ref="media-gone"), Rejected),
        (Attachment(media=Media.FILE, channel="wechat"), Rejected),
        (Attachment(media=Media.LOCATION, channel="wechat", ref="31.2,121.4"), Rejected),
    ],
)
async def test_what_cannot_be_fetched_says_so(shop: Shop, attachment: Attachment, expected: type[SendFailed]) -> None:
    with pytest.raises(expected):
        await shop.wechat.fetch(attachment)


async def test_a_picture_that_is_none_is_not_handed_to_staff(shop: Shop, standin: WeChatStandIn) -> None:
    media_id = standin.shelf.put("image", b"MZ a program")
    with pytest.raises(Rejected, match="not one"):
        await shop.wechat.fetch(Attachment(media=Media.PHOTO, channel="wechat", ref=media_id))


async def test_typing_is_shown_once_in_fifteen_seconds_and_only_to_who_was_just_here(
    shop: Shop, wrote: WeChatPhone
) -> None:
    shown = []
    for seconds in (0, 5, 11, 20):
        shop.clock.pass_(seconds)
        before = wrote.typing_shown_at
        await shop.wechat.typing(wrote.openid)
        shown.append(wrote.typing_shown_at != before)
    assert shown == [True, False, True, False]


@pytest.mark.parametrize(
    "fault", [errcode(45080), errcode(45081), errcode(48001), Fault.error(), Fault.reset()], ids=str
)
async def test_typing_that_is_refused_bothers_nobody(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn, fault: Fault
) -> None:
    standin.faults.next("message/custom/typing", fault)
    await shop.wechat.typing(wrote.openid)


async def test_a_machine_that_is_not_on_the_white_list_is_told_which_address_to_add(
    shop: Shop, standin: WeChatStandIn
) -> None:
    standin.switches.address_allowed = False
    with pytest.raises(Unreachable, match=r"203\.0\.113\.7 is not on the account's IP white list"):
        await shop.wechat.check()
    standin.switches.address_allowed = True
    await shop.wechat.check()
