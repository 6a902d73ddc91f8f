"""A JSON Schema of one script file, so that an editor completes its keys while an admin types."""

from collections.abc import Sequence
from typing import Any

from handlers.scripts.check import LIMITS
from handlers.scripts.declaration import SAY, Declaration

TEXT: dict[str, Any] = {"type": ["string", "null"]}
BUTTON: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["label"],
    "properties": {
        "label": {"type": "string", "minLength": 1, "maxLength": LIMITS["label"]},
        "goto": {"type": "string", "maxLength": LIMITS["goto"], "description": "A script's file name without .yaml"},
        "url": {"type": "string", "pattern": "^https?://"},
    },
    "oneOf": [{"required": ["goto"]}, {"required": ["url"]}],
}


def schema(declarations: Sequence[Declaration]) -> dict[str, Any]:
    known = {declared.handler: declared for declared in (SAY, *declarations)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kefu script",
        "type": "object",
        "additionalProperties": False,
        "required": ["lines"],
        "properties": {
            "handler": {"enum": sorted(known), "default": SAY.handler},
            "triggers": {"type": "array", "items": {"type": "string", "maxLength": LIMITS["trigger"]}},
            "lines": {"type": "object", "additionalProperties": TEXT},
            "buttons": {"type": "array", "items": BUTTON},
        },
        "allOf": [rule(declared) for declared in known.values()],
    }


def rule(declared: Declaration) -> dict[str, Any]:
    """The lines that this handler says."""
    condition: dict[str, Any] = {"properties": {"handler": {"const": declared.handler}}}
    if declared.handler != SAY.handler:
        condition["required"] = ["handler"]
    lines = {
        "properties": {name: TEXT | {"description": described(names)} for name, names in declared.lines.items()},
        "required": sorted(declared.lines.keys() - declared.may_be_empty),
        "additionalProperties": False if declared.free is None else TEXT | {"description": described(declared.free)},
    }
    return {"if": condition, "then": {"properties": {"lines": lines}}}


def described(names: frozenset[str]) -> str:
    blanks = ", ".join(f"{{{{ {blank} }}}}" for blank in sorted(names))
    return f"Blanks: {blanks}" if blanks else "No blanks"
