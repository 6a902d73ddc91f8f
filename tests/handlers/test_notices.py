"""What stands in place of something that cannot be shown."""

import pytest

from handlers.desk.places import Place, Places
from handlers.notices import Notices
from handlers.scripts.shelf import FixedShelf
from storage import photos
from storage.inbound import Attachment, Media
from tests.handlers.chat import library


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
