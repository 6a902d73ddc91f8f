"""A payload may spell half an emoji. It must neither break the inbox nor travel on."""

from hypothesis import given
from hypothesis import strategies as st

from storage.codec import decode_inbound, encode_inbound
from storage.inbound import Attachment, Identity, Inbound, Media
from storage.store import Store

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=12)


def said(text: str) -> Inbound:
    photo = Attachment(media=Media.PHOTO, channel="slack", ref="F1", name=text, caption=text)
    return Inbound(
        identity=Identity("slack", "U7"),
        key=f"Ev1{text}",
        chat_id="D7",
        text=text,
        payload=text,
        name=text,
        attachments=(photo,),
        sent_at=1.0,
    )


async def test_a_message_with_half_an_emoji_is_accepted_with_a_mark_in_its_place(store: Store) -> None:
    assert await store.accept(said("好\ud83d"), 1.0) is not None
    (waiting,) = await store.unhandled()
    assert waiting.inbound.text == "好\ufffd"
    assert waiting.inbound.attachments[0].caption == "好\ufffd"


async def test_its_redelivery_is_still_known(store: Store) -> None:
    await store.accept(said("好\ud83d"), 1.0)
    assert await store.accept(said("好\ud83d"), 2.0) is None


@given(ANYTHING)
def test_whatever_was_written_can_be_kept_and_read_again(text: str) -> None:
    assert decode_inbound(encode_inbound(said(text))) == said(text)


@given(ANYTHING)
def test_whole_characters_stay_as_they_are(text: str) -> None:
    whole = text.encode("utf-8", "ignore").decode()
    assert said(whole).text == whole
