"""Rules about inputs that makers do not fill in: hidden values, and values that only the service sets."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject
from connectorkit.check.engine.exported import injected
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.parts import inputs, location
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere

_REFUSED = everywhere("error")
_VISIBILITY = "x-ms-visibility"


def _hidden(subject: Subject) -> Iterator[tuple[At, bool]]:
    """Hidden inputs, and whether they are required.

    Inputs of internal operations are left out, and those whose `required` is not a boolean.
    """
    for at in subject.having("parameter", _VISIBILITY):
        if at.node[_VISIBILITY] == "internal" and _outside_body(at) and not injected(subject, at):
            yield at, at.node.get("required") is True
    fields = [
        at
        for at in subject.having("schema", _VISIBILITY)
        if at.node[_VISIBILITY] == "internal" and at.role == "property" and not _helper(at)
    ]
    for at in inputs(subject, fields):
        yield at, at.required


def _outside_body(at: At) -> bool:
    return location(at) not in ("body", "") and not _helper(at) and isinstance(at.node.get("required", False), bool)


def _helper(at: At) -> bool:
    return at.operation is not None and at.operation.hidden


def _constant(subject: Subject) -> Iterator[Hit]:
    for at, required in _hidden(subject):
        if required and "default" not in at.node and _single(subject, at):
            yield Hit(
                at.at("default"),
                f"{begun(at)} is internal and required but has no default, so it is sent without a value.",
            )


def _single(subject: Subject, at: At) -> bool:
    """Whether the input itself needs a value, which neither the platform nor nested fields supply."""
    node = subject.resolved(at).node
    return not {"x-ms-notification-url", "properties", "allOf", "x-ms-dynamic-schema"} & node.keys()


def _unsent(subject: Subject) -> Iterator[Hit]:
    for at, required in _hidden(subject):
        if not required and "default" in at.node:
            yield Hit(
                at.at("default"),
                f"{begun(at)} is internal and has a default but is not required, so the default is not sent.",
            )


def _read_only(subject: Subject) -> Iterator[Hit]:
    fields = [at for at in subject.having("schema", "readOnly") if at.node["readOnly"] is True and at.required]
    for at in inputs(subject, fields):
        if at.role == "property":
            yield Hit(
                at.at("readOnly"), f"{begun(at)} is required in a request, but read-only, so makers cannot enter it."
            )


def _binary(subject: Subject) -> Iterator[Hit]:
    fields = [at for at in subject.having("schema", "format") if at.node["format"] == "binary" and at.path]
    for at in inputs(subject, fields):
        yield Hit(at.at("format"), f"{begun(at)} is binary, but is part of a JSON body.")


RULES = (
    Rule(
        "PAR180",
        "A hidden required input has a default",
        why="Makers cannot enter a value, so only the default can be sent. The import refuses such an input without a "
        "default.",
        source="validator; kept by all 1,903 hidden constants of 1,036 published connectors",
        severity=_REFUSED,
        help="Add the value as its default, or make it visible.",
        bad="operations: {ListShops: {parameters: {city: {required: true, visibility: internal}}}}",
        good="operations: {ListShops: {parameters: {city: {required: true, constant: Sydney}}}}",
        check=_constant,
    ),
    Rule(
        "PAR181",
        "A hidden input with a default is required",
        why="The platform sends hidden values only if they are required.",
        source="validator InternalPropertyWithDefaultOptional, PropertyMustBeRequired",
        severity=everywhere("warning"),
        help="Write `required: true`, or remove the default.",
        bad="operations: {ListShops: {parameters: {city: {constant: Sydney}}}}",
        good="operations: {ListShops: {parameters: {city: {required: true, constant: Sydney}}}}",
        check=_unsent,
    ),
    Rule(
        "PAR190",
        "No input is both read-only and required",
        why="Makers must enter it, but cannot. The import refuses it.",
        source="validator RequiredReadOnlyPropertyNotAllowedAsInput",
        severity=_REFUSED,
        help="Make it optional, or remove `read_only`; a response can have its own type.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {read_only: true}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {read_only: true}}}}}",
        check=_read_only,
    ),
    Rule(
        "PAR102",
        "A binary input is a whole body or a form field",
        why="JSON cannot contain bytes. The validator reports it, although published connectors have such inputs.",
        source="validator InvalidStringBinaryProperty",
        severity=Severities("warning", "warning", "advice"),
        help="Use the format `byte` (Base64), or make it the whole body or a form field.",
        bad="operations: {CreateOrder: {body: {fields: {photo: {type: binary, description: A picture.}}}}}",
        good="operations: {CreateOrder: {body: {fields: {photo: {type: byte, description: A picture.}}}}}",
        check=_binary,
    ),
)
