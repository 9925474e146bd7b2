"""Changes by vendors between two versions of a definition, and by people in the texts of a source."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectorkit.edit.draft import Draft
from connectorkit.read import nodes

Plain = dict[str, Any]  # JSON that tests take apart.
METHODS = ("get", "put", "post", "delete", "patch")


def operations(document: Plain) -> list[tuple[str, str, Plain]]:
    """The operations of a swagger with their paths and methods."""
    paths = document.get("paths", {})
    return [
        (path, method, item[method])
        for path, item in paths.items()
        if isinstance(item, dict)
        for method in METHODS
        if isinstance(item.get(method), dict)
    ]


def schemas(document: Plain) -> list[Plain]:
    """Every schema with properties."""
    found: list[Plain] = []
    waiting: list[Any] = [document.get("paths", {}), document.get("definitions", {})]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict) and node["properties"] and "example" not in node:
                found.append(node)
            waiting += [below for key, below in node.items() if key not in ("example", "examples", "default")]
        elif isinstance(node, list):
            waiting += node
    return found


def vendor(document: Plain, chance: random.Random, count: int) -> list[str]:
    """Change a swagger as a vendor would; gives what was added, as texts that the connector must then have."""
    marks: list[str] = []
    for number in range(count):
        mark = f"vendor{number}x"
        found = operations(document)
        operation = chance.choice(found)[2]
        kind = chance.choice(("operation", "property", "parameter", "response", "text", "type"))
        if kind == "operation":
            schema = {"$ref": "#/definitions/" + mark}
            document.setdefault("definitions", {})[mark] = {"type": "object", "properties": {mark: {"type": "string"}}}
            document["paths"][f"/{mark}"] = {
                "get": {
                    "operationId": mark,
                    "summary": "Get it",
                    "responses": {"200": {"description": "It", "schema": schema}},
                }
            }
        elif kind == "property" and schemas(document):
            chance.choice(schemas(document))["properties"][mark] = {"type": "integer", "description": "New."}
        elif kind == "parameter":
            operation.setdefault("parameters", []).append({"name": mark, "in": "query", "type": "string"})
        elif kind == "response":
            operation.setdefault("responses", {})[f"41{number % 10}"] = {"description": mark}
        elif kind == "text":
            operation["description"] = f"The vendor writes {mark}."
        else:
            _limits(operation, chance)
        if kind in ("operation", "parameter"):
            marks.append(mark)
    return marks


def _limits(operation: Plain, chance: random.Random) -> None:
    listed = [one for one in operation.get("parameters", []) if isinstance(one, dict) and one.get("type") == "integer"]
    if listed:
        chance.choice(listed)["maximum"] = chance.randrange(1000, 2000)


def people(folder: Path, chance: random.Random, count: int) -> list[str]:
    """Write other texts into a source; gives them."""
    texts: list[str] = []
    for number in range(count):
        draft = Draft(folder)
        found = [one for one in _texts(draft) if draft.editable(one)]
        if not found:
            break
        text = f"A person wrote {number} here."
        made = draft.tree.set_scalar(chance.choice(found), text)
        if made is not None:
            draft.make([made])
            draft.write()
            texts = [one for one in (*texts, text) if one in _all(folder)]
    return texts


def _texts(draft: Draft) -> Iterator[Any]:
    for operation in draft.source.operations:
        for key in ("summary", "description"):
            if nodes.text(operation, key):
                yield operation.mapping[key]
        for one in nodes.entries(operation, "parameters").values():
            if nodes.text(one, "description"):
                yield one.mapping["description"]
    for shape in draft.source.types.values():
        for field in nodes.entries(shape, "fields").values():
            if nodes.text(field, "description"):
                yield field.mapping["description"]


def _all(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml")))
