"""What the page shows under the glass is shown in words, whatever part of kefu it belongs to."""

import json
import re
from pathlib import Path

import pytest

from bots.sandbox import page
from handlers.desk.timers import TIMERS as DESK_TIMERS
from handlers.farewell.silence import BOT_TIMER, DESK_TIMER
from handlers.feedback import acts as feedback
from handlers.link_steps import ASK as LINKED
from handlers.link_steps import PREFIX as LINK
from handlers.promises import keeping as promises
from handlers.questions import GATHERED, TIMER
from handlers.returns.deadlines import PREFIX as RETURN
from handlers.surveys.asking import EXPIRE, REMIND
from handlers.surveys.occasions import ASK
from handlers.tasks.acts import ACT
from handlers.unspoken import DUE
from storage.campaigns import PREFIX as CAMPAIGN
from storage.conversations import Status
from storage.inbound import Kind
from storage.results import Action
from storage.store import Fate
from storage.tasks import PREFIX as TASK

OF_ONE = (TIMER, GATHERED, *DESK_TIMERS, BOT_TIMER, DESK_TIMER, promises.DUE, ASK)
OF_MANY = (REMIND, EXPIRE, CAMPAIGN, TASK, ACT, feedback.PREFIX, f"{LINK}{LINKED}:")
"""Each is followed by a number."""
WORDS = Path(page.__file__).parent / "static/words"


NAMED: dict[str, set[str]] = {
    "timer": {*OF_ONE, *OF_MANY},
    "kind": set(Kind),
    "action": set(Action),
    "fate": set(Fate),
    "status": set(Status),
}


def worded(language: str, what: str) -> set[str]:
    words = (WORDS / f"tools.{language}.js").read_text("utf-8")
    return {json.loads(key).removeprefix(f"{what}.") for key in re.findall(rf'(?m)^  ("{what}\.[^"]+"):', words)}


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
@pytest.mark.parametrize("what", NAMED)
def test_every_name_has_words_or_the_first_parts_of_it_have(language: str, what: str) -> None:
    known = worded(language, what)
    wordless = [name for name in NAMED[what] if not {name, name.rstrip(":"), name.partition(":")[0]} & known]
    assert wordless == []


def test_no_owner_of_timers_is_forgotten_here() -> None:
    names = (*OF_ONE, *(f"{name}17" for name in OF_MANY), f"{RETURN}R1:expire")
    assert [due for is_ours, due in DUE if not any(is_ours(name) for name in names)] == []
