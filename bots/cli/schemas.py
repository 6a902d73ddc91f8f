"""JSON Schemas of all that an admin edits, with which an editor completes keys and marks mistakes.

They are made when they are written into a shop's folder: of the code that reads the files, and of the comments of our
own, so that there is nothing to be kept up to date.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bots.cli.init import SAMPLES
from handlers.catalogue import DECLARATIONS
from handlers.desk.policy_file import desk_schema
from handlers.fields.explaining import explained
from handlers.fields.outline import Schema
from handlers.hours.policy_file import hours_schema
from handlers.returns.policy_file import returns_schema
from handlers.scripts.ours import OUR_SCRIPTS
from handlers.scripts.schema import script_schema
from handlers.surveys.policy_file import surveys_schema

RULES: Mapping[str, Callable[[], Schema]] = {
    "returns": returns_schema,
    "hours": hours_schema,
    "surveys": surveys_schema,
    "desk": desk_schema,
}
EXPLAINED = ("zh-CN", "en")
"""The languages in which lines of scripts are."""
HEADING = ("——", "---")
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest that editors know in full."""
FOLDER = "schemas"
EDITOR = ".vscode"
NO_WORD = re.compile(r"[^\w .-]")
"""A sign in the name of a folder that may mean something in a pattern; `?` is any one."""


def schemas(shop: Path) -> Iterator[tuple[Path, bytes]]:
    """kefu's own files, as this kefu has them."""
    settings = json.loads((SAMPLES / "kefu.schema.json").read_bytes())
    sample = (SAMPLES / "kefu.sample.yaml").read_text("utf-8")
    yield shop / "kefu.schema.json", written("kefu.yaml", explained(inlined(settings, settings.pop("$defs")), sample))
    for name, schema in RULES.items():
        sample = (SAMPLES / f"{name}.sample.yaml").read_text("utf-8")
        yield shop / FOLDER / f"{name}.schema.json", written(f"{name}.yaml", explained(schema(), sample))
    yield shop / FOLDER / "script.schema.json", written("scripts", script_schema(DECLARATIONS, comments()))


def for_the_editor(shop: Path, scripts: str) -> Iterator[tuple[Path, bytes]]:
    """What VS Code has to know: a new script, and a file of an older shop, name no schema. `scripts`: their folder.

    A name alone is one in any folder to it, and there are scripts that are named like rules: `desk`, `returns`.
    """
    home = NO_WORD.sub("?", shop.resolve().name)
    files = {f"./{FOLDER}/{name}.schema.json": f"{home}/{name}.yaml" for name in RULES}
    files |= {"./kefu.schema.json": f"{home}/kefu.yaml"}
    files |= {f"./{FOLDER}/script.schema.json": f"{Path(scripts).as_posix()}/*/*.yaml"}
    yield shop / EDITOR / "settings.json", as_json({"yaml.schemas": files})
    yield shop / EDITOR / "extensions.json", as_json({"recommendations": ["redhat.vscode-yaml"]})


def written(title: str, schema: Schema) -> bytes:
    return as_json({**schema, "$schema": DIALECT, "title": title})


def inlined(node: Any, sections: Mapping[str, Schema]) -> Any:
    """Each section in its place, so that it can be explained there; and in the words of our dialect."""
    if isinstance(node, list):
        return [inlined(each, sections) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return inlined({**sections[node["$ref"].rpartition("/")[2]], **without_ref(node)}, sections)
    return {"items" if key == "prefixItems" else key: inlined(each, sections) for key, each in node.items()}


def without_ref(node: Schema) -> Schema:
    return {key: each for key, each in node.items() if key != "$ref"}


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def comments() -> Mapping[tuple[str, str], str]:
    """Above the lines of our own scripts, by script and name."""
    found: dict[tuple[str, str], list[str]] = {}
    for declared in DECLARATIONS:
        for language in EXPLAINED if declared.script else ():
            names: Schema = {"properties": {name: {} for name in declared.lines}}
            text = (OUR_SCRIPTS / language / f"{declared.script}.yaml").read_text("utf-8")
            explained({"properties": {"lines": names}}, text)
            for name, key in names["properties"].items():
                said = key.get("description", "").splitlines()
                found.setdefault((declared.script, name), []).extend(
                    each for each in said if not each.startswith(HEADING)
                )
    return {line: "\n".join(said) for line, said in found.items()}
