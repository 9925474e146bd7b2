"""A model as plain values that are unique to it, so that they can be the key of a cached result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, cast

from connectorkit.diagnostics.finding import Span
from connectorkit.model.json_value import Json
from connectorkit.model.schema import Unset

_SIMPLE = (str, int, bool, float, type(None))
# The name of a class, its relevant fields, and a function that reads their values from an object.
_Reader = tuple[str, tuple[str, ...], "attrgetter[Any]"]


def of(value: object, without: Mapping[type, frozenset[str]]) -> list[Json]:
    """The names and values in ``value``: dataclasses, tuples, lists, dictionaries and plain values, at any depth.

    Spans and the fields in ``without`` of each class are omitted. An object that occurs several times is written once,
    because identity is part of the key. Raises TypeError for other types, and RecursionError for too deep nesting.
    """
    return [_Walk(without).of(value)]


class _Walk:
    def __init__(self, without: Mapping[type, frozenset[str]]) -> None:
        self._without = without
        self._readers: dict[type, _Reader] = {}
        self._seen: dict[int, int] = {}

    def of(self, value: object) -> Json:
        kind = type(value)
        if kind in _SIMPLE:
            return cast("Json", value)
        if kind is Span:
            return None
        if kind is tuple or kind is list:
            return [self.of(one) for one in cast("list[object]", value)]
        if kind is dict:
            rows = cast("dict[object, object]", value).items()
            return ["{}", *[self.of(one) for row in rows for one in row]]
        if isinstance(value, tuple):
            return [kind.__qualname__, *map(self.of, value)]
        return self._object(value, kind)

    def _object(self, value: object, kind: type) -> Json:
        known = self._seen.get(id(value))
        if known is not None:
            return ["=", known]
        self._seen[id(value)] = len(self._seen)
        name, names, read = self._readers.get(kind) or self._reader(kind)
        return [name, *[one if type(one) in _SIMPLE else self.of(one) for one in (read(value) if names else ())]]

    def _reader(self, kind: type) -> _Reader:
        if kind is not Unset and not is_dataclass(kind):
            raise TypeError(kind.__name__)
        left_out = self._without.get(kind, frozenset())
        names = tuple(one.name for one in fields(kind) if one.name not in left_out) if is_dataclass(kind) else ()
        # With a single name, attrgetter does not return a tuple.
        made = self._readers[kind] = kind.__qualname__, names, attrgetter(*names, *names[:1]) if names else _NOTHING
        return made


_NOTHING: attrgetter[Any] = attrgetter("__class__")
