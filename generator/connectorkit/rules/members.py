"""Rules about keys that Swagger 2.0 does not have where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.rules.record import Edit, Fix, Hit, Rule, everywhere
from connectorkit.rules.subject import At, Operation, Subject, mapping, short
from connectorkit.rules.words import nearest

_LIMITS = ("type", "format", "items", "collectionFormat", "default", "maximum", "exclusiveMaximum", "minimum",
           "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "enum",
           "multipleOf")  # fmt: skip
KNOWN: dict[str, frozenset[str]] = {kind: frozenset(keys) for kind, keys in {
    "root": ("swagger", "info", "host", "basePath", "schemes", "consumes", "produces", "paths", "definitions",
             "parameters", "responses", "securityDefinitions", "security", "tags", "externalDocs"),
    "info": ("title", "description", "termsOfService", "contact", "license", "version"),
    "contact": ("name", "url", "email"),
    "license": ("name", "url"),
    "path": ("get", "put", "post", "delete", "options", "head", "patch", "parameters", "$ref"),
    "operation": ("tags", "summary", "description", "externalDocs", "operationId", "consumes", "produces",
                  "parameters", "responses", "schemes", "deprecated", "security"),
    "parameter": ("name", "in", "description", "required", "allowEmptyValue", "schema", "$ref", *_LIMITS),
    "items": _LIMITS,
    "response": ("description", "schema", "headers", "examples", "$ref"),
    "header": ("description", *_LIMITS),
    "tag": ("name", "description", "externalDocs"),
    "security": ("type", "description", "name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes"),
}.items()}  # fmt: skip
# Words of OpenAPI 3, which are another fault, and `title`, which the wizard writes on parameters.
_ELSEWHERE = frozenset(("openapi", "servers", "components", "webhooks", "requestBody", "callbacks", "content", "links",
                        "oneOf", "anyOf", "nullable", "style", "explode", "example", "title", "trace",
                        "allowReserved", "deprecated"))  # fmt: skip


def _unknown(subject: Subject) -> Iterator[Hit]:
    for kind, known in KNOWN.items():
        for key, nodes in _keys(subject, kind):
            if key not in known and key not in _ELSEWHERE and not key.startswith("x-"):
                for at in nodes:
                    yield _hit(at, key, known)


def _keys(subject: Subject, kind: str) -> Iterator[tuple[str, list[At]]]:
    if kind not in ("contact", "license"):
        yield from subject.keys(kind).items()
        return
    at = At(kind, f"/info/{kind}", mapping(subject.info.node.get(kind)), kind)
    for key in at.node:
        yield key, [at]


def _hit(at: At, key: str, known: frozenset[str]) -> Hit:
    same = next((one for one in known if one.lower() == key.lower()), "")
    near = same or nearest(key, sorted(known))
    fix = None
    if same and same not in at.node:
        fix = Fix(f"Write `{same}`.", (Edit("rename", at.at(key), same),))
    return Hit(at.at(key), f"`{short(key)}` is no key that {_thing(at)} can have.",
               f"Did you mean `{near}`?" if near else "", fix)  # fmt: skip


def _thing(at: At) -> str:
    if isinstance(at, Operation):
        return f"the operation {at.called}"
    words = {"root": "the top of the definition", "info": "the info of the connector", "path": "the path",
             "contact": "the contact", "license": "the licence", "parameter": "the parameter",
             "items": "the items of a parameter", "response": "the answer", "header": "the header", "tag": "the tag",
             "security": "the security definition"}  # fmt: skip
    named = at.name and at.kind in ("path", "parameter", "response", "header", "tag", "security")
    return f"{words[at.kind]} '{short(at.name)}'" if named else words[at.kind]


def _in_notification(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("notification"):
        for key in at.node:
            if key not in ("description", "schema", "headers") and not key.startswith("x-"):
                near = nearest(key, ("description", "schema"))
                yield Hit(at.at(key), f"`{short(key)}` has no meaning in the notification of '{short(at.name)}'.",
                          f"Did you mean `{near}`?" if near else "")  # fmt: skip


RULES = (
    Rule(
        "SEC161",
        "Every key is one of Swagger 2.0, or begins with x-",
        why="The import refuses others; most of them are spelt wrong, and what they say is lost.",
        source="validator on extension names; Swagger 2.0",
        severity=everywhere("error"),
        help="Take it away, or let it begin with x-.",
        bad="operations: {GetOrder: {extra: {Deprecated: true}}}",
        good="operations: {GetOrder: {deprecated: true}}",
        check=_unknown,
    ),
    Rule(
        "SEC162",
        "A notification has a schema and a description alone",
        why="The platform reads nothing else there.",
        source="schema of apiDefinition",
        severity=everywhere("warning"),
        help="Take it away.",
        bad="operations: {WhenOrderShipped: {event_extra: {required: true}}}",
        good="operations: {WhenOrderShipped: {event_extra: {x-required: true}}}",
        check=_in_notification,
    ),
)
