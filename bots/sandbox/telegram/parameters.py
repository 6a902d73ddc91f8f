"""The parameters of a call: as JSON, as a form, or as a form with files, in which every value is a text."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from bots.sandbox.telegram.refusal import bad


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes


@dataclass(slots=True)
class Parameters:
    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f'field "{name}" must be a valid Number') from None

    def chat_id(self) -> int | None:
        """None for what cannot be the id of a chat, such as the name of a channel."""
        try:
            return int(self.values.get("chat_id") or 0)
        except (TypeError, ValueError):
            return None

    def number(self, name: str) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad(f"{name} is empty or invalid") from None

    def structure(self, name: str) -> Any:
        """A nested value; in a form it comes as JSON text."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


async def read_parameters(request: web.BaseRequest) -> Parameters:
    match request.content_type:
        case "application/json":
            return Parameters(_object(await request.read()))
        case "multipart/form-data":
            return await _multipart(request)
        case _:
            return Parameters(dict(parse_qsl((await request.read()).decode(), keep_blank_values=True)))


def _object(body: bytes) -> dict[str, Any]:
    try:
        values = orjson.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad("can't parse request JSON object")
    return values


async def _multipart(request: web.BaseRequest) -> Parameters:
    parameters = Parameters({})
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            parameters.uploads[name] = Upload(value.filename, value.file.read())
        else:
            parameters.values[name] = value
    return parameters
