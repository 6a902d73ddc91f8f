"""What becomes of a photograph that a customer sends, whatever the platform, the picture and the disk do."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bots.channel import Busy, File, Gone, NotAFile, Rejected, SendFailed, TooLarge, Unreachable
from bots.photos import Photos
from bots.photos.door import UNNAMED
from bots.photos.picture import BYTES
from storage.database import Database
from storage.inbound import Attachment, Identity, Media
from storage.photo_files import folder_beside
from storage.photo_store import PhotoStore
from storage.photos import Kept, Photo, Refused, Unusable
from tests.engine_fakes import FakeChannel
from tests.pictures import bomb, moving, picture, saved, shot, telltale

LIN = Identity("telegram", "lin")
SENT = Attachment(media=Media.PHOTO, channel="telegram", ref="f1")


class Customer:
    """Sends files, and hears what became of them."""

    def __init__(self, database: Database, path: Path, patience: float = 20.0) -> None:
        self.telegram = FakeChannel()
        self.folder = folder_beside(path / "kefu.db")
        self.store = PhotoStore(database, self.folder)
        self.photos = Photos({"telegram": self.telegram}, self.store, patience)

    async def sends(self, data: bytes, sent: Attachment = SENT) -> Kept | Refused:
        self.telegram.files[sent.ref] = File(media=sent.media, name="", mime="", data=data)
        return await self.photos.kept(sent, LIN, 1.0)

    async def has(self, kept: Kept | Refused) -> Photo:
        assert isinstance(kept, Kept)
        photo = await self.store.read(kept.id)
        assert photo is not None
        return photo

    @property
    def files(self) -> int:
        return len(list(self.folder.iterdir())) if self.folder.exists() else 0


@pytest.fixture
def customer(database: Database, tmp_path: Path) -> Iterator[Customer]:
    customer = Customer(database, tmp_path)
    yield customer
    customer.photos.close()


@pytest.mark.parametrize("media", [Media.PHOTO, Media.FILE])
async def test_a_photograph_is_kept_also_when_it_comes_as_a_file(customer: Customer, media: Media) -> None:
    photo = await customer.has(await customer.sends(picture("PNG"), replace(SENT, media=media, name="a.pdf")))
    assert (photo.mime, photo.width, photo.height) == ("image/jpeg", 80, 40)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unusable.BROKEN),
        (picture()[:400], Unusable.BROKEN),
        (b"%PDF-1.7", Unusable.NOT_A_PHOTO),
        (moving("GIF"), Unusable.NOT_A_PHOTO),
        (bomb(), Unusable.TOO_LARGE),
    ],
    ids=["empty", "cut off", "pdf", "moving", "bomb"],
)
async def test_anything_else_is_refused_with_the_reason_and_leaves_nothing(
    customer: Customer, data: bytes, why: Unusable
) -> None:
    assert await customer.sends(data) == Refused(why)
    assert customer.files == 0


@pytest.mark.parametrize("media", [Media.VIDEO, Media.VOICE, Media.STICKER, Media.LOCATION, Media.CONTACT, Media.LINK])
async def test_what_cannot_be_a_photograph_is_not_even_asked_for(customer: Customer, media: Media) -> None:
    customer.telegram.hangs = True
    assert await customer.sends(picture(), replace(SENT, media=media)) == Refused(Unusable.NOT_A_PHOTO)


async def test_one_that_says_it_is_too_large_is_not_fetched_and_one_that_is_is_cut_off(customer: Customer) -> None:
    assert await customer.sends(bytes(BYTES + 1)) == Refused(Unusable.TOO_LARGE)
    customer.telegram.hangs = True
    assert await customer.sends(b"", replace(SENT, size=BYTES + 1)) == Refused(Unusable.TOO_LARGE)


@pytest.mark.parametrize(
    ("failed", "why"),
    [
        (Unreachable("502"), Unusable.LATER),
        (Busy(30), Unusable.LATER),
        (Rejected("the media is unknown or has expired"), Unusable.GONE),
        (Gone("no such follower"), Unusable.GONE),
        (TooLarge("20 MB"), Unusable.TOO_LARGE),
        (NotAFile("kept outside"), Unusable.NOT_A_PHOTO),
    ],
)
async def test_a_platform_that_gives_no_file_says_what_the_customer_can_do(
    customer: Customer, failed: SendFailed, why: Unusable
) -> None:
    customer.telegram.refuse(SENT.ref, failed)
    assert await customer.sends(picture()) == Refused(why)
    assert isinstance(await customer.sends(picture()), Kept), "the next time it does"


async def test_a_channel_that_is_switched_off_may_be_on_again_later(customer: Customer) -> None:
    assert await customer.sends(picture(), replace(SENT, channel="wechat")) == Refused(Unusable.LATER)


async def test_a_platform_that_never_answers_keeps_nobody_waiting(database: Database, tmp_path: Path) -> None:
    customer = Customer(database, tmp_path, patience=0.01)
    customer.telegram.hangs = True
    assert await customer.sends(picture()) == Refused(Unusable.LATER)
    customer.photos.close()


async def test_a_message_that_is_told_twice_keeps_one_photograph(customer: Customer) -> None:
    first = await customer.sends(telltale())
    assert await customer.sends(telltale()) == first
    assert customer.files == 1


async def test_ten_at_once_are_ten_photographs(customer: Customer) -> None:
    sent = [customer.sends(shot(20 * number), replace(SENT, ref=f"f{number}")) for number in range(10)]
    kept = await asyncio.gather(*sent)
    assert len({each.id for each in kept if isinstance(each, Kept)}) == customer.files == 10


async def test_nobody_fills_the_disk_by_beginning_requests(customer: Customer) -> None:
    for number in range(UNNAMED):
        photo = Photo(id=f"{number:064x}", mime="image/jpeg", width=1, height=1, data=b"x")
        await customer.store.keep(photo, LIN, 1.0)
    assert await customer.sends(picture()) == Refused(Unusable.LATER)
    await customer.store.sweep(0.0, 2.0)
    assert isinstance(await customer.sends(picture()), Kept)


async def test_a_disk_that_takes_nothing_is_told_as_later(customer: Customer) -> None:
    customer.folder.parent.write_text("not a folder")
    assert await customer.sends(picture()) == Refused(Unusable.LATER)
    customer.folder.parent.unlink()
    assert isinstance(await customer.sends(picture()), Kept)


async def test_where_it_was_taken_is_nowhere_on_the_disk(customer: Customer) -> None:
    await customer.sends(telltale())
    assert all(b"SecretPhone" not in path.read_bytes() for path in customer.folder.iterdir())


async def test_nobody_waits_while_a_large_picture_is_drawn(customer: Customer) -> None:
    large = saved(Image.effect_noise((3000, 2000), 90).convert("RGB"), "JPEG")
    drawing = asyncio.create_task(customer.sends(large))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert isinstance(await drawing, Kept)
    assert turns > 100, "the loop went round all the while"
