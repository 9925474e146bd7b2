"""Several edits, or one edit in several places: which change is reported, how often, and for whom."""

from __future__ import annotations

import copy

import pytest

from connectorkit.diff.comparison import compare
from tests.diff.base import GONE, ORDER, Plain, base, compared, put, side
from tests.diff.test_table import FIELD, GET, HOOK, INNER, LISTS, OUTPUT, POST

pytestmark = pytest.mark.part(0.4)


def test_an_authentication_set_beside_the_default_is_no_break() -> None:
    def edit(documents: Plain) -> None:
        inner = documents["properties"]["properties"]
        single = inner.pop("connectionParameters")
        key = {"key": {"type": "securestring"}}
        inner["connectionParameterSets"] = {
            "values": [{"name": "old", "parameters": single}, {"name": "new", "parameters": key}]
        }

    found = compared(edit).reported
    assert [one.finding.id for one in found] == ["BRK650"]
    assert found[0].finding.severity == "advice"


def internal(documents: Plain) -> None:
    put(f"{LISTS}/x-ms-visibility", "internal")(documents)


def test_of_an_internal_operation_only_the_wire_notices() -> None:
    old, new = base(), base()
    for documents in (old, new):
        internal(documents)
    put(f"{LISTS}/responses/200/schema/properties/value/items/properties/name/type", "integer")(new)
    put(f"{LISTS}/operationId", "ReadLists")(new)
    put(f"{FIELD}/list_id/x-ms-dynamic-values/operationId", "ReadLists")(new)
    found = compare(side(old, "old"), side(new, "new")).reported
    assert [(one.finding.id, *one.change.verdict) for one in found] == [
        ("BRK550", "B", "ok", "ok", "ok"),
        ("BRK021", "ok", "b", "ok", "ok"),
    ]
    del new["definition"]["paths"]["/lists"]
    assert "BRK012" in [one.finding.id for one in compare(side(old, "old"), side(new, "new")).reported]


def test_what_every_operation_no_longer_gives_is_one_change() -> None:
    both = ["application/json", "text/plain"]
    old = base()
    for pointer in (GET, POST):
        put(f"{pointer}/produces", both)(old)
    found = compare(side(old, "old"), side(base(), "new")).reported
    assert [one.finding.message for one in found] == [
        "The action 'Get order' (GetOrder) no longer gives 'text/plain'; the same applies to 1 other operation."
    ]


def test_a_set_that_is_gone_breaks_every_audience() -> None:
    def edit(documents: Plain) -> None:
        documents["properties"]["properties"]["connectionParameterSets"] = {
            "values": [{"name": "new", "parameters": {"key": {"type": "securestring"}}}]
        }
        del documents["properties"]["properties"]["connectionParameters"]

    assert [one.finding.id for one in compared(edit).reported if one.finding.severity == "error"] == ["BRK633"]


def test_a_change_of_a_shared_type_is_reported_once_with_its_operations() -> None:
    found = compared(put(f"{OUTPUT}/total", GONE)).reported
    assert [one.finding.id for one in found] == ["BRK530"]
    assert [name.id for name in found[0].change.operations] == ["GetOrder", "CreateOrder", "OnNewOrders"]


def test_equal_copies_of_a_type_are_one_change() -> None:
    changed = {**ORDER, "properties": {key: one for key, one in ORDER["properties"].items() if key != "total"}}
    places = (f"{GET}/responses/200/schema", f"{POST}/responses/200/schema")
    found = compared(*(put(place, changed) for place in places)).reported
    assert [one.finding.id for one in found] == ["BRK530"]
    assert len(found[0].change.operations) == 2


def test_of_several_uses_of_a_type_the_worst_counts() -> None:
    place = {"type": "object", "required": ["street"], "properties": {"street": {"type": "string"}}}
    old = base()
    old["definition"]["definitions"]["Place"] = place
    reference = {"$ref": "#/definitions/Place"}
    put(f"{FIELD}/address", reference)(old)
    put(f"{HOOK}/post/parameters/0/schema/properties/place", reference)(old)
    put(f"{HOOK}/post/parameters/0/schema/required", ["url", "place"])(old)
    new = copy.deepcopy(old)
    new["definition"]["definitions"]["Place"]["properties"]["zip"] = {"type": "string"}
    new["definition"]["definitions"]["Place"]["required"].append("zip")
    found = compare(side(old, "old"), side(new, "new")).reported
    assert [(one.finding.id, len(one.change.operations)) for one in found] == [("BRK220", 2)]


def test_a_policy_for_new_operations_is_no_change_for_the_old_ones() -> None:
    name = "parameters/x-ms-apimTemplate-operationName"
    added = put("/definition/paths/~1more", {"get": {"operationId": "More", "responses": {}}})
    policy = {"templateId": "routerequest", "parameters": {"x-ms-apimTemplate-operationName": ["More"]}}
    found = compared(
        added,
        put(f"{INNER}/policyTemplateInstances/0/{name}", ["More", "GetOrder"]),
        put(f"{INNER}/policyTemplateInstances/1", policy),
        put(f"{INNER}/scriptOperations", ["More", "GetOrder"]),
    ).reported
    assert [one.finding.id for one in found] == ["BRK011"]
    narrowed = compared(put(f"{INNER}/policyTemplateInstances/0/{name}", ["CreateOrder"])).reported
    assert [one.finding.id for one in narrowed] == ["BRK672"]
