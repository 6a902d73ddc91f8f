"""The words of a message and how they are written: `text` with `entities`, or `caption` with `caption_entities`."""

from typing import Any

from bots.sandbox.telegram import markup
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad

Json = dict[str, Any]

FIELDS = ("text", "entities", "caption", "caption_entities")


def read(parameters: Parameters, name: str, *, styled: bool) -> Json:
    """Those fields of `name` ("text" or "caption") that have something in them. Raises Refusal.

    `styled`: also how they are written, which has a price.
    """
    source, mode = parameters.text(name), parameters.values.get("parse_mode")
    text = _visible(source, mode) if mode else source
    words: Json = {name: text} if text else {}
    if styled and (entities := _entities(parameters, name, source, mode)):
        words[_beside(name)] = entities
    return words


def typed(text: str, name: str = "text") -> Json:
    """By a person, whose app finds the commands in it."""
    if not text.startswith("/"):
        return {name: text} if text else {}
    command = text.split(maxsplit=1)[0]
    return {name: text, _beside(name): [{"type": "bot_command", "offset": 0, "length": len(command)}]}


def of(message: Json) -> Json:
    return {field: message[field] for field in FIELDS if field in message}


def put(message: Json, words: Json) -> None:
    """In place of those that are there."""
    for field in of(message):
        del message[field]
    message |= words


def visible(message: Json) -> str:
    """What can be read of it as text."""
    match message:
        case {"text": str(text)} | {"caption": str(text)} | {"contact": {"phone_number": str(text)}}:
            return text
        case {"sticker": {"emoji": str(text)}}:
            return text
    return ""


def styles(message: Json) -> list[Json]:
    entities: list[Json] = message.get("entities") or message.get("caption_entities") or []
    return entities


def _beside(name: str) -> str:
    return "entities" if name == "text" else "caption_entities"


def _visible(source: str, mode: Any) -> str:
    if str(mode).lower() != "html":
        raise bad("unsupported parse_mode")
    return markup.visible(source)


def _entities(parameters: Parameters, name: str, source: str, mode: Any) -> list[Json]:
    if mode:
        return markup.entities(source)
    return _given(parameters, _beside(name)) if _beside(name) in parameters.values else []


def _given(parameters: Parameters, name: str) -> list[Json]:
    match parameters.structure(name):
        case [*entities]:
            return [_entity(each) for each in entities]
        case None:
            return []
    raise bad(f"can't parse {name} JSON object")


def _entity(each: Any) -> Json:
    match each:
        case {"type": str(), "offset": int(offset), "length": int(length)} if offset >= 0 and length > 0:
            known: Json = each
            return known
    raise bad("can't parse MessageEntity")
