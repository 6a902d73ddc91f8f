"""The proof that an order is theirs: its number, then a second factor. What follows is whoever's business asked."""

import math
from collections.abc import Awaitable, Callable, Mapping

from handlers.exchange import Outcome, Turn
from handlers.formats import still_to_wait
from handlers.forms.answers import Answer, Json
from handlers.forms.below import RETURNS_PROOF
from handlers.forms.form import Form, FormState, Slot
from handlers.forms.outcomes import Ask, Why
from handlers.forms.steps import begin
from handlers.masking import masked_number
from handlers.order_numbers import looks_like_a_number, parse_factor, parse_number, spot_factor, spot_number
from handlers.questions import FormHandler, Taken, as_said, expect_answer, joined, proceed, unnumbered
from storage.content import Content
from storage.orders import Checked, Order, Unavailable, Verdict
from storage.records import record, replace
from storage.results import Outgoing

SCRIPT = "order_lookup"
PROOFS = frozenset({SCRIPT, RETURNS_PROOF})
"""The forms that ask for one."""
NUMBER = Slot(name="number", prompt="ask_number", retry="bad_number", parse=parse_number, spot=spot_number, digits=True)
FACTOR = Slot(
    name="factor",
    prompt="ask_factor",
    retry="bad_factor",
    parse=parse_factor,
    spot=spot_factor,
    blanks=("number",),
    cannot="heard_no_factor",
    digits=True,
)
DAY = 86_400.0
TOGETHER = "together"
"""The fact that names the orders that are asked for at once, each to be proven: this one, and those after it."""
TOGETHER_MOST = 4
"""So many of them: more in one answer nobody reads."""
MORE = {Verdict.WHOLE: "ask_whole", Verdict.EMAIL: "ask_email"}
"""What is asked of the owner of an order that somebody guesses at."""
ASKED = "asked"
"""The fact that holds the number of such an order, and the line that was said."""
Known = Callable[[Turn, str, FormState], Awaitable[Outcome | None]]
"""What comes of an order number alone; None when it has to be proven first. Raises Unavailable."""
Then = Callable[[Turn, Order, FormState], Awaitable[Outcome]]


def slots(state: FormState) -> tuple[Slot, ...]:
    """Whoever was told that the last digits are not enough is not asked for them again."""
    match state.facts.get(ASKED):
        case [str(number), str(line)] if number == state.filled.get("number"):
            return NUMBER, replace(FACTOR, prompt=line, retry=line, blanks=(), shows={"number": number})
    return NUMBER, FACTOR


@record(frozen=True, slots=True)
class Proof:
    """Turns are seen by order_lookup's script: whatever the proof is for, it asks in those words."""

    form: Form
    known: Known
    then: Then
    taken: Taken = as_said

    @property
    def handler(self) -> FormHandler:
        return FormHandler(self.form, self.prove, self.proven_already, taken=self.taken)

    async def ask(self, turn: Turn, told: str, facts: Mapping[str, Json] | None = None) -> Outcome:
        turn = turn.at(SCRIPT, turn.argument)
        following = begin(self.form, Answer(text=told), turn.policy, turn.now, facts=facts)
        if isinstance(following, Ask) and following.slot.name == "number":
            if looks_like_a_number(told):
                following = replace(following, why=Why.INVALID, reason=following.slot.retry)
            elif told and is_of_another(turn.state.form, self.form):
                following = replace(following, why=Why.PUT_BY)
        return await proceed(turn, self.handler, following)

    async def proven_already(self, turn: Turn, state: FormState) -> Outcome | None:
        """An order that was proven before needs no proof as soon as its number is told."""
        if not state.filled.get("number"):
            return None
        try:
            return await self.known(turn, str(state.filled["number"]), state)
        except Unavailable:
            return unavailable(turn)

    async def prove(self, turn: Turn, state: FormState) -> Outcome:
        """The form is filled: compare."""
        number, factor = str(state.filled["number"]), str(state.filled["factor"])
        identity, contact = turn.reach.identity, turn.conversation.contact_id
        try:
            checked = await turn.doors.orders.prove(identity, contact, number, factor, turn.now)
        except Unavailable:
            return self.asked_again(turn, state, unavailable(turn))
        if checked.verdict is Verdict.PROVEN and checked.order:
            return await self.then(turn, checked.order, state)
        if checked.verdict is Verdict.LOCKED:
            return locked(turn, number, checked)
        if checked.verdict in MORE:
            return self.asked_for_more(turn, state, checked)
        return self.asked_again(turn, state, refused(turn, which_of_several(turn, state)))

    def asked_for_more(self, turn: Turn, state: FormState, checked: Checked) -> Outcome:
        number = str(state.filled["number"])
        facts: dict[str, Json] = {**state.facts, ASKED: [number, MORE[checked.verdict]]}
        return self.asked_again(turn, replace(state, facts=facts), more(turn, number, checked))

    def asked_again(self, turn: Turn, state: FormState, said: Outcome) -> Outcome:
        """The line asks by itself, for digits, so the question is opened without its prompt."""
        waiting = FormState(
            form=self.form.name,
            expires_at=turn.now + turn.policy.form_expires,
            filled={"number": state.filled["number"]},
            facts=state.facts,
        )
        opened = expect_answer(turn, waiting)
        return replace(unnumbered(said), state=opened.state, timers=opened.timers)


def is_of_another(open_now: FormState | None, form: Form) -> bool:
    """坏了, where an order was to be looked up: the same question would look as if it had not been heard."""
    return open_now is not None and open_now.form == SCRIPT != form.name


def refused(turn: Turn, which: str) -> Outcome:
    """Does not say what was wrong: "not yours" and "not there" must read the same."""
    said = turn.content("refused", turn.button("escalation"), turn.button("cancel"))
    return Outcome(replies=(replace(said, text=joined(said.text, which)),))


def which_of_several(turn: Turn, state: FormState) -> str:
    """The question with its number, where several are asked for one after the other."""
    several, (_, factor) = state.facts.get(TOGETHER), slots(state)
    return turn.script.line(factor.prompt, number=state.filled["number"]) if several else ""


def unavailable(turn: Turn) -> Outcome:
    return Outcome(replies=(turn.content("unavailable", turn.button("escalation")),))


def locked(turn: Turn, number: str, checked: Checked) -> Outcome:
    length = still_to_wait(checked.until - turn.now)
    posts = note(turn, "locked", number, checked, **length)
    return Outcome(replies=(turn.content("locked", turn.button("escalation"), **length),), posts=posts)


def more(turn: Turn, number: str, checked: Checked) -> Outcome:
    """Says the same of an order that is not there."""
    days = math.ceil((checked.until - turn.now) / DAY)
    posts = note(turn, "guessed", number, checked, days=days, email=checked.verdict is Verdict.EMAIL)
    asked = turn.content(MORE[checked.verdict], turn.button("escalation"), turn.button("cancel"), number=number)
    return Outcome(replies=(asked,), posts=posts)


def note(turn: Turn, line: str, number: str, checked: Checked, **blanks: object) -> tuple[Outgoing, ...]:
    if not checked.first_lock:
        return ()
    words = turn.desk_words.line(line, name=turn.named, number=masked_number(number), **blanks)
    return turn.alert(Content(text=joined(words, turn.desk_words.line("locked_many") if checked.many else "")))
