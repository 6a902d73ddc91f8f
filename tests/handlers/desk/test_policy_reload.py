"""An admin saves desk.yaml while customers write: a good one routes the next conversation, a bad one never does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from handlers.desk.around import Around
from handlers.desk.policy import DeskPolicy
from handlers.desk.policy_file import built_in
from handlers.desk.shelf import ReloadingDeskPolicy
from handlers.fields.file import Reader
from handlers.scripts.problem import Broken, Problem

WAIT = 20.0
"""Seconds until a test is given up; none waits so long when all is well."""


class Admin:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.heard: asyncio.Queue[list[Problem] | DeskPolicy] = asyncio.Queue()
        self.scripts = {"returns"}
        self.shelf = ReloadingDeskPolicy(
            path,
            lambda: Reader(languages=["en"], default_language="en"),
            lambda: Around(scripts=self.scripts),
            self.on_broken,
            self.heard.put,
        )

    async def on_broken(self, problems: list[Problem]) -> None:
        await self.heard.put(problems)

    def saves(self, text: str) -> None:
        beside = self.path.with_suffix(".yaml~")
        beside.write_text(text, "utf-8")
        beside.replace(self.path)

    async def hears(self) -> list[str]:
        """The mistakes told next; [] when the rules are in force."""
        news = await asyncio.wait_for(self.heard.get(), WAIT)
        return [] if isinstance(news, DeskPolicy) else [problem.code for problem in news]

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(self.shelf.watch(stop, poll=0.1))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, WAIT)


@pytest.fixture
def admin(tmp_path: Path) -> Admin:
    path = tmp_path / "desk.yaml"
    path.write_text("capacity: 4\n")
    return Admin(path)


async def test_the_last_good_rules_stay_until_the_mistake_is_mended(admin: Admin) -> None:
    async with admin.watched():
        admin.saves("capacity: four\n")
        assert await admin.hears() == ["policy_whole"]
        assert admin.shelf.policy.capacity == 4
        admin.saves("capacity: 6\n")
        assert await admin.hears() == []
    assert admin.shelf.policy.capacity == 6


async def test_rules_that_go_away_stay_in_force(admin: Admin) -> None:
    async with admin.watched():
        admin.path.unlink()
        assert await admin.hears() == ["policy_gone"]
    assert admin.shelf.policy.capacity == 4


async def test_without_a_file_the_built_in_rules_are_in_force_until_one_is_written(tmp_path: Path) -> None:
    admin = Admin(tmp_path / "desk.yaml")
    assert admin.shelf.policy == built_in("en")
    async with admin.watched():
        admin.saves("tell_position: no\n")
        assert await admin.hears() == []
    assert not admin.shelf.policy.tell_position


async def test_a_rule_may_name_a_script_that_was_written_since(admin: Admin) -> None:
    rule = "routing: [{name: a, when: {intents: [warranty]}}]\n"
    async with admin.watched():
        admin.saves(rule)
        assert await admin.hears() == ["policy_choice"]
        admin.scripts.add("warranty")
        admin.saves(rule + "\n")
        assert await admin.hears() == []


def test_a_shop_does_not_open_with_rules_nobody_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text("default_team: sales\n")
    with pytest.raises(Broken, match=r"desk\.yaml:1: default_team: there is no team 'sales'"):
        Admin(path)
