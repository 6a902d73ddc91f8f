"""kefu.yaml as a tree of plain texts, with the line of every key.

Scalars stay as they are written: a token of digits keeps its leading zero, and the values read like those of
environment variables.
"""

from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config.problems import BadSettings, Keys, Problem
from config.slips import by_sight, in_key, meant

Tree = dict[str, "Value"]
Value = str | list["Value"] | Tree | None

MAX_BYTES = 1_000_000
MAX_DEPTH = 8
"""Deeper than any setting; an anchor that holds itself ends here."""


@dataclass(slots=True)
class Document:
    file: str
    tree: Tree = field(default_factory=dict)
    lines: dict[Keys, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, keys: Keys) -> str:
        """`kefu.yaml:7`: the line of the key, or of the nearest one above it that was written."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return f"{self.file}:{self.lines[keys]}" if keys else self.file


def read(path: Path) -> Document:
    """Raises BadSettings when it is not there or not YAML; problems that leave the rest readable are collected."""
    document = Document(file=path.name)
    root = compose(path)
    if root is not None and not isinstance(root, MappingNode):
        raise BadSettings([Problem(path.name, (), "not_sections")])
    if root is not None:
        document.tree = branch(root, (), document)
    return document


def compose(path: Path) -> Node | None:
    text = text_of(path)
    try:
        node: Node | None = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        slips = list(by_sight(text)) or [meant(error)]
        raise BadSettings([Problem(f"{path.name}:{line}", (), code, facts) for line, code, facts in slips]) from None
    except (AssertionError, KeyError):  # of a line `%YAML 1.9`, and of one `%YAML 2.0` that comes late
        raise BadSettings([Problem(path.name, (), "first_character", {"character": "%"})]) from None
    except RecursionError:
        raise BadSettings([Problem(path.name, (), "too_deep")]) from None
    except YAMLError:
        raise BadSettings([Problem(path.name, (), "yaml_character")]) from None
    return node


def text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadSettings([Problem(str(path), (), "not_found")]) from None
    except OSError as error:
        raise BadSettings(
            [Problem(str(path), (), "unreadable", {"why": error.strerror or type(error).__name__})]
        ) from error
    if len(data) > MAX_BYTES:
        raise BadSettings([Problem(path.name, (), "file_too_long")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSettings([Problem(path.name, (), "not_utf8")]) from None


def branch(node: MappingNode, above: Keys, document: Document) -> Tree:
    tree: Tree = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        where = f"{document.file}:{line}"
        if not isinstance(key, ScalarNode):
            document.problems.append(Problem(where, (), "key_not_word"))
            continue
        if not key.style and (slip := in_key(key.value)):
            document.problems.append(Problem(where, above, *slip))
            continue
        keys = (*above, key.value)
        if key.value in tree:
            document.problems.append(Problem(where, keys, "key_twice", {"first": str(document.lines[keys])}))
            continue
        document.lines[keys] = line
        tree[key.value] = leaf(value, keys, document)
    return tree


def leaf(node: Node, keys: Keys, document: Document) -> Value:
    if node.anchor or (node.tag or "").startswith("!"):  # YAML would take a part of the value for a name
        where = f"{document.file}:{node.start_mark.line + 1}"
        document.problems.append(Problem(where, keys, "first_of_name"))
        return None
    if isinstance(node, MappingNode):
        return branch(node, keys, document) if len(keys) < MAX_DEPTH else None
    if isinstance(node, SequenceNode):
        return [item.value if isinstance(item, ScalarNode) else None for item in node.value]
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)
