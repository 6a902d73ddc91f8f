"""A photograph from each platform's phones is kept, whatever way it was sent and whatever the platform does then."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from bots.channel import Channel
from bots.photos import Photos
from bots.photos.picture import BYTES
from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.telegram import TelegramStandIn
from bots.sandbox.wechat import WeChatStandIn
from storage.database import Database
from storage.inbound import Inbound
from storage.photo_files import folder_beside
from storage.photo_store import PhotoStore
from storage.photos import Kept, Photo, Refused, Unusable
from tests.bots.inbox import Inbox
from tests.bots.slack import shop as slack
from tests.bots.telegram import shop as telegram
from tests.bots.wechat import shop as wechat
from tests.pictures import LYING_ON_ITS_RIGHT, bomb, moving, picture, shot, telltale
from tests.resting import at_once

THREE_DAYS = 3 * 86_400.0


class Keeper:
    """The shop's store of photographs."""

    def __init__(self, database: Database, path: Path) -> None:
        self.store = PhotoStore(database, folder_beside(path / "kefu.db"))
        self.doors: list[Photos] = []

    async def takes(self, inbound: Inbound, channel: Channel) -> list[Kept | Refused]:
        door = Photos({channel.name: channel}, self.store)
        self.doors.append(door)
        return [await door.kept(each, inbound.identity, 1.0) for each in inbound.attachments]

    async def photo(self, taken: list[Kept | Refused]) -> Photo:
        [kept] = taken
        assert isinstance(kept, Kept)
        photo = await self.store.read(kept.id)
        assert photo is not None
        return photo


@pytest.fixture
def keeper(database: Database, tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(database, tmp_path)
    yield keeper
    for door in keeper.doors:
        door.close()


@pytest.fixture
async def on_telegram() -> AsyncIterator[telegram.Shop]:
    platform = TelegramStandIn()
    await platform.start()
    async with aiohttp.ClientSession() as session:
        shop = telegram.Shop(platform, session)
        await shop.open_door()
        yield shop
        await shop.close()
    await platform.close()


@pytest.fixture
async def on_slack() -> AsyncIterator[slack.Shop]:
    standin = SlackStandIn(sleep=at_once)
    standin.flood_control = False
    await standin.start()
    async with slack.open_shop(standin, slack.options_for(standin), Inbox()) as shop:
        yield shop
    await standin.close()


@pytest.fixture
async def on_wechat() -> AsyncIterator[wechat.Shop]:
    clock = wechat.Clock()
    standin = WeChatStandIn(clock)
    await standin.start()
    async with aiohttp.ClientSession() as session, wechat.Shop(standin, clock, session).opened() as shop:
        yield shop
    await standin.close()


async def test_telegrams_photos_and_documents(on_telegram: telegram.Shop, keeper: Keeper) -> None:
    li = on_telegram.platform.customer(5, "Li Lei")
    li.send_photo(telltale(LYING_ON_ITS_RIGHT))
    li.send_document(picture("PNG"), "发票.pdf", "application/pdf")
    for number in range(10):
        li.send_photo(shot(20 * number))
    said = await on_telegram.inbox.until(lambda kept: len(kept) == 12)
    taken = [await keeper.takes(each, on_telegram.channel) for each in said]
    photos = [await keeper.photo(each) for each in taken]
    assert [(photo.width, photo.height) for photo in photos[:2]] == [(40, 80), (80, 40)]
    assert len({photo.id for photo in photos}) == 12


async def test_telegrams_other_documents_are_told_apart_by_what_they_are(
    on_telegram: telegram.Shop, keeper: Keeper
) -> None:
    li = on_telegram.platform.customer(5, "Li Lei")
    files = [b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", moving("GIF"), bomb(), picture()[:300]]
    for data in files:
        li.send_document(data, "photo.jpg", "image/jpeg")
    said = await on_telegram.inbox.until(lambda kept: len(kept) == len(files))
    taken = [await keeper.takes(each, on_telegram.channel) for each in said]
    assert [refused for (refused,) in taken] == [
        Refused(Unusable.NOT_A_PHOTO),
        Refused(Unusable.NOT_A_PHOTO),
        Refused(Unusable.NOT_A_PHOTO),
        Refused(Unusable.TOO_LARGE),
        Refused(Unusable.BROKEN),
    ]


async def test_a_photo_that_telegram_cannot_give_now_is_taken_later(on_telegram: telegram.Shop, keeper: Keeper) -> None:
    on_telegram.platform.customer(5, "Li Lei").send_photo(picture())
    (said,) = await on_telegram.inbox.until(lambda kept: len(kept) == 1)
    on_telegram.platform.faults.next("getFile", Fault.error())
    assert await keeper.takes(said, on_telegram.channel) == [Refused(Unusable.LATER)]
    assert await keeper.photo(await keeper.takes(said, on_telegram.channel))


@pytest.mark.parametrize("name", ["photo.jpg", "notes.pdf"])
async def test_slacks_files_are_told_apart_by_what_they_are(on_slack: slack.Shop, keeper: Keeper, name: str) -> None:
    on_slack.customer().upload(picture("PNG"), name, "看这个")
    on_slack.customer().upload(b"%PDF-1.7", name)
    assert await keeper.photo(await keeper.takes(await on_slack.inbox.next(), on_slack.slack))
    assert await keeper.takes(await on_slack.inbox.next(2), on_slack.slack) == [Refused(Unusable.NOT_A_PHOTO)]


async def test_a_file_of_slack_that_is_too_large_is_cut_off_even_if_it_did_not_say_so(
    on_slack: slack.Shop, keeper: Keeper
) -> None:
    on_slack.customer().upload(picture() + bytes(BYTES), "photo.jpg")
    said = await on_slack.inbox.next()
    assert await keeper.takes(said, on_slack.slack) == [Refused(Unusable.TOO_LARGE)]


async def test_a_file_that_was_deleted_on_slack_is_gone(on_slack: slack.Shop, keeper: Keeper) -> None:
    on_slack.customer().upload(picture(), "photo.jpg")
    said = await on_slack.inbox.next()
    on_slack.standin.workspace.files.clear()
    assert await keeper.takes(said, on_slack.slack) == [Refused(Unusable.GONE)]


async def test_wechats_images_are_taken_for_three_days(on_wechat: wechat.Shop, keeper: Keeper) -> None:
    await on_wechat.standin.customer("oLi_aBcDeFgHiJkLmNoPqRsTuVwX").send_image(telltale())
    (said,) = on_wechat.accepted
    first = await keeper.takes(said, on_wechat.wechat)
    assert (await keeper.photo(first)).mime == "image/jpeg"
    on_wechat.clock.pass_(THREE_DAYS)
    assert await keeper.takes(said, on_wechat.wechat) == [Refused(Unusable.GONE)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(), Unusable.TOO_LARGE),
        (picture() + bytes(BYTES), Unusable.TOO_LARGE),
        (picture()[:300], Unusable.BROKEN),
        (b"MZ a program", Unusable.NOT_A_PHOTO),
    ],
    ids=["bomb", "large", "cut off", "program"],
)
async def test_what_wechat_calls_an_image_is_looked_at_too(
    on_wechat: wechat.Shop, keeper: Keeper, data: bytes, why: Unusable
) -> None:
    await on_wechat.standin.customer("oLi_aBcDeFgHiJkLmNoPqRsTuVwX").send_image(data)
    (said,) = on_wechat.accepted
    assert await keeper.takes(said, on_wechat.wechat) == [Refused(why)]
