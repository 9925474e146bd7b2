"""Tests of sandboxes: each operation is called once, and its response is validated against the rendered swagger."""

from __future__ import annotations

import jsonschema_rs

from connectorkit.contract.contract import Answer, Contract
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_value import Json, mapping
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes import json_types
from connectorkit.sandbox.shapes.document_types import Document

Swagger = dict[str, Json]


def problems(spec: Document, swagger: Swagger) -> list[str]:
    """The problems of the responses of a sandbox to the calls of its contract tests.

    The sandbox uses ``spec``; its responses are checked against the swagger of the same build.
    """
    declared = {
        one.get("operationId"): one
        for item in mapping(swagger.get("paths")).values()
        if isinstance(item, dict)
        for method, one in item.items()
        if method in METHODS and isinstance(one, dict)
    }
    found: list[str] = []
    requests = Requests(spec)
    credentials = {one["name"]: "sandbox" for one in spec["credentials"]}
    with serve(spec) as running:
        contract = Contract(spec, running.url, credentials)
        for route in spec["routes"]:
            try:
                answer = contract.call(requests.request(route), requests.before(route))
                wrong = _judged(answer, declared[route["operation"]], swagger)
            except (AssertionError, OSError, ValueError, KeyError) as error:
                wrong = f"{type(error).__name__}: {error}"
            found += [f"{route['operation']}: {wrong}"] if wrong else []
    return found


def _judged(answer: Answer, operation: Swagger, swagger: Swagger) -> str:
    responses = operation.get("responses")
    responses = responses if isinstance(responses, dict) else {}
    said = responses.get(str(answer.status), responses.get("default"))
    good = any(status.startswith("2") for status in responses)
    if answer.status >= 300:
        return f"status {answer.status}: {answer.text[:200]}"
    if not {str(answer.status), "default"} & responses.keys():
        return f"status {answer.status} is not declared" if good else ""
    said = _followed(said, swagger)
    schema = said.get("schema") if isinstance(said, dict) else None
    silent = answer.status == 204 or answer.method == "HEAD"
    if silent or not isinstance(schema, dict) or schema.get("type") == "file":
        return ""
    return _fits(answer.document, schema, swagger)


def _followed(said: Json, swagger: Swagger) -> Json:
    name = str(said.get("$ref", "")).removeprefix("#/responses/") if isinstance(said, dict) else ""
    shared = swagger.get("responses")
    return shared.get(name, {}) if name and isinstance(shared, dict) else said


def _fits(document: Json, schema: Swagger, swagger: Swagger) -> str:
    whole = {**schema, "definitions": swagger.get("definitions", {})}
    try:
        validator = jsonschema_rs.Draft4Validator(mapping(_sound(whole)), validate_formats=False)
    except ValueError:
        return ""  # An invalid schema accepts everything.
    first = next(validator.iter_errors(document), None)
    return f"{'/'.join(map(str, first.instance_path)) or 'the body'}: {first.message[:300]}" if first else ""


def _sound(node: Json) -> Json:
    """A swagger schema without invalid keywords for JSON Schema: `required` as a flag, unknown types."""
    if isinstance(node, list):
        return [_sound(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _sound(value) for key, value in node.items()}
    if not isinstance(made.get("required", []), list) or made.get("required") == []:
        del made["required"]
    if made.get("type") in ("file", "", "any"):
        del made["type"]
    if made.get("additionalProperties") is False:
        del made["additionalProperties"]  # with allOf, no object would satisfy it
    if "enum" in made and not _limits_something(made):
        del made["enum"]
    return made


def _limits_something(schema: Swagger) -> bool:
    """Whether one of the choices has the declared type; if none has, the choices are ignored."""
    kind, choices = schema.get("type"), schema["enum"]
    if not isinstance(kind, str) or not isinstance(choices, list):
        return isinstance(choices, list) and bool(choices)
    return any(json_types.fits(one, (kind,)) for one in choices)
