"""Forms: whatever a contact does, a form ends, can be stored at every step, and asks for nothing twice."""

import json

from hypothesis import given
from hypothesis import strategies as st

from handlers.contract import Policy
from handlers.forms import (
    Answer,
    Ask,
    Done,
    Ending,
    Form,
    FormState,
    Invalid,
    Json,
    Move,
    Next,
    Over,
    Press,
    Slot,
    Valid,
    Why,
    accepts,
    asking,
    begin,
    read_form,
    step,
)
from storage.inbound import Attachment, Media

POLICY = Policy(form_retries=3, form_expires=600)
NOW = 1000.0


def number(answer: Answer, _policy: Policy) -> Valid | Invalid:
    return Valid(int(answer.text)) if answer.text.isdecimal() else Invalid()


def spot_number(text: str, _policy: Policy) -> Json:
    return next((int(word) for word in text.split() if word.isdecimal()), None)


def photo(answer: Answer, _policy: Policy) -> Valid | Invalid:
    refs: list[Json] = [each.ref for each in answer.attachments if each.media is Media.PHOTO]
    return Valid(refs) if refs else Invalid("not_a_photo")


def reason(answer: Answer, _policy: Policy) -> Valid | Invalid:
    return Valid(answer.text) if len(answer.text) > 2 else Invalid()


NUMBER = Slot(name="number", prompt="ask_number", retry="bad_number", parse=number, spot=spot_number)
RETURN = Form(
    name="return",
    slots=(
        NUMBER,
        Slot(name="photo", prompt="ask_photo", retry="bad_photo", parse=photo, optional=True),
        Slot(name="reason", prompt="ask_reason", retry="bad_reason", parse=reason),
    ),
)
PICTURE = Attachment(media=Media.PHOTO, channel="telegram", ref="p1")
answers = st.builds(
    Answer,
    text=st.one_of(st.sampled_from(["", "12", "x", "broken cup", "it was 7 really"]), st.text(max_size=8)),
    attachments=st.sampled_from([(), (PICTURE,)]),
)
moves: st.SearchStrategy[Move] = st.one_of(answers, st.sampled_from(Press))


def opened(text: str = "", **prefilled: Json) -> Ask:
    first = begin(RETURN, Answer(text=text), POLICY, NOW, prefilled)
    assert isinstance(first, Ask)
    return first


def after(state: FormState, *moves: Move, now: float = NOW) -> Next:
    following: Next = Ask(state, NUMBER, Why.NEXT)
    for move in moves:
        assert isinstance(following, Ask)
        following = step(RETURN, following.state, move, POLICY, now)
    return following


@given(st.lists(moves, max_size=30), st.floats(0, 400))
def test_whatever_is_done_a_form_stays_legal_and_can_be_stored(done: list[Move], pause: float) -> None:
    following: Next = begin(RETURN, Answer(), POLICY, NOW)
    now = NOW
    for move in done:
        if not isinstance(following, Ask):
            break
        assert following.slot.name not in following.state.filled
        assert following.slot == asking(RETURN, following.state)
        assert 0 <= following.state.invalid < 2 * POLICY.form_retries
        assert following.state.expires_at > now
        kept = read_form(json.loads(json.dumps(following.state.as_json())))
        assert kept == following.state
        now += pause
        following = step(RETURN, kept, move, POLICY, now)
    if isinstance(following, Done):
        assert following.filled.keys() == {"number", "photo", "reason"}


@given(st.lists(st.builds(Answer, text=st.sampled_from(["x", "-", ""])), min_size=6, max_size=6))
def test_a_form_that_only_hears_nonsense_ends(nonsense: list[Answer]) -> None:
    assert after(opened().state, *nonsense) == Over(Ending.GAVE_UP)


@given(moves)
def test_an_expired_form_is_over_whatever_is_said(move: Move) -> None:
    assert after(opened().state, move, now=NOW + POLICY.form_expires) == Over(Ending.EXPIRED)


@given(answers)
def test_an_answer_that_is_accepted_leads_on(answer: Answer) -> None:
    state = opened().state
    following = step(RETURN, state, answer, POLICY, NOW)
    understood = not (isinstance(following, Ask) and following.why is Why.INVALID)
    assert accepts(RETURN, state, answer, POLICY) == understood


def test_what_was_told_at_the_start_is_not_asked() -> None:
    assert opened("return 12 please").slot.name == "photo"


def test_what_is_known_beforehand_is_not_asked() -> None:
    assert opened(number=12).slot.name == "photo"


def test_known_beforehand_weighs_more_than_spotted() -> None:
    assert opened("return 7", number=12).state.filled == {"number": 12}


def test_an_optional_question_can_be_skipped() -> None:
    skipped = after(opened(number=12).state, Press.SKIP)
    assert isinstance(skipped, Ask)
    assert skipped.slot.name == "reason"


def test_a_question_that_is_not_optional_cannot() -> None:
    still = after(opened().state, Press.SKIP)
    assert isinstance(still, Ask)
    assert (still.slot.name, still.why) == ("number", Why.AGAIN)


def test_an_attachment_is_an_answer() -> None:
    following = after(opened(number=12).state, Answer(attachments=(PICTURE,)))
    assert isinstance(following, Ask)
    assert following.state.filled == {"number": 12, "photo": ["p1"]}


def test_an_invalid_answer_is_told_by_the_parsers_own_line() -> None:
    following = after(opened(number=12).state, Answer(text="no photo"))
    assert isinstance(following, Ask)
    assert (following.why, following.reason) == (Why.INVALID, "not_a_photo")


def test_going_back_asks_the_question_before_again() -> None:
    following = after(opened(number=12).state, Press.SKIP, Press.BACK)
    assert isinstance(following, Ask)
    assert following.slot.name == "photo"


def test_going_back_from_the_first_question_stays_there() -> None:
    following = after(opened().state, Press.BACK)
    assert isinstance(following, Ask)
    assert following.slot.name == "number"


def test_an_earlier_answer_can_be_corrected_in_words() -> None:
    following = after(opened(number=12).state, Answer(text="it was 7 really"))
    assert isinstance(following, Ask)
    assert (following.slot.name, following.state.filled) == ("photo", {"number": 7})


def test_saying_again_what_is_known_is_no_answer() -> None:
    following = after(opened(number=12).state, Answer(text="12"))
    assert isinstance(following, Ask)
    assert following.state.invalid == 1


def test_a_person_is_offered_after_several_invalid_answers() -> None:
    following = after(opened().state, *[Answer(text="x")] * 3)
    assert isinstance(following, Ask)
    assert following.why is Why.PERSON


def test_a_good_answer_forgives_the_bad_ones() -> None:
    following = after(opened().state, Answer(text="x"), Answer(text="x"), Answer(text="12"))
    assert isinstance(following, Ask)
    assert following.state.invalid == 0


def test_every_step_gives_more_time() -> None:
    later = after(opened().state, Answer(text="x"), now=NOW + 500)
    assert isinstance(later, Ask)
    assert later.state.expires_at == NOW + 500 + POLICY.form_expires
