"""The rule about keys of OpenAPI 3 in a Swagger 2.0 document."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import extension_keys
from connectorkit.check.engine.connector_index import At, Subject
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities

_WAYS = {
    "nullable": "Write `x-nullable` instead.",
    "oneOf": "Describe one object with the fields of all alternatives, none of them required.",
    "anyOf": "Describe one object with the fields of all alternatives, none of them required.",
    "not": "Remove it.",
    "requestBody": "Describe the body as a parameter with `in: body` and a schema.",
    "components": "Move its parts to definitions, parameters, responses and securityDefinitions.",
    "servers": "Write the address in host, basePath and schemes.",
    "content": "Write its schema as `schema`.",
    "openapi": 'Write `"swagger": "2.0"`, and remove `openapi`.',
    "examples": "Keep one of them as `example`.",
    "const": "Write it as the only value of `enum`.",
    "callbacks": "Describe the event in x-ms-notification-content.",
}


def _keys(subject: Subject) -> Iterator[Hit]:
    for kind, keys in extension_keys.OPENAPI3.items():
        for key in sorted(keys & subject.keys(kind).keys()):
            for at in subject.having(kind, key):
                yield Hit(
                    at.at(key),
                    f"{begun(at)} has `{key}`, which belongs to OpenAPI 3; the platform reads Swagger 2.0.",
                    _WAYS.get(key, "Remove it."),
                    _fix(at, key),
                )


def _fix(at: At, key: str) -> Fix | None:
    flag = key == "nullable" and isinstance(at.node[key], bool) and at.kind in ("schema", "parameter")
    if not flag or "x-nullable" in at.node:
        return None
    return Fix("Rename it to `x-nullable`.", (Edit("rename", at.at(key), "x-nullable"),))


RULES = (
    Rule(
        "SEC020",
        "Every key is one of Swagger 2.0",
        why="The platform does not read keys of OpenAPI 3, and the validation of a submission refuses them.",
        source="certification pre-flight checks; policy 5000.2.6.3; two hits in 995 published connectors",
        severity=Severities("error", "error", "warning"),
        help="Use the key of Swagger 2.0, or remove it.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {extra: {nullable: true}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {nullable: true}}}}}",
        check=_keys,
    ),
)
