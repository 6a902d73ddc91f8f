"""surveys.yaml: what an admin writes is what customers are asked, and what they mistype is told to them."""

import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.fields.file import Reader
from handlers.hours.policy import Stretch
from handlers.surveys.policy import (
    NO_SURVEYS,
    AfterEnd,
    Audience,
    Questionnaire,
    Quiet,
    Reason,
    Scale,
    SurveyPolicy,
    Wording,
)
from handlers.surveys.policy_file import checked_surveys

READER = Reader(languages=["zh-CN"], default_language="zh-CN")
ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "config/surveys.sample.yaml"


def read(text: str) -> SurveyPolicy:
    found = checked_surveys(Path("surveys.yaml"), READER, ["sales"], text.encode())
    assert not found.problems, [str(each) for each in found.problems]
    return found.rules


def problems(text: str) -> list[tuple[int, str]]:
    found = checked_surveys(Path("surveys.yaml"), READER, ["sales"], text.encode())
    return [(each.line, each.code) for each in found.problems]


def test_a_name_is_a_survey() -> None:
    assert read("surveys: {service: }\n").surveys == {"service": Questionnaire(key="service")}
    assert replace(read("surveys: {service: }\n"), surveys={}) == NO_SURVEYS


def test_everything_can_be_said() -> None:
    policy = read(
        """
surveys:
  nps:
    scale: 0-10
    low_up_to: 7
    labels: {0: 决不, 10: 一定}
    ask: 会推荐给朋友吗？
    thanks: 谢谢
    wordings:
      - {tiers: [vip, returning], teams: sales, ask: 尊敬的会员，会推荐给朋友吗？}
    reasons:
      - {id: slow, name: 太慢}
    comment: no
    valid_hours: 48
    remind_hours: 0
    change_minutes: 5
after_end: {survey: nps, delay_minutes: 0, share: 20, bot_only: yes, when_idle: yes, unanswered: yes}
every_days: 7
quiet: {hours: ["20:00-10:00", "12:00-13:00"], zones: {zh-CN: Europe/Berlin, wechat: Asia/Shanghai}}
"""
    )
    assert policy.surveys["nps"] == Questionnaire(
        key="nps",
        scale=Scale.TEN,
        low_up_to=7,
        labels={0: {"zh-CN": "决不"}, 10: {"zh-CN": "一定"}},
        ask={"zh-CN": "会推荐给朋友吗？"},
        thanks={"zh-CN": "谢谢"},
        wordings=(
            Wording(
                tiers=frozenset({"vip", "returning"}),
                teams=frozenset({"sales"}),
                ask={"zh-CN": "尊敬的会员，会推荐给朋友吗？"},
            ),
        ),
        reasons=(Reason(key="slow", name={"zh-CN": "太慢"}),),
        comment=False,
        valid=48 * 3600.0,
        remind_after=None,
        change_within=300.0,
    )
    assert policy.after_end == AfterEnd(
        survey="nps", delay=0.0, share=20, bot_only=True, when_idle=True, unanswered=True
    )
    assert policy.every == 7 * 86_400.0
    assert policy.quiet == Quiet(
        hours=(Stretch(12 * 60, 13 * 60), Stretch(20 * 60, 34 * 60)),
        zones={"wechat": ZoneInfo("Asia/Shanghai"), "zh-CN": ZoneInfo("Europe/Berlin")},
    )


def test_campaigns_are_read_with_whom_they_ask() -> None:
    (campaign,) = read(
        """
surveys: {nps: {scale: 0-10}}
campaigns:
  monthly:
    survey: nps
    cron: "0 10 1 * *"
    audience: {tiers: vip, tags: [tea], channels: [wechat], delivered_days_ago: 3, written_within_days: 90}
    rates: {wechat: 30}
    lasts_hours: 24
    enabled: no
"""
    ).campaigns
    assert (campaign.key, campaign.survey, campaign.cron, campaign.enabled) == ("monthly", "nps", "0 10 1 * *", False)
    assert (campaign.rates, campaign.lasts) == ({"wechat": 30}, 86_400.0)
    assert campaign.audience == replace(
        campaign.audience,
        tiers=Audience(tiers=frozenset({"vip"})).tiers,
        tags=frozenset({"tea"}),
        channels=frozenset({"wechat"}),
        written_within_days=90,
        delivered_days_ago=3,
        refunded_days_ago=None,
    )


@pytest.mark.parametrize("scale", Scale)
def test_what_is_low_where_nothing_is_said(scale: Scale) -> None:
    survey = read(f"surveys: {{service: {{scale: {scale}}}}}\n").surveys["service"]
    low = [value for value in scale.values if survey.is_low(value)]
    assert low == {Scale.TEN: [0, 1, 2, 3, 4, 5, 6], Scale.YES_NO: [0]}.get(scale, [1, 2])


def test_no_quiet_hours_are_said_by_an_empty_list() -> None:
    assert read("quiet: {hours: []}\n").quiet.hours == ()
    assert read("quiet: {zones: {zh-CN: Asia/Taipei}}\n").quiet.hours == NO_SURVEYS.quiet.hours


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("surveys: {service: {scale: star}}", "policy_choice"),
        ("surveys: {service: {low_up_to: 5}}", "policy_whole"),
        ("surveys: {service: {labels: {6: 好}}}", "unknown_key"),
        ("surveys: {service: {ask: '{{ name }}'}}", "policy_plain"),
        ("surveys: {service: {wordings: [{tiers: [gold]}]}}", "policy_choice"),
        ("surveys: {service: {wordings: [{teams: [sale]}]}}", "policy_team_elsewhere"),
        ("surveys: {service: {reasons: [{id: slow}]}}", "policy_key_missing"),
        ("surveys: {service: {reasons: [{id: a, name: 一}, {id: a, name: 二}]}}", "policy_id_twice"),
        ("surveys: {service: {low_up_to: 0, reasons: [{id: a, name: 一}]}}", "survey_reasons_idle"),
        ("surveys: {service: {valid_hours: 24, remind_hours: 24}}", "survey_remind_late"),
        ("surveys: {Service: {}}", "policy_id_form"),
        ("after_end: {survey: service}", "survey_none"),
        ("surveys: {service: }\nafter_end: {survey: servce}", "policy_choice"),
        ("surveys: {service: }\nafter_end: {delay_minutes: 5}", "policy_key_missing"),
        ("surveys: {service: }\nafter_end: {survey: service, share: 101}", "policy_whole"),
        ("every_days: 0", "policy_whole"),
        ("quiet: {hours: ['00:00-24:00']}", "survey_always_quiet"),
        ("quiet: {hours: ['08:00-20:00', '20:00-08:00']}", "survey_always_quiet"),
        ("quiet: {hours: [night]}", "policy_hours"),
        ("quiet: {zones: {zh-CN: Peking}}", "survey_zone"),
        ("quiet: {zones: {zh-CN: /etc/passwd}}", "survey_zone"),
        ("quiet: {zones: {fax: Asia/Shanghai}}", "unknown_key"),
        ("surveys: {nps: }\ncampaigns: {a: {survey: nps, cron: monthly}}", "survey_cron"),
        ("surveys: {nps: }\ncampaigns: {a: {survey: nps, cron: '61 10 1 * *'}}", "survey_cron"),
        ("surveys: {nps: }\ncampaigns: {a: {survey: nps, cron: '0 10 1 * *', rates: {fax: 3}}}", "unknown_key"),
        ("survey: {}", "unknown_key"),
    ],
)
def test_a_mistake_is_found(text: str, code: str) -> None:
    assert [found for _, found in problems(text)] == [code]


def test_nine_reasons_are_more_than_a_customer_reads() -> None:
    reasons = ", ".join(f"{{id: r{number}, name: 原因 {number}}}" for number in range(9))
    assert problems(f"surveys: {{service: {{reasons: [{reasons}]}}}}\n") == [(1, "policy_too_many")]


def sample(text: str) -> SurveyPolicy:
    reader = Reader(languages=["zh-CN", "zh-TW", "en"], default_language="zh-CN")
    found = checked_surveys(SAMPLE, reader, draft=text.encode())
    assert not found.problems, [str(each) for each in found.problems]
    return found.rules


def test_the_sample_asks_as_it_says() -> None:
    policy = sample(SAMPLE.read_text("utf-8"))
    assert policy.after_end == AfterEnd(survey="service")
    assert policy.surveys["service"].low_up_to == 2
    assert policy.quiet == Quiet()
    assert policy.campaigns == ()


def test_whatever_the_sample_explains_is_right_once_the_sign_is_taken_away() -> None:
    policy = sample(re.sub(r"(?m)^# (?= *(#|- |[a-z_]+:))", "", SAMPLE.read_text("utf-8")))
    assert [each.key for each in policy.campaigns] == ["monthly_nps", "after_delivery", "after_refund"]
    assert policy.surveys["service"].wordings[0].teams == {"aftersales"}
    assert policy.surveys["nps"].scale is Scale.TEN
    assert set(policy.quiet.zones) == {"wechat", "en", "zh-TW"}
    assert policy.after_end == AfterEnd(survey="service"), "what it shows is what holds anyway"
