"""Examples and defaults that do not match their own schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model.connector import UNSET, Connector, Json, Schema, Unset
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.resolve import every_schema
from connectorkit.sandbox.shapes import from_schema, json_types

if TYPE_CHECKING:
    from connectorkit.read.yaml_document import Node

ID = "SRC008"
_KEYS = ("example", "default")


def findings(connector: Connector, roots: list[Node], kept: Kept = NOTHING) -> Iterator[Finding]:
    """A warning for each example and default that its own schema rejects; ``roots`` are the trees of the source."""
    wrong = [
        (schema, key, why)
        for schema in every_schema.chosen(connector, "values", _has_value, kept)
        for key in _KEYS
        if (why := _problem(connector, schema, key))
    ]
    written = _written(roots) if wrong else {}
    for schema, key, why in wrong:
        node = written.get(schema.span)
        value = node.get(key) if node is not None else None
        if value is not None:  # A value of a named type is reported at the type.
            name = f" of '{schema.display}'" if schema.display else ""
            why = f"i{why[1:]}" if why.startswith("It ") else why
            text = f"The {key}{name} does not match its schema: {why}"
            suggestion = f"Change the {key} or the schema. Until then, the sandbox and the tests use another value."
            yield Finding(ID, text, value.span, suggestion, "warning")


def _problem(connector: Connector, schema: Schema, key: str) -> str:
    value = schema.example if key == "example" else schema.default
    if isinstance(value, Unset) or value is None or (key == "default" and _is_judged_by_rules(value, schema)):
        return ""
    return from_schema.problem(value, schema, connector)


def _is_judged_by_rules(value: Json, schema: Schema) -> bool:
    """Whether rules report a wrong default: another type, or none of the choices."""
    typed = not schema.type or json_types.fits(value, (schema.type,))
    return not typed or (bool(schema.choices) and value not in [one.value for one in schema.choices])


def _has_value(schema: Schema) -> bool:
    return schema.example is not UNSET or schema.default is not UNSET


def _written(roots: list[Node]) -> dict[Span, Node]:
    """The mappings with an example or a default, by their place."""
    found: dict[Span, Node] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if isinstance(node.value, dict):
            if not node.value.keys().isdisjoint(_KEYS):
                found[node.span] = node
            waiting += node.value.values()
        elif isinstance(node.value, list):
            waiting += node.value
    return found
