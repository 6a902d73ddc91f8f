"""Records: dataclasses that nobody changes once they are made."""

from typing import TYPE_CHECKING

__all__ = ["record", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
else:
    import dataclasses
    from operator import attrgetter

    FIELDS = {}
    """Of each record: the names of its fields, and what gets all of their values at once."""

    def record(*, frozen: bool, **options: bool):
        """A dataclass that is frozen for mypy and not at run time, for what every message makes dozens of.

        A frozen one sets each of its fields through `object.__setattr__`, which makes it four times as slow to build.
        What it would refuse at run time, mypy refuses before anything runs; it compares and hashes like a frozen one.
        """

        def recorded(cls: type):
            made = dataclasses.dataclass(unsafe_hash=frozen, **options)(cls)
            names = [field.name for field in dataclasses.fields(made)]
            # Of one alone, attrgetter gives the value itself; what checks its fields has to be made anew.
            if len(names) > 1 and not hasattr(made, "__post_init__"):
                FIELDS[made] = names, attrgetter(*names)
            return made

        return recorded

    def replace(old, /, **changes):
        """`dataclasses.replace`, and for records several times as fast: no field is looked up by itself, and nothing
        is given to `__init__`.
        """
        known = FIELDS.get(type(old))
        if known is None:
            return dataclasses.replace(old, **changes)
        names, values = known
        new = object.__new__(type(old))
        for name, value in zip(names, values(old), strict=True):
            setattr(new, name, value)
        for name, value in changes.items():
            setattr(new, name, value)
        return new
