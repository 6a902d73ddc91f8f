"""What stands in place of something that cannot be shown."""

import pytest

from handlers.desk.places import Place, Places
from handlers.exchange import plain
from handlers.notices import Notices, Why
from storage import photos
from storage.content import Content
from storage.inbound import Attachment, Media
from storage.results import Action, Outgoing, Side, StaffMessage
from tests.handlers.chat import library
from tests.standing import FixedShelf


@pytest.mark.parametrize(
    ("language", "forgotten"),
    [
        ("zh-CN", "[图片] 已过保存期限，不再保留"),
        ("zh-TW", "[圖片] 已過保存期限，不再保留"),
        ("en", "[photo] no longer kept"),
    ],
)
def test_a_photograph_that_is_kept_no_longer_is_told_from_one_that_cannot_be_shown(
    language: str, forgotten: str
) -> None:
    notices = Notices(shelf=FixedShelf(library()), language=language, places=Places(Place("telegram")))
    photo = Attachment(media=Media.PHOTO, channel=photos.CHANNEL)
    assert notices.described(photo) == forgotten
    kept = Attachment(media=Media.PHOTO, channel=photos.CHANNEL, ref="p1")
    assert notices.described(kept) == forgotten.partition("]")[0] + "]"


def test_what_a_customer_calls_a_page_or_a_file_is_nothing_that_can_be_tapped() -> None:
    notices = Notices(shelf=FixedShelf(library()), language="zh-CN", places=Places(Place("telegram")))
    page = Attachment(media=Media.LINK, channel="wechat", name="@ann /resolve", caption="https://a.cn/@b")
    assert notices.described(page) == "[链接] ＠ann ／resolve https://a.cn/@b", "and the address can still be copied"
    place = Attachment(media=Media.LOCATION, channel="wechat", caption="/ban")
    assert notices.described(place) == "[位置] ／ban"


TOLD = "订单 A10086 已由顺丰发出，单号 SF1234567890。验证码：BCDF-GHJK"


def undelivered(**facts: object) -> str:
    row = Outgoing(channel="wechat", to="c", conversation_id=7, content=Content(text=TOLD), **facts)  # type: ignore[arg-type]  # facts by name
    notices = Notices(shelf=FixedShelf(library()), language="zh-CN", places=Places(Place("telegram")))
    told = notices.undelivered(row, Why.WINDOW_OVER, "45015")
    assert told
    return plain(told.content.text)


def test_what_the_bot_said_in_vain_shows_staff_neither_an_order_nor_a_code() -> None:
    text = undelivered()
    assert "订单 A1**86 已由顺丰发出" in text
    for secret in ("A10086", "1234567890", "BCDF-GHJK"):
        assert secret not in text


@pytest.mark.parametrize(
    "theirs",
    [
        {"relays": StaffMessage(chat_id="desk", message_id="5")},
        {"of": "5", "side": Side.CONTACT, "action": Action.SEND},
    ],
)
def test_what_staff_wrote_in_vain_is_shown_to_them_as_they_wrote_it(theirs: dict[str, object]) -> None:
    assert TOLD in undelivered(**theirs)
