"""Forms: whatever a contact does, a form ends, can be stored at every step, and asks for nothing twice."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from handlers.contract import Policy
from handlers.forms.answers import Answer, Change, Invalid, Json, More, Move, Press, Valid
from handlers.forms.below import laid_over
from handlers.forms.form import Choice, Form, FormState, Slot, asking, can_go_back, read_form, slots_of
from handlers.forms.outcomes import Ask, Done, Ending, Next, Over, Why
from handlers.forms.steps import accepts, begin, progress, step
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
        assert following.state.filled.keys() == {"number", "photo", "reason"}


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


# Questions that depend on the answers


def letters(state: FormState) -> Slot:
    """Gathers letters until "." is pressed; three are all there can be."""
    gathered = state.gathered.get("letters")
    known = gathered if isinstance(gathered, list) else []

    def parse(answer: Answer, _policy: Policy) -> Valid | More | Invalid:
        if answer.text == "." and known:
            return Valid(known)
        if answer.text not in ("a", "b", "c") or answer.text in known:
            return Invalid("bad_letter", {"letter": answer.text})
        more: list[Json] = [*known, answer.text]
        return Valid(more) if len(more) == 3 else More(more, "letters_so_far", {"count": len(more)})

    return Slot(
        name="letters",
        prompt="ask_letters",
        retry="bad_letters",
        parse=parse,
        choices=(*(Choice(each, each) for each in "abc" if each not in known), Choice("done", ".")),
        called="letters".__eq__,
        progress=More(known, "letters_so_far", {"count": len(known)}) if known else None,
    )


def each_letter(state: FormState) -> tuple[Slot, ...]:
    """Which letters, then a word for each that begins with it, and a last question where there are two words."""
    chosen = state.filled.get("letters")
    slots = [letters(state), *(word(str(letter)) for letter in (chosen if isinstance(chosen, list) else ()))]
    if isinstance(chosen, list) and len(chosen) == 2:
        slots.append(Slot(name="both", prompt="ask_both", retry="bad_both", parse=reason, optional=True, free=True))
    return tuple(slots)


def word(letter: str) -> Slot:
    def parse(answer: Answer, _policy: Policy) -> Valid | Invalid:
        return Valid(answer.text) if answer.text.startswith(letter) else Invalid()

    return Slot(name=f"word:{letter}", prompt="ask_word", retry="bad_word", parse=parse, shows={"letter": letter})


WORDS = Form(name="words", slots=each_letter)
word_moves: st.SearchStrategy[Move] = st.one_of(
    st.builds(Answer, text=st.sampled_from(["a", "b", "c", "apple", "bear", "cat", "letters", "?"])),
    st.builds(Answer, text=st.sampled_from(["a", "b", "c", "."]), pressed=st.just(True)),
    st.builds(Change, st.sampled_from(["letters", "word:a", "word:b", "both", "none"])),
    st.sampled_from(Press),
)


def walked(*moves: Move) -> Next:
    following = begin(WORDS, Answer(), POLICY, NOW)
    for move in moves:
        assert isinstance(following, Ask)
        following = step(WORDS, following.state, move, POLICY, NOW)
    return following


def says(text: str) -> Answer:
    return Answer(text=text)


def presses(text: str) -> Answer:
    return Answer(text=text, pressed=True)


@given(st.lists(word_moves, max_size=30))
@example([says("a"), says("b"), says("c"), says("a"), Change("letters"), says("a")])
def test_whatever_is_done_what_is_asked_follows_from_the_answers(done: list[Move]) -> None:
    following: Next = begin(WORDS, Answer(), POLICY, NOW)
    for move in done:
        if not isinstance(following, Ask):
            break
        state = following.state
        assert asking(WORDS, state) is not None
        assert read_form(json.loads(json.dumps(state.as_json()))) == state
        assert not state.gathered.keys() & state.filled.keys()
        answered = [
            slot for slot in slots_of(WORDS, state) if slot.name in state.filled
        ]  # others wait for their question
        assert can_go_back(WORDS, state) == bool(answered or state.gathered)
        following = step(WORDS, state, move, POLICY, NOW)
    if isinstance(following, Done):
        assert [*following.state.filled] == [slot.name for slot in slots_of(WORDS, following.state)]
        chosen = following.state.filled["letters"]
        assert isinstance(chosen, list)
        assert all(str(following.state.filled[f"word:{letter}"]).startswith(str(letter)) for letter in chosen)


def test_parts_of_an_answer_are_gathered() -> None:
    following = walked(says("a"))
    assert isinstance(following, Ask)
    assert (following.why, following.reason, following.blanks) == (Why.MORE, "letters_so_far", {"count": 1})
    assert [each.value for each in following.slot.choices] == ["b", "c", "."], "what was chosen is no choice any more"
    ready = walked(says("a"), presses("."))
    assert isinstance(ready, Ask)
    assert (ready.slot.name, ready.why) == ("word:a", Why.NEXT)


def test_a_part_of_an_answer_forgives_the_bad_ones() -> None:
    following = walked(says("?"), says("?"), says("a"), says("?"))
    assert isinstance(following, Ask)
    assert (following.why, following.state.invalid) == (Why.INVALID, 1)


def test_what_was_gathered_can_be_told_again() -> None:
    gathered = walked(says("a"), says("b"))
    assert isinstance(gathered, Ask)
    again = progress(WORDS, gathered.state)
    assert again is not None
    assert again.blanks == {"count": 2}
    assert progress(WORDS, opened_words().state) is None


def opened_words() -> Ask:
    following = begin(WORDS, Answer(), POLICY, NOW)
    assert isinstance(following, Ask)
    return following


def test_a_changed_answer_keeps_those_that_still_stand() -> None:
    following = walked(says("a"), says("b"), presses("."), says("apple"), says("bear"), Change("letters"))
    assert isinstance(following, Ask)
    assert following.slot.name == "letters"
    again = following
    for move in (says("a"), says("c"), presses(".")):
        after = step(WORDS, again.state, move, POLICY, NOW)
        assert isinstance(after, Ask)
        again = after
    assert again.slot.name == "word:c", "apple stands"


def test_an_earlier_question_is_named_to_change_its_answer() -> None:
    following = walked(says("a"), presses("."), says("letters"))
    assert isinstance(following, Ask)
    assert following.slot.name == "letters"


def test_a_button_of_an_earlier_question_answers_that_one() -> None:
    following = walked(says("a"), says("b"), says("c"), presses("a"))
    assert isinstance(following, Ask)
    assert (following.slot.name, following.why) == ("letters", Why.MORE)


def test_a_button_that_is_none_any_more_is_no_wrong_answer() -> None:
    following = walked(presses("x"))
    assert isinstance(following, Ask)
    assert (following.why, following.state.invalid) == (Why.AGAIN, 0)


def test_what_is_wrong_with_an_answer_is_told_with_its_blanks() -> None:
    following = walked(says("?"))
    assert isinstance(following, Ask)
    assert (following.reason, following.blanks) == ("bad_letter", {"letter": "?"})


def test_back_drops_what_was_gathered_before_it_leaves_the_question() -> None:
    following = walked(says("a"), Press.BACK)
    assert isinstance(following, Ask)
    assert (following.slot.name, following.state.gathered) == ("letters", {})


def test_answers_that_nothing_asks_for_any_more_are_not_handed_on() -> None:
    following = walked(
        says("a"), says("b"), presses("."), says("apple"), says("bear"), Change("letters"), says("a"), presses(".")
    )
    assert isinstance(following, Done)
    assert following.state.filled == {"letters": ["a"], "word:a": "apple"}


def test_no_more_than_two_forms_wait_below_another() -> None:
    opened = [FormState(form=name, expires_at=0) for name in ("returns", "parcel", "feedback", "order_lookup")]
    top = opened[0]
    for each in opened[1:]:
        top = laid_over(each, top, interrupts=True)
    assert below(top) == ["order_lookup", "feedback", "parcel"]
    assert read_form(top.as_json()) == top


def test_a_lookup_gives_way_to_the_return_of_what_was_looked_up() -> None:
    lookup = FormState(form="order_lookup", expires_at=0, below=FormState(form="feedback", expires_at=0))
    proof = FormState(form="returns_proof", expires_at=0)
    assert below(laid_over(proof, lookup, interrupts=True)) == ["returns_proof", "feedback"]
    asked = laid_over(
        FormState(form="returns", expires_at=0), laid_over(proof, lookup, interrupts=True), interrupts=False
    )
    assert below(asked) == ["returns", "feedback"]


def below(form: FormState | None) -> list[str]:
    """The form, and those that wait below it."""
    return [form.form, *below(form.below)] if form else []
