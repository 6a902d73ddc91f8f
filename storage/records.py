"""Records: dataclasses that nobody changes once they are made."""

from typing import TYPE_CHECKING

__all__ = ["factory", "record", "replace"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as record
    from dataclasses import replace
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    Record = TypeVar("Record")

    def factory(made: Callable[P, Record]) -> Callable[P, Record]: ...
else:
    import dataclasses
    from collections.abc import Callable
    from functools import partial

    COPIERS = {}
    """Of each record: what makes a new one of an old one and of what is different."""

    def record(*, frozen: bool, order: bool = False, **options: bool):
        """A dataclass that is frozen for mypy and not at run time, for what every message makes dozens of.

        A frozen one sets each of its fields through `object.__setattr__`, which makes it four times as slow to build.
        What it would refuse at run time, mypy refuses before anything runs; it compares and hashes like a frozen one.

        dataclasses compiles up to six methods for each class, 1.4 ms in all, and a start makes hundreds of classes.
        Here `__init__` is compiled at once, the others when they are first called, if ever: 0.3 ms.
        """

        def recorded(cls: type):
            cls.__doc__ = cls.__doc__ or cls.__name__  # else dataclasses has inspect write a signature there
            made = dataclasses.dataclass(init=False, repr=False, eq=order, order=order, **options)(cls)
            made.__init__ = _init(made)
            made.__repr__ = _repr
            made.__eq__ = _at_first_call(made, "__eq__", _equality)
            made.__hash__ = _at_first_call(made, "__hash__", _hash)
            COPIERS[made] = partial(_first_copy, made)
            return made

        return recorded

    def _at_first_call(made: type, name: str, written: Callable):
        def first(*given: object):
            method = written(made)
            setattr(made, name, method)
            return method(*given)

        return first

    def _first_copy(made: type, old, changes):
        copy = COPIERS[made] = _copier(made)
        return copy(old, changes)

    def _copier(made: type):
        """Written out field by field, as dataclasses writes `__init__`: a loop over their names takes four times as
        long.
        """
        fields = [f"    new.{field.name} = old.{field.name}" for field in dataclasses.fields(made)]
        changed = ["    for name, value in changes.items():", "        setattr(new, name, value)"]
        return _written(_making("def copy(old, changes):", made, [*fields, *changed]), made)["copy"]

    def _init(made: type):
        fields = dataclasses.fields(made)
        positional = [_parameter(field) for field in fields if not field.kw_only]
        by_name = [_parameter(field) for field in fields if field.kw_only]
        parameters = ["self", *positional, *(["*", *by_name] if by_name else [])]
        given = [f"    self.{field.name} = {_given(field)}" for field in fields]
        checked = ["    self.__post_init__()"] if hasattr(made, "__post_init__") else []
        lines = [f"def __init__({', '.join(parameters)}):", *given, *checked, "    return"]
        defaults = {f"default_{field.name}": field.default for field in fields}
        factories = {f"factory_{field.name}": field.default_factory for field in fields}
        init = _written(lines, made, **defaults, **factories)["__init__"]
        init.__qualname__ = f"{made.__qualname__}.__init__"  # what it is called in Python's own errors
        return init

    def _parameter(field: dataclasses.Field):
        if _is_made_anew(field):
            return f"{field.name}=MISSING"
        return f"{field.name}=default_{field.name}" if _has_default(field) else field.name

    def _given(field: dataclasses.Field):
        name = field.name
        return f"factory_{name}() if {name} is MISSING else {name}" if _is_made_anew(field) else name

    def factory(made: type):
        """A function that makes such records as the class does: for those of many fields that every message makes.

        The names that a class is called with go through two dicts before `__init__` has them: an Outgoing of seven
        names is made in 0.5 instead of 1.1 us.
        """
        fields = sorted(dataclasses.fields(made), key=_has_default)  # as parameters of one function must be
        if any(_is_made_anew(field) for field in fields):
            raise TypeError(f"{made.__name__} has a default that is made anew for each")
        parameters = ", ".join(field.name for field in fields)
        given = [f"    new.{field.name} = {field.name}" for field in fields]
        new = _written(_making(f"def new({parameters}):", made, given), made)["new"]
        new.__defaults__ = tuple(field.default for field in fields if _has_default(field))
        return new

    def _has_default(field: dataclasses.Field):
        return field.default is not dataclasses.MISSING

    def _is_made_anew(field: dataclasses.Field):
        return field.default_factory is not dataclasses.MISSING

    def _making(head: str, made: type, filled: list[str]):
        # as when its class makes it: what is given to it may have to be put right
        checked = ["    new.__post_init__()"] if hasattr(made, "__post_init__") else []
        return [head, "    new = make(made)", *filled, *checked, "    return new"]

    def _equality(made: type):
        """One that makes no tuple of each: a contact's identity is compared ten times a message, mostly with itself."""
        compared = [field.name for field in dataclasses.fields(made) if field.compare]
        lines = [
            "def __eq__(self, other):",
            "    if self is other:",
            "        return True",
            "    if other.__class__ is not self.__class__:",
            "        return NotImplemented",
            f"    return {' and '.join(f'self.{name} == other.{name}' for name in compared) or True}",
        ]
        return _written(lines, made)["__eq__"]

    def _hash(made: type):
        compared = [f"self.{field.name}, " for field in dataclasses.fields(made) if field.compare]
        return _written(["def __hash__(self):", f"    return hash(({''.join(compared)}))"], made)["__hash__"]

    def _repr(self):
        fields = [f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr]
        return f"{type(self).__qualname__}({', '.join(fields)})"

    def _written(lines: list[str], made: type, **names: object):
        scope = {"make": object.__new__, "made": made, "MISSING": dataclasses.MISSING, **names}
        exec("\n".join(lines), scope)  # noqa: S102 - names of our own fields
        return scope

    def replace(old, /, **changes):
        """`dataclasses.replace`, and for records many times as fast: nothing is looked up field by field, and nothing
        is given to `__init__`.
        """
        copy = COPIERS.get(type(old))
        return copy(old, changes) if copy else dataclasses.replace(old, **changes)
