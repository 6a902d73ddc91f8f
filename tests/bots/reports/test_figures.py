"""What reports count, against a slow and obvious reference."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.reports.collecting import collected
from bots.reports.counting import EVERYTHING, Choice, Counting
from bots.reports.figures import Figures, Promoters, Report, Satisfaction, Share, Spread, wilson
from bots.reports.period import Period
from storage.reports import Fact, Verdict
from storage.surveys import SurveyStatus
from tests.bots.reports.books import Books, fact, verdict
from tests.moments import SHANGHAI, at

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), SHANGHAI)
BERLIN = ZoneInfo("Europe/Berlin")
MEI, BO = "slack:U1", "slack:U2"

facts = st.builds(
    Fact,
    id=st.integers(1, 10**6),
    name=st.sampled_from(
        ["opened", "handoff", "contained", "claimed", "first_response", "resolved", "breach", "not_understood"]
    ),
    at=st.floats(at("2026-10-30"), at("2026-12-02")),
    value=st.none() | st.floats(0, 10**6),
    business_value=st.none() | st.floats(0, 10**6),
    channel=st.sampled_from(["wechat", "slack"]),
    team=st.sampled_from(["", "sales"]),
    agent=st.sampled_from(["", MEI, BO]),
    script=st.sampled_from(["", "returns"]),
    kind=st.sampled_from(["", "first_response"]),
)
verdicts = st.builds(
    Verdict,
    id=st.integers(1, 10**6),
    survey=st.sampled_from(["service", "monthly"]),
    asked_at=st.floats(at("2026-10-30"), at("2026-12-02")),
    status=st.sampled_from(SurveyStatus),
    channel=st.sampled_from(["wechat", "slack"]),
    team=st.sampled_from(["", "sales"]),
    agents=st.sampled_from([(), (MEI,), (MEI, BO)]),
    score=st.none() | st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
    value=st.none(),
)


def counted(*taken: Fact | Verdict, period: Period = NOVEMBER, choice: Choice = EVERYTHING) -> Report:
    counting = Counting(period, choice)
    for each in taken:
        if isinstance(each, Fact):
            counting.take(each)
        else:
            counting.judge(each)
    return counting.report


def percentile(values: list[float], share: Fraction) -> float | None:
    """The smallest of the values that at least so many are not above, found by looking at all of them."""
    enough = [each for each in values if Fraction(sum(other <= each for other in values), len(values)) >= share]
    return min(enough) if enough else None


def of_reference(found: list[Fact], judged: list[Verdict]) -> Figures:
    """Every figure by a walk of its own over everything."""

    def count(name: str) -> int:
        return len([each for each in found if each.name == name])

    def spread(name: str, column: str) -> Spread:
        values = [getattr(each, column) for each in found if each.name == name]
        values = [each for each in values if each is not None]
        return Spread(len(values), percentile(values, Fraction(1, 2)), percentile(values, Fraction(9, 10)))

    answers = [each for each in found if each.name == "first_response" and each.value is not None]
    clocks = [(datetime.fromtimestamp(each.at - (each.value or 0), SHANGHAI), each.value or 0) for each in answers]
    in_hours = [waited for clock, waited in clocks if 9 <= clock.hour < 23]
    scores = [each.score for each in judged if each.score is not None]
    breaches = [each.kind for each in found if each.name == "breach"]
    empty = Figures()
    return Figures(
        visits=count("opened"),
        handed_over=count("handoff"),
        contained=count("contained"),
        not_understood=count("not_understood"),
        claimed=count("claimed"),
        resolved=count("resolved"),
        first_response=replace(
            empty.first_response,
            wall=spread("first_response", "value"),
            business=spread("first_response", "business_value"),
        ),
        in_time=Share(len([each for each in in_hours if each <= 180]), len(in_hours)),
        resolution=replace(
            empty.resolution, wall=spread("resolved", "value"), business=spread("resolved", "business_value")
        ),
        breaches={kind: breaches.count(kind) for kind in breaches},
        satisfaction=Satisfaction(
            asked=len([each for each in judged if each.status is not SurveyStatus.UNSENDABLE]),
            good=Share(len([each for each in scores if each >= 2 / 3]), len(scores)),
            mean=math.fsum(scores) / len(scores) if scores else None,
        ),
    )


@given(
    st.lists(facts, max_size=30, unique_by=lambda each: each.id),
    st.lists(verdicts, max_size=12, unique_by=lambda each: each.id),
    st.sampled_from(["", "sales"]),
    st.sampled_from(["", "wechat"]),
    st.sampled_from(["", MEI]),
)
async def test_every_figure_is_what_a_walk_over_everything_finds(
    kept: list[Fact], judged: list[Verdict], team: str, channel: str, agent: str
) -> None:
    report, _ = await collected(Books(kept, judged), NOVEMBER, Choice(team=team, channel=channel, agent=agent))
    mine = [
        each
        for each in kept
        if at("2026-11-01") <= each.at < at("2026-12-01")
        and team in ("", each.team)
        and channel in ("", each.channel)
        and agent in ("", each.agent)
    ]
    asked = [
        each
        for each in judged
        if at("2026-11-01") <= each.asked_at < at("2026-12-01")
        and team in ("", each.team)
        and channel in ("", each.channel)
        and (not agent or agent in each.agents)
    ]
    assert report.total == of_reference(mine, asked)
    for day, figures in report.days.items():
        here = [each for each in mine if datetime.fromtimestamp(each.at, SHANGHAI).date() == day]
        there = [each for each in asked if datetime.fromtimestamp(each.asked_at, SHANGHAI).date() == day]
        assert figures == of_reference(here, there)
    for account, figures in report.agents.items():
        here = [each for each in mine if each.agent == account]
        assert figures == of_reference(here, [each for each in asked if account in each.agents])
    for key, figures in report.teams.items():
        here = [each for each in mine if each.team == key]
        assert figures == of_reference(here, [each for each in asked if each.team == key])


async def test_the_first_and_the_last_day_count_to_the_second() -> None:
    taken = Books(
        [
            fact("opened", at("2026-11-01 00:00:00"), id=1),
            fact("opened", at("2026-11-30 23:59:59"), id=2),
            fact("opened", at("2026-10-31 23:59:59"), id=3),
            fact("opened", at("2026-12-01 00:00:00"), id=4),
        ]
    )
    report, _ = await collected(taken, NOVEMBER)
    assert report.total.visits == 2


async def test_what_happened_at_one_moment_is_counted_across_pages_and_once() -> None:
    noon = at("2026-11-10 12:00")
    books = Books([fact("opened", noon, id=number) for number in range(1, 8)], page=3)
    report, _ = await collected(books, NOVEMBER)
    assert report.total.visits == 7


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    period = Period(day, day, BERLIN)
    assert period.ends - period.begins == hours * 3600
    last = fact("opened", period.ends - 1)
    assert counted(last, period=period).days == {day: Figures(visits=1)}


def test_the_hour_that_is_passed_twice_is_of_its_day() -> None:
    period = Period(date(2026, 10, 24), date(2026, 10, 26), BERLIN)
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    taken = [fact("opened", twice.replace(fold=fold).timestamp()) for fold in (0, 1)]
    assert [figures.visits for figures in counted(*taken, period=period).days.values()] == [0, 2, 0]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.sampled_from([SHANGHAI, BERLIN]))
def test_the_days_of_a_period_meet_without_a_gap(first: date, more: int, zone: ZoneInfo) -> None:
    period = Period(first, first + timedelta(days=more), zone)
    days = [Period(day, day, zone) for day in period.days]
    assert (days[0].begins, days[-1].ends) == (period.begins, period.ends)
    assert all(one.ends == following.begins for one, following in pairwise(days))
    for each in days:
        ends = (datetime.fromtimestamp(moment, zone).date() for moment in (each.begins, each.ends - 0.001))
        assert set(ends) == {each.first}
    assert period.before.ends == period.begins
    assert len(period.before.days) == len(period.days)


@pytest.mark.parametrize(
    ("handed_over", "waited", "expected"),
    [
        ("2026-11-10 09:00:00", 180, Share(1, 1)),
        ("2026-11-10 09:00:00", 181, Share(0, 1)),
        ("2026-11-10 22:59:59", 100, Share(1, 1)),  # answered after 23:00
        ("2026-11-10 23:00:00", 1, Share(0, 0)),
        ("2026-11-10 08:59:59", 30, Share(0, 0)),  # answered after 9:00
    ],
)
def test_the_three_minute_rule_looks_at_when_the_customer_began_to_wait(
    handed_over: str, waited: float, expected: Share
) -> None:
    assert counted(fact("first_response", at(handed_over) + waited, value=waited)).total.in_time == expected


def test_a_rating_is_credited_to_everybody_who_served() -> None:
    noon = at("2026-11-10 12:00")
    report = counted(
        verdict(noon, 5, 1.0, agents=(MEI, BO)), verdict(noon, 1, 0.0, agents=(MEI,)), verdict(noon, 4, 0.75)
    )
    assert report.total.satisfaction.good == Share(2, 3)
    assert report.agents[MEI].satisfaction.good == Share(1, 2)
    assert report.agents[BO].satisfaction.good == Share(1, 1)


def test_who_could_not_be_asked_was_not_asked() -> None:
    noon = at("2026-11-10 12:00")
    report = counted(verdict(noon, status=SurveyStatus.UNSENDABLE), verdict(noon), verdict(noon, 3, 0.5))
    assert (report.total.satisfaction.asked, report.total.satisfaction.good) == (2, Share(0, 1))


def test_promoters_are_counted_where_the_scale_goes_to_ten() -> None:
    noon = at("2026-11-10 12:00")
    monthly = [verdict(noon, value, value / 10, survey="monthly") for value in (10, 9, 8, 7, 6, 0)]
    stars = [verdict(noon, value, (value - 1) / 4, survey="stars") for value in (1, 3, 5)]
    yes_no = [verdict(noon, value, float(value), survey="helped") for value in (0, 1)]
    assert counted(*monthly, *stars, *yes_no).nps == (Promoters("monthly", 2, 2, 2),)
    assert counted(*monthly).nps[0].score == 0.0


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)],
)
def test_the_interval_is_the_one_of_the_textbook(hits: int, count: int, low: float, high: float) -> None:
    """The last two: Newcombe 1998, table I."""
    assert wilson(hits, count) == pytest.approx((low, high), abs=0.0001)


@pytest.mark.parametrize("count", [1, 6, 12, 40])
def test_none_of_all_may_be_none_at_all(count: int) -> None:
    assert wilson(0, count)[0] == 0.0
    assert wilson(count, count)[1] == 1.0


def test_a_scripts_visits_are_counted_where_they_ended() -> None:
    noon = at("2026-11-10 12:00")
    report = counted(
        fact("opened", noon, script="welcome"),
        fact("contained", noon, script="returns"),
        fact("handoff", noon, script="returns"),
        fact("not_understood", noon, script="invoice"),
    )
    assert {key: each.containment for key, each in report.scripts.items()} == {
        "returns": Share(1, 2),
        "invoice": Share(0, 0),
    }


def test_returns_are_counted_by_what_became_of_them() -> None:
    noon = at("2026-11-10 12:00")
    report = counted(
        fact("return_opened", noon, value=99.0),
        fact("return_decided", noon, kind="approved"),
        fact("return_refunded", noon, value=99.5, kind="CNY"),
        fact("return_credited", noon, value=20.0, kind="CNY"),
        fact("return_refunded", noon, value=5.0, kind="USD"),
    )
    assert report.returns.moves == {"opened": 1, "approved": 1, "refunded": 2, "credited": 1}
    assert report.returns.refunded == {"CNY": 119.5, "USD": 5.0}
    assert not report.is_empty


def test_what_became_of_low_ratings_and_feedback_is_counted() -> None:
    noon = at("2026-11-10 12:00")
    report = counted(
        fact("task_opened", noon),
        fact("task_opened", noon),
        fact("task_settled", noon, kind="not_recovered"),
        fact("feedback", noon, kind="price"),
    )
    assert report.aftercare == {"opened": 2, "not_recovered": 1, "price": 1}
    assert not report.is_empty


def test_a_month_in_which_nothing_happened_has_no_figures_at_all() -> None:
    report = counted()
    assert report.is_empty
    assert list(report.days.values()) == [Figures()] * 30
    assert (report.total.containment.rate, report.total.satisfaction.good.interval) == (None, None)
