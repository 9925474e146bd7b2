"""Types of values in formulas, and types that Power Apps does not support.

The rules are those of ``OpenApiExtensions.GetConnectorType``.
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer.fields import Budget
from connectorkit.designer.power_apps.nodes import Node, Nodes
from connectorkit.model.json_value import listed, mapping

TEXT, NUMBER, TRUTH, FILE = "text", "number", "true or false", "file"
RECORD, TABLE, UNTYPED, UNKNOWN = "record", "table", "untyped", "unknown"
_TEXTS = {"date": "date", "date-time": "date and time", "date-no-tz": "date and time", "byte": FILE, "binary": FILE}
_NUMBERS = {
    "number": frozenset(("", "float", "double", "integer", "byte", "number", "int32", "decimal", "currency")),
    "integer": frozenset(("", "byte", "integer", "int32", "int64", "uint64", "unixtime", "enum")),
}
_SINGLE = {"boolean": TRUTH, "file": FILE}
_DEEPEST = 30


MEDIA, DEPRECATED, STYLE, FILE_AMONG, ITEMS, TOO_DEEP, FORMAT, TYPE = (
    *("media", "deprecated", "style", "file-among-fields", "items", "depth", "format", "type"),
)
"""The kinds of fault."""


class Fault(NamedTuple):
    """A reason why a function is unsupported: its kind, a clause for messages, and its place."""

    kind: str
    text: str
    pointer: str


class Types:
    """The types of one operation; ``faults`` collects unsupported ones, each place once."""

    def __init__(self, nodes: Nodes, budget: Budget) -> None:
        self._nodes = nodes
        self._budget = budget
        self.faults: dict[tuple[str, str], Fault] = {}

    def of(self, schema: Node, name: str, chain: tuple[str, ...] = ()) -> str:
        """The type of a schema; ``name`` is its name in messages, ``chain`` the references around it."""
        if not self._budget.take(len(chain)):
            return UNTYPED
        if len(chain) == _DEEPEST:
            return self._fault(TOO_DEEP, schema, f"'{name}' is nested more than {_DEEPEST} levels deep")
        said = schema.node.get("type")
        if not isinstance(said, str):
            return UNTYPED
        written = schema.text("format")
        if said == "string":
            return _TEXTS.get(written, TEXT)
        if said in _NUMBERS:
            if written in _NUMBERS[said]:
                return NUMBER
            return self._fault(FORMAT, schema, f"the {said} '{name}' has the unknown format '{written}'")
        if said == "array":
            return self._array(schema, name, chain)
        if said == "object":
            return self._object(schema, name, chain)
        return _SINGLE.get(said) or self._fault(TYPE, schema, f"'{name}' has the unknown type '{said}'")

    def _fault(self, kind: str, schema: Node, text: str) -> str:
        fault = Fault(kind, text, schema.pointer)
        self.faults.setdefault((text, schema.pointer), fault)
        return UNKNOWN

    def _array(self, schema: Node, name: str, chain: tuple[str, ...]) -> str:
        items = self._nodes.below(schema, "items")
        if not isinstance(schema.node.get("items"), dict) or "discriminator" in items.node:
            return UNTYPED
        if not items.name or items.name not in chain:
            self.of(items, name, (*chain, items.name))
        return TABLE

    def _object(self, schema: Node, name: str, chain: tuple[str, ...]) -> str:
        more = self._nodes.below(schema, "additionalProperties")
        if mapping(more.node.get("properties")) or "discriminator" in schema.node:
            return UNTYPED
        required = listed(schema.node.get("required"))
        for key, one in properties(self._nodes, schema):
            if one.internal and key in required and one.node.get("default") is None:
                continue
            if one.name and one.name in chain:
                return TEXT
            self.of(one, key, (*chain, one.name))
        return RECORD


def properties(nodes: Nodes, schema: Node) -> list[tuple[str, Node]]:
    """The properties of a schema; Power Apps does not read those of ``allOf``."""
    return [(name, nodes.below(schema, "properties", name)) for name in mapping(schema.node.get("properties"))]
