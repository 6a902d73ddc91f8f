"""From the nodes of surveys.yaml to surveys. Every mistake is complained of, and left out."""

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

from handlers.desk.policy import Tier
from handlers.fields.cron import Cron
from handlers.fields.mapping import Fields
from handlers.fields.spoken import words
from handlers.fields.week import MIDNIGHT
from handlers.fields.words import Words
from handlers.hours.policy import Stretches
from handlers.hours.reading.teams import whose
from handlers.hours.reading.week import stretches
from handlers.surveys.policy import (
    DAY,
    HOUR,
    LOW,
    QUIET,
    USUALLY_LOW,
    AfterEnd,
    Audience,
    Campaign,
    Questionnaire,
    Quiet,
    Reason,
    Scale,
    SurveyPolicy,
    Wording,
)

KEYS = ("surveys", "after_end", "every_days", "quiet", "campaigns")
SURVEY_KEYS = (
    "scale",
    "low_up_to",
    "labels",
    "ask",
    "thanks",
    "wordings",
    "reasons",
    "comment",
    "valid_hours",
    "remind_hours",
    "change_minutes",
)
WORDING_KEYS = ("tiers", "teams", "ask", "thanks")
REASON_KEYS = ("id", "name")
AFTER_KEYS = ("survey", "delay_minutes", "share", "bot_only", "when_idle", "unanswered")
QUIET_KEYS = ("hours", "zones")
CAMPAIGN_KEYS = ("survey", "cron", "audience", "rates", "lasts_hours", "enabled")
AUDIENCE_KEYS = (
    "tiers",
    "tags",
    "channels",
    "languages",
    "written_within_days",
    "delivered_days_ago",
    "refunded_days_ago",
)
CHANNELS = ("telegram", "slack", "wechat")
SENTENCE = 500
"""Characters."""
LABEL = 40
MOST_REASONS = 8
MINUTE = 60.0


def survey_policy(fields: Fields, teams: Collection[str]) -> SurveyPolicy:
    """`teams`: those of desk.yaml; empty: not known."""
    surveys = {key: questionnaire(place, key, teams) for key, place in fields.named("surveys", SURVEY_KEYS).items()}
    after = fields.inside("after_end", AFTER_KEYS)
    quiet = fields.inside("quiet", QUIET_KEYS)
    return SurveyPolicy(
        surveys=surveys,
        after_end=after_end(after, surveys) if after else None,
        quiet=quiet_hours(quiet) if quiet else QUIET,
        every=fields.whole("every_days", 30, 1, 365) * DAY,
        campaigns=tuple(
            campaign(place, key, surveys) for key, place in fields.named("campaigns", CAMPAIGN_KEYS).items()
        ),
    )


# One survey


def questionnaire(fields: Fields, key: str, teams: Collection[str]) -> Questionnaire:
    scale = Scale(fields.choice("scale", [each.value for each in Scale], Scale.STARS.value))
    low = fields.whole("low_up_to", LOW.get(scale, USUALLY_LOW), 0, scale.highest - 1)
    found = Questionnaire(
        key=key,
        scale=scale,
        low_up_to=low,
        labels=labels(fields, scale),
        ask=words(fields, "ask", SENTENCE),
        thanks=words(fields, "thanks", SENTENCE),
        wordings=tuple(wording(place, teams) for place in fields.below("wordings", WORDING_KEYS)),
        reasons=tuple(reasons(fields)),
        comment=fields.truth("comment", default=True),
        valid=fields.whole("valid_hours", 72, 1, 720) * HOUR,
        remind_after=fields.whole("remind_hours", 24, 0, 720) * HOUR or None,
        change_within=fields.whole("change_minutes", 60, 0, 10_080) * MINUTE,
    )
    complain(fields, found)
    return found


def complain(fields: Fields, found: Questionnaire) -> None:
    if "remind_hours" in fields and found.remind_after is not None and found.remind_after >= found.valid:
        fields.wrong("remind_hours", "survey_remind_late")
    if found.reasons and found.low_up_to < found.scale.lowest:
        fields.unwise("reasons", "survey_reasons_idle")


def labels(fields: Fields, scale: Scale) -> Mapping[int, Words]:
    place = fields.inside("labels", tuple(str(value) for value in scale.values))
    return {value: words(place, str(value), LABEL) for value in scale.values if str(value) in place} if place else {}


def wording(fields: Fields, teams: Collection[str]) -> Wording:
    return Wording(
        tiers=frozenset(each.value for each in fields.choices("tiers", Tier)),
        teams=whose(fields, teams),
        ask=words(fields, "ask", SENTENCE),
        thanks=words(fields, "thanks", SENTENCE),
    )


def reasons(fields: Fields) -> Iterator[Reason]:
    lines: dict[str, int] = {}
    places = fields.below("reasons", REASON_KEYS)
    if len(places) > MOST_REASONS:
        fields.wrong("reasons", "policy_too_many", count=str(len(places)), most=str(MOST_REASONS))
    for place in places:
        key = place.id()
        if key in lines:
            place.wrong("id", "policy_id_twice", id=key, first=str(lines[key]))
        place.needed("name")
        name = words(place, "name", LABEL)
        if key and name and key not in lines:
            yield Reason(key=key, name=name)
        lines.setdefault(key, place.line("id"))


# When


def after_end(fields: Fields, surveys: Mapping[str, Questionnaire]) -> AfterEnd | None:
    survey = known_survey(fields, surveys)
    found = AfterEnd(
        survey=survey,
        delay=fields.whole("delay_minutes", 10, 0, 1440) * MINUTE,
        share=fields.whole("share", 100, 0, 100),
        bot_only=fields.truth("bot_only", default=False),
        when_idle=fields.truth("when_idle", default=False),
        unanswered=fields.truth("unanswered", default=False),
    )
    return found if survey else None


def known_survey(fields: Fields, surveys: Mapping[str, Questionnaire]) -> str:
    """Nothing when it is none of them."""
    if not fields.needed("survey"):
        return ""
    if not surveys:
        fields.wrong("survey", "survey_none")
        return ""
    return fields.choice("survey", list(surveys), "")


def quiet_hours(fields: Fields) -> Quiet:
    hours = QUIET.hours if "hours" not in fields and not fields.is_empty("hours") else stretches(fields)
    if always(hours):
        fields.wrong("hours", "survey_always_quiet")
    return Quiet(hours=hours, zones=zones(fields))


def always(hours: Stretches) -> bool:
    """Every minute of a day that lies between two others."""
    quiet = {minute % MIDNIGHT for each in hours for minute in range(each.begins, each.ends)}
    return len(quiet) == MIDNIGHT


def zones(fields: Fields) -> Mapping[str, ZoneInfo]:
    place = fields.inside("zones", (*CHANNELS, *sorted({*fields.speech.languages, fields.speech.default})))
    found = {key: zone(place, key) for key in place.allowed if key in place} if place else {}
    return {key: each for key, each in found.items() if each is not None}


def zone(fields: Fields, key: str) -> ZoneInfo | None:
    name = fields.text(key)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # it is unknown, or looks like the path of something else
        fields.wrong(key, "survey_zone", value=name)
        return None


# Campaigns


def campaign(fields: Fields, key: str, surveys: Mapping[str, Questionnaire]) -> Campaign:
    rates, audience = fields.inside("rates", CHANNELS), fields.inside("audience", AUDIENCE_KEYS)
    return Campaign(
        key=key,
        survey=known_survey(fields, surveys),
        cron=cron(fields),
        audience=asked_of(audience) if audience else Audience(),
        rates={each: rates.whole(each, 60, 1, 6000) for each in CHANNELS if each in rates} if rates else {},
        lasts=fields.whole("lasts_hours", 72, 1, 720) * HOUR,
        enabled=fields.truth("enabled", default=True),
    )


def cron(fields: Fields) -> str:
    said = fields.text("cron")
    if not fields.needed("cron") or not said:
        return ""
    try:
        Cron(said, ZoneInfo("UTC"))
    except ValueError:
        fields.wrong("cron", "survey_cron", value=said)
    return said


def asked_of(fields: Fields) -> Audience:
    return Audience(
        tiers=frozenset(each.value for each in fields.choices("tiers", Tier)),
        tags=fields.names("tags"),
        channels=fields.names_among("channels", CHANNELS),
        languages=fields.names_among("languages", sorted({*fields.speech.languages, fields.speech.default})),
        written_within_days=fields.whole_or_none("written_within_days", 3650),
        delivered_days_ago=fields.whole_or_none("delivered_days_ago", 365),
        refunded_days_ago=fields.whole_or_none("refunded_days_ago", 365),
    )
