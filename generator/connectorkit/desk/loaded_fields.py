"""Fields that are loaded from an operation while a card is filled in (``x-ms-dynamic-schema``, ``-properties``)."""

from __future__ import annotations

from connectorkit.designer.fields import Budget, Field, Fields, Place
from connectorkit.designer.javascript import ANY_ITEM, Plain, decoded, same
from connectorkit.designer.references import Laid, References
from connectorkit.desk.card_data import CardData, token
from connectorkit.desk.definition_index import DefinitionIndex, Operation, Part
from connectorkit.desk.sandbox_world import World
from connectorkit.diagnostics.finding import Span
from connectorkit.model.json_value import Json

_NOWHERE = Span("", 1, 1, 1, 1)


def node_of(world: World, operation: Operation, key: str, outputs: bool) -> Plain:
    """The schema of an input or, with ``outputs``, of a token or the whole body; empty if there is none."""
    if outputs:
        card = world.cards.get(operation.id)
        output = world.index.output(card.output, key) if card is not None else None
        return output.node if output is not None else {}
    part = world.part(operation, [key])
    around = operation.body if key == "body.$" and operation.body is not None else None
    return {**(around.node if around is not None else {}), **(part.node if part is not None else {})}


def inputs(world: World, operation: Operation, key: str, schema: Plain) -> list[Json]:
    """The inputs of an object, with keys below that of the object; stored in ``world`` for the next call."""
    index = DefinitionIndex(schema)
    root = Part("", index.references.laid(schema))
    rows = [row for row in _rows(root.laid, Place(True, key, budget=_budget())) if not same(row.visibility, "internal")]
    parts = {row.key: _inside(index, root, row.key.removeprefix(key)) for row in rows}
    world.loaded.setdefault(operation.id, {}).update({name: part for name, part in parts.items() if part is not None})
    data = CardData(index, lambda pointer: _NOWHERE)
    return [{**data.input(row, parts[row.key]), "pointer": "", "place": None} for row in rows]


def outputs(world: World, operation: Operation, key: str, schema: Plain) -> list[Json]:
    """The tokens of an object; stored in ``world`` for the values of the next call."""
    inside = ANY_ITEM in key.split(".")
    place = Place(False, key, budget=_budget())
    found = (row for row in _rows(Laid(schema), place) if row.key != key)
    rows = [row._replace(inside_array=inside or row.inside_array) for row in found]
    world.loaded_outputs.setdefault(operation.id, {})[key] = rows
    return [token(row) for row in rows]


def _rows(schema: Laid, place: Place) -> list[Field]:
    return Fields(References(schema.node)).of(schema, place)


def _budget() -> Budget:
    budget = Budget()
    budget.start()
    return budget


def _inside(index: DefinitionIndex, root: Part, rest: str) -> Part | None:
    return index.below(root, [decoded(step) for step in rest.split(".")[1:]])
