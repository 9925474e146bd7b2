"""Pairs that mean the same: written otherwise, they are no change."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from connectorkit.model import json_pointer
from tests.diff.base import BODY, Edit, Plain, compared, put

GET = "/definition/paths/~1orders~1{order_id}/get"
POST = "/definition/paths/~1orders/post"


def at(documents: Plain, pointer: str) -> Any:
    """The value at a pointer, which is there."""
    found: Any = json_pointer.find(documents, pointer, None)
    assert found is not None
    return found


def inlined(documents: Plain) -> None:
    """Every reference is written out."""
    definitions = documents["definition"].pop("definitions")

    def walk(value: Any) -> Any:
        if isinstance(value, dict) and "$ref" in value:
            return walk(copy.deepcopy(definitions[value["$ref"].rpartition("/")[2]]))
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return [walk(one) for one in value] if isinstance(value, list) else value

    documents["definition"] = walk(documents["definition"])


def renamed_definition(documents: Plain) -> None:
    definitions = documents["definition"]["definitions"]
    definitions["Purchase"] = definitions.pop("Order")
    for pointer in (f"{GET}/responses/200/schema", f"{POST}/responses/200/schema"):
        at(documents, pointer)["$ref"] = "#/definitions/Purchase"
    items = "/definition/paths/~1new_orders/get/responses/200/schema/properties/value/items"
    at(documents, items)["$ref"] = "#/definitions/Purchase"


def reordered(documents: Plain) -> None:
    """Keys, operations and optional properties in reverse order; required inputs keep their order."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(value[key]) for key in reversed(value)}
        return [walk(one) for one in value] if isinstance(value, list) else value

    body = copy.deepcopy(BODY["properties"])
    documents["definition"] = walk(documents["definition"])
    properties: Any = json_pointer.find(documents, f"{POST}/parameters/0/schema/properties", None)
    needed = {key: properties.pop(key) for key in body if key in ("customer", "amount", "source")}
    rest = dict(properties)
    properties.clear()
    properties.update({**rest, **needed})


def optional_inputs_reordered(documents: Plain) -> None:
    parameters: Any = json_pointer.find(documents, f"{GET}/parameters", None)
    parameters[3], parameters[4] = parameters[4], parameters[3]


def shared_parameter(documents: Plain) -> None:
    parameters: Any = json_pointer.find(documents, f"{GET}/parameters", None)
    documents["definition"]["parameters"] = {"Region": parameters[1]}
    parameters[1] = {"$ref": "#/parameters/Region"}


def path_parameters(documents: Plain) -> None:
    """Parameters that all operations of a path share are moved to the path."""
    item: Any = json_pointer.find(documents, GET.removesuffix("/get"), None)
    item["parameters"] = item["get"]["parameters"]
    item["get"]["parameters"] = []


def in_parts(documents: Plain) -> None:
    """A type is made of two parts."""
    definitions = documents["definition"]["definitions"]
    order = definitions["Order"]
    first = {"type": "object", "properties": {"order_id": order["properties"].pop("order_id")}}
    definitions["Order"] = {"allOf": [first, {"$ref": "#/definitions/Rest"}]}
    definitions["Rest"] = order


def written_out(documents: Plain) -> None:
    """Default values, written out."""
    for pointer, value in (
        (f"{GET}/deprecated", False),
        (f"{GET}/parameters/3/required", False),
        (f"{GET}/parameters/0/x-ms-url-encoding", "single"),
        (f"{GET}/x-ms-visibility", "none"),
        (f"{POST}/consumes", ["application/json; charset=utf-8"]),
        (f"{POST}/parameters/0/schema/properties/note/minLength", 0),
        (f"{POST}/parameters/0/schema/properties/note/x-ms-visibility", ""),
        (f"{POST}/parameters/0/schema/properties/note/title", " "),
    ):
        put(pointer, value)(documents)


def texts_with_blanks(documents: Plain) -> None:
    put(f"{GET}/summary", " Get order ")(documents)
    put("/definition/host", "API.example.com")(documents)


EDITS: tuple[Edit, ...] = (
    inlined,
    renamed_definition,
    reordered,
    optional_inputs_reordered,
    shared_parameter,
    path_parameters,
    in_parts,
    written_out,
    texts_with_blanks,
    put("/definition/schemes/1", "http"),
    put("/definition/basePath", "/v1/"),
    put(f"{GET}/tags", ["orders"]),
    put("/definition/info/version", "1.1"),
    put("/definition/definitions/Unused", {"type": "object"}),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_means_the_same_is_no_change(edit: Edit) -> None:
    assert [one.finding.message for one in compared(edit).reported] == []


def test_the_list_of_edits_changes_the_documents() -> None:
    from tests.diff.base import base

    def texts() -> Iterator[str]:
        for edit in EDITS:
            documents = base()
            edit(documents)
            yield str(documents)

    assert str(base()) not in list(texts())
