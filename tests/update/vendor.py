"""A vendor's API in two versions: the second has something of everything that an update brings."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from connectorkit.importing import run
from connectorkit.update.update import Updated, update

Plain = dict[str, Any]  # JSON that tests take apart.
OLD: Plain = {
    "openapi": "3.0.3",
    "info": {"title": "Contoso Orders", "description": "Orders of the Contoso shop.", "version": "1.0"},
    "servers": [{"url": "https://orders.example.com/v1"}],
    "paths": {
        "/orders/{order_id}": {
            "get": {
                "operationId": "getOrder",
                "summary": "Get an order",
                "description": "Reads one order.",
                "parameters": [
                    {"name": "order_id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "expand", "in": "query", "schema": {"type": "string", "enum": ["lines", "buyer"]}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 10}},
                ],
                "responses": {
                    "200": {
                        "description": "The order",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
                    },
                    "404": {"description": "Not found"},
                },
            },
            "delete": {
                "operationId": "deleteOrder",
                "summary": "Delete an order",
                "parameters": [{"name": "order_id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"204": {"description": "Gone"}},
            },
        },
        "/orders": {
            "post": {
                "operationId": "createOrder",
                "summary": "Create an order",
                "description": "Places an order.",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewOrder"}}},
                    "required": True,
                },
                "responses": {
                    "200": {
                        "description": "Placed",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
                    }
                },
            }
        },
        "/shops": {
            "get": {
                "operationId": "listShops",
                "summary": "List shops",
                "description": "Lists all shops.",
                "responses": {
                    "200": {
                        "description": "All",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "shops": {
                                            "type": "array",
                                            "items": {
                                                "type": "object",
                                                "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
                                            },
                                        }
                                    },
                                }
                            }
                        },
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["order_id"],
                "properties": {
                    "order_id": {"type": "string", "description": "The number."},
                    "total": {"type": "number", "description": "What is paid."},
                    "status": {"type": "string", "enum": ["open", "closed"]},
                    "note": {"type": "string"},
                },
            },
            "NewOrder": {
                "type": "object",
                "required": ["customer"],
                "properties": {
                    "customer": {"type": "string", "maxLength": 50},
                    "amount": {"type": "integer"},
                    "note": {"type": "string"},
                },
            },
        }
    },
}


def get(document: Plain, *steps: Any) -> Any:
    """The value at a path of keys."""
    for step in steps:
        document = document[step]
    return document


def changed(*edits: Callable[[Plain], None]) -> Plain:
    """The second version: the first one with some edits."""
    new = copy.deepcopy(OLD)
    for edit in edits:
        edit(new)
    return new


def schema(document: Plain, name: str) -> Any:
    """A named type."""
    return document["components"]["schemas"][name]


def write(path: Path, document: Plain) -> Path:
    """The document as a file."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def imported(tmp_path: Path, document: Plain = OLD) -> Path:
    """The source that an import of a document gives."""
    target = tmp_path / "source"
    run.run(write(tmp_path / "old.json", document), target, lambda line: None)
    return target


Edit = Callable[[Plain], Any]
ORDER = ("paths", "/orders/{order_id}", "get")


def updated(tmp_path: Path, *edits: Edit, people: Callable[[str], str] | None = None) -> tuple[Path, Updated]:
    """The source after people wrote in it, and the update with what the vendor changed."""
    folder = imported(tmp_path)
    if people is not None:
        file = folder / "connector.yaml"
        before = file.read_text(encoding="utf-8")
        after = people(before)
        assert before != after
        file.write_text(after, encoding="utf-8")
    return folder, update(folder, str(write(tmp_path / "new.json", changed(*edits))))


def added(made: Updated) -> list[str]:
    """The lines that the update writes, without their indent."""
    return [line[1:].strip() for line in made.shown().splitlines() if line[:1] == "+" and line[:3] != "+++"]


def prop(name: str, key: str, value: Any) -> Edit:
    """A property of a schema that the vendor adds or replaces."""
    return lambda new: schema(new, name)["properties"].update({key: value})


def replacing(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)
