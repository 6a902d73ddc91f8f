"""The scripts of all languages, checked and ready: immutable, swapped whole when an admin saves."""

from typing import Protocol

from storage.content import Button


class Script(Protocol):
    """One script in one language."""

    @property
    def id(self) -> str: ...

    @property
    def handler(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def buttons(self) -> tuple[Button, ...]: ...

    @property
    def names(self) -> tuple[str, ...]:
        """Of its lines, in the file's order."""

    def line(self, name: str, /, **blanks: object) -> str:
        """The line as kefu markup, blanks filled and escaped. "" when the admin left an optional line empty."""


class Library(Protocol):
    def __hash__(self) -> int:
        """One is never another: what was found out of it can be kept beside it."""

    @property
    def languages(self) -> tuple[str, ...]: ...

    def script(self, language: str, script_id: str) -> Script | None:
        """In this language, else in the default language; None when there is no such script at all."""

    def triggered(self, text: str, language: str) -> str | None:
        """The id of the script whose trigger this text is or contains; the longest trigger wins.

        Triggers of every language count, those of `language` first: customers mix languages.
        """

    def asked(self, text: str, language: str) -> str | None:
        """As `triggered`, but None for what only tells how it was, such as a complaint."""

    def exactly(self, text: str, language: str) -> str | None:
        """The same, but only when the text is a trigger whole (case, width and closing punctuation aside)."""

    def meant(self, text: str) -> str:
        """In small letters and without dialects, and without what only sounds like words of ours: 人工草坪."""

    def spoken(self, text: str) -> frozenset[str]:
        """The languages in whose scripts such a trigger stands."""

    def courtesy(self, text: str) -> str | None:
        """`thanks` or `goodbye` where the text is such a word, or an "ok" or an emoji, and nothing else."""

    def near(self, text: str, language: str, limit: int = 3) -> list[Button]:
        """Buttons to the scripts whose triggers or labels look most like the text; [] when none does."""


class Shelf(Protocol):
    """Where the library in force stands."""

    @property
    def library(self) -> Library: ...
