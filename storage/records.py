"""Records: dataclasses that nobody changes once they are made."""

from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen: bool, **options: bool):
        """A dataclass that is frozen for mypy and not at run time, for what every message makes dozens of.

        A frozen one sets each of its fields through `object.__setattr__`, which makes it four times as slow to build.
        What it would refuse at run time, mypy refuses before anything runs; it compares and hashes like a frozen one.
        """
        return dataclass(unsafe_hash=frozen, **options)
