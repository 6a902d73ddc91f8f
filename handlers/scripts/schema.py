"""The JSON Schema of a script, made of what handlers declare."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.fields.outline import TEXT, Schema, anchored
from handlers.scripts.check import LIMITS
from handlers.scripts.declaration import SAY, Declaration
from handlers.scripts.source import BUTTON_KEYS, KEYS
from handlers.scripts.wording import FREE_NAME

LIST = ["array", "null"]
RETIRED = "已经不用了，请删掉。 Not said any more: delete it."


def script_schema(declarations: Sequence[Declaration], explained: Mapping[tuple[str, str], str]) -> Schema:
    """`explained`: what the comments say of a line, by script and name."""
    handlers = sorted({each.handler for each in (*declarations, SAY)})
    kinds: Mapping[str, Schema] = {
        "handler": {"enum": handlers},
        "triggers": {"type": LIST, "items": {**TEXT, "maxLength": LIMITS["trigger"]}},
        "lines": {"type": "object"},
        "buttons": {"type": LIST, "items": button()},
    }
    return {
        "type": "object",
        "properties": {key: kinds[key] for key in KEYS},
        "additionalProperties": False,
        "required": ["lines"],
        "allOf": [said_by(handler, declarations, explained) for handler in handlers],
    }


def button() -> Schema:
    kinds: Mapping[str, Schema] = {
        "label": {**TEXT, "maxLength": LIMITS["label"]},
        "goto": {**TEXT, "maxLength": LIMITS["goto"]},
        "url": {"type": "string", "pattern": "^https?://"},
    }
    return {
        "type": "object",
        "properties": {key: kinds[key] for key in BUTTON_KEYS},
        "additionalProperties": False,
        "required": ["label"],
        "oneOf": [{"required": ["goto"]}, {"required": ["url"]}],
    }


def said_by(handler: str, declarations: Sequence[Declaration], explained: Mapping[tuple[str, str], str]) -> Schema:
    declared = [each for each in declarations if each.handler == handler] or [SAY]
    is_it: Schema = {"properties": {"handler": {"const": handler}}}
    if handler != SAY.handler:  # a script that names none is said as it is
        is_it["required"] = ["handler"]
    return {"if": is_it, "then": {"properties": {"lines": lines_of(declared, explained)}}}


def lines_of(declared: Sequence[Declaration], explained: Mapping[tuple[str, str], str]) -> Schema:
    """Of all scripts that one handler runs."""
    needed = set.intersection(*(set(each.lines) - each.may_be_empty for each in declared))
    free = next((each.free for each in declared if each.free is not None), None)
    found: dict[str, Any] = {
        "type": "object",
        "properties": dict(line for each in declared for line in lines(each, explained)),
        "additionalProperties": False,
        "required": sorted(needed),
    }
    if free is not None:
        found["patternProperties"] = {anchored(FREE_NAME.pattern): {**TEXT, **told(free)}}
    return found


def lines(declared: Declaration, explained: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, Schema]]:
    for name, blanks in declared.lines.items():
        yield name, {**TEXT, **told(blanks, explained.get((declared.script, name), ""))}
    for name in sorted(declared.retired):
        yield name, {**TEXT, "deprecated": True, "deprecationMessage": RETIRED}


def told(blanks: frozenset[str], comment: str = "") -> Schema:
    listed = " ".join(f"{{{{ {blank} }}}}" for blank in sorted(blanks))
    said = "\n".join(filter(None, (comment, listed)))
    return {"description": said} if said else {}
