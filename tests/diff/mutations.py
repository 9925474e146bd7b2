"""Seeded mutations of a definition: each is an edit that people make, somewhere in it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

Plain = dict[str, Any]  # JSON that mutations take apart.
Mutation = Callable[[Plain, random.Random], None]
METHODS = ("get", "put", "post", "delete", "patch")


def _objects(value: Any) -> Iterator[Plain]:
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            yield here
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here


def _some(found: list[Any], chance: random.Random) -> Any:
    return chance.choice(found) if found else None


def _operations(definition: Plain) -> list[Plain]:
    items = [item for item in definition.get("paths", {}).values() if isinstance(item, dict)]
    return [item[method] for item in items for method in METHODS if isinstance(item.get(method), dict)]


def _parameters(definition: Plain) -> list[list[Any]]:
    return [one["parameters"] for one in _operations(definition) if one.get("parameters")]


def _with_properties(definition: Plain) -> list[Plain]:
    return [one for one in _objects(definition) if isinstance(one.get("properties"), dict) and one["properties"]]


def remove_operation(definition: Plain, chance: random.Random) -> None:
    path = _some(list(definition.get("paths", {})), chance)
    if path is not None:
        del definition["paths"][path]


def rename_operation(definition: Plain, chance: random.Random) -> None:
    operation = _some(_operations(definition), chance)
    if operation:
        operation["operationId"] = str(operation.get("operationId")) + chance.choice(["2", "_V2", "-x", ""])


def move_path(definition: Plain, chance: random.Random) -> None:
    path = _some(list(definition.get("paths", {})), chance)
    if path is not None:
        definition["paths"]["/v9" + path] = definition["paths"].pop(path)


def remove_parameter(definition: Plain, chance: random.Random) -> None:
    parameters = _some(_parameters(definition), chance)
    if parameters:
        parameters.pop(chance.randrange(len(parameters)))


def add_parameter(definition: Plain, chance: random.Random) -> None:
    operation = _some(_operations(definition), chance)
    if operation:
        added = {"name": "added", "in": "query", "type": "string", "required": chance.random() < 0.5}
        operation.setdefault("parameters", []).append(added)


def shuffle_parameters(definition: Plain, chance: random.Random) -> None:
    parameters = _some(_parameters(definition), chance)
    if parameters:
        chance.shuffle(parameters)


def toggle_required(definition: Plain, chance: random.Random) -> None:
    parameter = _some([one for some in _parameters(definition) for one in some if isinstance(one, dict)], chance)
    if parameter:
        parameter["required"] = not parameter.get("required")


def remove_property(definition: Plain, chance: random.Random) -> None:
    holder = _some(_with_properties(definition), chance)
    if holder:
        del holder["properties"][chance.choice(list(holder["properties"]))]


def rename_property(definition: Plain, chance: random.Random) -> None:
    holder = _some(_with_properties(definition), chance)
    if holder:
        name = chance.choice(list(holder["properties"]))
        holder["properties"][name + chance.choice(["_", "New", "2"])] = holder["properties"].pop(name)


def require_property(definition: Plain, chance: random.Random) -> None:
    holder = _some(_with_properties(definition), chance)
    if holder:
        holder["required"] = [chance.choice(list(holder["properties"]))]


def change_keyword(definition: Plain, chance: random.Random) -> None:
    typed = _some([one for one in _objects(definition) if isinstance(one.get("type"), str)], chance)
    if typed:
        key, value = chance.choice(
            [
                ("type", "integer"),
                ("type", "object"),
                ("format", "date-time"),
                ("enum", ["a", "b"]),
                ("default", "z"),
                ("x-ms-visibility", "internal"),
                ("x-ms-summary", "Other"),
                ("description", "Other."),
                ("maxLength", 3),
                ("items", {"type": "string"}),
                ("title", "Other"),
                ("x-ms-dynamic-values", {"operationId": "x"}),
            ]
        )
        typed[key] = value


def drop_keyword(definition: Plain, chance: random.Random) -> None:
    node = _some([one for one in _objects(definition) if one], chance)
    if node:
        del node[chance.choice(list(node))]


def nonsense(definition: Plain, chance: random.Random) -> None:
    node = _some([one for one in _objects(definition) if one], chance)
    if node:
        node[chance.choice(list(node))] = chance.choice([None, True, 1, "text", [], {}, [[]], {"$ref": "#/nowhere"}])


ALL: tuple[Mutation, ...] = (
    remove_operation,
    rename_operation,
    move_path,
    remove_parameter,
    add_parameter,
    shuffle_parameters,
    toggle_required,
    remove_property,
    rename_property,
    require_property,
    change_keyword,
    drop_keyword,
    nonsense,
)


def mutated(definition: Plain, chance: random.Random) -> Plain:
    """A definition after one to three mutations."""
    made = copy.deepcopy(definition)
    for _ in range(chance.randint(1, 3)):
        mutation = chance.choice(ALL)
        if isinstance(made.get("paths"), dict):
            mutation(made, chance)
    return made
