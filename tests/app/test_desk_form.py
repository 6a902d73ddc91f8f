"""The form that Slack's staff get, in the words of the scripts that travel with kefu."""

import pytest

from bots.app.desk_form import desk_form_of
from bots.sandbox.slack.limits import check_modal
from bots.slack.form import Place, fields, view
from bots.telegram.commands import IN_THE_DESK
from handlers.desk.command_names import ALL
from handlers.desk.form_words import IN_TOPIC, OUTSIDE, PRIORITIES
from handlers.desk.policy import DeskPolicy, Team
from handlers.desk.shelf import FixedDeskPolicy
from storage.desk import Priority
from tests.handlers.chat import library
from tests.standing import FixedShelf

TEAMS = {
    "returns": Team(key="returns", name={"en": "Returns", "zh-CN": "售后组"}),
    "sales": Team(key="sales", name={"zh-CN": "售前组"}),
    "other": Team(key="other"),
}


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_slack_takes_the_form_in_every_language(language: str) -> None:
    form = desk_form_of(FixedShelf(library()), FixedDeskPolicy(DeskPolicy(teams=TEAMS)), language)()
    for place, commands in ((Place("C0DESK", "1.000001"), IN_TOPIC), (Place("C0DESK"), OUTSIDE)):
        for command in ("", *commands):
            check_modal(view(form, place, command))


def test_teams_are_called_as_the_shop_calls_them() -> None:
    form = desk_form_of(FixedShelf(library()), FixedDeskPolicy(DeskPolicy(teams=TEAMS)), "en")()
    assert form.teams == (("returns", "Returns"), ("sales", "售前组"), ("other", "other"))


def test_a_desk_without_teams_is_asked_for_none() -> None:
    form = desk_form_of(FixedShelf(library()), FixedDeskPolicy(DeskPolicy()), "zh-CN")()
    assert [block["block_id"] for block in fields(form, "transfer")] == ["person", "why"]


def test_what_is_on_forms_and_menus_is_what_staff_can_do() -> None:
    assert {*IN_TOPIC, *OUTSIDE} <= {*ALL}
    assert tuple(Priority) == PRIORITIES
    for listed in IN_THE_DESK.values():
        assert {name for name, _ in listed} == {*ALL}
        assert len({name for name, _ in listed}) == len(listed)
