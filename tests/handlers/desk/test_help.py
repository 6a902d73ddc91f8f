"""The list of commands: complete, grouped, and an answer to whoever wrote one wrongly."""

import pytest

from handlers.desk.command_names import ALL, ON_BUTTONS
from handlers.desk.commands import COMMANDS
from tests.handlers.chat import Chat


def test_every_command_of_staff_is_in_the_list_unless_only_buttons_say_it() -> None:
    assert sorted(COMMANDS) == sorted((*ALL, *ON_BUTTONS))


async def test_in_a_topic_every_command_is_listed_with_an_example(at_desk: Chat) -> None:
    await at_desk.agent_says("/help")
    for name in ALL:
        assert at_desk.line("desk_help", f"usage_{name}") in at_desk.posted
    assert at_desk.line("desk_help", "group_file") in at_desk.posted
    assert len(at_desk.posted) < 2500


async def test_outside_only_those_are_listed_that_make_sense_there(at_desk: Chat) -> None:
    await at_desk.agent_says("/help", thread=None)
    for name, command in COMMANDS.items():
        if name in ALL:
            is_listed = at_desk.line("desk_help", f"usage_{name}") in at_desk.posted
            assert is_listed == (command.outside is not None), name


@pytest.mark.parametrize("asked", ["order", "/order", "!order", "ORDER", "／order"])
async def test_help_with_a_commands_name_tells_how_that_one_is_written(at_desk: Chat, asked: str) -> None:
    await at_desk.agent_says(f"/help {asked}")
    assert at_desk.posted == "/订单 " + at_desk.line("desk_help", "usage_order")


async def test_also_where_that_one_makes_no_sense_as_the_list_there_promises(at_desk: Chat) -> None:
    await at_desk.agent_says("/help order", thread=None)
    assert at_desk.posted == "/订单 " + at_desk.line("desk_help", "usage_order")


async def test_help_with_anything_else_lists_them_all(at_desk: Chat) -> None:
    await at_desk.agent_says("/help me please")
    assert at_desk.line("desk_help", "usage_profile") in at_desk.posted


async def test_the_list_ends_with_the_account_that_desk_yaml_has_to_name(at_desk: Chat) -> None:
    await at_desk.agent_says("/help")
    assert at_desk.posted.endswith(at_desk.line("desk_help", "account", account="slack:U7"))
