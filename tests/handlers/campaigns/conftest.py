"""A shop that asks its customers once a month."""

import pytest

from handlers.desk.policy import AgentProfile, DeskPolicy
from handlers.scripts.library import Library
from handlers.surveys.policy import Audience, Campaign, Questionnaire, Quiet, Scale, SurveyPolicy
from tests.handlers.desk.shift import LAO, Shift

NPS = Campaign(key="nps", survey="nps", cron="0 10 1 * *", audience=Audience(tiers=frozenset({"vip"})))
PAUSED = Campaign(key="delivered", survey="nps", cron="", enabled=False)
POLICY = SurveyPolicy(
    surveys={"nps": Questionnaire(key="nps", scale=Scale.TEN, ask={"zh-CN": "您会推荐我们吗？"})},
    quiet=Quiet(hours=()),
    campaigns=(NPS, PAUSED),
)
LED_BY_LAO = DeskPolicy(agents={LAO: AgentProfile(account=LAO, supervisor=True)})


@pytest.fixture
def shift(scripts: Library) -> Shift:
    return Shift(scripts, survey_policy=POLICY)
