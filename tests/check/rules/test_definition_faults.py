"""One fault in a published connector gives one finding, of its rule, at its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.check.rules import published

pytestmark = pytest.mark.part(0.4)

GET = "/paths/~1orders~1{order_id}/get"
POST = "/paths/~1orders/post"
LIST = "/paths/~1shops/get"
HOOK = "/paths/~1webhooks"
BODY = f"{POST}/parameters/0/schema"
NUMBER = f"{GET}/parameters/0"
CITY = f"{LIST}/parameters/0"
AMOUNT = f"{BODY}/properties/amount"
SPEED = f"{BODY}/properties/speed"
TOTAL = f"{GET}/responses/200/schema/properties/total"
NAME = f"{LIST}/responses/200/schema/properties/shops/items/properties/name"
GONE = object()


class Fault(NamedTuple):
    """``change`` is merged over the node at ``pointer``. The finding is at ``below`` it, on a line with ``shows``."""

    rule: str
    pointer: str
    change: dict[str, Any]
    below: str
    shows: str


FAULTS = [
    Fault("PAR040", NUMBER, {"required": False}, "/required", '"required": false'),
    Fault("PAR040", NUMBER, {"required": GONE}, "/required", '"name": "order_id"'),
    Fault("PAR050", NUMBER, {"x-ms-url-encoding": GONE}, "/x-ms-url-encoding", '"name": "order_id"'),
    Fault("PAR051", NUMBER, {"x-ms-url-encoding": "once"}, "/x-ms-url-encoding", '"once"'),
    Fault("PAR052", CITY, {"x-ms-url-encoding": "single"}, "/x-ms-url-encoding", "x-ms-url-encoding"),
    Fault("PAR080", CITY, {"name": "ConnectionID"}, "/name", '"ConnectionID"'),
    Fault("PAR090", CITY, {"x-ms-summary": GONE}, "/x-ms-summary", '"name": "city"'),
    Fault("PAR093", CITY, {"description": "  "}, "/description", '"description": "  "'),
    Fault("PAR100", CITY, {"type": "file"}, "/type", '"file"'),
    Fault("PAR101", AMOUNT, {"type": "file", "format": GONE, "minimum": GONE, "maximum": GONE}, "/type", '"file"'),
    Fault("PAR140", f"{POST}/parameters/0", {"schema": GONE}, "/schema", '"name": "body"'),
    Fault("PAR141", CITY, {"schema": {"type": "string"}}, "/schema", '"schema"'),
    Fault("PAR142", f"{POST}/parameters/0", {"format": "int32"}, "/format", '"int32"'),
    Fault("PAR143", CITY, {"name": GONE}, "/name", "{"),
    Fault("PAR144", CITY, {"in": "Query"}, "/in", '"Query"'),
    Fault("PAR144", CITY, {"in": GONE}, "/in", '"name": "city"'),
    Fault("PAR145", CITY, {"type": GONE}, "/type", '"name": "city"'),
    Fault("PAR160", AMOUNT, {"default": "5"}, "/default", '"default": "5"'),
    Fault("PAR160", AMOUNT, {"default": None}, "/default", "null"),
    Fault("PAR162", SPEED, {"enum": ["slow", "fast", "slow"]}, "/enum/2", '"slow"'),
    Fault("PAR163", AMOUNT, {"enum": [1, "2"]}, "/enum/1", '"2"'),
    Fault("PAR170", SPEED, {"enum": ["slow"]}, "/x-ms-enum-values/1/value", '"fast"'),
    Fault("PAR173", SPEED, {"enum": GONE}, "/x-ms-enum-values", '"x-ms-enum-values"'),
    Fault("PAR210", AMOUNT, {"minimum": 100}, "/minimum", "100"),
    Fault("PAR212", NAME, {"maxLength": "30"}, "/maxLength", '"30"'),
    Fault("PAR213", NAME, {"pattern": "(a"}, "/pattern", '"(a"'),
    Fault("PAR230", NAME, {"minimum": 3}, "/minimum", '"minimum": 3'),
    Fault("PAR240", NAME, {"format": "guid"}, "/format", '"guid"'),
    Fault("PAR241", NAME, {"format": "int64"}, "/format", '"int64"'),
    Fault("PAR243", NAME, {"type": "text"}, "/type", '"text"'),
    Fault("PAR243", NAME, {"type": ["string", "null"]}, "/type", '"type"'),
    Fault("PAR244", CITY, {"type": "object"}, "/type", '"object"'),
    Fault("PAR221", POST, {"consumes": ["json"]}, "/consumes/0", '"json"'),
    Fault("PAR222", POST, {"consumes": ["application/xml"]}, "/consumes/0", '"application/xml"'),
    Fault("RSP010", GET, {"responses": {}}, "/responses", '"responses"'),
    Fault("RSP010", GET, {"responses": GONE}, "/responses", '"get"'),
    Fault("RSP011", GET, {"responses": {"404": {"description": "No such order"}}}, "/responses", '"responses"'),
    Fault("RSP020", f"{GET}/responses/200", {"schema": GONE}, "/schema", '"200"'),
    Fault("RSP050", f"{GET}/responses/200", {"schema": {}}, "/schema", '"schema": {}'),
    Fault("RSP051", f"{GET}/responses/200", {"schema": {"type": "object"}}, "/schema", '"schema"'),
    Fault("RSP060", f"{GET}/responses", {"40X": {"description": "Wrong"}}, "/40X", '"40X"'),
    Fault("RSP061", f"{GET}/responses/200", {"description": GONE}, "/description", '"200"'),
    Fault(
        "RSP080",
        "/definitions",
        {"Note": {"properties": {"at": {"$ref": "#/definitions/Note", "title": "At"}}}},
        "/Note/properties/at/title",
        '"title"',
    ),
    Fault(
        "RSP085",
        "/definitions",
        {"Note": {"$ref": "#/definitions/Text"}, "Text": {"type": "string"}},
        "/Note/$ref",
        "#/definitions/Text",
    ),
    Fault(
        "RSP090",
        "/definitions",
        {"Note": {"required": ["at"], "properties": {"at": {"$ref": "#/definitions/Note"}}}},
        "/Note",
        '"Note"',
    ),
    Fault("RSP081", f"{GET}/responses", {"404": {"$ref": "#/responses/Non"}}, "/404/$ref", '"#/responses/Non"'),
    Fault("RSP082", "/definitions", {"Loop": {"$ref": "#/definitions/Loop"}}, "/Loop/$ref", "#/definitions/Loop"),
    Fault("RSP083", "/paths", {"/more": {"$ref": "#/x-more"}}, "/~1more/$ref", "#/x-more"),
    Fault("RSP100", f"{LIST}/responses/200/schema/properties/shops", {"items": GONE}, "/items", '"shops"'),
    Fault("RSP102", BODY, {"required": ["shop_id", "size"]}, "/required/1", '"size"'),
    Fault("RSP103", SPEED, {"required": ["slow"]}, "/required", '"required"'),
    Fault("RSP104", SPEED, {"required": True}, "/required", '"required": true'),
    Fault("SEC020", NAME, {"nullable": True}, "/nullable", '"nullable"'),
    Fault("SEC020", "", {"components": {}}, "/components", '"components"'),
    Fault("SEC040", f"{GET}/responses", {"404": {"$ref": "a.json#/b"}}, "/404/$ref", "a.json"),
    Fault("EXT010", NAME, {"x-ms-sumary": "Name"}, "/x-ms-sumary", "x-ms-sumary"),
    Fault("EXT010", CITY, {"x-summary": "City", "x-ms-summary": GONE}, "/x-summary", "x-summary"),
    Fault("EXT010", CITY, {"x-ms-summary title": "City"}, "/x-ms-summary title", "x-ms-summary title"),
    Fault("EXT010", HOOK, {"x-ms-notification-contents": {}}, "/x-ms-notification-contents", "contents"),
    Fault("EXT011", GET, {"x-ms-favourite": 1}, "/x-ms-favourite", "x-ms-favourite"),
    Fault("EXT020", GET, {"sumary": "Get"}, "/sumary", '"sumary"'),
    Fault("EXT020", NAME, {"descripton": "x", "description": GONE}, "/descripton", '"descripton"'),
    Fault("EXT020", CITY, {"visibility": "advanced"}, "/visibility", '"visibility"'),
    Fault("EXT020", "", {"basepath": "/v1"}, "/basepath", '"basepath"'),
    Fault("EXT020", f"{GET}/responses/200", {"header": {}}, "/header", '"header"'),
    Fault("EXT030", GET, {"x-ms-connector-metadata": []}, "/x-ms-connector-metadata", "metadata"),
    Fault("EXT030", HOOK, {"x-ms-trigger": "single"}, "/x-ms-trigger", '"x-ms-trigger": "single"'),
]


def family(fault: Fault) -> str:
    return fault.rule[:3]


@pytest.mark.part(0.3, fault=family)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}{fault.below.replace('/', '-')}")
def test_a_fault_is_said_once_and_in_its_place(tmp_path: Path, fault: Fault) -> None:
    definition = published.definition()
    lay(at(definition, fault.pointer), fault.change)
    found = published.findings(tmp_path, definition)
    assert [(one.id, one.pointer) for one in found] == [(fault.rule, fault.pointer + fault.below)]
    assert fault.shows in published.line(found[0])


def at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def lay(node: dict[str, Any], change: dict[str, Any]) -> None:
    for key, value in change.items():
        if value is GONE:
            del node[key]
        else:
            node[key] = value


def test_several_faults_of_one_operation_are_all_said(tmp_path: Path) -> None:
    """A finding about the whole operation does not hide findings inside it."""
    definition = published.definition()
    at(definition, GET)["parameters"][0]["name"] = "other"
    at(definition, GET)["tags"] = "orders"
    at(definition, NUMBER)["colour"] = "red"
    found = {(one.id, one.pointer) for one in published.findings(tmp_path, definition)}
    assert found == {("PAR030", GET), ("PAR031", NUMBER), ("OAS001", f"{GET}/tags"), ("EXT020", f"{NUMBER}/colour")}


def test_names_of_fields_are_no_keys(tmp_path: Path) -> None:
    definition = published.definition()
    fields = at(definition, f"{GET}/responses/200/schema/properties")
    for name in ("x-ms-summary", "x-ms-visbility", "nullable", "oneOf", "required", "type", "$ref", "descripton"):
        fields[name] = {"type": "string", "x-ms-summary": f"Field {len(fields)}", "description": "A."}
    assert published.findings(tmp_path, definition) == []


def test_extensions_of_a_publisher_are_not_judged(tmp_path: Path) -> None:
    definition = published.definition()
    at(definition, CITY).update({"x-ntx-summary": "City", "x-contoso": 1, "x-nullable": True, "x-example": "Perth"})
    at(definition, GET).update({"x-ms-long-running-operation": True, "x-ms-safe-operation": True})
    assert published.findings(tmp_path, definition) == []


def test_a_path_that_fits_by_name_only_is_no_twin(tmp_path: Path) -> None:
    definition = published.definition()
    again = dict(at(definition, GET), operationId="PutOrder", summary="Change an order")
    definition["paths"]["/orders/{order_id}"]["put"] = again
    assert published.findings(tmp_path, definition) == []


@pytest.mark.parametrize(
    ("key", "value", "rule", "words"),
    [
        ("operationId", 12, "OPR010", "has an operationId that is a number instead of a string."),
        ("summary", True, "OPR070", "has a summary that is a boolean instead of a string."),
        ("description", ["a"], "OPR120", "has a description that is an array instead of a string."),
    ],
)
def test_a_text_of_another_type_is_not_called_missing(key: str, value: object, rule: str, words: str) -> None:
    from tests.check.rules import judging

    documents = judging.built()
    operation = next(iter(documents["apiDefinition.swagger.json"]["paths"].values()))["post"]
    operation[key] = value
    found = {one.finding.id: one.finding.message for one in judging.judge(documents)}
    assert found[rule].endswith(words)
