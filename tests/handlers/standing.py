"""A reception whose scripts and rules nobody edits, in a shop that is always open and has a desk in Slack."""

from collections.abc import Callable

from handlers.contract import Policy
from handlers.desk.places import Place, Places
from handlers.desk.policy import DEFAULT_POLICY, DeskPolicy
from handlers.desk.shelf import FixedDeskPolicy
from handlers.doors import Doors
from handlers.hours.business import BusinessHours
from handlers.reception import Reception
from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import preset
from handlers.scripts.library import Library
from handlers.surveys.policy import NO_SURVEYS, SurveyPolicy
from tests.standing import AlwaysOpen, FixedRules, FixedShelf

POLICY = Policy()
SEVEN_DAYS = preset("cn-7day")
ALWAYS_OPEN = AlwaysOpen()
IN_SLACK = Places(Place("slack"))


def standing(
    words: Library,
    doors: Doors,
    next_number: Callable[[], int],
    *,
    policy: Policy = POLICY,
    return_policy: ReturnPolicy = SEVEN_DAYS,
    desk_policy: DeskPolicy = DEFAULT_POLICY,
    survey_policy: SurveyPolicy = NO_SURVEYS,
    hours: BusinessHours = ALWAYS_OPEN,
    places: Places = IN_SLACK,
) -> Reception:
    return Reception(
        shelf=FixedShelf(words),
        doors=doors,
        policy=policy,
        return_policies=FixedRules(return_policy),
        desk_policies=FixedDeskPolicy(desk_policy),
        survey_policies=FixedRules(survey_policy),
        hours=hours,
        places=places,
        next_number=next_number,
    )
