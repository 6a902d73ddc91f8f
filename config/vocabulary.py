"""Which settings there are, read off the sections."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from config.problems import Keys
from config.settings import ENV_PREFIX, ENV_SEPARATOR, Settings


def section_of(annotation: Any) -> type[BaseModel] | None:
    """The section behind `Telegram` or `Telegram | None`."""
    for option in (annotation, *get_args(annotation)):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def mentions(annotation: Any, wanted: type) -> bool:
    return annotation is wanted or any(mentions(option, wanted) for option in get_args(annotation))


def walk(model: type[BaseModel], above: Keys = ()) -> Iterator[tuple[Keys, FieldInfo]]:
    for name, field in model.model_fields.items():
        keys = (*above, name)
        yield keys, field
        if section := section_of(field.annotation):
            yield from walk(section, keys)


@cache
def fields() -> Mapping[Keys, FieldInfo]:
    return MappingProxyType(dict(walk(Settings)))


def is_section(keys: Keys) -> bool:
    return not keys or (keys in fields() and section_of(fields()[keys].annotation) is not None)


def is_secret(keys: Keys) -> bool:
    return keys in fields() and mentions(fields()[keys].annotation, SecretStr)


def siblings(above: Keys) -> list[str]:
    return [keys[-1] for keys in fields() if keys[:-1] == above]


def default_of(keys: Keys) -> Any:
    return fields()[keys].get_default()


def env_name(keys: Keys) -> str:
    return ENV_PREFIX + ENV_SEPARATOR.join(keys).upper()
