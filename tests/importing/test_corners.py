"""Corners of published connectors that are easily lost, one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score

from connectorkit import pipeline
from connectorkit.importing import run

OK = {"200": {"description": "OK"}}
EVENT = {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
CALLBACK = {
    "name": "body",
    "in": "body",
    "schema": {"type": "object", "properties": {"url": {"type": "string", "x-ms-notification-url": True}}},
}


def operation(**more: Any) -> dict[str, Any]:
    return {"operationId": "A", "responses": OK, **{key.replace("_", "-"): value for key, value in more.items()}}


def at(**item: Any) -> dict[str, Any]:
    return {"paths": {"/a": {key.replace("_", "-"): value for key, value in item.items()}}}


def field(**schema: Any) -> dict[str, Any]:
    return {"definitions": {"T": {key.replace("_", "-"): value for key, value in schema.items()}}}


NAMED = {"type": "string", "description": "", "required": False, "properties": {}, "x-vendor": []}
CASES: dict[str, dict[str, Any]] = {
    "no info": {"info": None},
    "no paths": {"paths": None},
    "info is a text": {"info": "Shop"},
    "definitions are a list": {"definitions": [{"a": ""}]},
    "tags are an object of empties": {"tags": {"required": [], "title": ""}},
    "paths with an extension": {"paths": {"x-a": {"get": {"parameters": []}}, "/a": {"get": operation()}}},
    "a path that is null": {"paths": {"/a": None, "/b": {}, "/c": {"$ref": "#/paths/~1b"}}},
    "methods of other kinds": at(trace=operation(), GET=operation(), get=operation()),
    "an operation that is a list": at(get=[], post=operation()),
    "an operation without answers": at(get={"operationId": "A"}, post={"operationId": "B", "responses": {}}),
    "answers in another order": at(get=operation(responses={"default": {"description": "d"}, "x-a": 1, **OK})),
    "an answer that is null": at(get=operation(responses={"200": None, "201": {"$ref": "#/parameters/a"}})),
    "no operationId": {"paths": {"/a": {"get": {"responses": OK}}, "/b": {"get": operation(operationId="get_a")}}},
    "one operationId twice": {"paths": {f"/{n}": {"get": operation()} for n in range(4)}},
    "an empty operationId": at(get=operation(operationId=""), post=operation(operationId=5)),
    "a trigger that is null": at(
        post=operation(x_ms_trigger=None, parameters=[CALLBACK]), x_ms_notification_content=EVENT
    ),
    "a webhook without its mark": at(post=operation(parameters=[CALLBACK]), x_ms_notification_content=EVENT),
    "an event that nobody asked for": at(get=operation(), x_ms_notification_content={**EVENT, "in": "body"}),
    "two bodies": at(post=operation(parameters=[CALLBACK, {**CALLBACK, "name": "more"}])),
    "a body without a schema": at(post=operation(parameters=[{"name": "body", "in": "body", "required": True}])),
    "one name in three places": at(
        get=operation(
            parameters=[{"name": "a", "in": place, "type": "string"} for place in ("query", "header", "query")]
        )
    ),
    "parameters without names": at(get=operation(parameters=[{"in": "query"}, {"name": "", "in": "query"}, {}, None])),
    "parameters that are an object": at(get=operation(parameters={"name": "a"})),
    "a file": at(post=operation(parameters=[{"name": "f", "in": "formData", "type": "file", "x-mimetype": "a/b"}])),
    "security of its own": {
        **at(get=operation(security=[]), post=operation(operationId="B", security=[{"k": ["s"]}])),
        "securityDefinitions": {"k": {"type": "apiKey", "in": "query", "name": "n"}},
    },
    "a field for each keyword": field(type="object", properties={name: NAMED for name in NAMED}),
    "fields named like keywords, required": field(properties={"required": {}, "type": {}}, required=["type"]),
    "required in another order": field(properties={"a": {}, "b": {}}, required=["b", "a"]),
    "required twice, and unknown": field(properties={"a": {}}, required=["a", "a", "z"]),
    "required that is no list of texts": field(properties={"a": {}}, required=["a", 1]),
    "items and fields at once": field(properties={"a": {}}, items={"type": "string"}, type="array"),
    "items that are a list": field(type="array", items=[{"type": "string"}]),
    "a reference with more beside it": field(**{"$ref": "#/definitions/T", "description": "d", "title": "t"}),
    "a type of two": field(type=["string", "null"], enum=[None, "a"]),
    "numbers of each kind": field(default=[1, 1.0, True, -0.0, 2**64, 1e22, 5e-324], minimum=1.0, maximum=-0.0),
    "limits that are wrong": field(maxLength=-1, minLength=1.0, multipleOf=0, minimum="1", pattern=5),
    "an enumeration of likes": field(type="string", enum=["1", 1, True, "true", None, ""]),
    "names of an enumeration": field(
        enum=["a", "b"], x_ms_enum_values=[{"value": "a", "displayName": "A"}, {"value": "b", "displayName": ""}]
    ),
    "definitions named like types": {
        "definitions": {
            name: {"$ref": f"#/definitions/{name}"}
            for name in (
                *("string", "any", "a[]", "", "date-time", "A/b", "~1", "none", "{{ x }}", "null", "<<", "é" * 2000),
            )
        }
    },
    "texts that look like YAML": {
        "x-a": [
            *("yes", "~", "1.0", "0x1F", "2020-01-01", "- a", ": x", "# x", "%", "@", " a ", "\r", "\t", "\u0085"),
            *("\u2028", "\U0001f600", "\ufeff", "{{ x }}", "{%"),
        ]
    },
    "many brackets in texts": {"x-a": "[{ " * 3000, "info": {"title": "a", "description": "[\n" * 500}},
}
PROPERTIES: dict[str, Any] = {
    "no properties": {"a": 1},
    "properties that are a list": {"properties": []},
    "nothing": {},
    "a colour of another kind": {"properties": {"iconBrandColor": "red", "capabilities": None}},
    "an interface that is null": {
        "properties": {
            "connectionParameters": {"a": {"type": "string", "uiDefinition": None}, "b": {"type": "oauthSetting"}}
        }
    },
    "constraints of both spellings": {
        "properties": {
            "connectionParameters": {
                name: {"type": "string", "uiDefinition": {"displayName": name, "constraints": {"required": required}}}
                for name, required in (("a", "true"), ("b", True), ("c", "false"), ("d", False), ("e", None))
            }
        }
    },
    "a credential without a type": {"properties": {"connectionParameters": {"a": {}, "b": {"type": "string"}}}},
    "sets of one name": {
        "properties": {
            "connectionParameterSets": {"values": [{"name": "a", "parameters": {}}, {"name": "a", "parameters": {}}]}
        }
    },
    "a policy without parameters": {
        "properties": {
            "policyTemplateInstances": [
                {"templateId": "a"},
                {"templateId": "b", "parameters": {}},
                {"templateId": "", "title": ""},
            ]
        }
    },
    "operations of a script, none": {"properties": {"scriptOperations": [], "publisher": "", "stackOwner": 5}},
}


def survives(folder: Path, definition: Any, properties: Any = None) -> None:
    for name, value in (("apiDefinition.swagger.json", definition), ("apiProperties.json", properties)):
        if value is not None:
            (folder / name).write_text(json.dumps(value), encoding="utf-8")
    for exact in (False, True):
        one = score.score(folder, exact)
        assert (one.read, one.fault, one.again) == (True, "", True)


@pytest.mark.part(0.3)
@pytest.mark.parametrize("name", CASES)
def test_a_definition_survives(name: str, tmp_path: Path) -> None:
    whole = {"swagger": "2.0", "info": {"title": "Shop", "version": "1"}, "paths": {}, **CASES[name]}
    survives(tmp_path, {key: value for key, value in whole.items() if value is not None})


@pytest.mark.part(0.3)
@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_survive(name: str, tmp_path: Path) -> None:
    survives(tmp_path, {"swagger": "2.0", "info": {"title": "Shop"}, "paths": {}}, PROPERTIES[name])


def test_an_operation_under_a_path_with_parameters_always_has_a_list(tmp_path: Path) -> None:
    """The designer fails on an operation without `parameters` whose path has some, in any layout of the file."""
    folder, out = tmp_path / "published", tmp_path / "source"
    folder.mkdir()
    shared = [{"name": "id", "in": "path", "required": True, "type": "string"}]
    bare = {"summary": "List", "responses": {"200": {"description": "OK"}}}
    paths = {
        "/a/{id}": {"parameters": shared, "get": {"operationId": "A", **bare}},
        "/b": {"get": {"operationId": "B", **bare}},
    }
    document = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "a.contoso.com", "paths": paths}
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    for path, data in run.files(folder)[0].items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    files = pipeline.build(out, ("connector",), loose=True).files
    built = next(json.loads(data) for path, data in files.items() if path.endswith("apiDefinition.swagger.json"))
    assert built["paths"]["/a/{id}"]["get"]["parameters"] == []
    assert "parameters" not in built["paths"]["/b"]["get"]
