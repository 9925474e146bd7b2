"""Each kind of change of a vendor: the resulting source, or the finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectorkit.read import source as sources
from connectorkit.style import style
from connectorkit.update.update import update
from tests.update.vendor import (
    ORDER,
    Edit,
    Plain,
    added,
    get,
    prop,
    replacing,
    schema,
    updated,
)

pytestmark = pytest.mark.part(0.25)


def out_of_style(folder: Path) -> list[str]:
    """The files of a source that `connectorkit format` would change."""
    concepts = style.concepts(sources.load(folder))
    return [file for file, one in concepts.items() if not style.is_styled(file, Path(file).read_bytes(), one)]


def parameter(number: int, **said: Any) -> Edit:
    def edit(new: Plain) -> None:
        one = get(new, *ORDER)["parameters"][number]
        for key, value in said.items():
            (one if key in ("description", "required") else one["schema"])[key] = value

    return edit


def operation(new: Plain) -> None:
    shop = {"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/Buyer"}}}
    buyer = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    new["components"]["schemas"] |= {"Shop": shop, "Buyer": buyer}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Shop"}}}
    new["paths"]["/shops/{id}"] = {
        "get": {
            "operationId": "getShop",
            "summary": "Get a shop",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "A shop", "content": content}},
        }
    }


ARRIVES: dict[str, tuple[Edit, list[str]]] = {
    "a text": (
        lambda new: get(new, *ORDER).update(description="Reads an order."),
        ["description: Reads an order."],
    ),
    "a text that was not there": (
        parameter(2, description="At most so many."),
        ["limit: {type: integer, description: At most so many., max: 10}"],
    ),
    "a limit": (
        parameter(2, maximum=20),
        ["limit: {type: integer, max: 20}"],
    ),
    "a choice": (
        parameter(1, enum=["lines", "buyer", "all"]),
        ["expand: {type: string, choices: [lines, buyer, all]}"],
    ),
    "an output": (
        prop("Order", "paid", {"type": "boolean", "description": "Whether it is paid."}),
        ["paid: {type: boolean, description: Whether it is paid.}"],
    ),
    "an input of a body": (
        prop("NewOrder", "rush", {"type": "boolean"}),
        ["rush: boolean"],
    ),
    "an input becomes required": (
        lambda new: schema(new, "NewOrder")["required"].append("amount"),
        ["amount: {type: integer, required: true}"],
    ),
    "an input becomes optional": (
        lambda new: schema(new, "NewOrder").pop("required"),
        ["customer: {type: string, max_length: 50}"],
    ),
    "a limit goes": (
        lambda new: schema(new, "NewOrder")["properties"]["customer"].pop("maxLength"),
        ["customer: {type: string, required: true}"],
    ),
    "a format": (
        lambda new: schema(new, "Order")["properties"]["total"].update(format="double"),
        ["total: {type: double, description: What is paid.}"],
    ),
    "another type": (
        lambda new: schema(new, "Order")["properties"]["note"].update(type="integer"),
        ["note: integer"],
    ),
    "another schema": (
        prop("Order", "note", {"type": "object", "properties": {"text": {"type": "string"}}}),
        ["note:", "fields:", "text: string"],
    ),
    "another schema of a field with a title": (
        prop("Order", "total", {"type": "array", "title": "Totals", "items": {"type": "number"}}),
        ["total:", "type: number[]", "exact: {schema_title: Totals}"],
    ),
    "inputs": (
        lambda new: get(new, "paths", "/shops", "get").update(
            parameters=[
                {"name": "city", "in": "query", "schema": {"type": "string"}},
                {"name": "page", "in": "query", "required": True, "schema": {"type": "integer"}},
            ]
        ),
        ["parameters:", "city: string", "page: {type: integer, required: true}"],
    ),
    "a response": (
        lambda new: get(new, *ORDER)["responses"].update({"429": {"description": "Too many"}}),
        ["429: Too many"],
    ),
    "a schema of a response": (
        lambda new: get(new, *ORDER)["responses"]["404"].update(
            content={"application/json": {"schema": {"type": "object", "properties": {"code": {"type": "string"}}}}}
        ),
        ["404:", "description: Not found", "schema:", "fields:", "code: string"],
    ),
    "a body becomes optional": (
        lambda new: get(new, "paths", "/orders", "post", "requestBody").pop("required"),
        ["body: {required: false, schema: NewOrder}"],
    ),
    "an operation with its types": (
        operation,
        [
            "# yaml-language-server: $schema=../.schemas/operation.schema.json",
            "action: getShop", "summary: Get a shop", "request: GET /shops/{id}", "parameters:", "id: string",
            "responses:", "200: {description: A shop, schema: Shop}", "", "- actions/get_shop.yaml",
            "Shop:", "fields:", "owner: Buyer", "Buyer:", "fields:", "name: {type: string, required: true}",
        ],
    ),
    "the server": (
        lambda new: new["servers"][0].update(url="https://orders.example.com/v2"),
        ["server: https://orders.example.com/v2"],
    ),
    "a path": (
        lambda new: new["paths"].update({"/stores": new["paths"].pop("/shops")}),
        ["request: GET /stores"],
    ),
    "deprecated": (lambda new: get(new, *ORDER).update(deprecated=True), ["deprecated: true"]),
}  # fmt: skip


@pytest.mark.parametrize("case", ARRIVES)
def test_it_arrives(case: str, tmp_path: Path) -> None:
    edit, lines = ARRIVES[case]
    folder, made = updated(tmp_path, edit)
    assert added(made) == lines
    assert made.findings(True) == []
    made.draft.write()
    assert out_of_style(folder) == []
    again = update(folder, str(tmp_path / "new.json"))
    assert (again.draft.new, again.findings(False)) == ({}, [])


DENSE: dict[str, tuple[Edit, list[str]]] = {
    "a limit": (
        parameter(2, maximum=20),
        ["parameters: {order_id: string, expand: {type: string, choices: [lines, buyer]}, limit: {type: integer, "
         "max: 20}}"],
    ),
    "a text": (
        parameter(2, description="At most so many."),
        ["parameters: {order_id: string, expand: {type: string, choices: [lines, buyer]}, limit: {type: integer, "
         "description: At most so many., max: 10}}"],
    ),
    "inputs": (
        lambda new: get(new, "paths", "/shops", "get").update(
            parameters=[{"name": "city", "in": "query", "schema": {"type": "string"}}]
        ),
        ["parameters:", "city: string"],
    ),
    "another schema": (
        prop("Order", "note", {"type": "object", "properties": {"text": {"type": "string"}}}),
        ["note:   # Free text.", "fields:", "text: string"],
    ),
    "an input becomes required": (
        lambda new: schema(new, "NewOrder")["required"].append("amount"),
        ["fields: {amount: {type: integer, required: true}, customer: {type: string, required: true, max_length: 50}, "
         "note: string}"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DENSE)
def test_only_the_lines_of_a_change_are_written_in_another_style(case: str, tmp_path: Path) -> None:
    def people(text: str) -> str:
        inputs = "      order_id: string\n      expand: {type: string, choices: [lines, buyer]}\n      limit: "
        dense = (
            " {order_id: string, expand: {type: string, choices: [lines, buyer]}, limit: {type: integer, max: 10}}\n"
        )
        text = text.replace(f"\n{inputs}{{type: integer, max: 10}}\n", dense, 1)
        start = text.index("  NewOrder:\n")
        fields = "fields: {amount: integer, customer: {type: string, required: true, max_length: 50}, note: string}"
        return text[:start].replace("note: string\n", "note: string   # Free text.\n") + f"  NewOrder:\n    {fields}\n"

    edit, lines = DENSE[case]
    _, made = updated(tmp_path, edit, people=people)
    assert (added(made), made.findings(True)) == (lines, [])


REPORTED: dict[str, tuple[Edit, str, int, str]] = {
    "an operation": (
        lambda new: new["paths"]["/orders/{order_id}"].pop("delete"),
        "UPD010", 21, "The vendor no longer has the operation 'deleteOrder'.",
    ),
    "an input": (
        lambda new: get(new, *ORDER)["parameters"].pop(1),
        "UPD011", 15, "The vendor no longer has the input 'expand' of 'getOrder'.",
    ),
    "an input of a body": (
        lambda new: schema(new, "NewOrder")["properties"].pop("note"),
        "UPD012", 61, "The vendor no longer has 'note' in the input 'body' of 'createOrder'.",
    ),
    "an output": (
        lambda new: schema(new, "Order")["properties"].pop("note"),
        "UPD012", 56, "The vendor no longer has 'note' in the response 200 of 'getOrder'.",
    ),
    "a response": (
        lambda new: get(new, *ORDER)["responses"].pop("404"),
        "UPD012", 19, "The vendor no longer has the response 404 of 'getOrder'.",
    ),
    "a schema of a response": (
        lambda new: get(new, *ORDER)["responses"]["200"].pop("content"),
        "UPD012", 18, "The vendor no longer has a schema in the response 200 of 'getOrder'.",
    ),
    "a choice": (
        parameter(1, enum=["lines"]),
        "UPD013", 15, "The vendor no longer has the choice 'buyer' of the input 'expand' of 'getOrder'.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REPORTED)
def test_what_went_is_reported_and_stays(case: str, tmp_path: Path) -> None:
    edit, id, line, message = REPORTED[case]
    folder, made = updated(tmp_path, edit)
    assert added(made) == []
    found = made.findings(True)
    assert [(one.id, one.severity, one.span.line, one.message) for one in found] == [(id, "warning", line, message)]
    made.draft.write()
    assert update(folder, str(tmp_path / "new.json")).findings(False) == []


KEPT: dict[str, tuple[Callable[[str], str], Edit, str]] = {
    "a description": (
        replacing("description: Reads one order.", "description: Gets an order by its number.   # ours"),
        lambda new: get(new, *ORDER).update(description="Reads an order."),
        "The `description` of 'getOrder' changed from 'Reads one order.' to 'Reads an order.'.",
    ),
    "a description of a type": (
        replacing("description: The number.", "description: The number of the order."),
        lambda new: schema(new, "Order")["properties"]["order_id"].update(description="Its id."),
        "The `description` of 'order_id' in the response 200 of 'getOrder' changed from 'The number.' to 'Its id.'.",
    ),
    "a text that the vendor drops": (
        replacing("connector: Contoso Orders", "connector: Contoso Orders # ours"),
        lambda new: get(new, *ORDER).pop("description"),
        "The `description` of 'getOrder' was removed; it was 'Reads one order.'.",
    ),
}


@pytest.mark.parametrize("case", KEPT)
def test_texts_that_people_wrote_stay(case: str, tmp_path: Path) -> None:
    people, edit, message = KEPT[case]
    _, made = updated(tmp_path, edit, people=people)
    assert added(made) == []
    assert [(one.id, one.severity, one.message) for one in made.findings(True)] == [
        ("UPD040", "advice", f"{message.removesuffix('.')}; the source is unchanged.")
    ]


CONFLICTS: dict[str, tuple[Callable[[str], str], Edit, str]] = {
    "a limit": (
        replacing("max: 10", "max: 5"),
        parameter(2, maximum=20),
        "The `maximum` of the input 'limit' of 'getOrder' changed from 10 to 20, and the source has 5.",
    ),
    "a path": (
        replacing("GET /shops", "GET /all-shops"),
        lambda new: new["paths"].update({"/stores": new["paths"].pop("/shops")}),
        "The address of 'listShops' changed from 'GET /shops' to 'GET /stores', and the source has 'GET /all-shops'.",
    ),
    "the server": (
        replacing("example.com/v1", "example.com/beta"),
        lambda new: new["servers"][0].update(url="https://orders.example.com/v2"),
        "The address changed: `basePath` changed from '/v1' to '/v2', and the source has '/beta'.",
    ),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_both_sides_changed_is_a_conflict_until_it_is_settled(case: str, tmp_path: Path) -> None:
    people, edit, message = CONFLICTS[case]
    folder, made = updated(tmp_path, edit, people=people)
    assert added(made) == []
    assert [(one.id, one.severity, one.message) for one in made.findings(False)] == [("UPD020", "error", message)]
    made.draft.write()
    again = update(folder, str(tmp_path / "new.json"))
    assert (again.draft.new, [one.message for one in again.findings(False)]) == ({}, [message])
