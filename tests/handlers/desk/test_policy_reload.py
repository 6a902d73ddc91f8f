"""An admin saves desk.yaml while customers write: a good one routes the next conversation, a bad one never does."""

from pathlib import Path

import pytest

from handlers.desk.around import Around
from handlers.desk.policy import DeskPolicy
from handlers.desk.policy_file import built_in
from handlers.desk.shelf import ReloadingDeskPolicy
from handlers.fields.file import Reader
from handlers.scripts.problem import Broken
from tests.handlers.admin import Admin

READER = Reader(languages=["en"], default_language="en")
Desk = Admin[DeskPolicy]


def opened(path: Path, *scripts: str) -> Desk:
    return Admin(
        path,
        lambda path, hearers: ReloadingDeskPolicy(path, lambda: READER, lambda: Around(scripts=scripts), hearers),
    )


@pytest.fixture
def admin(tmp_path: Path) -> Desk:
    path = tmp_path / "desk.yaml"
    path.write_text("capacity: 4\n")
    return opened(path, "returns")


async def test_the_last_good_rules_stay_until_the_mistake_is_mended(admin: Desk) -> None:
    async with admin.watched():
        admin.saves("capacity: four\n")
        assert await admin.hears() == ["policy_whole"]
        assert admin.policy.capacity == 4
        admin.saves("capacity: 6\n")
        assert await admin.hears() == []
    assert admin.policy.capacity == 6


async def test_rules_that_go_away_stay_in_force(admin: Desk) -> None:
    async with admin.watched():
        admin.path.unlink()
        assert await admin.hears() == ["policy_gone"]
    assert admin.policy.capacity == 4


async def test_without_a_file_the_built_in_rules_are_in_force_until_one_is_written(tmp_path: Path) -> None:
    admin = opened(tmp_path / "desk.yaml")
    assert admin.policy == built_in("en")
    async with admin.watched():
        admin.saves("tell_position: no\n")
        assert await admin.hears() == []
    assert not admin.policy.tell_position


async def test_a_rule_names_scripts_that_there_are(admin: Desk) -> None:
    rule = "routing: [{{name: a, when: {{intents: [{}]}}}}]\n"
    async with admin.watched():
        admin.saves(rule.format("warranty"))
        assert await admin.hears() == ["policy_choice"]
        admin.saves(rule.format("returns"))
        assert await admin.hears() == []


def test_a_shop_does_not_open_with_rules_nobody_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text("default_team: sales\n")
    with pytest.raises(Broken, match=r"desk\.yaml:1: default_team: there is no team 'sales'"):
        opened(path)


async def test_signs_that_an_older_kefu_took_in_a_name_do_not_keep_a_newer_one_from_starting(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text("capacity: 4\nvip: {tags: 【大客户】}\n", "utf-8")
    admin = opened(path)
    assert admin.policy.vip_tags == {"【大客户】"}
    path.write_text("capacity: 4\nvip: {tags: [大客户}\n", "utf-8")
    with pytest.raises(Broken):
        opened(path)
