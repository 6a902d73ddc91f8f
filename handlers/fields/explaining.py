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
            if above:
                key.setdefault("description", above)
            handed_down(key, key.get("description", ""))
        if (named := named_in(part)) is not None:
            handed_down(named, above)
    return schema


def below(schema: Schema, key: str) -> Schema | None:
    """None: there is no such key."""
    for part in parts(schema):
        if key in part.get("properties", {}):
            found: Schema = part["properties"][key]
            return found
        if (named := named_in(part)) is not None:
            return named
    return None


def named_in(part: Schema) -> Schema | None:
    """What stands below each id of the shop's own; None: there are no such ids."""
    found: Schema | None = part.get("additionalProperties") if "propertyNames" in part else None
    return found


def parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    if "items" in schema:
        yield schema["items"]
    yield from schema.get("anyOf", ())
