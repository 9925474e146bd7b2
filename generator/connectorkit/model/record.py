"""Dataclasses that take a fifth of the time to define: a command defines a hundred of them before it does any work.

The standard library generates and compiles up to eight functions for a class. Here, it only collects the fields.
``__init__`` is compiled when the first object is created, and all other methods are functions that the classes share.
``field``, ``replace``, ``fields`` and ``asdict`` are those of :mod:`dataclasses`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, frozen: bool = False, eq: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(field_specifiers=(field,))
def record(
    cls: type[T] | None = None, /, *, frozen: bool = False, eq: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """Equivalent to ``dataclass(frozen=frozen, eq=eq, slots=True)``, for a class that has no record as its base."""
    if cls is None:
        return lambda found: _record(found, frozen, eq)
    return _record(cls, frozen, eq)


# The number of fields from which `__init__` of a frozen record changes its class.
_MANY = 8
# For each class, a function that copies a record into an object whose fields can be set; None if `__init__` does more.
_copiers: dict[type, Callable[[object], Any] | None] = {}


def _replace(one: Any, /, **changes: Any) -> Any:
    """A copy of a record with some fields replaced; skips ``__init__`` if that would only set the fields."""
    cls = one.__class__
    if cls not in _copiers:
        _copiers[cls] = _copier(cls)
    copy = _copiers[cls]
    if copy is None:
        return dataclasses.replace(one, **changes)
    made = copy(one)
    for name, value in changes.items():
        try:
            setattr(made, name, value)
        except AttributeError:
            raise TypeError(f"{cls.__name__}.__init__() got an unexpected keyword argument {name!r}") from None
    made.__class__ = cls
    return made


def _copier(cls: Any) -> Callable[[object], Any] | None:
    """A compiled function that copies the fields of a record into an object of :func:`_open`."""
    names, opened = cls.__match_args__, _open(cls)
    if opened is None or len(names) != len(fields(cls)):
        return None
    lines = "".join(f" made.{name} = one.{name}\n" for name in names)
    known: dict[str, Any] = {"new": object.__new__, "opened": opened}
    # The names are field names, which Python has already parsed as identifiers.
    exec(f"def copy(one):\n made = new(opened)\n{lines} return made", known)
    copy: Callable[[object], Any] = known["copy"]
    return copy


def _open(cls: Any) -> type | None:
    """A plain class with the slots of a record; None if ``__init__`` does more than set them.

    A frozen class refuses assignments, and its slots can only be set by slow calls. A class with the same slots has the
    same layout, so Python lets an object change from one to the other.
    """
    if hasattr(cls, "__post_init__") or cls.__bases__ != (object,):
        return None
    return type(cls.__name__, (), {"__slots__": cls.__slots__})


if TYPE_CHECKING:
    from dataclasses import replace as replace
else:
    # The function of the standard library takes three times as long, and a source consists of thousands of records.
    replace = _replace


def _record(cls: type[T], frozen: bool, eq: bool) -> type[T]:
    own, doc = frozenset(vars(cls)), cls.__doc__
    # For a class without a docstring, the standard library makes one from its signature, which takes longest of all.
    cls.__doc__ = doc or cls.__name__
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__doc__ = doc
    names = tuple(one.name for one in fields(made))
    # With a single name, attrgetter would not return a tuple.
    shape = attrgetter(*names, *names[:1]) if names else _nothing

    def __repr__(self: object) -> str:
        said = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(made) if one.repr)
        return f"{made.__qualname__}({', '.join(said)})"

    compared = [one.name for one in fields(made) if one.compare]
    values = attrgetter(*compared, *compared[:1]) if compared else _nothing

    def __eq__(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:
        return hash(values(self))

    parts: dict[str, object] = {"__init__": _first_init(made, frozen), "__repr__": __repr__}
    if eq:
        parts |= {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}
    if frozen:
        parts |= {"__setattr__": _refuse, "__delattr__": _refuse}
        parts |= {"__getstate__": lambda self: shape(self)[: len(names)], "__setstate__": _restore(made, names)}
    for name, part in parts.items():
        if name not in own:
            setattr(made, name, part)
    return made  # type: ignore[no-any-return]  # dataclass returns the class, with slots.


def _nothing(_: object) -> tuple[()]:
    return ()


def _refuse(self: object, name: str, value: object = None) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _restore(cls: type, names: tuple[str, ...]) -> Callable[[object, tuple[object, ...]], None]:
    def __setstate__(self: object, state: tuple[object, ...]) -> None:
        for name, value in zip(names, state, strict=True):
            cls.__dict__[name].__set__(self, value)

    return __setstate__


def _first_init(cls: Any, frozen: bool) -> Callable[..., None]:
    """An ``__init__`` that compiles the real one on first use and replaces itself with it."""

    def __init__(self: object, /, *arguments: object, **named: object) -> None:
        cls.__init__ = made = _init(cls, frozen)
        made(self, *arguments, **named)

    return __init__


def _init(cls: Any, frozen: bool) -> Callable[..., None]:
    """The ``__init__`` of a class, as the standard library generates it; a frozen class sets its slots directly."""
    # Changing the class twice takes as long as setting a few slots of a frozen class.
    opened = _open(cls) if frozen and len(fields(cls)) >= _MANY else None
    known: dict[str, Any] = {"_MISSING": MISSING, "_change": object.__setattr__, "_opened": opened, "_cls": cls}
    taken, body = ["self"], [] if opened is None else ["_change(self, '__class__', _opened)"]
    for one in fields(cls):
        name, value = one.name, one.name
        if one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            taken.append(f"{name}=_default_{name}")
        elif one.default_factory is not MISSING:
            known[f"_make_{name}"] = one.default_factory
            taken.append(f"{name}=_MISSING")
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        else:
            taken.append(name)
        if not one.init:
            del taken[-1]
            value = f"_default_{name}" if one.default is not MISSING else f"_make_{name}()"
            if f"_default_{name}" not in known and f"_make_{name}" not in known:
                continue
        if frozen and opened is None:
            known[f"_set_{name}"] = cls.__dict__[name].__set__
        body.append(f"_set_{name}(self, {value})" if frozen and opened is None else f"self.{name} = {value}")
    if opened is not None:
        body.append("self.__class__ = _cls")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = "\n  ".join(body or ["pass"])
    # The names are field names, which Python has already parsed as identifiers.
    text = f"def _make({', '.join(known)}):\n def __init__({', '.join(taken)}):\n  {lines}\n return __init__"
    made: dict[str, Any] = {}
    exec(text, made)
    init: Callable[..., None] = made["_make"](**known)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init
