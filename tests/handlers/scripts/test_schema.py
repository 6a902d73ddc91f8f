"""What an editor is told of a script."""

import json
from typing import Any

from handlers.scripts.schema import schema
from tests.handlers.scripts.shop import DECLARATIONS


def rule(handler: str) -> dict[str, Any]:
    """The lines that the schema demands of scripts with this handler."""
    rules = schema(DECLARATIONS)["allOf"]
    [found] = [each for each in rules if each["if"]["properties"]["handler"]["const"] == handler]
    lines = found["then"]["properties"]["lines"]
    assert isinstance(lines, dict)
    return lines


def test_four_keys_and_no_others() -> None:
    made = schema(DECLARATIONS)
    assert set(made["properties"]) == {"handler", "triggers", "lines", "buttons"}
    assert made["additionalProperties"] is False
    assert made["properties"]["handler"]["enum"] == ["canned", "order_lookup", "say", "welcome"]
    assert json.loads(json.dumps(made)) == made


def test_each_handlers_lines_with_their_blanks() -> None:
    assert rule("order_lookup")["required"] == ["ask", "found"]
    assert rule("order_lookup")["properties"]["found"]["description"] == "Blanks: {{ number }}, {{ status }}"
    assert rule("say")["properties"]["text"]["description"] == "Blanks: {{ name }}, {{ shop }}"
    assert rule("order_lookup")["properties"]["ask"]["description"] == "No blanks"


def test_lines_that_the_admin_names_may_be_any_with_the_blanks_they_share() -> None:
    assert rule("canned")["additionalProperties"]["description"] == "Blanks: {{ contact }}, {{ order }}"
    assert rule("say")["additionalProperties"] is False


def test_a_script_without_a_handler_says_its_text() -> None:
    conditions = {each["if"]["properties"]["handler"]["const"]: each["if"] for each in schema(DECLARATIONS)["allOf"]}
    assert "required" not in conditions["say"]
    assert conditions["welcome"]["required"] == ["handler"]
