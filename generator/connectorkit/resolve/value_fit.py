"""Examples and defaults that do not fit their own schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model.connector import UNSET, Connector, Json, Operation, Schema, Unset
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.read.yaml_document import Node
from connectorkit.sandbox.shapes import from_schema, json_types

ID = "SRC008"
_KEYS = ("example", "default")


def findings(connector: Connector, roots: list[Node], kept: Kept = NOTHING) -> Iterator[Finding]:
    """A warning for each example and default that its own schema refuses; ``roots`` are the trees of the source."""
    wrong = [
        (schema, key, why)
        for schema in _schemas(connector, kept)
        for key in _KEYS
        if (why := _problem(connector, schema, key))
    ]
    written = _written(roots) if wrong else {}
    for schema, key, why in wrong:
        node = written.get(schema.span)
        value = node.get(key) if node is not None else None
        if value is not None:  # What comes from a named type is reported there.
            name = f" of '{schema.display}'" if schema.display else ""
            why = f"i{why[1:]}" if why.startswith("It ") else why
            text = f"The {key}{name} does not fit its own schema: {why}"
            suggestion = f"Change the {key}, or the schema. The sandbox and the tests use a value that fits."
            yield Finding(ID, text, value.span, suggestion, "warning")


def _problem(connector: Connector, schema: Schema, key: str) -> str:
    value = schema.example if key == "example" else schema.default
    if isinstance(value, Unset) or value is None or (key == "default" and _is_judged_by_rules(value, schema)):
        return ""
    return from_schema.problem(value, schema, connector)


def _is_judged_by_rules(value: Json, schema: Schema) -> bool:
    """Whether a default is wrong in a way for which there are rules: of another type, or none of the choices."""
    typed = not schema.type or json_types.fits(value, (schema.type,))
    return not typed or (bool(schema.choices) and value not in [one.value for one in schema.choices])


def _schemas(connector: Connector, kept: Kept) -> Iterator[Schema]:
    """Every schema of a connector that has a value of its own, once."""
    found: dict[int, Schema] = {}
    for named in connector.types.values():
        found |= kept.once("values", (named.schema,), partial(_with_values, [named.schema]))
    for operation in connector.operations:
        found |= kept.once("values", (operation,), partial(_of_operation, operation))
    kept.turn("values")
    yield from found.values()


def _of_operation(operation: Operation) -> dict[int, Schema]:
    schemas = [one.schema for one in operation.parameters]
    schemas += [one.schema for one in operation.responses if one.schema is not None]
    return _with_values(schemas + ([operation.event.schema] if operation.event is not None else []))


def _with_values(waiting: list[Schema]) -> dict[int, Schema]:
    found: dict[int, Schema] = {}
    seen = set[int]()
    while waiting:
        schema = waiting.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        if schema.example is not UNSET or schema.default is not UNSET:
            found[id(schema)] = schema
        waiting += [one.schema for one in (*(schema.fields or ()), *schema.undeclared)]
        waiting += [*schema.all_of, *([schema.items] if schema.items else [])]
        waiting += [schema.additional] if isinstance(schema.additional, Schema) else []
    return found


def _written(roots: list[Node]) -> dict[Span, Node]:
    """The mappings with an example or a default, by their place."""
    found: dict[Span, Node] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if any(key in node.mapping for key in _KEYS):
            found[node.span] = node
        waiting += [*node.mapping.values(), *node.sequence]
    return found
