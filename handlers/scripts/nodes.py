"""A YAML file as text with line numbers: mappings, lists and scalars, nothing constructed."""

from storage.records import record


@record(frozen=True, slots=True)
class Scalar:
    value: str
    """As written: `123`, `no` and `2026-01-01` stay words. "" for nothing and for `~`."""
    line: int
    end: int = 0
    style: str = ""
    """As YAML has them: `|`, `>`, `"`, `'`, or nothing for words without any sign around."""
    cut: str = ""
    """Behind unquoted words: what follows ` #`, which YAML took for a comment."""

    @property
    def literal(self) -> bool:
        """The words start one line further down and keep their lines."""
        return self.style == "|"


@record(frozen=True, slots=True)
class Items:
    values: tuple["Node", ...]
    line: int


@record(frozen=True, slots=True)
class Pairs:
    pairs: tuple[tuple[Scalar, "Node"], ...]
    line: int


Node = Scalar | Items | Pairs


class Malformed(Exception):
    """YAML, but not of the kind a script may be made of."""

    def __init__(self, line: int, code: str, **facts: str) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.facts = facts
