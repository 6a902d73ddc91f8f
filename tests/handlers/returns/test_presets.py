"""What the presets promise, as the law has it."""

import re
from decimal import Decimal

import pytest
from ruamel.yaml import YAML

from handlers.fields.words import words_in
from handlers.overheard import heard_words
from handlers.returns.policy import Reason, Returnable, ReturnPolicy
from handlers.returns.presets import NAMES, preset
from handlers.returns.reasons import tells_why
from handlers.returns.ruling import ruled
from storage.orders import Order, OrderLine
from storage.returns import Decision, Resolution
from tests.handlers.chat import SCRIPTS, library
from tests.handlers.returns.samples import case, delivered, line, told
from tests.moments import at

LANGUAGES = {"zh-CN", "zh-TW", "en"}
CN, EU = preset("cn-7day"), preset("eu-14day")


def reason(policy: ReturnPolicy, name: str) -> Reason:
    found = policy.reason(name)
    assert found is not None
    return found


def asked(
    policy: ReturnPolicy, day: str, *lines: OrderLine, delivered_on: str = "2026-11-03 11:05", why: str = "changed_mind"
) -> Returnable:
    """What a customer who writes on that day is told of the first line."""
    return told(delivered(delivered_on, *lines), day, policy=policy, reason=reason(policy, why))


def tagged(tag: str) -> OrderLine:
    return line("THING", 1, "100.00", "", tag)


# China: 消费者权益保护法 第二十五条


def test_seven_days_without_a_reason_from_the_day_after_the_parcel_was_signed_for() -> None:
    assert asked(CN, "2026-11-10 23:59").left == 1
    assert asked(CN, "2026-11-11 00:00").left == 0
    assert "七天" in asked(CN, "2026-11-11 00:00").because["zh-CN"]


@pytest.mark.parametrize(
    "tag", ["定制", "訂製", "made-to-order", "生鲜", "perishable", "下载", "download", "期刊", "清仓"]
)
def test_the_statutory_exclusions_come_back_only_when_they_are_faulty(tag: str) -> None:
    assert asked(CN, "2026-11-04", tagged(tag)).left == 0
    assert set(asked(CN, "2026-11-04", tagged(tag)).because) == LANGUAGES
    assert asked(CN, "2026-11-04", tagged(tag), why="defective").left == 1


def test_a_fault_may_be_shown_for_fifteen_days() -> None:
    assert asked(CN, "2026-11-18 23:59", why="defective").left == 1
    assert asked(CN, "2026-11-19 00:00", why="defective").left == 0


def test_chinese_refunds_are_due_in_seven_days_and_the_request_lives_for_twenty_eight() -> None:
    assert (CN.refund_days, CN.send_back_days, CN.remind_days) == (7, 28, (14, 25))


# The European Union: Directive 2011/83/EU


def test_fourteen_days_from_the_last_good() -> None:
    monday = "2026-11-02 11:05"
    assert asked(EU, "2026-11-16 23:59", delivered_on=monday).left == 1
    assert asked(EU, "2026-11-17 00:00", delivered_on=monday).left == 0


def test_fourteen_days_never_end_on_a_weekend() -> None:
    assert asked(EU, "2026-11-04", delivered_on="2026-11-01 11:05").until == at("2026-11-17 00:00")


@pytest.mark.parametrize("tag", ["custom", "fresh", "magazine", "download", "ticket"])
def test_the_exceptions_of_article_16(tag: str) -> None:
    assert asked(EU, "2026-11-04", tagged(tag)).left == 0
    assert asked(EU, "2028-10-01", tagged(tag), why="defective").left == 1


def test_two_years_for_faults() -> None:
    assert asked(EU, "2028-11-01", why="not_working").left == 1
    assert asked(EU, "2028-11-04", why="not_working").left == 0


def test_european_parcels_come_back_within_fourteen_days() -> None:
    assert (EU.send_back_days, EU.remind_days) == (14, (7, 12))


# Both


@pytest.mark.parametrize("policy", [CN, EU], ids=["cn-7day", "eu-14day"])
def test_the_shop_pays_for_sending_back_what_is_its_fault_and_the_customer_otherwise(policy: ReturnPolicy) -> None:
    payers = {each.id: each.postage for each in policy.reasons}
    assert {name for name, payer in payers.items() if payer == "shop"} == {
        "defective",
        "damaged",
        "wrong_item",
        "missing",
        "not_as_described",
    }
    assert {payers["changed_mind"], payers["size"], payers["other"]} == {"customer"}


@pytest.mark.parametrize(
    ("policy", "currency", "limit"), [(CN, "CNY", "500.00"), (EU, "EUR", "100.00")], ids=["cn-7day", "eu-14day"]
)
def test_only_a_small_return_without_a_reason_passes_by_itself(policy: ReturnPolicy, currency: str, limit: str) -> None:
    thing = delivered("2026-11-03", currency=currency)
    mind, defect = reason(policy, "changed_mind"), reason(policy, "not_working")
    more = str(Decimal(limit) + Decimal("0.01"))

    def decision(amount: str, order: Order = thing, why: Reason = mind, **facts: object) -> Decision:
        return ruled(policy, case(amount, order=order, reason=why, **facts)).decision  # type: ignore[arg-type]  # facts by name

    assert decision(limit) is Decision.APPROVE
    assert decision(more) is Decision.REVIEW
    assert decision(limit, delivered("2026-11-03", currency="JPY")) is Decision.REVIEW
    assert decision(limit, why=defect) is Decision.REVIEW
    assert decision(limit, resolution=Resolution.REFUND_ONLY) is Decision.REVIEW
    assert decision(limit, earlier_returns=6) is Decision.REVIEW
    assert decision(limit, delivered("2026-11-03", tagged("software"), currency=currency)) is Decision.REVIEW


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_said_in_three_languages(name: str) -> None:
    found = preset(name)
    said = [window.because for window in found.windows] + list(found.explanations.values())
    said += [each.labels for reason in found.reasons for each in (reason, *reason.sub_reasons)]
    assert all(set(words) == LANGUAGES for words in said)


def test_a_reader_of_another_language_gets_the_shop_s_words() -> None:
    label = reason(CN, "damaged").labels
    assert words_in(label, "zh-TW", "en") == "收到時已破損"
    assert words_in(label, "ja", "en") == "Arrived damaged"
    assert words_in({"fr": "Cassé"}, "ja", "en") == "Cassé"
    assert words_in({}, "ja", "en") == ""


def test_no_window_of_a_preset_is_shorter_with_a_fault() -> None:
    for policy in (CN, EU):
        assert all(window.quality_days >= window.days for window in policy.windows)


# What customers say who open a return

WISH = re.compile(
    r"退|[换換]|tui|huan|推[货貨]|return|refund|exchange|swap|money|back|different|another|replacement|change|credit"
    r"|售[后後]|七天|[鑑鉴][赏賞]期|第二隻色|多[发發寄]|extra|instead|(?:bigger|smaller) size|我[钱錢]"
)
"""What they want, and not why; or they were sent more than they bought."""


def complaints() -> list[str]:
    files = [YAML(typ="safe").load(SCRIPTS / language / "returns.yaml") for language in library().languages]
    triggers = [trigger for each in files for trigger in each["triggers"] if not WISH.search(trigger)]
    return [*triggers, *heard_words(library(), "returns", "heard_begin")]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_opens_a_return_by_what_is_wrong_is_a_reason_for_it(name: str) -> None:
    policy = preset(name)
    assert [each for each in complaints() if not tells_why(library(), each, policy)] == []
