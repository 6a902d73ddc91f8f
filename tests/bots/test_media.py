"""Files on their way to another channel: shown, played, converted, or said to have been kept back."""

import asyncio
import gzip
import io
from collections.abc import Callable, Mapping
from functools import cache, partial
from itertools import chain, repeat
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bots.channel import Capabilities, File, MediaLimit, TooLarge, Unreachable
from bots.delivery.media.deadline import Deadline, TooSlow
from bots.delivery.media.fitting import Fitting, Unfit, fitted
from bots.delivery.media.kinds import type_of
from bots.delivery.retry import DeliveryLimits
from bots.slack.limits import LIMITS as SLACK
from bots.telegram.limits import LIMITS as TELEGRAM
from bots.wechat.media import LIMITS as WECHAT
from bots.wechat.media import upload_of
from bots.wecom.files import MEDIA_LIMITS as WECOM
from bots.wecom.files import shape_of
from handlers.notices import KeptBack
from storage.content import Content
from storage.inbound import Attachment, Media
from storage.results import Action, Mark, Outgoing
from storage.store import Fate
from tests.bots.posting import ASKED, InStaffWords, PostOffice, able
from tests.engine_fakes import FakeChannel
from tests.pictures import picture, saved
from tests.recordings import amr, codecs_of, filmed, opus, seconds_of, spoken

TO_TELEGRAM = able(limits=TELEGRAM)
TO_SLACK = able(limits=SLACK, media=frozenset({Media.PHOTO, Media.VOICE, Media.VIDEO, Media.FILE}))
TO_WECHAT = able(limits=WECHAT, media=frozenset(WECHAT), captions=False)
TO_WECOM = able(limits=WECOM, media=frozenset(WECOM))
CHANNELS = {"telegram": TO_TELEGRAM, "slack": TO_SLACK, "wechat": TO_WECHAT}
NEVER = Deadline(1.0, lambda: 0.0, Event())
Recording = Callable[[], bytes]
"""Made by the test itself: some take a while."""


def file(media: Media, data: bytes, name: str = "x.bin", mime: str = "") -> File:
    return File(media=media, name=name, mime=mime, data=data)


def passed(media: Media, data: bytes, to: Capabilities, **more: Any) -> tuple[Media, str, str]:
    fit = fitted(file(media, data, **more), to, NEVER)
    assert type_of(fit.data) == fit.mime or fit.media is Media.FILE
    return fit.media, fit.mime, fit.name


def refused(media: Media, data: bytes, to: Capabilities, **more: Any) -> KeptBack:
    with pytest.raises(Unfit) as refusal:
        fitted(file(media, data, **more), to, NEVER)
    return refusal.value.why


@pytest.mark.parametrize("name", CHANNELS)
def test_a_common_photograph_goes_as_it_is(name: str) -> None:
    photo = picture("JPEG")
    fit = fitted(file(Media.PHOTO, photo, name="a.jpg"), CHANNELS[name], NEVER)
    assert (fit.data, fit.mime) == (photo, "image/jpeg")


@pytest.mark.parametrize("name", CHANNELS)
def test_what_a_file_is_called_and_said_to_be_counts_for_nothing(name: str) -> None:
    assert passed(Media.PHOTO, picture("PNG"), CHANNELS[name], name="virus.exe", mime="text/html")[1] == "image/png"


def test_a_picture_that_wechat_does_not_show_is_drawn_anew() -> None:
    assert passed(Media.PHOTO, picture("WEBP"), TO_WECHAT, name="box.webp") == (Media.PHOTO, "image/jpeg", "box.jpg")


def test_a_picture_with_too_many_pixels_for_telegram_is_drawn_smaller() -> None:
    fit = fitted(file(Media.PHOTO, picture("PNG", (9000, 1200))), TO_TELEGRAM, NEVER)
    with Image.open(io.BytesIO(fit.data)) as drawn:
        assert sum(drawn.size) <= 10_000
    assert fit.media is Media.PHOTO


def test_a_strip_that_telegram_shows_nobody_goes_as_a_file() -> None:
    assert passed(Media.PHOTO, picture("PNG", (2100, 100)), TO_TELEGRAM)[0] is Media.FILE


def test_a_sticker_is_a_picture_where_there_are_no_stickers() -> None:
    sticker = saved(Image.new("RGBA", (128, 128), (255, 0, 0, 0)), "WEBP", lossless=True)
    for to in (TO_SLACK, TO_WECHAT):
        fit = fitted(file(Media.STICKER, sticker, name="sticker"), to, NEVER)
        assert (fit.media, fit.mime, fit.name) == (Media.PHOTO, "image/png", "sticker.png")
        with Image.open(io.BytesIO(fit.data)) as drawn:
            assert drawn.getchannel("A").getpixel((5, 5)) == 0


@pytest.mark.parametrize(
    "moving",
    [
        partial(gzip.compress, b'{"tgs": 1}'),
        partial(filmed, "webm", "libvpx-vp9"),
        lambda: saved(Image.new("RGB", (8, 8)), "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")]),
    ],
    ids=["drawing", "video", "pictures"],
)
def test_a_sticker_that_moves_is_told_by_its_emoji(moving: Recording) -> None:
    assert refused(Media.STICKER, moving(), TO_WECHAT) is KeptBack.KIND


def test_a_voice_message_of_wechat_is_played_by_the_others() -> None:
    voice = amr(2.0)
    assert passed(Media.VOICE, voice, TO_TELEGRAM, name="voice.amr") == (Media.VOICE, "audio/ogg", "voice.ogg")
    assert passed(Media.VOICE, voice, TO_SLACK, name="voice.amr") == (Media.VOICE, "audio/mpeg", "voice.mp3")
    heard = fitted(file(Media.VOICE, voice), TO_TELEGRAM, NEVER)
    assert abs(seconds_of(heard.data) - 2.0) < 0.2


def test_a_voice_message_of_telegram_is_played_by_wechat() -> None:
    fit = fitted(file(Media.VOICE, opus(3.0)), TO_WECHAT, NEVER)
    assert (fit.media, fit.mime) == (Media.VOICE, "audio/mpeg")
    assert abs(seconds_of(fit.data) - 3.0) < 0.2
    upload_of(fit)


@pytest.mark.parametrize(
    "recording", [partial(opus, 3.0), partial(spoken, "mp3", "libmp3lame", 3.0)], ids=["telegram", "slack"]
)
def test_a_voice_message_is_played_in_a_group_of_wecom(recording: Recording) -> None:
    assert passed(Media.VOICE, recording(), TO_WECOM) == (Media.VOICE, "audio/amr", "x.amr")
    fit = fitted(file(Media.VOICE, recording()), TO_WECOM, NEVER)
    assert abs(seconds_of(fit.data) - 3.0) < 0.2
    assert shape_of(fit).kind == "voice"


def test_a_voice_message_that_is_too_long_for_wecom_goes_as_a_file() -> None:
    assert passed(Media.VOICE, opus(62), TO_WECOM)[0] is Media.FILE


@pytest.mark.parametrize(
    "recording",
    [partial(opus, 62), partial(amr, 62), partial(spoken, "mp3", "libmp3lame", 62)],
    ids=["ogg", "amr", "mp3"],
)
def test_a_voice_message_that_is_too_long_for_wechat_is_not_cut_but_kept_back(recording: Recording) -> None:
    assert refused(Media.VOICE, recording(), TO_WECHAT) is KeptBack.SIZE


def test_a_song_that_was_sent_as_a_file_is_played_where_there_are_no_files() -> None:
    song = spoken("ipod", "aac", 2.0)
    assert passed(Media.FILE, song, TO_WECHAT, name="song.m4a", mime="audio/mp4") == (
        Media.VOICE,
        "audio/mpeg",
        "song.mp3",
    )
    assert passed(Media.FILE, song, TO_TELEGRAM, name="song.m4a")[0] is Media.FILE


def test_a_film_is_packed_anew_where_the_box_alone_is_wrong() -> None:
    film = filmed("mov")
    fit = fitted(file(Media.VIDEO, film, name="a.mov"), TO_WECHAT, NEVER)
    assert (fit.media, fit.mime, fit.name) == (Media.VIDEO, "video/mp4", "a.mp4")
    assert codecs_of(fit.data) == ["h264"]


def test_a_film_is_coded_anew_where_phones_could_not_play_it() -> None:
    fit = fitted(file(Media.VIDEO, filmed("webm", "libvpx-vp9", 2.0)), TO_WECHAT, NEVER)
    assert (fit.mime, codecs_of(fit.data)) == ("video/mp4", ["h264"])
    assert abs(seconds_of(fit.data) - 2.0) < 0.3


def test_a_film_that_is_too_large_becomes_small_enough() -> None:
    narrow = able(media=frozenset({Media.VIDEO}), limits={Media.VIDEO: MediaLimit(bytes=60_000, types=("video/mp4",))})
    film = filmed(seconds=3.0, size=(640, 480), bits=8_000_000) + bytes(70_000)
    fit = fitted(file(Media.VIDEO, film), narrow, NEVER)
    assert len(fit.data) <= 60_000


def test_a_film_of_which_nothing_would_be_left_is_kept_back() -> None:
    tiny = able(media=frozenset({Media.VIDEO}), limits={Media.VIDEO: MediaLimit(bytes=5_000, types=("video/mp4",))})
    assert refused(Media.VIDEO, filmed(seconds=30.0) + bytes(5_000), tiny) is KeptBack.SIZE


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%", b"", b"hello", b"MZ" + bytes(64), b"#EXTM3U\nhttp://10.0.0.1/a.ts\n"])
@pytest.mark.parametrize("media", [Media.PHOTO, Media.VOICE, Media.VIDEO])
def test_what_is_not_what_it_came_as_goes_as_a_file_or_not_at_all(media: Media, data: bytes) -> None:
    assert passed(media, data, TO_TELEGRAM)[0] is Media.FILE
    assert refused(media, data, TO_WECHAT) in (KeptBack.KIND, KeptBack.BROKEN)


def test_a_document_has_no_place_where_there_are_no_files() -> None:
    assert refused(Media.FILE, b"%PDF-1.7\n%", TO_WECHAT, mime="image/png") is KeptBack.KIND
    assert passed(Media.FILE, b"a,b\n1,2\n", TO_SLACK, name="a.csv", mime="text/csv") == (
        Media.FILE,
        "text/csv",
        "a.csv",
    )


def test_a_bomb_of_pixels_is_not_set_off() -> None:
    bomb = saved(Image.new("1", (5_000, 5_000)), "PNG")
    assert len(bomb) < 100_000
    assert refused(Media.PHOTO, bomb + bytes(11 << 20), TO_WECHAT) is KeptBack.SIZE


async def test_an_agent_hears_of_a_film_that_would_unfold_into_more_than_there_is_memory() -> None:
    bomb = filmed("mov", "png", 0.1, (8_000, 4_000))
    assert len(bomb) < 1_000_000
    office = office_for(**WITH_WECHATS_LIMITS)
    await office.topic()
    office.telegram.files["bomb"] = file(Media.VIDEO, bomb)
    await office.sends(to_wechat(sent_by_staff("bomb", Media.VIDEO), relays=ASKED))
    [told] = office.telegram.texts("desk")
    assert told in {f"not passed on: bomb: {why}" for why in KeptBack}


@pytest.mark.parametrize(
    ("media", "data"),
    [(Media.VOICE, partial(amr, 5.0)), (Media.VIDEO, partial(filmed, "webm", "libvpx-vp9"))],
    ids=["voice", "video"],
)
def test_what_takes_too_long_is_given_up(media: Media, data: Recording) -> None:
    over = Deadline(0.0, lambda: 1.0, Event())
    with pytest.raises(TooSlow):
        fitted(file(media, data()), TO_WECHAT, over)
    stopped = Event()
    stopped.set()
    with pytest.raises(TooSlow):
        fitted(file(media, data()), TO_WECHAT, Deadline(1.0, lambda: 0.0, stopped))


async def test_what_somebody_says_waits_for_no_videos_however_long_each_was_made_to_take() -> None:
    begun, others_pass, go_on = Event(), Event(), Event()

    def ticks() -> float:
        if not others_pass.is_set():
            begun.set()
            go_on.wait(60)
        return 0.0

    fitting = Fitting(ticks, 60)
    try:
        videos = [asyncio.ensure_future(fitting.fit(file(Media.VIDEO, b"long"), TO_WECHAT)) for _ in range(3)]
        assert await asyncio.to_thread(begun.wait, 60)
        await asyncio.sleep(0.1)  # in which whatever does not wait for it has begun, too
        others_pass.set()
        async with asyncio.timeout(60):
            fit = await fitting.fit(file(Media.VOICE, opus()), TO_WECHAT)
        assert (fit.media, any(video.done() for video in videos)) == (Media.VOICE, False)
        go_on.set()
        assert all(isinstance(each, Unfit) for each in await asyncio.gather(*videos, return_exceptions=True))
    finally:
        fitting.close()


async def test_what_is_done_in_a_moment_is_given_up_sooner_than_a_video() -> None:
    for media, data, ends in ((Media.VOICE, opus(), Unfit), (Media.VIDEO, filmed("webm", "libvpx-vp9"), File)):
        fitting = Fitting(chain([0.0], repeat(31.0)).__next__, 60)
        try:
            [fit] = await asyncio.gather(fitting.fit(file(media, data), TO_WECHAT), return_exceptions=True)
        finally:
            fitting.close()
        assert isinstance(fit, ends)


@settings(max_examples=60)
@given(
    seed=st.sampled_from(["amr", "ogg", "mp4", "webm", "jpeg", "webp"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8)), max_size=4),
    media=st.sampled_from([Media.PHOTO, Media.VOICE, Media.VIDEO, Media.FILE, Media.STICKER]),
    channel=st.sampled_from(list(CHANNELS)),
)
async def test_whatever_is_broken_ends_in_a_file_or_a_sentence(
    seed: str, cuts: list[tuple[float, bytes]], media: Media, channel: str
) -> None:
    data = bytearray(seeds()[seed])
    for where, junk in cuts:
        at = int(where * len(data))
        data[at : at + len(junk)] = junk
    to, fitting = CHANNELS[channel], Fitting(lambda: 0.0, 60)
    try:
        fit = await fitting.fit(file(media, bytes(data)), to)
    except Unfit:
        return
    finally:
        fitting.close()
    limit = to.limits.get(fit.media)
    assert fit.media in to.media
    assert limit is None or len(fit.data) <= limit.bytes


@cache
def seeds() -> Mapping[str, bytes]:
    return {
        "amr": amr(),
        "ogg": opus(),
        "mp4": filmed(),
        "webm": filmed("webm", "libvpx-vp9"),
        "jpeg": picture("JPEG"),
        "webp": picture("WEBP"),
    }


def to_wechat(attachment: Attachment, **more: Any) -> Outgoing:
    return Outgoing(channel="slack", to="ann", content=Content(text="here", attachments=(attachment,)), **more)


def office_for(**capabilities: Any) -> PostOffice:
    return PostOffice(slack=FakeChannel("slack", capabilities=able(**capabilities)))


WITH_WECHATS_LIMITS = {"limits": WECHAT, "media": frozenset(WECHAT)}


def sent_by_staff(ref: str, media: Media, mime: str = "") -> Attachment:
    return Attachment(media=media, channel="telegram", ref=ref, name=ref, mime=mime)


async def test_an_agents_voice_message_reaches_a_customer_as_what_their_app_plays() -> None:
    office = office_for(**WITH_WECHATS_LIMITS)
    await office.topic()
    office.telegram.files["v"] = file(Media.VOICE, opus())
    await office.sends(to_wechat(sent_by_staff("v", Media.VOICE), relays=ASKED))
    [received] = office.slack.sent[-1].files
    assert (received.media, received.mime) == (Media.VOICE, "audio/mpeg")
    assert office.telegram.texts("desk") == []


@pytest.mark.parametrize(
    ("media", "mime", "data", "why"),
    [
        (Media.FILE, "application/pdf", lambda: b"%PDF-1.7", "kind"),
        (Media.VOICE, "", partial(opus, 62), "size"),
        (Media.VIDEO, "", lambda: b"hello", "broken"),
    ],
)
async def test_an_agent_hears_in_the_topic_what_the_customer_did_not_get(
    media: Media, mime: str, data: Recording, why: str
) -> None:
    office = office_for(**WITH_WECHATS_LIMITS)
    await office.topic()
    office.telegram.files["a.pdf"] = file(media, data())
    row, *_ = await office.sends(to_wechat(sent_by_staff("a.pdf", media, mime), relays=ASKED))
    assert office.slack.texts("ann") == [f"here\n\n[{media} a.pdf]"]
    assert office.telegram.texts("desk") == [f"not passed on: a.pdf: {why}"]
    assert office.fate(row) is Fate.DELIVERED


class WithoutWords(InStaffWords):
    def kept_back(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        raise KeyError("kept_back")


async def test_what_went_out_is_not_sent_again_because_the_words_for_the_rest_are_broken() -> None:
    office = office_for(**WITH_WECHATS_LIMITS)
    office.wording = WithoutWords()
    office.restart()
    await office.topic()
    office.telegram.files["a.pdf"] = file(Media.FILE, b"%PDF-1.7")
    row, *_ = await office.sends(to_wechat(sent_by_staff("a.pdf", Media.FILE, "application/pdf"), relays=ASKED))
    assert office.fate(row) is Fate.DELIVERED
    assert [marked for _, marked in office.telegram.marks] == [Mark.DELIVERED]


async def test_a_customer_hears_that_staff_did_not_get_their_file() -> None:
    office = PostOffice()
    await office.topic()
    office.slack.refuse("film", TooLarge("larger than 20 MB"))
    film = Attachment(media=Media.VIDEO, channel="slack", ref="film", name="film.mp4")
    content = Content(text="look", attachments=(film,))
    await office.sends(Outgoing(action=Action.POST, channel="telegram", copies="c1", content=content))
    assert office.telegram.texts("desk") == ["look\n\n[video film.mp4]"]
    assert office.telegram.texts("ann") == ["sorry, film.mp4: size"]


async def test_nobody_is_told_of_a_place_or_a_sticker_that_is_shown_in_words() -> None:
    office = office_for(media=frozenset({Media.PHOTO}), limits=WECHAT)
    await office.topic()
    office.telegram.files["s"] = file(Media.STICKER, gzip.compress(b"{}"))
    place = Attachment(media=Media.LOCATION, channel="telegram", ref="1,2", name="here")
    for attachment in (place, sent_by_staff("s", Media.STICKER)):
        await office.sends(to_wechat(attachment, relays=ASKED))
    assert office.telegram.texts("desk") == []
    assert office.slack.texts("ann") == ["here\n\n[location here]", "here\n\n[sticker s]"]


async def test_a_file_that_the_platform_gives_later_is_converted_then_and_told_once() -> None:
    office = office_for(**WITH_WECHATS_LIMITS)
    await office.topic()
    office.telegram.refuse("v", Unreachable("502"))
    office.telegram.files["v"] = file(Media.VOICE, b"hello")
    office.slack.refuse("ann", Unreachable("502"))
    await office.sends(to_wechat(sent_by_staff("v", Media.VOICE), relays=ASKED))
    assert office.telegram.texts("desk") == ["not passed on: v: broken"]


async def test_a_file_that_hangs_the_converter_is_told_and_the_next_message_goes_out() -> None:
    office = PostOffice(
        slack=FakeChannel("slack", capabilities=able(**WITH_WECHATS_LIMITS)),
        limits=DeliveryLimits(conversion_time=-1.0),
    )
    await office.topic()
    office.telegram.files["v"] = file(Media.VOICE, opus())
    await office.sends(to_wechat(sent_by_staff("v", Media.VOICE), relays=ASKED))
    assert office.telegram.texts("desk") == ["not passed on: v: size"]
