"""The surroundings of an operation: everything in a connector except the content of operations, as one object.

The result of a stage for an operation depends on the operation and on its surroundings. These two are therefore its key
in a :class:`~connectorkit.model.kept.Kept`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from connectorkit.model.connector import Connector
from connectorkit.model.kept import NOTHING, Kept

_TABLE: Final = "surroundings"
# Fields that are compared separately, and the span of the connector, which no output contains.
_LEFT_OUT = frozenset(("operations", "paths", "types", "span"))
_OTHERS = tuple(one.name for one in fields(Connector) if one.name not in _LEFT_OUT)


class Surroundings:
    """The surroundings of the operations of one connector, or of several readings with equal surroundings."""

    __slots__ = ("_said", "_schemas")

    def __init__(self, said: list[str], schemas: list[object]) -> None:
        self._said, self._schemas = said, schemas

    def same(self, said: list[str], schemas: list[object]) -> bool:
        """Whether the texts are equal and the schemas identical."""
        same = said == self._said and len(schemas) == len(self._schemas)
        return same and all(one is other for one, other in zip(schemas, self._schemas, strict=True))


def of(connector: Connector, kept: Kept) -> Surroundings:
    """The surroundings of the operations of ``connector``: the same object as before unless they changed.

    They contain all fields of the connector except the operations, and the order, ids, requests and kinds of the
    operations. Types, and the shared parameters and events of paths, are compared by identity, all else by value.
    """
    if kept is NOTHING:
        return Surroundings([], [])
    return kept.once("surroundings of", (connector,), lambda: _found(connector, kept))


def _found(connector: Connector, kept: Kept) -> Surroundings:
    kept.turn("surroundings of")
    said = [repr(getattr(connector, name)) for name in _OTHERS]
    said += [repr((one.id, one.kind, one.method, one.path, one.python, one.mcp)) for one in connector.operations]
    said += [repr((one.name, one.python, one.definition)) for one in connector.types.values()]
    said += [repr((one.path, one.methods, one.extra, one.raw)) for one in connector.paths]
    schemas: list[object] = [one.schema for one in connector.types.values()]
    schemas += [part for one in connector.paths for part in (one.parameters, one.event)]
    before = kept.get(_TABLE, ())
    if isinstance(before, Surroundings) and before.same(said, schemas):
        return before
    made = Surroundings(said, schemas)
    kept.put(_TABLE, (), made)
    return made
