"""What the comments of a file explain, put into its schema: they are written once, where an admin reads them."""

import re
from collections.abc import Iterator

from handlers.fields.outline import Schema

ENTRY = re.compile(r"( *)(- )?\{?['\"]?([a-z][a-z0-9_]*)['\"]?:(?:\s|$)")
WORDS = re.compile(r" +(- )?[A-Za-z][\w-]*:(?:\s|$)")
"""In a language, or by an id of the shop's own: it explains nothing."""
BEHIND = re.compile(r"\s#\s+(.*)")


def explained(schema: Schema, text: str) -> Schema:
    """The same, with a description for each key that a comment stands behind or above. What is commented out counts:
    those are the keys that may be written.
    """
    above: list[str] = []
    told: set[int] = set()
    open_at: list[tuple[int, Schema]] = [(-1, schema)]
    for line in text.splitlines():
        words = line.removeprefix("#").removeprefix(" ") if line.startswith("#") else line
        entry = ENTRY.match(words)
        place = len(entry[1]) + len(entry[2] or "") if entry else 0
        while entry and open_at[-1][0] >= place:
            open_at.pop()
        found = below(open_at[-1][1], entry[3]) if entry else None
        if entry is None or found is None:
            is_told = line.lstrip().startswith("#") and not WORDS.match(words)
            above = [*above, words.strip().removeprefix("#").strip()] if is_told else []
            continue
        behind = BEHIND.search(words)
        said = behind[1] if behind else "\n".join(above)
        if said and id(found) not in told:
            told.add(id(found))
            found["description"] = "\n".join(filter(None, (said, found.get("description"))))
        open_at.append((place, found))
        above = []
    return handed_down(schema, "")


def handed_down(schema: Schema, above: str) -> Schema:
    """Where a comment explains a whole section, it is what can be said of a key in it."""
    for part in parts(schema):
        for key in part.get("properties", {}).values():
            key.setdefault("description", above) if above else None
            handed_down(key, key.get("description", ""))
        if isinstance(part.get("additionalProperties"), dict) and "propertyNames" in part:
            handed_down(part["additionalProperties"], above)
    return schema


def below(schema: Schema, key: str) -> Schema | None:
    """None: there is no such key."""
    for part in parts(schema):
        if key in part.get("properties", {}):
            found: Schema = part["properties"][key]
            return found
        if isinstance(part.get("additionalProperties"), dict) and "propertyNames" in part:
            named: Schema = part["additionalProperties"]
            return named
    return None


def parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    if "items" in schema:
        yield schema["items"]
    yield from schema.get("anyOf", ())
