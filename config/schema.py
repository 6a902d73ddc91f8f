"""The JSON Schema of kefu.yaml, with which editors complete it. Write it again with `make schema`."""

import json
import sys
from pathlib import Path
from typing import Any

from config.settings import Settings

SCHEMA = Path(__file__).with_name("kefu.schema.json")


def schema() -> str:
    document = relaxed(Settings.model_json_schema())
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = "kefu.yaml"
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def relaxed(node: Any) -> Any:
    """Nothing is required, and every value may be blank: what the file leaves out may come from the environment."""
    if isinstance(node, list):
        return [relaxed(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: relaxed(value) for key, value in node.items() if key not in ("required", "writeOnly")}
    return blankable(kept) if kept.get("type") in ("string", "integer") and "const" not in kept else kept


def blankable(node: dict[str, Any]) -> dict[str, Any]:
    choices = {"enum": [*node["enum"], None]} if "enum" in node else {}
    return {**node, **choices, "type": [node["type"], "null"]}


if __name__ == "__main__":
    SCHEMA.write_text(schema(), "utf-8")
    sys.stdout.write(f"wrote {SCHEMA.name}\n")
