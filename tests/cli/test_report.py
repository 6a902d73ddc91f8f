"""`kefu report`: beside a running kefu and without one, for people and for programs."""

import asyncio
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer

from bots.cli.report import called, period_of
from handlers.desk.policy import DeskPolicy
from storage.conversations import Conversation
from storage.database import Database
from storage.desk import Agent
from storage.inbound import Identity, Inbound, Kind
from storage.results import ReportingEvent, TurnResult
from storage.sqlite import SqliteStore
from storage.surveys import Survey, SurveyStatus
from tests.cli.terminal import KEFU_YAML, kefu, shop
from tests.cli.test_running_kefu import running
from tests.moments import SHANGHAI, at

MOVES_THE_CURSOR = "小\x1b]0;shop\x07\x1b[2J美\u202e"
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")
MEI = Agent(account="telegram:1", name="小美")
NOON = at("2026-11-10 12:00")
EVENTS = (
    ReportingEvent(name="opened", at=NOON, script="returns"),
    ReportingEvent(name="handoff", at=NOON, team="sales", script="returns", details={"reason": "asked"}),
    ReportingEvent(name="claimed", at=NOON + 60, value=60, business_value=60, team="sales", agent=MEI.account),
    ReportingEvent(name="first_response", at=NOON + 90, value=90, business_value=90, team="sales", agent=MEI.account),
    ReportingEvent(name="resolved", at=NOON + 600, value=600, business_value=600, team="sales", agent=MEI.account),
    ReportingEvent(name="opened", at=at("2026-11-30 23:59:59")),
    ReportingEvent(name="opened", at=at("2026-12-01 00:00")),
)
RATED = Survey(
    id=1,
    survey="service",
    channel="telegram",
    team="sales",
    agents=(MEI.account,),
    status=SurveyStatus.ANSWERED,
    asked_at=NOON + 700,
    valid_until=NOON + 9999,
    score=1.0,
    value=5,
    comment="我住在文三路 90 号",
)
CUSTOMER = Identity("telegram", "70012345")


async def written(store: SqliteStore, events: Sequence[ReportingEvent] = EVENTS) -> None:
    inbound = Inbound(key="1", kind=Kind.TEXT, identity=CUSTOMER, chat_id="70012345", text="在吗", sent_at=1.0)
    inbox_id = await store.accept(inbound, 1.0)
    assert inbox_id is not None
    placed = tuple(
        ReportingEvent(
            name=each.name,
            at=each.at,
            value=each.value,
            business_value=each.business_value,
            channel="telegram",
            team=each.team,
            agent=each.agent,
            script=each.script,
            details=each.details,
        )
        for each in events
    )
    conversation = Conversation(identity=CUSTOMER, chat_id="70012345", name="李雷")
    result = TurnResult(conversation=conversation, events=placed, surveys=(RATED,), agents=(MEI,))
    await store.commit(inbox_id, result, 1.0)


def stopped(folder: Path, settings: str = KEFU_YAML, *, empty: bool = False) -> Path:
    """A shop whose kefu is not running; its kefu.yaml."""

    async def write() -> None:
        database = await Database.open(folder / "var/kefu.db")
        if not empty:
            await written(SqliteStore(database))
        await database.close()

    config = shop(folder, settings)
    asyncio.run(write())
    return config


def as_json(config: Path, *words: str) -> Any:
    return json.loads(kefu("report", *NOVEMBER, "--json", *words, "--config", config).stdout)


async def test_the_same_is_told_beside_a_running_kefu_and_without_one(tmp_path: Path) -> None:
    async with running(tmp_path) as beside:
        await written(SqliteStore(beside.database))
        table = (await beside.typed("report", *NOVEMBER)).stdout
        told = (await beside.typed("report", *NOVEMBER, "--json")).stdout
    config = tmp_path / "kefu.yaml"
    alone = await asyncio.to_thread(kefu, "report", *NOVEMBER, "--json", "--config", config)
    assert told == alone.stdout
    assert "客服小店 客服报表：2026年11月1日 至 2026年11月30日" in table
    total = json.loads(told)["total"]
    assert (total["visits"], total["handed_over"], total["resolved"]) == (2, 1, 1)
    assert total["first_response"]["open_hours"] == {"count": 1, "p50": 90.0, "p90": 90.0}


def test_agents_are_named_and_no_customer_is(tmp_path: Path) -> None:
    config = stopped(tmp_path)
    page = tmp_path / "november.html"
    printed = kefu("report", *NOVEMBER, "--config", config).stdout
    assert kefu("report", *NOVEMBER, "--html", page, "--config", config).exit_code == 0
    told = printed + page.read_text("utf-8") + json.dumps(as_json(config), ensure_ascii=False)
    assert "小美" in printed
    assert not re.search("70012345|李雷|文三路|在吗", told)


@pytest.mark.parametrize(
    ("words", "visits", "resolved"),
    [
        (("--team", "sales"), 0, 1),
        (("--channel", "wechat"), 0, 0),
        (("--agent", "小美"), 0, 1),
        (("--agent", "telegram:1"), 0, 1),
        (("--channel", "telegram"), 2, 1),
    ],
)
def test_a_part_can_be_chosen(tmp_path: Path, words: tuple[str, ...], visits: int, resolved: int) -> None:
    found = as_json(stopped(tmp_path), *words)["total"]
    assert (found["visits"], found["resolved"]) == (visits, resolved)


def test_who_is_not_there_is_answered_with_who_is(tmp_path: Path) -> None:
    config = stopped(tmp_path)
    agent = kefu("report", *NOVEMBER, "--agent", "小丽", "--config", config)
    assert (agent.exit_code, agent.stderr) == (1, "there is no agent '小丽'; there are: 小美\n")
    team = kefu("report", *NOVEMBER, "--team", "slaes", "--config", config)
    assert (team.exit_code, team.stderr) == (1, "there is no team 'slaes'; there are: sales\n")


def test_a_channel_that_kefu_does_not_know_is_refused() -> None:
    refused = kefu("report", "--channel", "wecaht")
    assert (refused.exit_code, "telegram, slack, wechat" in refused.stderr) == (2, True)


def test_an_empty_shop_is_told_so_kindly(tmp_path: Path) -> None:
    config = stopped(tmp_path, empty=True)
    result = kefu("report", *NOVEMBER, "--config", config)
    assert result.exit_code == 0
    assert "没有可统计的内容" in result.stdout
    page = tmp_path / "empty.html"
    kefu("report", *NOVEMBER, "--html", page, "--config", config)
    assert "没有可统计的内容" in page.read_text("utf-8")
    assert "<table" not in page.read_text("utf-8")


@pytest.mark.parametrize(("language", "heading"), [("en", "By agent"), ("zh-TW", "按客服"), ("zh-CN", "按客服")])
def test_it_speaks_the_shops_language(tmp_path: Path, language: str, heading: str) -> None:
    config = stopped(tmp_path, KEFU_YAML + f"scripts: {{default_language: {language}}}\n")
    assert heading in kefu("report", *NOVEMBER, "--config", config).stdout


def test_a_team_and_an_agent_are_called_as_desk_yaml_calls_them(tmp_path: Path) -> None:
    config = stopped(tmp_path)
    desk = "teams:\n  sales:\n    name: 售前\nagents:\n  telegram:1: {name: Mei}\n"
    (tmp_path / "desk.yaml").write_text(desk, "utf-8")
    assert "售前" in kefu("report", *NOVEMBER, "--config", config).stdout


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("", "", (date(2026, 10, 23), date(2026, 11, 21))),
        ("2026-11-01", "", (date(2026, 11, 1), date(2026, 11, 21))),
        ("2026-11-22", "", (date(2026, 11, 22), date(2026, 11, 22))),
        ("", "2026-11-10", (date(2026, 10, 12), date(2026, 11, 10))),
        ("2026-11-10", "2026-11-10", (date(2026, 11, 10), date(2026, 11, 10))),
    ],
)
def test_days_that_are_not_said_are_the_last_whole_ones(first: str, last: str, expected: tuple[date, date]) -> None:
    period = period_of(first, last, SHANGHAI, date(2026, 11, 22))
    assert (period.first, period.last) == expected


@pytest.mark.parametrize(("first", "last"), [("2026-11-02", "2026-11-01"), ("1900-01-01", "2026-11-01")])
def test_a_period_that_cannot_be_is_refused(first: str, last: str) -> None:
    with pytest.raises(typer.BadParameter):
        period_of(first, last, ZoneInfo("Asia/Shanghai"), date(2026, 11, 22))


def test_what_is_not_a_date_is_refused_with_one_that_is() -> None:
    result = kefu("report", "--from", "1.11.2026")
    assert result.exit_code == 2
    assert "write it like 2026-11-22" in result.stderr


def test_a_page_is_not_written_over_another_by_mistake(tmp_path: Path) -> None:
    config, page = stopped(tmp_path), tmp_path / "page.html"
    page.write_text("mine")
    refused = kefu("report", *NOVEMBER, "--html", page, "--config", config)
    assert (refused.exit_code, page.read_text()) == (1, "mine")
    assert kefu("report", *NOVEMBER, "--html", page, "--force", "--config", config).exit_code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_no_name_writes_into_the_terminal_of_whoever_reads_it() -> None:
    names = called({"telegram:1": MOVES_THE_CURSOR, "telegram:2": "\x1b"}, DeskPolicy(), "zh-CN")
    assert names == {"telegram:1": "小]0;shop[2J美"}
