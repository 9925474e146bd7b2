"""The inputs of a card: their order, labels, keys, editors and choices."""

from __future__ import annotations

from typing import Any

import pytest

from tests.designer.one_operation import Doc, body, card, inputs

TEXT = {"type": "string"}


def query(name: str, **more: Any) -> Doc:
    return {"name": name, "in": "query", "type": "string", **more}


def keys(rows: list[Any]) -> list[str]:
    return [row[1] for row in rows]


def test_required_then_important_then_unmarked_then_advanced() -> None:
    rows = inputs(
        query("d", **{"x-ms-visibility": "advanced"}),
        query("c"),
        query("b", **{"x-ms-visibility": "Important"}),
        query("a", required=True, **{"x-ms-visibility": "advanced"}),
        query("hidden", **{"x-ms-visibility": "INTERNAL"}),
    )
    assert rows == [
        ["a", "query.$.a", "required", "advanced", ""],
        ["b", "query.$.b", "", "Important", ""],
        ["c", "query.$.c", "", "", ""],
        ["d", "query.$.d", "", "advanced", ""],
    ]


def test_the_same_order_holds_inside_each_object() -> None:
    schema = {
        "type": "object",
        "required": ["z", "inner"],
        "properties": {
            "a": TEXT,
            "inner": {"type": "object", "required": ["y"], "properties": {"x": TEXT, "y": TEXT}},
            "z": TEXT,
        },
    }
    # The fields of the object come before their siblings are sorted, so its optional field goes to the optional ones.
    assert keys(body(schema)) == ["body.$.inner.y", "body.$.z", "body.$.a", "body.$.inner.x"]


def test_the_label_is_the_title_or_summary_or_name_behind_those_of_the_objects_around() -> None:
    schema = {
        "type": "object",
        "properties": {
            "sender": {
                "type": "object",
                "x-ms-summary": "Sender",
                "properties": {
                    "address": {
                        "type": "object",
                        "properties": {
                            "city": {**TEXT, "x-ms-summary": "City"},
                            "zip": TEXT,
                            "geo": {**TEXT, "title": "Place", "x-ms-summary": "Geo"},
                        },
                    }
                },
            }
        },
    }
    assert [row[0] for row in body(schema)] == ["Sender City", "Sender zip", "Sender Place"]


def test_titles_around_a_field_replace_all_summaries_around_it() -> None:
    inner = {"type": "object", "title": "Inner", "properties": {"a": TEXT}}
    schema = {
        "type": "object",
        "properties": {"o": {"type": "object", "x-ms-summary": "Outer", "properties": {"i": inner}}},
    }
    assert body(schema)[0][0] == "Inner a"


def test_a_plain_parameter_has_no_title() -> None:
    assert inputs(query("a", title="Title"))[0][0] == "a"
    assert inputs(query("a", title="Title", **{"x-ms-summary": "Summary"}))[0][0] == "Summary"


@pytest.mark.parametrize(
    ("required", "expected"), [({"required": True}, "required"), ({"required": False}, ""), ({}, "required")]
)
def test_nothing_in_a_body_that_is_said_to_be_optional_is_required(required: Doc, expected: str) -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}
    assert inputs({"name": "body", "in": "body", "schema": schema, **required})[0][2] == expected


def test_a_field_of_an_optional_object_is_optional() -> None:
    inner = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}
    schema = {"type": "object", "properties": {"o": inner, "p": inner}, "required": ["o"]}
    assert [row[1:3] for row in body(schema)] == [["body.$.o.a", "required"], ["body.$.p.a", ""]]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "object"}, ["Whole", "body.$", "required", "", ""]),
        ({"type": "string"}, ["Whole", "body.$", "required", "", ""]),
        ({"properties": {"a": TEXT}}, ["Whole", "body.$", "required", "", ""]),
        ({"type": "array", "items": TEXT}, ["body", "body.$", "required", "", ""]),
        ({"type": "array", "title": "Rows", "items": TEXT}, ["Rows", "body.$", "required", "", ""]),
    ],
    ids=["object", "string", "no type", "array", "array with a title"],
)
def test_a_body_without_fields_is_one_row(schema: Doc, expected: list[str]) -> None:
    assert body(schema, **{"x-ms-summary": "Whole"}) == [expected]


def test_a_dynamic_body_is_one_row_named_body() -> None:
    schema = {"type": "object", "x-ms-dynamic-schema": {"operationId": "X"}, "properties": {"a": TEXT}}
    assert body(schema, name="item") == [["item", "body.$", "required", "", ""]]


def test_hidden_and_read_only_fields_are_left_out() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {**TEXT, "readOnly": True},
            "b": {**TEXT, "x-ms-permission": "read-only"},
            "c": {"type": "object", "x-ms-permission": "read-only", "properties": {"d": TEXT}},
            "k": {"type": "object", "readOnly": True, "properties": {"d": TEXT}},
            "e": {"type": "object", "x-ms-visibility": "internal", "properties": {"f": TEXT}},
            "g": {"type": "object", "properties": {"h": {**TEXT, "x-ms-visibility": "internal"}}},
            "i": TEXT,
        },
    }
    assert keys(body(schema)) == ["body.$.i"]


def test_a_body_of_hidden_fields_shows_nothing() -> None:
    schema = {"type": "object", "properties": {"a": {**TEXT, "x-ms-visibility": "internal"}}}
    assert body(schema) == []


def test_a_field_takes_the_visibility_of_the_object_around_it() -> None:
    inner = {
        "type": "object",
        "x-ms-visibility": "advanced",
        "properties": {"a": TEXT, "b": {**TEXT, "x-ms-visibility": "important"}},
    }
    assert [row[3] for row in body({"type": "object", "properties": {"o": inner}})] == ["important", "advanced"]


def test_the_visibility_of_a_body_counts_for_a_list_and_for_a_whole_only() -> None:
    hint = {"x-ms-visibility": "advanced"}
    assert body({"type": "array", "items": TEXT}, **hint)[0][3] == "advanced"
    assert body({"type": "string"}, **hint)[0][3] == "advanced"
    assert body({"type": "object", "properties": {"a": TEXT}}, **hint)[0][3] == ""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"enum": ["a", "b"]}, ["combobox", ["a", "b"]]),
        ({"type": "integer", "enum": [1, 2.0, None, True]}, ["combobox", ["1", "2", "", "true"]]),
        (
            {"type": "number", "enum": [0.5, 0.00001, 1e-7, -3.0, 1e21]},
            ["combobox", ["0.5", "0.00001", "1e-7", "-3", "1e+21"]],
        ),
        ({"enum": [["a", None], {}]}, ["combobox", ["a,", "[object Object]"]]),
        ({"enum": []}, ["combobox", []]),
        ({"enum": [1], "x-ms-enum-values": [{"displayName": 1}, {"value": 2}]}, ["combobox", [1, None]]),
        ({"enum": ["a", "b"], "x-ms-enum-values": [{"displayName": "A", "value": "a"}]}, ["combobox", ["A"]]),
        ({"x-ms-enum-values": [{"displayName": "A", "value": "a"}]}, [""]),
        ({"enum": ["a"], "x-ms-editor-options": {"items": [{"title": "A", "value": "a"}]}}, ["combobox", ["A"]]),
        ({"type": "boolean"}, ["combobox", ["", "Yes", "No"]]),
        ({"type": "boolean", "required": True}, ["combobox", ["Yes", "No"]]),
        ({"x-ms-dynamic-values": {"operationId": "X"}}, ["combobox"]),
        ({"x-ms-dynamic-list": {"operationId": "X"}}, ["combobox"]),
        ({"x-ms-dynamic-tree": {"open": {}}}, ["filepicker"]),
        ({"x-ms-dynamic-values": {"capability": "File-Picker"}}, ["filepicker"]),
        ({"x-ms-dynamic-tree": {"open": {}}, "x-ms-dynamic-list": {"operationId": "X"}}, ["combobox"]),
        ({"x-ms-editor": "html"}, ["html"]),
        ({"x-ms-editor": "html", "x-ms-dynamic-list": {"operationId": "X"}}, ["combobox"]),
        ({"type": "array", "items": {"type": "string", "enum": ["a"]}}, [""]),
        ({"type": "array", "enum": ["a"], "items": TEXT}, [""]),
        ({"type": "array", "items": {"type": "string", "x-ms-dynamic-list": {"operationId": "X"}}}, [""]),
    ],
)
def test_the_editor_and_the_choices(more: Doc, expected: list[Any]) -> None:
    assert inputs(query("a", **more))[0][4:] == expected


@pytest.mark.parametrize(
    ("place", "kind", "shown"),
    [
        ("query", "object", False),
        ("path", "object", False),
        ("header", "array", True),
        ("formData", "array", False),
        ("formData", "integer", True),
        ("cookie", "string", False),
    ],
)
def test_what_the_designer_drops_without_a_word(place: str, kind: str, shown: bool) -> None:
    assert bool(inputs({"name": "a", "in": place, "type": kind})) is shown


def test_a_file_is_two_inputs() -> None:
    file = {"name": "my.file", "in": "formData", "type": "file", "required": True, "x-ms-summary": "File"}
    assert inputs(file) == [
        ["File", "formData.$.my~1file.$content", "required", "", ""],
        ["File (file name)", "formData.$.my~1file.$filename", "", "", ""],
    ]
    assert keys(inputs({**file, "x-ms-format": "contentOnly"})) == ["formData.$.my~1file.$content"]
    assert inputs({**file, "name": "my@file"}) == inputs({**file, "name": 'my"file'}) == []


def test_a_key_encodes_the_names_in_it_and_a_label_does_not() -> None:
    assert inputs(query("a.b[c]*?~")) == [["a.b[c]*?~", "query.$.a~1b~2c]~3~4~0", "", "", ""]]
    assert body({"type": "object", "properties": {"a.b": TEXT}}) == [["a.b", "body.$.a~1b", "", "", ""]]


def test_of_two_inputs_with_one_key_the_last_counts_at_the_place_of_the_first() -> None:
    rows = inputs(query("a", **{"x-ms-summary": "First"}), query("b"), query("a", **{"x-ms-summary": "Last"}))
    assert [row[0] for row in rows] == ["Last", "b"]


def test_names_that_are_numbers_come_first() -> None:
    assert keys(body({"type": "object", "properties": {"b": TEXT, "10": TEXT, "9": TEXT, "01": TEXT}})) == [
        "body.$.9",
        "body.$.10",
        "body.$.b",
        "body.$.01",
    ]


def test_an_input_that_depends_on_others_goes_with_the_required_ones() -> None:
    depends = {**TEXT, "x-ms-input-dependencies": {"type": "visibility"}}
    assert keys(body({"type": "object", "properties": {"a": TEXT, "b": depends}})) == ["body.$.b", "body.$.a"]


def test_a_reference_is_laid_in_without_what_stands_beside_it() -> None:
    schema = {"type": "object", "properties": {"a": {"$ref": "#/definitions/A", "title": "Beside", "readOnly": True}}}
    assert body(schema, definitions={"A": {**TEXT, "x-ms-summary": "A"}})[0][0] == "A"


def test_a_reference_to_what_is_around_it_is_one_input() -> None:
    node = {"type": "object", "properties": {"name": TEXT, "next": {"$ref": "#/definitions/Node", "title": "Next"}}}
    assert body({"$ref": "#/definitions/Node"}, definitions={"Node": node}) == [
        ["name", "body.$.name", "", "", ""],
        ["next", "body.$.next", "", "", ""],
    ]


@pytest.mark.parametrize("name", ["Page[Order]", "Page%5BOrder%5D"])
def test_a_reference_is_read_letter_by_letter(name: str) -> None:
    schema = {"$ref": f"#/definitions/{name}"}
    found = body(schema, definitions={"Page[Order]": {"type": "object", "properties": {"a": TEXT}}})
    assert keys(found) == (["body.$.a"] if "[" in name else ["body.$"])


def test_what_is_dropped_is_named_with_its_place() -> None:
    lost = {"name": "filter", "in": "query", "type": "object"}
    hidden = {**lost, "name": "hidden", "x-ms-visibility": "Internal"}
    tags = {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}}
    scan = {"name": 'the "scan"', "in": "formData", "type": "file"}
    kept = {"name": "scan", "in": "formData", "type": "file"}
    shared = {"Filter": lost}
    parameters = [{"$ref": "#/parameters/Filter"}, hidden, tags, scan, kept]
    found = card({"parameters": parameters}, parameters=shared)
    assert [(one.name, one.place, one.kind, one.pointer[-2:]) for one in found.dropped] == [
        ("filter", "query", "object", "/0"),
        ("tags", "formData", "array", "/2"),
        ('the "scan"', "formData", "file", "/3"),
    ]


def test_rows_have_the_place_they_are_made_of() -> None:
    schema = {"type": "object", "properties": {"a/b": {"$ref": "#/definitions/A"}}}
    nested = {"A": {"type": "object", "title": "A", "properties": {"c": {"type": "string"}}}}
    found = card(
        {
            "parameters": [{"name": "b", "in": "body", "schema": schema}, {"$ref": "#/parameters/Q"}],
            "responses": {"200": {"schema": schema, "headers": {"X-Id": {"type": "string"}}}},
        },
        definitions=nested,
        parameters={"Q": {"name": "q", "in": "query", "type": "string", "x-ms-summary": "Q"}},
    )
    at = "/paths/~1op/post"
    assert [(one.key, one.pointer, one.titled) for one in found.inputs] == [
        ("body.$.a/b.c", "/definitions/A/properties/c", False),
        ("query.$.q", f"{at}/parameters/1", True),
    ]
    assert {one.key: one.pointer for one in found.outputs} == {
        "body.$": f"{at}/responses/200/schema",
        "body.$.a/b": f"{at}/responses/200/schema/properties/a~1b",
        "body.$.a/b.c": "/definitions/A/properties/c",
        "header.$.X-Id": f"{at}/responses/200/headers/X-Id",
    }
    assert (found.pointer, found.output) == (at, f"{at}/responses/200")
