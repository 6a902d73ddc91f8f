"""Quiet hours in every zone, on every night of the year, and windows that close."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.hours.policy import Stretch, Stretches
from handlers.surveys.quiet import BEFORE, LEEWAY, SHORTEST, QuietHours, loud, moment_to_ask

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
ZONES = st.sampled_from(
    ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia"]
).map(ZoneInfo)
YEAR = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
MOMENTS = st.integers(0, 366 * 1440).map(lambda minutes: YEAR + minutes * MINUTE)


@st.composite
def stretches(draw: st.DrawFn) -> Stretches:
    """Some hours are left of each day."""
    begins = draw(st.integers(0, 1439))
    first = Stretch(begins, begins + draw(st.integers(1, 16 * 60)))
    if draw(st.booleans()):
        later = draw(st.integers(0, 1439))
        return first, Stretch(later, later + draw(st.integers(1, 4 * 60)))
    return (first,)


QUIET = st.builds(QuietHours, stretches(), ZONES)


def by_the_clock(at: float, hours: Stretches, zone: ZoneInfo) -> bool:
    """The slow and obvious way."""
    local = datetime.fromtimestamp(at, zone)
    minute = local.hour * 60 + local.minute
    return any(each.begins <= minute + later < each.ends for each in hours for later in (0, 1440))


def is_set_back(at: float, zone: ZoneInfo) -> bool:
    """Around a night in which clocks show an hour twice, which of the two is meant nobody can say."""
    offsets = [datetime.fromtimestamp(at + hours * HOUR, zone).utcoffset() for hours in (-3, 3)]
    return offsets[0] != offsets[1]


@settings(deadline=None)
@given(stretches(), ZONES, MOMENTS)
def test_it_is_quiet_when_the_clock_says_so(hours: Stretches, zone: ZoneInfo, at: float) -> None:
    span = QuietHours(hours, zone).span(at)
    if not is_set_back(at, zone):
        assert (span is not None) == by_the_clock(at, hours, zone)
    if span is not None:
        assert span[0] <= at < span[1]


@settings(deadline=None)
@given(QUIET, MOMENTS)
def test_what_is_put_off_comes_at_the_first_loud_moment(quiet: QuietHours, at: float) -> None:
    later = loud(at, quiet)
    assert quiet.span(later) is None
    assert all(quiet.span(each) is not None for each in some(at, later))


@settings(deadline=None)
@given(QUIET, MOMENTS, st.floats(-DAY, 2 * DAY), st.one_of(st.none(), st.floats(-HOUR, 3 * DAY)))
def test_a_question_is_asked_in_the_window_and_in_no_quiet_hour_that_can_be_helped(
    quiet: QuietHours, now: float, delay: float, left: float | None
) -> None:
    wanted, until = now + delay, None if left is None else now + left
    at = moment_to_ask(wanted, now, until, quiet)
    if at is None:
        assert until is not None
        assert until - now < SHORTEST
        return
    assert at >= now
    best = loud(max(wanted, now), quiet)
    if until is None or best <= until - LEEWAY:
        assert at == best
        return
    assert at < until
    if quiet.span(at) is not None:
        assert at == now, "there was no better moment before"
        assert all(quiet.span(each) is not None for each in some(now + BEFORE, min(wanted, until - LEEWAY)))


@settings(deadline=None)
@given(QUIET, MOMENTS, st.floats(0, 2 * DAY), st.floats(0, 3 * DAY))
def test_whoever_looks_again_at_that_moment_asks(quiet: QuietHours, now: float, delay: float, left: float) -> None:
    at = moment_to_ask(now + delay, now, now + left, quiet)
    if at is not None:
        assert moment_to_ask(now + delay, at, now + left, quiet) == at


def test_hours_that_follow_each_other_are_one() -> None:
    quiet = QuietHours((Stretch(21 * 60, 24 * 60), Stretch(0, 9 * 60)), ZoneInfo("Asia/Shanghai"))
    evening = datetime(2026, 11, 22, 22, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    assert loud(evening, quiet) == evening + 11 * HOUR


def test_a_shop_without_quiet_hours_asks_at_night() -> None:
    quiet = QuietHours((), ZoneInfo("Asia/Shanghai"))
    assert quiet.span(YEAR) is None


def some(begins: float, ends: float) -> list[float]:
    """Some of those between."""
    step = max(MINUTE, (ends - begins) / 50)
    return [begins + number * step for number in range(max(0, int((ends - begins - 1) // step) + 1))]
