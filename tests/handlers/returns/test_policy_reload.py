"""An admin changes the rules for returns while customers write: good ones are in force at once, bad ones never."""

from pathlib import Path

import pytest

from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import preset
from handlers.returns.shelf import ReloadingPolicy
from handlers.scripts.problem import Broken
from tests.handlers.admin import Admin

Shop = Admin[ReturnPolicy]


def opened(path: Path) -> Shop:
    return Admin(
        path, lambda path, broken, loaded: ReloadingPolicy(path, lambda: ["en"], broken, loaded, default_language="en")
    )


@pytest.fixture
def admin(tmp_path: Path) -> Shop:
    path = tmp_path / "returns.yaml"
    path.write_text("refund_days: 5\n")
    return opened(path)


async def test_a_saved_policy_is_followed_from_then_on(admin: Shop) -> None:
    assert admin.policy.refund_days == 5
    async with admin.watched():
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.policy.refund_days == 3


async def test_the_last_good_policy_stays_until_the_mistake_is_mended(admin: Shop) -> None:
    async with admin.watched():
        admin.saves("refund_days: three\n")
        assert await admin.hears() == ["policy_whole"]
        assert admin.policy.refund_days == 5
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.policy.refund_days == 3


async def test_a_policy_that_goes_away_stays_in_force(admin: Shop) -> None:
    async with admin.watched():
        admin.path.unlink()
        assert await admin.hears() == ["policy_gone"]
    assert admin.policy.refund_days == 5


async def test_without_a_file_seven_days_are_in_force_until_one_is_written(tmp_path: Path) -> None:
    admin = opened(tmp_path / "returns.yaml")
    assert admin.policy == preset("cn-7day")
    async with admin.watched():
        admin.saves("preset: eu-14day\n")
        assert await admin.hears() == []
    assert admin.policy == preset("eu-14day")


async def test_what_else_is_written_beside_it_is_nobody_s_business(admin: Shop) -> None:
    async with admin.watched():
        (admin.path.parent / "kefu.db-wal").write_bytes(b"x" * 1000)
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.heard.empty()


def test_a_shop_does_not_open_with_a_policy_nobody_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "returns.yaml"
    path.write_text("refund_days: three\n")
    with pytest.raises(Broken, match=r"returns\.yaml:1: refund_days: 'three' is not a whole number"):
        opened(path)
