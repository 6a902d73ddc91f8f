"""An admin changes the rules for returns while customers write: good ones are in force at once, bad ones never."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import preset
from handlers.returns.shelf import ReloadingPolicy
from handlers.scripts.problem import Broken, Problem

WAIT = 20.0
"""Seconds until a test is given up; none waits so long when all is well."""


class Admin:
    """Saves the policy as editors do, and hears what kefu says of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.heard: asyncio.Queue[list[Problem] | ReturnPolicy] = asyncio.Queue()
        self.shelf = ReloadingPolicy(path, lambda: ["en"], self.on_broken, self.heard.put, default_language="en")

    async def on_broken(self, problems: list[Problem]) -> None:
        await self.heard.put(problems)

    def saves(self, text: str) -> None:
        """Written beside and moved over, as vim and VS Code do."""
        beside = self.path.with_suffix(".yaml~")
        beside.write_text(text, "utf-8")
        beside.replace(self.path)

    async def hears(self) -> list[str]:
        """The mistakes told next; [] when the policy is in force."""
        news = await asyncio.wait_for(self.heard.get(), WAIT)
        return (
            [] if isinstance(news, ReturnPolicy) else [problem.code for problem in news if problem.severity == "error"]
        )

    @property
    def refund_days(self) -> int:
        return self.shelf.policy.refund_days

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
    path = tmp_path / "returns.yaml"
    path.write_text("refund_days: 5\n")
    return Admin(path)


async def test_a_saved_policy_is_followed_from_then_on(admin: Admin) -> None:
    assert admin.refund_days == 5
    async with admin.watched():
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.refund_days == 3


async def test_the_last_good_policy_stays_until_the_mistake_is_mended(admin: Admin) -> None:
    async with admin.watched():
        admin.saves("refund_days: three\n")
        assert await admin.hears() == ["policy_whole"]
        assert admin.refund_days == 5
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.refund_days == 3


async def test_a_policy_that_goes_away_stays_in_force(admin: Admin) -> None:
    async with admin.watched():
        admin.path.unlink()
        assert await admin.hears() == ["policy_gone"]
    assert admin.refund_days == 5


async def test_without_a_file_seven_days_are_in_force_until_one_is_written(tmp_path: Path) -> None:
    admin = Admin(tmp_path / "returns.yaml")
    assert admin.shelf.policy == preset("cn-7day")
    async with admin.watched():
        admin.saves("preset: eu-14day\n")
        assert await admin.hears() == []
    assert admin.shelf.policy == preset("eu-14day")


async def test_what_else_is_written_beside_it_is_nobody_s_business(admin: Admin) -> None:
    async with admin.watched():
        (admin.path.parent / "kefu.db-wal").write_bytes(b"x" * 1000)
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.heard.empty()


def test_a_shop_does_not_open_with_a_policy_nobody_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "returns.yaml"
    path.write_text("refund_days: three\n")
    with pytest.raises(Broken, match=r"returns\.yaml:1: refund_days: 'three' is not a whole number"):
        Admin(path)
