"""The questions of a return request about what for: money, another piece, and which."""

from collections.abc import Sequence

from handlers.contract import Policy
from handlers.forms.answers import Answer, Invalid, Parsed, Valid
from handlers.forms.form import Slot
from handlers.returns.spotting import only_one, says
from handlers.returns.wording import LONGEST, Wording
from handlers.scripts.matching import normal
from storage.records import record
from storage.returns import Resolution


@record(frozen=True, slots=True)
class Wishes:
    wording: Wording

    def resolution(self, offered: Sequence[Resolution]) -> Slot:
        def meant(text: str) -> str | None:
            words = {
                each: (self.wording.word(f"resolution_{each}"), *self.wording.words(f"heard_{each}"))
                for each in offered
            }
            whole = [each for each in offered if normal(text) == normal(words[each][0])]
            return only_one(whole or [each for each in offered if says(text, words[each])])

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            found = answer.text.partition(":")[2] if answer.pressed else meant(answer.text)
            return Valid(found) if found else Invalid()

        return Slot(
            name="resolution",
            prompt="ask_resolution",
            retry="bad_resolution",
            parse=parse,
            spot=lambda text, _policy: meant(text),
            choices=tuple(self.wording.choice(f"resolution_{each}", f"resolution:{each}") for each in offered),
            stands=lambda value: value in offered,
            called=self.wording.called("resolution"),
        )

    def variant(self) -> Slot:
        def parse(answer: Answer, _policy: Policy) -> Parsed:
            if answer.pressed:
                return Valid("")
            return Valid(answer.text[:LONGEST]) if answer.text else Invalid()

        return Slot(
            name="variant",
            prompt="ask_variant",
            retry="bad_variant",
            parse=parse,
            choices=(self.wording.choice("variant_same", "variant:same"),),
            free=True,
            called=self.wording.called("variant"),
        )
