"""kefu.yaml as a tree of plain texts, with the line of every key.

Scalars stay as they are written: a token of digits keeps its leading zero, and the values read like those of
environment variables.
"""

from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config.problems import BadSettings, Problem
from config.slips import SIGN, by_sight, sentence

Keys = tuple[str, ...]
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
        raise BadSettings([Problem(path.name, "must hold sections, like 'desk:' with its keys below it")])
    if root is not None:
        document.tree = branch(root, (), document)
    return document


def compose(path: Path) -> Node | None:
    text = text_of(path)
    try:
        node: Node | None = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        slips = list(by_sight(text)) or [sentence(error)]
        raise BadSettings([Problem(f"{path.name}:{line}", said) for line, said in slips]) from None
    except (YAMLError, RecursionError):
        raise BadSettings([Problem(path.name, "not YAML: it holds a character that YAML does not allow")]) from None
    return node


def text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadSettings([Problem(str(path), "not found; `kefu init` writes one")]) from None
    except OSError as error:
        raise BadSettings([Problem(str(path), f"cannot be read: {error.strerror}")]) from error
    if len(data) > MAX_BYTES:
        raise BadSettings([Problem(path.name, "larger than 1 MB; is this the right file?")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSettings([Problem(path.name, "not UTF-8 text; save it as UTF-8")]) from None


def branch(node: MappingNode, above: Keys, document: Document) -> Tree:
    tree: Tree = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            document.problems.append(Problem(f"{document.file}:{line}", "a key must be a plain word"))
            continue
        keys = (*above, key.value)
        if key.value in tree:
            first = document.lines[keys]
            text = f"{'.'.join(keys)}: written twice; the first is in line {first}"
            document.problems.append(Problem(f"{document.file}:{line}", text))
            continue
        document.lines[keys] = line
        tree[key.value] = leaf(value, keys, document)
    return tree


def leaf(node: Node, keys: Keys, document: Document) -> Value:
    if node.anchor or (node.tag or "").startswith("!"):  # YAML would take a part of the value for a name
        line = node.start_mark.line + 1
        document.problems.append(Problem(f"{document.file}:{line}", f"{'.'.join(keys)}: {SIGN}"))
        return None
    if isinstance(node, MappingNode):
        return branch(node, keys, document) if len(keys) < MAX_DEPTH else None
    if isinstance(node, SequenceNode):
        return [item.value if isinstance(item, ScalarNode) else None for item in node.value]
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)
