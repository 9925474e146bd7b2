"""The paging of an operation, in the form of the engine."""

from __future__ import annotations

from connectorkit.model.connector import Connector, Operation, Pages
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.from_schema import tree

Place = tuple[str, tuple[str, ...], bool]
_PATHS = ("current", "last", "page_count", "total", "more", "next", "last_item")


def paging(connector: Connector, operation: Operation, items: tuple[str, ...]) -> dict[str, object]:
    """The arguments of the engine's ``Paging``; ``items`` are the attributes that lead to the list."""
    pages = operation.pages or Pages("")
    return {
        "by": pages.by,
        "attributes": items,
        "rows": tuple(step for step in response_paths.split(pages.items) if step != "[]"),
        "place": _place(connector, operation, pages.parameter),
        "size": _place(connector, operation, pages.size),
        "paths": {word: response_paths.split(path) for word in _PATHS if (path := getattr(pages, word))},
        "headers": {word: name.lower() for word, name in pages.headers.items()},
        "first": pages.first,
        "max_size": pages.max_size,
    }


def _place(connector: Connector, operation: Operation, name: str) -> Place | None:
    """The input with that name; an undeclared one is a query parameter that the connector does not show."""
    if not name:
        return None
    found = next((one for one in operation.parameters if one.name == name and one.location != "body"), None)
    if found is not None:
        return found.location, (name,), False
    if operation.body is not None:
        steps = response_paths.split(name)
        shape = response_paths.at(tree(operation.body.schema, connector), steps)
        if shape:
            return "body", steps, "string" in json_types.kinds(shape)
    return "query", (name,), False
