"""Functions of Power Apps: names, parameters and their order, and unsupported operations.

The expected values are those of the source of Power Fx; no running Power Apps is asked.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.designer.power_apps.formulas import formulas
from connectorkit.designer.power_apps.functions import Function, functions
from connectorkit.designer.power_apps.names import function_name, in_formula

Doc = dict[str, Any]  # A part of a definition, right or wrong.
OK: Doc = {"200": {"description": "OK", "schema": {"type": "object", "properties": {"id": {"type": "string"}}}}}
JSON = "application/json"


def definition(operation: Doc, item: Doc | None = None, **more: Any) -> Doc:
    whole = {"operationId": "Op", "responses": OK, "produces": [JSON], **operation}
    return {"swagger": "2.0", "info": {"title": "Orders"}, "paths": {"/op": {**(item or {}), "post": whole}}, **more}


def function(*parameters: Doc, **more: Any) -> Function:
    """The function of an operation with these parameters."""
    definitions = more.pop("definitions", {})
    (found,) = functions(definition({"parameters": list(parameters), **more}, definitions=definitions))
    return found


def body(schema: Doc, **more: Any) -> Function:
    """The function of an operation with a required body."""
    parameter = {"name": more.pop("name", "body"), "in": "body", "required": more.pop("required", True)}
    return function({**parameter, "schema": schema}, **more)


def plain(name: str, place: str = "query", required: bool = False, **more: Any) -> Doc:
    return {"name": name, "in": place, "required": required, "type": "string", **more}


def names(found: Function) -> tuple[list[str], list[str], list[str]]:
    """The names of the required, optional and hidden inputs."""
    required, optional, hidden = ([one.name for one in some] for some in (found.required, found.optional, found.hidden))
    return required, optional, hidden


HIDDEN = {"x-ms-visibility": "internal"}


@pytest.mark.parametrize(
    ("operation_id", "name"),
    [
        ("Get_Order", "GetOrder"),
        ("get-order.v2", "getorderv2"),
        ("2Fast", "_2Fast"),
        ("Bestellung-für", "Bestellungfr"),
    ],
)
def test_a_function_is_called_by_letters_and_digits(operation_id: str, name: str) -> None:
    assert function_name(operation_id) == name


@pytest.mark.parametrize(("name", "written"), [("a_1", "a_1"), ("api-version", "'api-version'"), ("it's", "'it''s'")])
def test_names_that_are_no_words_are_quoted(name: str, written: str) -> None:
    assert in_formula(name) == written


def test_required_inputs_go_by_path_query_header_and_body() -> None:
    schema = {"type": "object", "required": ["z"], "properties": {"y": {"type": "string"}, "z": {"type": "string"}}}
    found = function(
        {"name": "body", "in": "body", "schema": schema},
        plain("h", "header", True),
        plain("q", "query", True),
        plain("o"),
        plain("p", "path", True),
    )
    assert names(found) == (["p", "q", "h", "z"], ["o", "y"], [])


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, ([], ["a"], [])),
        ({"required": True}, (["a"], [], [])),
        ({"required": True, "default": "x", **HIDDEN}, ([], [], ["a"])),
        ({"required": True, **HIDDEN}, ([], [], [])),
        # Power Apps shows internal optional inputs.
        ({**HIDDEN}, ([], ["a"], [])),
    ],
)
def test_where_a_parameter_goes(given: Doc, where: Any) -> None:
    assert names(function(plain("a", **given))) == where


@pytest.mark.parametrize(
    ("required", "where"),
    [(True, (["kind", "text"], [], [])), (False, (["text"], [], ["kind"]))],
)
def test_an_internal_field_of_a_required_body_is_given_by_position(required: bool, where: Any) -> None:
    # Source: the test ACSL_GetFunctionParameters_PowerAppsCompatibility of Power Fx.
    fields = {"kind": {"type": "string", "default": "Conversation", **HIDDEN}, "text": {"type": "string"}}
    found = body({"type": "object", "required": ["kind", "text"], "properties": fields}, required=required)
    assert names(found) == where


def test_an_optional_input_of_a_required_name_is_renamed() -> None:
    fields = {"id": {"type": "string"}, "id_1": {"type": "string"}}
    found = function(
        plain("id", "path", True),
        plain("id_1", "query", True),
        {"name": "body", "in": "body", "schema": {"type": "object", "properties": fields}},
    )
    assert names(found) == (["id", "id_1"], ["id_2", "id_1_1"], [])
    assert [one.wire for one in found.optional] == ["id", "id_1"]


@pytest.mark.parametrize(
    ("schema", "media", "name"),
    [
        ({"type": "string", "format": "binary"}, [], "file"),
        ({"type": "string"}, [], "content"),
        ({"type": "array", "items": {"type": "string"}}, [JSON], "content"),
        ({"type": "object"}, [JSON], "content"),
        ({"type": "string"}, ["application/octet-stream"], None),
        ({"type": "object"}, ["application/json; charset=utf-8"], None),
        ({"type": "number"}, [JSON], None),
        ({}, [JSON], None),
        ({}, [JSON, "text/json"], "content"),
        ({"properties": {"a": {"type": "string"}}}, ["text/json"], None),
    ],
)
def test_a_body_that_is_one_input(schema: Doc, media: list[str], name: str | None) -> None:
    found = body(schema, name="content", consumes=media)
    assert [one.name for one in found.required] == ([] if name is None else [name])
    assert [one.name for one in found.left_out] == ([] if name else ["content"])


def test_fields_from_parts_are_left_out() -> None:
    base = {"Base": {"type": "object", "properties": {"a": {"type": "string"}}}}
    schema = {"allOf": [{"$ref": "#/definitions/Base"}], "properties": {"b": {"type": "string"}}, "required": ["b"]}
    found = body(schema, definitions=base)
    assert (names(found)[0], [one.name for one in found.left_out]) == (["b"], ["a"])


@pytest.mark.parametrize(("media", "given"), [(["multipart/form-data"], True), (["application/xml"], False)])
def test_form_fields_are_a_body(media: list[str], given: bool) -> None:
    found = function(plain("a", "formData", True), plain("p", "query", True), consumes=media)
    assert [one.name for one in found.required] == (["p", "a"] if given else ["p"])


def test_parameters_of_the_path_are_passed_over() -> None:
    item = {"parameters": [plain("tenant", "path", True), plain("own", "path", True)]}
    (found,) = functions(definition({"parameters": [plain("own", "path", True)]}, item))
    assert (names(found)[0], [one.name for one in found.left_out]) == (["own"], ["tenant"])


@pytest.mark.parametrize(
    ("operation", "item"),
    [({"x-ms-trigger": "single"}, {}), ({"x-ms-visibility": "Internal"}, {}), ({}, {"x-ms-notification-content": {}})],
)
def test_triggers_webhooks_and_internal_operations_are_no_functions(operation: Doc, item: Doc) -> None:
    assert functions(definition(operation, item)) == []


RECURSIVE = {"Node": {"type": "object", "properties": {"next": {"$ref": "#/definitions/Node"}}}}
DEEP: Doc = {"type": "string"}
for _ in range(31):
    DEEP = {"type": "object", "properties": {"in": DEEP}}


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "date-no-tz"}, "date and time"),
        ({"type": "string", "format": "byte"}, "file"),
        ({"type": "integer", "format": "int64"}, "number"),
        ({"type": "boolean"}, "true or false"),
        ({"type": "array", "items": {"type": "string"}}, "table"),
        ({"type": "array"}, "untyped"),
        ({"type": "array", "items": {"type": "object", "discriminator": "kind"}}, "untyped"),
        ({"type": "object"}, "record"),
        ({"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {}}}}, "untyped"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "record"),
        ({"type": "object", "discriminator": "kind"}, "untyped"),
        ({}, "untyped"),
        ({"$ref": "#/definitions/Nothing"}, "untyped"),
        ({"$ref": "#/definitions/Node"}, "record"),
    ],
)
def test_what_a_function_returns(schema: Doc, type_: str) -> None:
    found = function(responses={"200": {"description": "OK", "schema": schema}}, definitions=RECURSIVE)
    assert (found.returns.type, found.supported) == (type_, True)


@pytest.mark.parametrize(
    ("codes", "type_"),
    [(["404", "201", "200"], "number"), (["404", "default"], "text"), (["404"], "table"), ([], "untyped")],
)
def test_which_response_counts(codes: list[str], type_: str) -> None:
    kinds = {"200": "number", "201": "string", "default": "string", "404": "array"}
    answers = {code: {"schema": {"type": kinds[code], "items": {"type": "string"}}} for code in codes}
    assert function(responses=answers).returns.type == type_


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        ({"produces": ["application/pdf"]}, "/paths/~1op/post/produces"),
        ({"parameters": [plain("a", deprecated=True)]}, "/paths/~1op/post/parameters/0/deprecated"),
        (
            {"parameters": [plain("a", type="array", items={"type": "string"}, collectionFormat="pipes")]},
            "/paths/~1op/post/parameters/0/collectionFormat",
        ),
        ({"parameters": [plain("a", type="integer", format="int16")]}, "/paths/~1op/post/parameters/0"),
        ({"parameters": [plain("a", type="number", format="date")]}, "/paths/~1op/post/parameters/0"),
        (
            {"responses": {"200": {"schema": {"type": "array", "items": {"type": "null"}}}}},
            "/paths/~1op/post/responses/200/schema/items",
        ),
        (
            {"parameters": [{"name": "b", "in": "body", "schema": {"type": "object", "items": {}, "properties": {}}}]},
            "/paths/~1op/post/parameters/0/schema/items",
        ),
    ],
)
def test_what_makes_a_function_unsupported(operation: Doc, pointer: str) -> None:
    (found,) = functions(definition(operation))
    assert [fault.pointer for fault in found.faults] == [pointer]
    assert formulas(definition(operation))["Op"].call == ""


def test_a_file_beside_other_fields_and_deep_types_are_unsupported() -> None:
    fields = {"a": {"type": "string"}, "f": {"type": "string", "format": "binary"}}
    assert "the file 'f'" in body({"type": "object", "properties": fields}).faults[0].text
    assert "30 levels" in body(DEEP).faults[0].text


def test_a_formula_and_what_is_said_beside_it() -> None:
    fields = {"id": {"type": "string"}, "my note": {"type": "string"}}
    schema = {"type": "object", "properties": fields}
    version = plain("api-version", required=True, default="1", **HIDDEN)
    parameters = [plain("id", "path", True), version, {"name": "body", "in": "body", "schema": schema}]
    found = formulas(definition({"parameters": parameters}))["Op"]
    assert found.call == "Orders.Op(id, {id_1, 'my note'})"
    assert found.notes == (
        "returns a record",
        "id_1 is the optional id: a required input has that name",
        "api-version is always sent with its default",
    )


def test_operations_that_are_one_function_name_each_other() -> None:
    whole = definition({"operationId": "Get_Order"})
    whole["paths"]["/other"] = {"get": {"operationId": "GetOrder", "responses": OK}}
    assert "GetOrder is the same function" in formulas(whole)["Get_Order"].notes[1]
    assert "Get_Order is the same function" in formulas(whole)["GetOrder"].notes[1]
