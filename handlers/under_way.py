"""What a contact was at with the bot when a person is called: staff go on from there, and ask nothing twice."""

from collections.abc import Iterator

from handlers.desk.file_words import file_word
from handlers.desk.masked import masked
from handlers.exchange import Turn, plain
from handlers.fields.words import words_in
from handlers.formats import listed
from handlers.forms.below import family
from handlers.forms.form import FormState
from handlers.masking import masked_number
from handlers.order_numbers import order_number_in
from handlers.returns.card import photograph
from handlers.returns.desk_words import staff_word
from handlers.returns.facts import read_facts
from handlers.returns.given import Given, given_in
from handlers.returns.parcel import FORM as OF_PARCEL
from handlers.returns.pictures import photographed
from handlers.returns.policy import Reason
from handlers.returns.view import NAME as OF_RETURNS
from handlers.returns.wording import NAME as RETURN
from storage.inbound import Attachment

SCRIPTS = {OF_PARCEL: OF_RETURNS}
"""Whose button says what a form is for, where the form is called otherwise."""
GOODS = 60
"""Characters of all that is sent back."""


def form_under_way(turn: Turn) -> FormState | None:
    """Of those that wait below one another the return, for it is the longest to tell."""
    form = turn.state.form
    if form is None or turn.now >= form.expires_at:
        return None
    return next((each for each in down_from(form) if family(each) == RETURN), form)


def down_from(form: FormState | None) -> Iterator[FormState]:
    while form is not None:
        yield form
        form = form.below


def under_way(turn: Turn) -> str:
    """What it is, and what they have answered; "" where they have answered nothing yet."""
    form = form_under_way(turn)
    answers = answered(turn, form) if form else {}
    if form is None or not any(answers.values()):
        return ""
    return file_word(turn, "under_way", what=called(turn, form), **answers)


def answered(turn: Turn, form: FormState) -> dict[str, object]:
    """The blanks of the line."""
    given = given_in(form, turn.return_policy)
    number = form.filled.get("order") or form.filled.get("number")
    return {
        "order": masked_number(str(number)) if number else form.filled.get("rma", ""),
        "goods": masked(turn, goods(turn, given), GOODS),
        "reason": reasons(turn, given),
        "resolution": staff_word(turn, f"resolution_{given.resolution}") if given.resolution else "",
        "photos": len(kept_photographs(form)),
    }


def told(turn: Turn) -> str:
    """In their own words, beside the answers: the note, or what they began with, if that is more than what it is."""
    form = form_under_way(turn)
    if form is None or family(form) != RETURN:
        return ""
    facts = read_facts(form.facts)
    first = without_number(facts.told, turn)
    return str(form.filled.get("note") or "") or (facts.told if says_more(turn, first) else "")


def without_number(text: str, turn: Turn) -> str:
    number = order_number_in(text, turn.policy)
    return text.upper().replace(number, " ").strip() if number else text


def says_more(turn: Turn, words: str) -> bool:
    return bool(words) and turn.library.exactly(words, turn.language) is None


def called(turn: Turn, form: FormState) -> str:
    script = turn.library.script(turn.policy.default_language, SCRIPTS.get(form.form, family(form)))
    return plain(script.line("button")) if script and "button" in script.names else ""


def goods(turn: Turn, given: Given) -> str:
    named = (f"{line.item} × {given.pieces[line.line]}" for line in given.lines if line.line in given.pieces)
    return listed(named, turn.policy.default_language)


def reasons(turn: Turn, given: Given) -> str:
    """The reason, and the sub-reason."""
    told = dict.fromkeys(label(turn, each) for each in (given.main_reason, given.reason) if each)
    return listed(told, turn.policy.default_language)


def label(turn: Turn, reason: Reason) -> str:
    return words_in(reason.labels, turn.policy.default_language, turn.policy.default_language)


def kept_photographs(form: FormState) -> tuple[str, ...]:
    filled = form.filled.get("photos")
    return tuple(map(str, filled)) if isinstance(filled, list) else photographed(form)


def pictures(turn: Turn) -> tuple[Attachment, ...]:
    """That the contact has sent for it, or before anything asked for one."""
    form, visit = form_under_way(turn), turn.state.visit
    if form is not None and (kept := kept_photographs(form)):
        return tuple(map(photograph, kept))
    put_by = read_facts(form.facts).pictures if form is not None and family(form) == RETURN else ()
    return put_by or (visit.pictures if visit else ())
