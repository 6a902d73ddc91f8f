"""`feedback:` of desk.yaml."""

from collections.abc import Collection

from handlers.feedback.policy import FeedbackPolicy
from handlers.fields.mapping import Fields
from handlers.scripts.source import guess
from storage.feedback import Topic

KEYS = ("a_day", "teams")
MOST = 100


def feedback(fields: Fields, usual: FeedbackPolicy, teams: Collection[str]) -> FeedbackPolicy:
    """`teams`: the keys of those that there are."""
    below = fields.inside("feedback", KEYS)
    if below is None:
        return usual
    places = below.inside("teams", tuple(Topic))
    named = {each: places.text(each) for each in Topic if each in places} if places else {}
    for topic, team in named.items():
        if places is not None and team not in teams:
            allowed = ", ".join(teams) or "-"
            places.wrong(topic, "policy_team_unknown", team=team, allowed=allowed, guess=guess(team, teams))
    return FeedbackPolicy(
        a_day=below.whole("a_day", usual.a_day, 1, MOST),
        teams={topic: team for topic, team in named.items() if team in teams},
    )
