"""The question of a return request for photographs: one or several, in one or several messages."""

from collections.abc import Sequence

from handlers.contract import Policy
from handlers.forms.answers import Answer, Invalid, Json, More, Parsed, Valid
from handlers.forms.form import FormState, Slot
from handlers.returns.spotting import says
from handlers.returns.wording import Wording
from storage.records import record


@record(frozen=True, slots=True)
class Pictures:
    wording: Wording

    def photos(self, least: int, kept: Sequence[str]) -> Slot:
        most = max(least, self.wording.policy.photos_most)
        done = (self.wording.choice("photos_done", "photos:done"),) if len(kept) >= least else ()
        so_far = unique(kept)

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            return self._photographed(answer, kept, least, most)

        return Slot(
            name="photos",
            prompt="photos_more" if so_far else "ask_photos",
            retry="bad_photos",
            parse=parse,
            shows={"least": least, "most": most, "count": len(so_far), "missing": max(0, least - len(so_far))},
            choices=done,
            stands=lambda value: isinstance(value, list) and len(value) >= least,
            called=self.wording.called("photos"),
            media=True,
            early="photos_early",
            progress=gathered_photos(so_far, least) if so_far else None,
        )

    def _photographed(self, answer: Answer, before: Sequence[str], least: int, most: int) -> Parsed:
        if (
            not answer.kept
            and len(before) >= least
            and (answer.pressed or says(answer.text, self.wording.words("heard_done")))
        ):
            return Valid(list(before))
        kept = unique((*before, *answer.kept))[:most]
        done = len(kept) == most or (len(kept) >= least and says(answer.text, self.wording.words("heard_done")))
        refused = answer.refused[0] if answer.refused else ""
        if answer.kept:
            return Valid(kept) if done else gathered_photos(kept, least, refused)
        return Invalid(refused, {})


def photographed(state: FormState) -> tuple[str, ...]:
    gathered = state.gathered.get("photos")
    return tuple(map(str, gathered)) if isinstance(gathered, list) else ()


def unique(photos: Sequence[str]) -> list[Json]:
    return [*dict.fromkeys(photos)]


def gathered_photos(kept: list[Json], least: int, refused: str = "") -> More:
    return More(kept, "photos_more", {"count": len(kept), "missing": max(0, least - len(kept))}, refused)
