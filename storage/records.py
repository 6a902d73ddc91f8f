"""Records: dataclasses that nobody changes once they are made."""

from typing import TYPE_CHECKING

__all__ = ["record", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
else:
    import dataclasses

    COPIERS = {}
    """Of each record: what sets all fields of a new one to those of an old one."""

    def record(*, frozen: bool, **options: bool):
        """A dataclass that is frozen for mypy and not at run time, for what every message makes dozens of.

        A frozen one sets each of its fields through `object.__setattr__`, which makes it four times as slow to build.
        What it would refuse at run time, mypy refuses before anything runs; it compares and hashes like a frozen one.
        """

        def recorded(cls: type):
            made = dataclasses.dataclass(unsafe_hash=frozen, **options)(cls)
            COPIERS[made] = _copier(made)
            return made

        return recorded

    def _copier(made: type):
        """Written out field by field, as dataclasses writes `__init__`: a loop over their names takes four times as
        long.
        """
        lines = [f"    new.{field.name} = old.{field.name}" for field in dataclasses.fields(made)]
        scope = {}
        exec("\n".join(["def copy(old, new):", *lines, "    return new"]), scope)  # noqa: S102 - names of our own fields
        return scope["copy"]

    def replace(old, /, **changes):
        """`dataclasses.replace`, and for records many times as fast: nothing is looked up field by field, and nothing
        is given to `__init__`.
        """
        kind = type(old)
        copy = COPIERS.get(kind)
        if copy is None:
            return dataclasses.replace(old, **changes)
        new = copy(old, object.__new__(kind))
        for name, value in changes.items():
            setattr(new, name, value)
        if hasattr(kind, "__post_init__"):  # as when it is made: what is given to it may have to be put right
            new.__post_init__()
        return new
