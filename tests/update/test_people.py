"""Texts, names, additions and removals by people survive the vendor's changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.update.update import update
from tests.update.vendor import (
    OLD,
    ORDER,
    Plain,
    added,
    changed,
    get,
    imported,
    prop,
    replacing,
    schema,
    updated,
    write,
)

pytestmark = pytest.mark.part(0.25)


def test_an_operation_that_people_renamed_is_the_same_one(tmp_path: Path) -> None:
    people = replacing("action: getOrder", "action: GetOrder")
    _, made = updated(tmp_path, lambda new: get(new, *ORDER).update(description="Reads an order."), people=people)
    assert added(made) == ["description: Reads an order."]


def test_a_type_that_people_renamed_is_the_same_one(tmp_path: Path) -> None:
    people = lambda text: text.replace("schema: Order", "schema: Purchase").replace("  Order:", "  Purchase:")  # noqa: E731
    _, made = updated(tmp_path, prop("Order", "paid", {"type": "boolean"}), people=people)
    assert added(made) == ["paid: boolean"]


def test_a_type_that_stands_for_two_of_the_vendor_is_left_to_a_person(tmp_path: Path) -> None:
    """One of two types that people merged changes; the other one must not change with it."""

    def receipt(document: Plain) -> None:
        components = document["components"]["schemas"]
        components["Receipt"] = {**schema(document, "Order"), "properties": {**schema(document, "Order")["properties"]}}
        content = get(document, "paths", "/orders", "post", "responses", "200", "content", "application/json")
        content["schema"] = {"$ref": "#/components/schemas/Receipt"}

    folder = imported(tmp_path, changed(receipt))
    file = folder / "connector.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("schema: Receipt", "schema: Order").replace("  Receipt: ReceiptOrder\n", "")
    file.write_text(text, encoding="utf-8")

    def edit(new: Plain) -> None:
        receipt(new)
        schema(new, "Receipt")["properties"]["paid"] = {"type": "boolean"}
        schema(new, "Receipt")["properties"]["total"] = {"type": "number", "format": "double"}

    made = update(folder, str(write(tmp_path / "new.json", changed(edit))))
    assert added(made) == []
    assert [one.id for one in made.findings(False) if one.blocking] == ["UPD030", "UPD030"]

    def both(new: Plain) -> None:
        edit(new)
        schema(new, "Order")["properties"]["paid"] = {"type": "boolean"}

    made = update(folder, str(write(tmp_path / "new.json", changed(both))))
    assert added(made) == ["paid: boolean"]


def test_what_people_took_away_stays_away(tmp_path: Path) -> None:
    def people(text: str) -> str:
        start, end = text.index("- action: deleteOrder"), text.index("- action: createOrder")
        return text[:start] + text[end:].replace("      amount: integer\n", "")

    def edit(new: Plain) -> None:
        new["paths"]["/orders/{order_id}"]["delete"]["description"] = "Deletes it."
        schema(new, "NewOrder")["properties"]["amount"]["maximum"] = 5

    _, made = updated(tmp_path, edit, people=people)
    assert (added(made), made.findings(True)) == ([], [])


def test_what_people_added_before_the_vendor_did_is_theirs(tmp_path: Path) -> None:
    people = replacing("note: string\n", "note: string\n      paid: {type: boolean, description: Ours.}\n")
    _, made = updated(tmp_path, prop("Order", "paid", {"type": "boolean"}), people=people)
    assert (added(made), made.findings(True)) == ([], [])


def test_comments_order_and_effects_stay(tmp_path: Path) -> None:
    def people(text: str) -> str:
        text = text.replace(
            "    request: POST /orders\n", "    request: POST /orders\n    effect: sends # it is billed\n"
        )
        return text.replace("      note: string\n", "      # Free text.\n      note: string\n")

    folder, made = updated(tmp_path, prop("Order", "paid", {"type": "boolean"}), people=people)
    before = (folder / "connector.yaml").read_text(encoding="utf-8")
    made.draft.write()
    after = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert after == before.replace("      note: string\n", "      note: string\n      paid: boolean\n", 1)


LAID_OVER: dict[str, tuple[Plain, list[str]]] = {
    "an output": ({"city": {"type": "string"}}, ["city: string"]),
    "a limit": ({"name": {"type": "string", "maxLength": 9}}, ["name: {max_length: 9}"]),
    "a text": ({"name": {"type": "string", "description": "Its name."}}, ["name: {description: Its name.}"]),
}
SHAPE = "fields:\n                id: string\n                name: string\n"


@pytest.mark.parametrize("case", LAID_OVER)
def test_one_use_of_a_shape_is_laid_over(case: str, tmp_path: Path) -> None:
    """A change of one use of a shape that several uses share is written where it is used."""
    folder = imported(tmp_path)
    text = (folder / "connector.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("            shops[]:\n", "            shop: Shop\n            shops[]:\n"),
        (f"            shops[]:\n              {SHAPE}", "            shops: {items: Shop}\n"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    shapes = "inline_types:\n  Shop:\n    fields:\n      id: string\n      name: string\n"
    text = text.replace("exact:\n", f"{shapes}exact:\n")
    (folder / "connector.yaml").write_text(text, encoding="utf-8")

    def edit(new: Plain) -> None:
        answer = get(new, "paths", "/shops", "get", "responses", "200", "content", "application/json", "schema")
        answer["properties"]["shops"]["items"]["properties"] |= LAID_OVER[case][0]

    made = update(folder, str(write(tmp_path / "new.json", changed(edit))))
    assert added(made) == ["shops:", "items:", "type: Shop", "fields:", *LAID_OVER[case][1]]
    assert made.findings(True) == []


def test_a_type_that_contains_itself_cannot_be_written_out(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    file = folder / "connector.yaml"
    text = file.read_text(encoding="utf-8").replace(", types: definitions}", "}")
    file.write_text(text, encoding="utf-8")

    def edit(new: Plain) -> None:
        new["components"]["schemas"]["Tree"] = {
            "type": "object", "properties": {"below": {"$ref": "#/components/schemas/Tree"}}
        }  # fmt: skip
        schema(new, "Order")["properties"]["tree"] = {"$ref": "#/components/schemas/Tree"}
        schema(new, "Order")["properties"]["paid"] = {"type": "boolean"}

    made = update(folder, str(write(tmp_path / "new.json", changed(edit))))
    assert [one.id for one in made.findings(True)] == ["UPD030", "UPD030"]
    assert added(made) == ["paid: boolean"]


def test_the_old_document_changes_nothing(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    made = update(folder, str(write(tmp_path / "same.json", OLD)))
    assert (made.draft.new, made.findings(False), made.arrived) == ({}, [], [])
