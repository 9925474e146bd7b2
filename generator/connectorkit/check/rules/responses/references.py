"""Rules about references: the target is a definition of this document, and there are no keys beside them."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import extension_keys
from connectorkit.check.engine.connector_index import At, Subject, mapping, short
from connectorkit.check.engine.references import SECTIONS, references, referrer
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.diagnostics import phrases
from connectorkit.read import json_reference

_REFUSED = everywhere("error")


def _nothing(subject: Subject) -> Iterator[Hit]:
    for at, target in references(subject):
        if json_reference.wrong(subject.definition, target) == json_reference.NOTHING:
            yield Hit(
                at.at("$ref"),
                f"{referrer(at)} refers to '{short(target)}', which does not exist.",
                _nearest(subject, at.kind, target),
            )


def _nearest(subject: Subject, kind: str, target: str) -> str:
    section = SECTIONS[kind]
    near = phrases.nearest(target.rpartition("/")[2], mapping(subject.definition.get(section)), 0.6)
    other = f"Describe it under `{section}`, or correct the reference."
    return f"Did you mean '#/{section}/{near}'?" if near else other


def _itself(subject: Subject) -> Iterator[Hit]:
    for at, target in references(subject):
        if json_reference.wrong(subject.definition, target) == json_reference.ITSELF:
            yield Hit(at.at("$ref"), f"{referrer(at)} refers to '{short(target)}', which refers back to itself.")


def _section(subject: Subject) -> Iterator[Hit]:
    for at, target in references(subject):
        section = f"#/{SECTIONS[at.kind]}/"
        right = target.startswith(section) and "/" not in target.removeprefix(section)
        if not right and target.startswith("#") and not json_reference.wrong(subject.definition, target):
            yield Hit(
                at.at("$ref"),
                f"{referrer(at)} refers to '{short(target)}', where the platform does not support references.",
                f"Move the target to `{SECTIONS[at.kind]}`, and refer to it there.",
            )


def _beside(subject: Subject) -> Iterator[Hit]:
    for at, target in references(subject):
        others = [key for key in at.node if key != "$ref" and _judged(at, key)]
        if others:
            shown = phrases.both(others[:3]) + (" ..." if len(others) > 3 else "")
            yield Hit(
                at.at(others[0]),
                f"{referrer(at)} refers to '{short(target)}' and has {shown} next to it, which the platform ignores.",
                related=(at.at("$ref"),),
            )


def _judged(at: At, key: str) -> bool:
    """Whether no other rule reports the key."""
    return key in extension_keys.known(at.kind) or (key.startswith("x-") and not key.startswith("x-ms-"))


def _alias(subject: Subject) -> Iterator[Hit]:
    for at, target in references(subject):
        if at.role in ("definition", "shared") and not json_reference.wrong(subject.definition, target):
            yield Hit(at.at("$ref"), f"{referrer(at)} is only a reference to '{short(target)}'.")


def _path(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("path", "$ref"):
        yield Hit(at.at("$ref"), f"The path '{short(at.name)}' is a reference.")


def _text(subject: Subject) -> Iterator[Hit]:
    for kind in SECTIONS:
        for at in subject.having(kind, "$ref"):
            if not isinstance(at.node["$ref"], str):
                yield Hit(
                    at.at("$ref"),
                    f"{referrer(at)} refers to {phrases.kind(at.node['$ref'])}; a reference must be a string.",
                )


RULES = (
    Rule(
        "RSP080",
        "A reference has no keys next to it",
        why="The platform follows the reference and ignores the other keys.",
        source="validator AdditionalPropertyNotAllowedAdjacentToRef; broken by 3 % of 1,036 published connectors",
        severity=everywhere("warning"),
        help="Move it to the type that is referred to, or remove it.",
        check=_beside,
    ),
    Rule(
        "RSP081",
        "A reference has a target",
        why="The import refuses a reference to something that does not exist.",
        source="validator SchemaReferenceNotFound, ParameterReferenceNotFound, ResponseReferenceNotFound",
        severity=_REFUSED,
        help="Define the target, or correct the reference.",
        bad="operations: {CreateOrder: {responses: {'404': {exact: {raw: {$ref: '#/responses/Missing'}}}}}}",
        check=_nothing,
    ),
    Rule(
        "RSP082",
        "No reference refers back to itself",
        why="It never resolves to a type. The import refuses it.",
        source="validator SchemaRefLoopNotAllowed, ParameterRefLoopNotAllowed, ResponseRefLoopNotAllowed",
        severity=_REFUSED,
        help="Write the type inline in one of these places.",
        bad="responses: {Missing: {exact: {raw: {$ref: '#/responses/Missing'}}}}",
        good="responses: {Missing: No such shop}",
        check=_itself,
    ),
    Rule(
        "RSP083",
        "A path is described inline",
        why="The import refuses a reference here.",
        source="validator PathItemRefNotSuppored",
        severity=_REFUSED,
        help="Copy the target of the reference into the path.",
        bad="operations: {Shared: {path: /shared, extra: {$ref: '#/x-paths/shared'}}}",
        good="operations: {Shared: {path: /shared, extra: {x-contoso-shared: true}}}",
        check=_path,
    ),
    Rule(
        "RSP084",
        "A reference refers to definitions, parameters or responses",
        why="The platform supports no other target. The import refuses it.",
        source="validator SchemaReferenceNotValid, ParameterReferenceNotValid, ResponseReferenceNotValid",
        severity=_REFUSED,
        help="Move the target there.",
        check=_section,
    ),
    Rule(
        "RSP085",
        "A definition is more than a reference",
        why="The platform does not follow a reference to a reference. The import refuses it.",
        source="validator SchemaRefLoopNotAllowed, ParameterRefLoopNotAllowed, ResponseRefLoopNotAllowed",
        severity=_REFUSED,
        help="Refer to the final target directly, or copy it.",
        bad="responses: {Missing: No such shop, Gone: {exact: {raw: {$ref: '#/responses/Missing'}}}}",
        good="responses: {Missing: No such shop, Gone: The shop has closed}",
        check=_alias,
    ),
    Rule(
        "RSP086",
        "A reference is a string",
        why="The import refuses any other value.",
        source="validator JsonTypeIncorrect",
        severity=_REFUSED,
        help="Write it as '#/definitions/Name'.",
        bad="operations: {CreateOrder: {body: {fields: {seller: {exact: {raw: {$ref: [Shop]}}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {seller: {type: string, description: Who sells.}}}}}",
        check=_text,
    ),
)
