"""The questions of a return request about why: the reason, its kind, and their own words."""

import re
from collections.abc import Iterator, Sequence

from handlers.contract import Policy
from handlers.exchange import Turn
from handlers.forms.answers import Answer, Invalid, Json, Parsed, Valid
from handlers.forms.form import Choice, Slot
from handlers.overheard import Line, mood, wished
from handlers.returns.given import Given
from handlers.returns.policy import Reason, ReturnPolicy
from handlers.returns.spotting import only_one, says
from handlers.returns.wording import LABEL, LONGEST, NAME, Wording
from handlers.scripts.library import Library
from handlers.scripts.matching import normal
from handlers.writing import is_wordless
from storage.records import record
from storage.returns import Resolution

ASKS = re.compile(r"[?？吗嗎呢]$|哪|什[么麼]|怎[么麼]|\b(?:which|what|how)\b", re.IGNORECASE)
"""They ask about the question, and tell nothing."""
WISHES: tuple[Line, ...] = tuple((NAME, f"heard_{each}") for each in Resolution)
ANSWERS: tuple[Line, ...] = (
    ("form", "heard_skip"),
    *((NAME, f"heard_{each}") for each in ("yes", "done", "all")),
    *WISHES,
)


@record(frozen=True, slots=True)
class Reasons:
    wording: Wording

    def reason(self, given: Given) -> Slot:
        return self._of_reasons("reason", self.wording.policy.reasons, given)

    def sub_reason(self, given: Given, main: Reason) -> Slot:
        return self._of_reasons("sub_reason", main.sub_reasons, given)

    def _of_reasons(self, name: str, reasons: Sequence[Reason], given: Given) -> Slot:
        def fits(reason_id: Json) -> bool:
            found = next((each for each in reasons if each.id == reason_id), None)
            return found is not None and not (found.sub_reasons == () and given.too_late_for(found))

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            meant = answer.text.partition(":")[2] if answer.pressed else self._reason_in(answer.text, reasons)
            found = next((each for each in reasons if each.id == meant), None)
            return self._reason_that_fits(found, given) if found else self._noted(answer, given)

        def spot(text: str, _policy: Policy) -> Json:
            found = self._reason_in(text, reasons)
            return found if fits(found) else None

        return Slot(
            name=name,
            prompt=f"ask_{name}",
            retry="bad_reason",
            parse=parse,
            spot=spot,
            choices=tuple(Choice(self.wording.said(each.labels)[:LABEL], f"{name}:{each.id}") for each in reasons),
            stands=fits,
            called=self.wording.called("reason"),
        )

    def _reason_that_fits(self, reason: Reason, given: Given) -> Parsed:
        late = None if reason.sub_reasons else given.too_late_for(reason)
        if late is None:
            return Valid(reason.id)
        return Invalid("too_late", {"item": late.item, "why": self.wording.said(late.why)})

    def _noted(self, answer: Answer, given: Given) -> Invalid:
        """Words that fit no reason, or several, may still be what staff should read: nobody types them twice."""
        text, before = answer.text, given.text("note")
        if answer.pressed or not text or says_nothing(text, self.wording.turn):
            return Invalid()
        note = before if text in before else "\n".join(filter(None, (before, text)))
        return Invalid("noted_reason", tells={"note": note[:LONGEST]})

    def _reason_in(self, text: str, reasons: Sequence[Reason]) -> str | None:
        """By its label, or by what customers say who mean it or one of its sub-reasons."""
        asked = normal(text)
        if not asked:
            return None
        whole = [each.id for each in reasons if asked in map(normal, each.labels.values())]
        meant = self.wording.turn.library.meant(text)
        return only_one(whole or [each.id for each in reasons if says(meant, spoken(each))])

    def note(self) -> Slot:
        return Slot(
            name="note",
            prompt="ask_note",
            retry="bad_note",
            parse=self._note,
            optional=True,
            free=True,
            called=self.wording.called("note"),
        )

    def _note(self, answer: Answer, _policy: Policy) -> Parsed:
        """Who only says what they want for it has no more to tell."""
        if wished(self.wording.turn.library, answer.text, *WISHES):
            return Valid(None)
        return Valid(answer.text[:LONGEST]) if answer.text else Invalid()


def says_nothing(text: str, turn: Turn) -> bool:
    """Of the goods: a question, a cry, or what is an answer to some other question."""
    return (
        is_wordless(text) or ASKS.search(text) is not None or bool(mood(turn)) or wished(turn.library, text, *ANSWERS)
    )


def tells_why(library: Library, text: str, policy: ReturnPolicy) -> bool:
    """Some reason is in it."""
    meant = library.meant(text)
    return any(says(meant, spoken(each)) for each in policy.reasons)


def spoken(reason: Reason) -> Iterator[str]:
    for each in (reason, *reason.sub_reasons):
        yield from (*each.labels.values(), *each.heard)
