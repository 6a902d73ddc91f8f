"""What a member of the desk means: whatever looks like a note or a command is never words for the customer."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.member import Command, Note, Talk, meant
from storage.inbound import Identity, Inbound

blanks = st.text(alphabet=" \t\n\u3000\u00a0\u200b\u200d\u2060\ufeff\u202e", max_size=4)
slashes = st.sampled_from("/／∕⁄⧸、")


def said(text: str) -> Note | Command | Talk:
    return meant(Inbound(identity=Identity("slack", "U7"), key="k", chat_id="desk", text=text, sent_at=0, staff=True))


@given(blanks, slashes, blanks, slashes, st.text(max_size=20))
def test_two_slashes_of_any_kind_begin_a_note(a: str, one: str, b: str, two: str, rest: str) -> None:
    assert isinstance(said(f"{a}{one}{b}{two}{rest}"), Note)


@given(blanks, slashes, st.text(max_size=20))
def test_one_slash_of_any_kind_is_never_relayed(before: str, slash: str, rest: str) -> None:
    assert not isinstance(said(f"{before}{slash}{rest}"), Talk)


@given(st.text(max_size=20), blanks, slashes, slashes, st.text(max_size=20))
def test_a_note_in_a_later_line_is_never_relayed(first: str, blank: str, one: str, two: str, rest: str) -> None:
    assert not isinstance(said(f"{first}\n{blank}{one}{two}{rest}"), Talk)


@given(st.sampled_from(["note", "NOTE", "备注", "備註", "内部"]), blanks, st.sampled_from(":："), st.text(max_size=9))
def test_a_note_by_its_word(word: str, before: str, colon: str, rest: str) -> None:
    assert isinstance(said(f"{before}{word}{colon}{rest}"), Note)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=30))
def test_plain_words_are_relayed_as_they_are(words: str) -> None:
    assert said(words) == Talk(words)
