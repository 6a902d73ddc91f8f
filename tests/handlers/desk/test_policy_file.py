"""An admin writes desk.yaml without Python, and reads every mistake at once, where it is and what to do."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk.around import NOTHING, Around
from handlers.desk.matching import heard
from handlers.desk.policy import Assignment, DeskPolicy, NewcomerPolicy, Tier, When
from handlers.desk.policy_file import built_in, checked_desk
from handlers.desk.routing import Facts
from handlers.desk.triggers import triggered
from handlers.desk.when import WHEN_KEYS
from handlers.fields.file import Reader
from handlers.scripts.problem import usable
from handlers.tasks.policy import TaskPolicy
from storage.desk import Priority
from storage.feedback import Topic

LANGUAGES = ("zh-CN", "zh-TW", "en")
SHOP = Around(
    channels=("telegram", "slack", "wechat"), desk_channel="slack", scripts=("order_lookup", "returns"), chats=()
)


def told(text: str, around: Around = NOTHING, languages: Sequence[str] = ("en",), language: str = "en") -> list[str]:
    reader = Reader(languages=languages, default_language="en", language=language)
    found = checked_desk(Path("desk.yaml"), reader, around, draft=text.encode())
    return [str(problem).removeprefix("desk.yaml:") for problem in found.problems]


def policy(text: str, around: Around = NOTHING, languages: Sequence[str] = ("en",), default: str = "en") -> DeskPolicy:
    reader = Reader(languages=languages, default_language=default)
    found = checked_desk(Path("desk.yaml"), reader, around, draft=text.encode())
    assert usable(found.problems), [str(problem) for problem in found.problems]
    return found.rules


def condition(text: str) -> When:
    return policy(f"routing: [{{name: a, when: {{{text}}}}}]\n").rules[0].when


# What an admin writes


def test_teams_have_names_times_and_a_way_to_share_the_work() -> None:
    found = policy(
        "late_minutes: 30\n"
        "teams:\n"
        "  presales: {name: {zh-CN: 售前, en: Pre-sales}, assignment: pull, accept_minutes: 5}\n"
        "  aftersales:\n"
        "default_team: aftersales\n",
        languages=("zh-CN", "en"),
    )
    presales, aftersales = found.teams.values()
    assert (presales.key, presales.name["zh-CN"], presales.assignment) == ("presales", "售前", Assignment.PULL)
    assert (presales.accept_seconds, presales.late_seconds) == (300.0, 1800.0)
    assert (aftersales.assignment, aftersales.accept_seconds) == (Assignment.OFFER, 180.0)
    assert (found.default_team, found.team("gone").late_seconds) == ("aftersales", 1800.0)


def test_agents_may_have_a_name_for_customers_teams_languages_and_a_limit() -> None:
    found = policy(
        "capacity: 4\nteams: {presales: , aftersales: }\nagents:\n"
        "  - {account: slack:U1, name: 小美, teams: [presales], languages: en, capacity: 2, supervisor: yes}\n"
        "  - account: slack:U2\n"
    )
    mei, other = found.profile("slack:U1"), found.profile("slack:U2")
    assert (mei.name, *mei.teams, *mei.languages) == ({"en": "小美"}, "presales", "en")
    assert (mei.capacity, mei.supervisor) == (2, True)
    assert (other.teams, other.capacity, found.capacity) == (frozenset(), None, 4)
    assert not found.profile("slack:U3").supervisor


def test_a_name_that_is_the_same_in_every_language_needs_no_translation() -> None:
    assert told("teams: {a: {name: VIP}}\n", languages=LANGUAGES) == []
    assert told("teams: {a: {name: {en: Sales}}}\n", languages=("en", "zh-CN")) == [
        "1: teams.a.name: the words in zh-CN are missing; its readers will get those in en"
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("intents: returns", When(intents=frozenset({"returns"}))),
        ("tiers: [vip, new]", When(tiers=frozenset({Tier.VIP, Tier.NEW}))),
        ("words: [12315, 退款]", When(words=("12315", "退款"))),
        ("order_value_from: 5000", When(order_value=5000.0)),
        ('hours: "09:00-18:00"', When(hours=((540, 1080),))),
        ('hours: ["22:00-08:00"]', When(hours=((1320, 1920),))),
        ('hours: ["22:00-24:00", "0:00-00:30"]', When(hours=((1320, 1440), (0, 30)))),
        ('hours: ["22:00－00:00"]', When(hours=((1320, 1440),))),
        ("hours: ['9：00 至 18：00']", When(hours=((540, 1080),))),
        ("weekdays: [sat, Sunday]", When(weekdays=frozenset({5, 6}))),
        ("weekdays: [周一, 星期天, 禮拜三]", When(weekdays=frozenset({0, 2, 6}))),
        ("reasons: [asked, misunderstood]", When(reasons=frozenset({"asked", "misunderstood"}))),
    ],
)
def test_a_condition_is_written_as_people_say_it(text: str, when: When) -> None:
    assert condition(text) == when


def test_rules_and_triggers_keep_their_order_and_the_built_in_ones_come_last() -> None:
    found = policy(
        "teams: {complaints: }\n"
        "routing:\n  - {name: Big, when: {order_value_from: 999.5}, team: complaints, priority: urgent}\n"
        "  - name: Rest\n"
        "handoff:\n  misunderstood: 2\n  same_question: 3\n  triggers:\n"
        "    - {name: Wholesale, when: {words: [bulk]}, say: A colleague knows., team: complaints, priority: low}\n"
    )
    assert [rule.name for rule in found.rules] == ["Big", "Rest"]
    assert (found.rules[0].when.order_value, found.rules[0].priority) == (999.5, Priority.URGENT)
    assert [each.name for each in found.triggers] == ["Wholesale", "Complaint or legal", "Angry"]
    assert (found.triggers[0].say, found.triggers[0].angry) == ({"en": "A colleague knows."}, False)
    assert (found.misunderstood, found.same_question) == (2, 3)


def test_the_built_in_triggers_can_be_switched_off() -> None:
    assert policy("handoff: {built_in: false}\n").triggers == ()
    assert policy("handoff: {same_question: 0}\n").triggers == built_in("en").triggers


def test_who_is_a_vip_and_how_long_a_conversation_may_sleep() -> None:
    found = policy("vip: {tags: [gold, svip], order_value_from: 5000}\nsnooze_days: 7\n")
    assert found.vip_tags == {"gold", "svip"}
    assert (found.vip_order_value, found.snooze_limit) == (5000.0, 7 * 86_400.0)
    assert policy("tell_position: no\n").vip_tags == {"vip"}


def test_how_many_newcomers_come_in_at_once() -> None:
    assert policy("tell_position: no\n").newcomers == NewcomerPolicy(most=30, seconds=600)
    assert policy("newcomers: {most: 5}\n").newcomers == NewcomerPolicy(most=5, seconds=600)
    assert policy("newcomers: {most: 0, minutes: 60}\n").newcomers == NewcomerPolicy(most=0, seconds=3600)


def test_a_file_that_says_one_thing_leaves_the_rest_as_built_in() -> None:
    found = policy("tell_position: no\nfamiliar_first: off\n")
    assert (found.tell_position, found.familiar_first) == (False, False)
    assert found.triggers == built_in("en").triggers


# What is wrong


TEAMS = "teams: {presales: , aftersales: }\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TEAMS + "default_team: presale", "2: default_team: there is no team 'presale'; did you mean 'presales'?"),
        (
            TEAMS + "routing: [{name: a, team: nobody}]",
            "2: routing.0.team: there is no team 'nobody'; the teams under `teams:` are presales, aftersales",
        ),
        (
            "agents:\n  - {account: slack:U1, teams: [sales]}",
            "2: agents.0.teams: there is no team 'sales'; the teams under `teams:` are -",
        ),
        ("teams: {After-Sales: }", "1: teams: 'After-Sales' cannot be an id; use at most 24 small letters a-z, digits"),
        (
            "teams: [presales]",
            "1: teams: must be `key: text`; write one key a line, a colon and a space after each",
        ),
        ("teams:\n  a: {asignment: pull}", "2: teams.a: 'asignment' is not a key here; did you mean 'assignment'?"),
        ("agents: [{name: Mei}]", "1: agents.0: the key 'account' is missing"),
        ("agents: [{account: telegram:1}]", "1: agents.0.account: the desk is on slack: 'telegram:1' is nobody there"),
        ("agents: [{account: 'slack:'}]", "1: agents.0.account: 'slack:' is no account"),
        (
            "agents:\n  - account: slack:U1\n  - account: slack:U1",
            "3: agents.1.account: 'slack:U1' is already on line 2; keep one of them",
        ),
        (
            "agents: [{account: slack:U1, languages: [fr]}]",
            "1: agents.0.languages: 'fr' is not possible here; possible are en",
        ),
        ("capacity: many", "1: capacity: 'many' is not a whole number from 1 to 1000; write one, in digits only"),
        ("routing: [{when: {}}]", "1: routing.0: the key 'name' is missing"),
        (
            "routing: [{name: a}, {name: b, team: }]",
            "1: routing.1: this is never reached: line 1 fits whenever it would",
        ),
        (
            "routing: [{name: a, when: {tiers: vip}}, {name: a, when: {tiers: new}}]",
            "1: routing.1.name: 'a' is already the name on line 1",
        ),
        (
            "routing: [{name: a, priority: hihg}]",
            "1: routing.0.priority: 'hihg' is not possible here; did you mean 'high'?",
        ),
        (
            "routing: [{name: a, when: {intents: [refund]}}]",
            "1: routing.0.when.intents: 'refund' is not possible here; did you mean 'returns'?",
        ),
        (
            "routing: [{name: a, when: {channels: [weixin]}}]",
            "1: routing.0.when.channels: 'weixin' is not possible here; possible are telegram, slack, wechat",
        ),
        (
            "routing: [{name: a, when: {hours: ['8-22']}}]",
            "1: routing.0.when.hours: '8-22' are no hours; write them like 22:00-08:00",
        ),
        (
            "routing: [{name: a, when: {hours: ['08:00-08:00']}}]",
            "1: routing.0.when.hours: '08:00-08:00' are no hours; write them like 22:00-08:00",
        ),
        (
            "routing: [{name: a, when: {hours: ['24:00-25:00']}}]",
            "1: routing.0.when.hours: '24:00-25:00' are no hours; write them like 22:00-08:00",
        ),
        (
            "routing: [{name: a, when: {weekdays: [sum]}}]",
            "1: routing.0.when.weekdays: 'sum' is not a day; did you mean 'sun'?",
        ),
        (
            "routing: [{name: a, when: {tiers: [gold]}}]",
            "1: routing.0.when.tiers: 'gold' is not possible here; possible are new, returning, vip",
        ),
        ("routing: [{name: a, when: {words: ['!']}}]", "1: routing.0.when.words: the trigger holds no letter or digit"),
        (
            "handoff: {same_question: 1}",
            "1: handoff.same_question: everybody would be handed over at the first question",
        ),
        ("handoff: {triggers: [{name: a}]}", "1: handoff.triggers.0: the key 'when' is missing"),
        (
            "handoff: {triggers: [{name: a, when: {}}]}",
            "1: handoff.triggers.0.when: this would call a person for everybody",
        ),
        (
            "handoff: {triggers: [{name: a, when: {reasons: [asked]}}]}",
            "1: handoff.triggers.0.when: 'reasons' is not a key here; the keys are intents,",
        ),
        (
            "handoff: {triggers: [{name: a, when: {words: [x]}, say: 'Dear {{ name }}'}]}",
            "1: handoff.triggers.0.say.en: blanks and tags are not filled here; write words only",
        ),
        (
            "vip: {order_value_from: 五千}",
            "1: vip.order_value_from: '五千' is not an amount; write it like 200 or 199.50",
        ),
        ("snooze_days: 400", "1: snooze_days: '400' is not a whole number from 1 to 365; write one, in digits only"),
    ],
)
def test_every_mistake_says_where_it_is_and_what_to_do(text: str, problem: str) -> None:
    assert [each for each in told(text + "\n", SHOP) if each.startswith(problem)]


def test_a_team_that_kefu_yaml_gives_a_chat_must_be_a_team() -> None:
    with_chats = Around(chats=("presales", "complaint"))
    assert told("teams:\n  presales:\n  complaints:\n", with_chats) == [
        "1: teams: kefu.yaml gives the team 'complaint' a chat, and it is not here; did you mean 'complaints'?"
    ]


def test_a_condition_that_was_not_understood_hides_no_rule_behind_it() -> None:
    assert len(told("routing: [{name: a, when: {tiers: gold}}, {name: b}, {name: c}]\n")) == 1


@pytest.mark.parametrize(
    ("language", "message"),
    [("zh-CN", "没有组“b”；`teams:` 里的组：a"), ("zh_TW.UTF-8", "沒有小組「b」；`teams:` 裡的小組：a")],
)
def test_mistakes_are_told_in_the_admin_s_language(language: str, message: str) -> None:
    assert told("teams: {a: }\ndefault_team: b\n", language=language) == [f"2: default_team: {message}"]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(WHEN_KEYS), st.text("abc：:{}[],- 09年\n#'\"", max_size=12), max_size=4))
def test_whatever_is_typed_into_a_condition_is_read_or_complained_of(typed: dict[str, str]) -> None:
    lines = "".join(f"      {key}: {value}\n" for key, value in typed.items())
    told(f"routing:\n  - name: a\n    when:\n{lines}", SHOP)


# What is in force without a file


@pytest.mark.parametrize(
    "words",
    [
        "我要投诉你们！", "投 诉", "我打12315了", "消协见", "再不退款我就去曝光", "等着被起诉吧", "我找律师了",
        "骗子！！！", "退一赔三", "我要报警", "你們是騙子", "我要客訴", "已經找消保官了", "存證信函準備好了",
        "I want to file a COMPLAINT",
        "I'll do a chargeback", "see you in court", "This is a scam.", "fraud!", "I will report you", "I'll sue you",
        "I do not want to sue", "投诉电话是多少？", "什么态度", "气死我了", "this is unacceptable", "服務太差",
    ],
)  # fmt: skip
def test_anger_and_legal_trouble_bring_a_person_at_once(words: str) -> None:
    found = triggered(built_in("zh-CN"), Facts(said=(heard(words),)))
    assert found is not None
    assert (found.priority, found.angry) == (Priority.HIGH, True)


@pytest.mark.parametrize(
    "words",
    [
        "支付方式", "查订单 A10086", "我的快递到哪了", "相机的曝光补偿怎么调", "会曝光过度吗", "有什么垃圾袋",
        "烟雾报警器多少钱", "一有烟就报警吗", "送给他妈的礼物", "妈妈的生日礼物", "滚筒洗衣机", "我想告诉你们地址",
        "单号 123151", "黑猫玩偶",
        "我的名字是 Sue", "My name is Sue Miller", "is there a tissue issue", "does the power bank charge back up?",
        "the basketball court shoes", "reporting a wrong address", "想退货", "I want a refund", "差评多吗", "謝謝",
    ],
)  # fmt: skip
def test_who_asks_about_goods_is_not_taken_for_an_angry_customer(words: str) -> None:
    assert triggered(built_in("zh-CN"), Facts(said=(heard(words),))) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_in_triggers_speak_every_language_of_ours(language: str) -> None:
    for trigger in built_in(language).triggers:
        assert set(trigger.say) == set(LANGUAGES)
        assert trigger.name == dict(zip(LANGUAGES, trigger_names(trigger.name), strict=True))[language]


def trigger_names(name: str) -> tuple[str, ...]:
    names = (("投诉或法律", "投訴或法律", "Complaint or legal"), ("生气", "生氣", "Angry"))
    return next(each for each in names if name in each)


def test_a_shop_in_another_language_reads_the_english_names() -> None:
    assert built_in("fr").triggers[0].name == "Complaint or legal"


# The files that travel with the product

ROOT = Path(__file__).parents[3]
SAMPLE, SANDBOX = ROOT / "config/desk.sample.yaml", ROOT / "bots/sandbox/sample/desk.yaml"
AN_EXAMPLE = re.compile(r"^# (?= *- | *[a-z_]+:(?: |$)| +(?:zh-CN|zh-TW|en):)", re.MULTILINE)
OURS = Around(
    channels=("telegram", "slack", "wechat"),
    desk_channel="telegram",
    scripts={path.stem for path in (ROOT / "scripts/en").glob("*.yaml")},
)
READER = Reader(languages=LANGUAGES)


def test_the_sample_changes_nothing() -> None:
    found = checked_desk(SAMPLE, READER, OURS)
    assert found.problems == []
    assert found.rules == built_in("zh-CN")


def test_every_example_of_the_sample_works_once_the_marks_are_taken_away() -> None:
    text = AN_EXAMPLE.sub("", SAMPLE.read_text("utf-8"))
    found = checked_desk(SAMPLE, READER, OURS, text.encode())
    assert [str(problem) for problem in found.problems] == []
    assert list(found.rules.teams) == ["presales", "aftersales", "complaints"]
    assert [rule.name for rule in found.rules.rules] == ["大客户", "退换货", "夜间", "买前咨询"]
    assert [each.name for each in found.rules.triggers] == ["赔偿", "VIP 退货", "大单", "投诉或法律", "生气"]
    assert (len(found.rules.agents), found.rules.vip_order_value) == (2, 5000.0)
    assert found.rules.teams["complaints"].late_seconds == 300.0
    assert found.rules.tasks == TaskPolicy(), "the example says what is usual"
    assert found.rules.feedback.teams[Topic.PRICE] == "presales"


def test_the_sample_tells_the_defaults() -> None:
    """`# late_minutes: 10`: taking the mark away changes nothing."""
    text = re.sub(
        r"^# (?=(?:assignment|[a-z]+_minutes|familiar_first|tell_position|snooze_days):)",
        "",
        SAMPLE.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert text != SAMPLE.read_text("utf-8")
    assert checked_desk(SAMPLE, READER, OURS, text.encode()).rules == built_in("zh-CN")


def test_the_sandbox_s_rules_leave_nothing_to_say() -> None:
    found = checked_desk(SANDBOX, READER, OURS)
    assert found.problems == []
    assert triggered(found.rules, Facts(said=(heard("我要投诉"),))) == found.rules.triggers[0]


def test_the_example_of_the_readme_works_and_its_mistake_reads_as_shown() -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("## The rules of the desk")[2]
    example = section.partition("```yaml\n")[2].partition("```")[0]
    assert policy(example, OURS, ("zh-CN", "en"), "zh-CN").rules[0].name == "VIP"
    [mistake] = told(example.replace("team: complaints", "team: complaint"), OURS, ("zh-CN", "en"))
    assert f"    desk.yaml:{mistake}\n" in section
