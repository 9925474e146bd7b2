"""The YAML of an import looks like handwritten YAML: golden sources, and the names of types.

`quality/<case>/published` is a published connector, `quality/<case>/source` its import. To renew one:
`connectorkit import tests/importing/quality/CASE/published --out tests/importing/quality/CASE/source`.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score

from connectorkit.importing import run
from connectorkit.importing.swagger2 import convert
from connectorkit.model import nouns
from connectorkit.model.connector import Json
from connectorkit.read import yaml_document

CASES = sorted((Path(__file__).parent / "quality").iterdir())
Plain = dict[str, Json]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_published_connector_becomes_this_source(case: Path) -> None:
    tree, findings = run.files(case / "published")
    assert [finding for finding in findings if finding.severity != "advice"] == []
    made = {name: data.decode() for name, data in tree.items()}
    wanted = {
        path.relative_to(case / "source").as_posix(): path.read_text(encoding="utf-8")
        for path in (case / "source").rglob("*.*")
    }
    for name in sorted(made.keys() | wanted.keys()):
        old, new = wanted.get(name, ""), made.get(name, "")
        assert old == new, "".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_this_source_is_built_as_it_was_published(case: Path) -> None:
    one = score.score(case / "published")
    assert (one.fault, one.again) == ("", True)


def thing(*keys: str, **more: Any) -> dict[str, Any]:
    """An object of texts that is long enough to be worth a name."""
    fields = {key: {"type": "string", "description": f"The {key} as the service keeps it."} for key in keys}
    return {"type": "object", "properties": fields, **more}


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def inside(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def pair(**fields: Any) -> dict[str, dict[str, Any]]:
    """Two operations whose responses have the same fields, except for one."""
    return {f"GetThingBy{one.upper()}": answers(inside(**fields, **{one: {"type": "string"}})) for one in "xy"}


def answers(schema: dict[str, Any], status: str = "200") -> dict[str, Any]:
    return {"responses": {status: {"description": "OK", "schema": schema}}}


def takes(schema: dict[str, Any]) -> dict[str, Any]:
    body = {"name": "body", "in": "body", "required": True, "schema": schema}
    return {"parameters": [body], "responses": {"204": {"description": "No content"}}}


def asks(*parameters: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": list(parameters), "responses": {"204": {"description": "No content"}}}


def named(operations: dict[str, dict[str, Any]], definitions: dict[str, Any] | None = None) -> set[str]:
    """The names of the types that an import makes. Keys are an operationId, or one with its method and path."""
    paths: dict[str, Any] = {}
    for key, said in operations.items():
        name, _, request = key.partition(" ")
        method, _, path = (request or f"post /{name}").partition(" ")
        paths.setdefault(path, {})[method.lower()] = {"operationId": name, "summary": name, **said}
    info: Plain = {"title": "Shop", "description": "Orders of a shop.", "version": "1.0"}
    swagger: Plain = {
        "swagger": "2.0",
        "info": info,
        "host": "shop.example.com",
        "paths": paths,
        **({"definitions": definitions} if definitions else {}),
    }
    tree = convert.files(swagger, None)
    found: set[str] = set()
    for key in ("types", "inline_types"):
        root = yaml_document.parse("connector.yaml", tree["connector.yaml"])[0]
        apart = yaml_document.parse(f"{key}.yaml", tree.get(f"{key}.yaml", b""))[0]
        for node in (root.get(key) if root is not None else None, apart):
            found |= set(node.mapping if node is not None else ())
    return found - set(definitions or ())


PERSON = thing("first_name", "last_name", "email")
PLACE = thing("street", "city", "country")
PARCEL = thing("weight", "height", "width")

NAMED: dict[str, tuple[dict[str, dict[str, Any]], set[str]]] = {
    "by the key of the field": (pair(owner=PARCEL), {"Owner"}),
    "by the singular of the list": (pair(parcels=many(PARCEL)), {"Parcel"}),
    "by the last word that several keys share": (
        {"GetThing": answers(inside(home_crate=PARCEL, work_crate=PARCEL))},
        {"Crate"},
    ),
    "by the operation where the key says nothing": (
        {"ListContacts": answers(inside(data=many(PARCEL))), "GetContact": answers(PARCEL)},
        {"Contact"},
    ),
    "by the words of the summary where the operationId has no borders": (
        {
            "Listcontacts": {**answers(many(PARCEL)), "summary": "List contacts"},
            "Getcontact": {**answers(PARCEL), "summary": "Get contact"},
        },
        {"Contact"},
    ),
    "by the path where the operationId is only a verb": (
        {"get get /v2/contact-lists": answers(many(PARCEL)), "update put /v2/contact-lists/{id}": answers(PARCEL)},
        {"ContactList"},
    ),
    "input and output apart": (
        {
            "CreateContact": {**takes(PLACE), **answers(PARCEL, "201")},
            "UpdateContact": {**takes(PLACE), **answers(PARCEL)},
        },
        {"ContactInput", "Contact"},
    ),
    "an error": (
        {"GetThing": {"responses": {status: {"description": "No", "schema": PARCEL} for status in ("400", "404")}}},
        {"Error"},
    ),
    "what operations that delete things give": (
        {"DeleteOrder": answers(thing("gone", "id")), "DeleteContact": answers(thing("gone", "id"))},
        {"DeleteResult"},
    ),
    "a person who did something": ({"GetThing": answers(inside(created_by=PERSON, updated_by=PERSON))}, {"User"}),
    "an address under other names": ({"GetThing": answers(inside(origin=PLACE, target=PLACE))}, {"Address"}),
    "two of a name by what is around them": (
        {
            "GetThing": answers(inside(seller=inside(note=PLACE, x={"type": "string"}), buyer=inside(note=PARCEL))),
            "PutThing": answers(
                inside(seller=inside(note=PLACE, y={"type": "string"}), buyer=inside(note=PARCEL, y={"type": "string"}))
            ),
        },
        {"Note", "BuyerNote"},
    ),
    "a word of the format is no name": (pair(date=PARCEL), {"ThingDate"}),
    "an ID of the path by what it is the ID of": (
        {
            f"{verb}Contact {verb} /contacts/{{id}}": asks(
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "type": "string",
                    "description": "The number of the contact as the service shows it in its list of contacts.",
                }
            )
            for verb in ("get", "put", "delete")
        },
        {"ContactId"},
    ),
    "nothing for what is short": (pair(owner=inside(id={"type": "string"})), set()),
    "nothing for what stands once": ({"GetThing": answers(PLACE), "PutThing": takes(PARCEL)}, set()),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_shape_that_repeats_is_named(name: str) -> None:
    operations, wanted = NAMED[name]
    assert named(operations) == wanted


def test_no_name_is_that_of_a_definition() -> None:
    found = named(pair(parcel=PARCEL), {"Parcel": {"type": "object", "properties": {"id": {"type": "string"}}}})
    assert found == {"ThingParcel"}


def test_the_same_names_whatever_else_there_is() -> None:
    two = pair(parcel=PARCEL)
    more = {f"GetMore{number}": answers(inside(id={"type": "string"})) for number in range(5)}
    assert named(two) == named({**more, **two}) == named({**two, **more}) == {"Parcel"}


def said_of(field: dict[str, Any]) -> Any:
    """The imported field `list_id` of a response with ten fields of the same kind."""
    fields = {
        f"other_{one}_id": {**field, **{key: f"Other {one.upper()} ID" for key in field if key != "type"}}
        for one in "abcdefghij"
    }
    schema = {"type": "object", "properties": {"list_id": {**field}, **fields}}
    swagger: Plain = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1"},
        "host": "shop.example.com",
        "paths": {"/a": {"get": {"operationId": "Get", **answers(schema)}}},
    }
    root = yaml_document.parse("connector.yaml", convert.files(swagger, None)["connector.yaml"])[0]
    assert root is not None
    return root.at(iter(["operations", 0, "returns", "fields", "list_id"])).plain()


@pytest.mark.parametrize(
    "field",
    [
        {"type": "string", "title": "Name"},
        {"type": "string", "x-ms-summary": "Name"},
        {"type": "string", "title": "Name", "x-ms-summary": "Name"},
    ],
)
def test_a_title_is_called_title_wherever_the_swagger_has_it(field: dict[str, Any]) -> None:
    assert said_of(field) == {"type": "string", "title": "Name"}


def test_a_title_that_its_key_and_the_spelling_of_its_words_say_is_left_out() -> None:
    assert said_of({"type": "string", "x-ms-summary": "List ID"}) == "string"


def effect(name: str, request: str) -> str:
    """The effect that an import sets for an operation; "" for that of its method."""
    method, _, path = request.partition(" ")
    swagger: Plain = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1"},
        "host": "shop.example.com",
        "paths": {path: {method.lower(): {"operationId": name, **answers({"type": "string"})}}},
    }
    root = yaml_document.parse("connector.yaml", convert.files(swagger, None)["connector.yaml"])[0]
    assert root is not None
    node = root.at(iter(["operations", 0, "effect"]))
    return node.text if isinstance(node.value, str) else ""


@pytest.mark.parametrize(
    ("name", "request_", "wanted"),
    [
        ("SearchOrders", "POST /orders/search", "reads"),
        ("FindOrder", "POST /orders/find", "reads"),
        ("SearchOrders", "POST /orders", ""),
        ("CreateOrder", "POST /orders/search", ""),
        ("SearchAndSendOrders", "POST /orders/search", ""),
        ("FindOrCreateOrder", "POST /orders/find-or-create", ""),
        ("LookupNumber", "POST /lookup", ""),
        ("QueryTable", "POST /query", ""),
        ("SearchOrders", "PUT /orders/search", ""),
    ],
)
def test_only_what_surely_searches_is_said_to_read(name: str, request_: str, wanted: str) -> None:
    assert effect(name, request_) == wanted


HOOK = {
    "name": "body",
    "in": "body",
    "required": True,
    "schema": {
        "type": "object",
        "properties": {"url": {"type": "string", "x-ms-notification-url": True, "x-ms-visibility": "internal"}},
    },
}
ENDS: dict[str, tuple[dict[str, str], str]] = {
    "the call below the path": ({"/hooks/orders/{id}": "UnsubscribeOrders"}, "UnsubscribeOrders"),
    "nothing where a visible call deletes a thing": ({"/hooks/orders/{id}": "DeleteGroup"}, ""),
    "the call of the same name": (
        {"/hook/{id}": "DeleteOrderPlacedHook", "/hooks/{id}": "DeleteBillPaidHook"},
        "DeleteOrderPlacedHook",
    ),
    "the one call that ends a hook": (
        {"/webhooks/{id}": "DeleteWebhook", "/orders/{id}": "DeleteOrder"},
        "DeleteWebhook",
    ),
    "nothing where two may be meant": ({"/a/{id}": "DeleteWebhook", "/b/{id}": "RemoveWebhook"}, ""),
    "nothing where no call ends a hook": ({"/orders/{id}": "DeleteOrder"}, ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_a_webhook_is_guessed_and_marked(name: str) -> None:
    calls, wanted = ENDS[name]
    given = {"name": "id", "in": "path", "required": True, "type": "string"}
    done = {"204": {"description": "No content"}}
    paths: dict[str, Any] = {
        path: {"delete": {"operationId": one, "parameters": [given], "responses": done}} for path, one in calls.items()
    }
    paths["/hooks/orders"] = {
        "post": {"operationId": "WhenOrderPlaced", "x-ms-trigger": "single", "parameters": [HOOK], "responses": done}
    }
    swagger: Plain = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1"},
        "host": "shop.example.com",
        "paths": paths,
    }
    text = convert.files(swagger, None)["connector.yaml"].decode()
    said = f"unsubscribe: {{operation: {wanted}, parameter: id}}"
    assert ("# Guessed" in text, said in text) == ((True, True) if wanted else (False, False))


def test_names_say_a_word_once_and_no_act() -> None:
    assert nouns.made_id("get", "/geofence/geofenceApi") == "GetGeofenceApi"
    assert nouns.before("/get/{publicId}", "publicId") == ()
