"""Days of the shop's calendar, and what is asked of each contact."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.campaigns.audiences import Knowing, audience_of
from handlers.desk.policy import DEFAULT_POLICY
from handlers.surveys.policy import Audience as Wanted
from storage.campaigns import Audience, Candidate
from storage.desk import ContactFile
from storage.inbound import Identity
from tests.desk_fakes import MemoryContacts
from tests.handlers.shop import NOW, Shop

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


@pytest.mark.parametrize(
    ("now", "days", "begins", "ends"),
    [
        ("2026-11-22T10:00", 3, "2026-11-19T00:00", "2026-11-20T00:00"),
        ("2026-11-22T00:00", 0, "2026-11-22T00:00", "2026-11-23T00:00"),
        ("2026-10-27T10:00", 2, "2026-10-25T00:00", "2026-10-26T00:00"),  # a day of 25 hours
        ("2026-03-30T10:00", 1, "2026-03-29T00:00", "2026-03-30T00:00"),  # a day of 23 hours
    ],
)
def test_a_day_some_days_ago_is_one_of_the_shops_calendar(now: str, days: int, begins: str, ends: str) -> None:
    audience = audience_of(Wanted(delivered_days_ago=days), at(now), BERLIN)
    assert audience.delivered == (at(begins), at(ends))
    assert audience_of(Wanted(refunded_days_ago=days), at(now), BERLIN).refunded == (at(begins), at(ends))


def test_days_that_follow_each_other_miss_no_moment() -> None:
    days = [
        audience_of(Wanted(delivered_days_ago=days), at("2026-11-02T10:00"), BERLIN).delivered for days in range(20)
    ]
    assert [later and later[1] for later in days[1:]] == [sooner and sooner[0] for sooner in days[:-1]]


def candidate(**fields: object) -> Candidate:
    known: dict[str, object] = {"language": None, "locale": None, "proven": {}}
    known |= {"contact_id": 7, "conversation_id": 17, "identity": Identity("telegram", "lin")}
    return Candidate(**{**known, **fields})  # type: ignore[arg-type]  # fields by name


def knowing(**files: ContactFile) -> Knowing:
    return Knowing(
        contacts=MemoryContacts(files={each.contact_id: each for each in files.values()}),
        orders=Shop(),
        desk_policy=DEFAULT_POLICY,
        languages=("zh-CN", "en", "zh-TW"),
        default_language="zh-CN",
        now=NOW,
    )


@pytest.mark.parametrize(
    ("language", "locale", "expected"),
    [("en", None, True), (None, "en_GB", True), (None, "zh-hant", False), (None, None, False), ("zh-CN", "en", False)],
)
async def test_a_language_is_what_they_chose_or_what_their_profile_says(
    language: str | None, locale: str | None, expected: bool
) -> None:
    fits = knowing().fits(Audience(languages=("en",)))
    assert await fits(candidate(language=language, locale=locale)) is expected


async def test_a_tier_is_what_staff_say_or_their_tags() -> None:
    said = knowing(lin=ContactFile(contact_id=7, since=0.0, tier="vip"))
    tagged = knowing(lin=ContactFile(contact_id=7, since=0.0, tags=("VIP",)))
    served = knowing(lin=ContactFile(contact_id=7, since=0.0, cases=2))
    vips = Audience(tiers=("vip",))
    assert [await each.fits(vips)(candidate()) for each in (said, tagged, served, knowing())] == [
        True,
        True,
        False,
        False,
    ]
    assert await served.fits(Audience(tiers=("returning",)))(candidate())
