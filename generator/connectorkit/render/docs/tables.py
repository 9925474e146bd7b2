"""The rows of the parameter and return tables, as on the platform's reference pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectorkit.model import flatten, surroundings
from connectorkit.model.connector import Connector, Field, Operation, Parameter, Schema
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record
from connectorkit.render.docs import input_notes
from connectorkit.render.docs.input_notes import Note

# Nested definitions beyond these bounds stay one row; otherwise mutually recursive types would make the page endless.
_DEEPEST = 20
_MOST_ROWS = 1000


@record(frozen=True)
class TypeCell:
    """A displayed type: ``lead`` ("array of "), ``name``, and the definition that it links to, "" for none."""

    lead: str = ""
    name: str = ""
    definition: str = ""


@record(frozen=True)
class Row:
    """One row of a table; ``key`` is the key of a parameter or the dotted path of a returned field.

    Only inputs have ``notes``.
    """

    name: str
    key: str
    type: TypeCell
    description: str
    required: bool = False
    notes: tuple[Note, ...] = ()


@record(frozen=True)
class Returns:
    """The result of an operation: ``root`` for a response that is not an inline object, then ``rows``."""

    rows: tuple[Row, ...] = ()
    root: Row | None = None
    dynamic: bool = False
    description: str = ""


class Tables:
    """The tables of one connector; ``kept`` has those of an earlier one, by operation and what it stands in."""

    def __init__(self, connector: Connector, kept: Kept = NOTHING) -> None:
        self._connector = connector
        self._paths = {item.path: item for item in connector.paths}
        # A page needs each table several times.
        self._kept = Kept() if kept is NOTHING else kept
        self._around = surroundings.of(connector, kept)
        self._definitions: dict[str, Returns] = {}

    def parameters(self, operation: Operation) -> tuple[Row, ...]:
        """The visible inputs, with a body replaced by its innermost fields."""
        return self._kept.once("inputs", (self._around, operation), lambda: self._parameters(operation))

    def _parameters(self, operation: Operation) -> tuple[Row, ...]:
        rows: list[Row] = []
        for parameter in self._inputs_of(operation):
            self._add_parameter(parameter, rows)
        return tuple(rows)

    def returns(self, operation: Operation) -> Returns | None:
        """The fields of the response, or of a trigger's event, that makers can use; None when none is declared."""
        return self._kept.once("returns", (self._around, operation), lambda: self._returns(operation))

    def _returns(self, operation: Operation) -> Returns | None:
        schema = self._response(operation)
        if schema is None:
            return None
        if schema.shape is not None:
            return Returns(dynamic=True)
        rows = tuple(self._outputs("", schema, frozenset()))
        described = schema.description or ""
        if rows and not schema.ref and self._target(schema).type != "array":
            return Returns(rows=rows, description=described)
        name = schema.summary or schema.title or ("Body" if schema.ref else "response")
        return Returns(rows=() if schema.ref else rows, root=Row(name, "", self.cell(schema), described))

    def definitions(self, operations: Iterable[Operation]) -> tuple[str, ...]:
        """The named types that the responses of ``operations`` link to, in the order of the definitions."""
        found: set[str] = set()
        pending: list[str] = []
        for operation in operations:
            response = self.returns(operation)
            pending.extend(_links(response) if response else ())
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending.extend(_links(self.definition(name)))
        return tuple(name for name in self._connector.types if name in found)

    def definition(self, name: str) -> Returns:
        """The fields of a named type; ``root`` is set for one that is not an object with fields."""
        if name not in self._definitions:
            self._definitions[name] = self._definition(name)
        return self._definitions[name]

    def _definition(self, name: str) -> Returns:
        schema = self._connector.types[name].schema
        rows = tuple(self._outputs("", schema, frozenset({name})))
        plain = rows and self._target(schema).type != "array" and not schema.ref
        root = None if plain else Row("", "", self.cell(schema), "")
        return Returns(rows=() if schema.ref else rows, root=root, description=schema.description or "")

    def cell(self, schema: Schema) -> TypeCell:
        """The type cell of a returned field."""
        if schema.shape is not None:
            return TypeCell(name="dynamic")
        if schema.ref:
            return TypeCell(name=schema.ref, definition=schema.ref if schema.ref in self._connector.types else "")
        if schema.type != "array":
            return TypeCell(name=_word(schema))
        inner = self.cell(schema.items) if schema.items else TypeCell()
        lead = f"array of {inner.lead}" if inner.name else ""
        return TypeCell(lead, inner.name or "array", inner.definition)

    def _response(self, operation: Operation) -> Schema | None:
        if operation.kind == "trigger":
            item = self._paths.get(operation.path)
            event = operation.event or (item.event if item else None)
            if event is not None:
                return event.schema
        return operation.result

    def _inputs_of(self, operation: Operation) -> list[Parameter]:
        own = {(p.name, p.location) for p in operation.parameters}
        item = self._paths.get(operation.path)
        shared = [p for p in item.parameters if (p.name, p.location) not in own] if item else []
        return shared + list(operation.parameters)

    def _add_parameter(self, parameter: Parameter, rows: list[Row]) -> None:
        schema = parameter.schema
        if parameter.visibility == "internal" or self._hidden(schema):
            return
        name = parameter.summary or schema.summary or schema.title or parameter.name
        described = parameter.description or schema.description or ""
        notes = input_notes.of(schema, self._target)
        row = Row(name, parameter.name, self._input_cell(schema), described, parameter.required, notes)
        self._add_leaves(row, schema, frozenset(), rows)

    def _add_leaves(self, row: Row, schema: Schema, trail: frozenset[str], rows: list[Row]) -> None:
        inner = self._innermost(schema)
        fields, names = self._expand(inner)
        names |= {schema.ref} - {""}
        full = len(trail) > _DEEPEST or (bool(trail) and len(rows) > _MOST_ROWS)
        if not fields or inner.shape is not None or schema.shape is not None or names & trail or full:
            rows.append(row)
            return
        for field in fields.values():
            if not self._hidden(field.schema):
                self._add_leaves(self._input_row(field), field.schema, trail | names, rows)

    def _input_row(self, field: Field) -> Row:
        name, description = self._texts(field)
        notes = input_notes.of(field.schema, self._target)
        return Row(name, field.name, self._input_cell(field.schema), description, field.required, notes)

    def _input_cell(self, schema: Schema) -> TypeCell:
        """As :meth:`cell`, but without links: inputs have no sections for definitions."""
        if schema.shape is not None:
            return TypeCell(name="dynamic")
        target = self._target(schema)
        if target.type != "array":
            return TypeCell(name=_word(target) or ("object" if self._expand(target)[0] else ""))
        if target.items is None or target.items.ref == schema.ref != "":
            return TypeCell(name="array")
        return TypeCell(name=_array_of(_word(self._target(target.items)) or _object_word(target.items)))

    def _outputs(self, path: str, schema: Schema, trail: frozenset[str]) -> Iterator[Row]:
        """The rows below ``schema``: those of its fields, or of the fields of its items."""
        inner = schema
        while inner.type == "array" and inner.items is not None and not inner.ref:
            inner = inner.items
        if inner is not schema and inner.ref:
            return
        fields, names = self._expand(inner)
        if inner.shape is not None or names & trail or len(trail) > _DEEPEST:
            return
        for field in fields.values():
            if not self._hidden(field.schema):
                yield from self._output(f"{path}{field.name}", field, trail | names)

    def _output(self, path: str, field: Field, trail: frozenset[str]) -> Iterator[Row]:
        schema = field.schema
        below = [] if schema.ref else list(self._outputs(f"{path}.", schema, trail))
        if schema.ref or schema.type == "array" or not self._expands(schema, trail):
            name, description = self._texts(field)
            yield Row(name, path, self.cell(schema), description)
        yield from below

    def _expands(self, schema: Schema, trail: frozenset[str]) -> bool:
        fields, names = self._expand(schema)
        return bool(fields) and schema.shape is None and not names & trail and len(trail) <= _DEEPEST

    def _texts(self, field: Field) -> tuple[str, str]:
        schema, target = field.schema, self._target(field.schema)
        name = schema.summary or schema.title or target.summary or target.title or field.name
        return name, schema.description or target.description or ""

    def _target(self, schema: Schema) -> Schema:
        return self._connector.shape_of(schema)

    def _hidden(self, schema: Schema) -> bool:
        return schema.internal or (not schema.visibility and self._target(schema).internal)

    def _innermost(self, schema: Schema) -> Schema:
        """The schema itself, or that of the items of an array (of arrays)."""
        for _ in range(_DEEPEST):
            target = self._target(schema)
            if target.type != "array" or target.items is None:
                break
            schema = target.items
        return schema

    def _expand(self, schema: Schema) -> tuple[dict[str, Field], frozenset[str]]:
        """Every field of an object, including those of its types and ``allOf`` parts, and the names of these types."""
        layers = flatten.layers(self._connector, schema)
        return {f.name: f for one in layers.schemas for f in one.fields or ()}, frozenset(layers.names)


def _word(schema: Schema) -> str:
    """The type as one word: the format if it has one, unless it only sizes an integer."""
    if schema.format and not schema.format.startswith("int"):
        return schema.format
    return schema.type or _object_word(schema)


def _object_word(schema: Schema) -> str:
    return "object" if schema.fields is not None or schema.all_of or schema.ref else ""


def _array_of(word: str) -> str:
    return f"array of {word}" if word else "array"


def _links(response: Returns) -> list[str]:
    rows = [*response.rows, *([response.root] if response.root else [])]
    return [row.type.definition for row in rows if row.type.definition]
