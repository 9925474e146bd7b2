"""Rules about x-ms-api-annotation: its keys, and the replacement of an operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import Operation, Plain, Subject, mapping, short
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, spelt
from connectorkit.check.engine.words import nearest, suggestion
from connectorkit.model.connector import Json

_KEY = "x-ms-api-annotation"
_KNOWN = ("family", "revision", "status", "replacement", "expires")
_STATUS = ("Preview", "Production")


class Member(NamedTuple):
    """An operation with an annotation; ``revision`` is 0 where it has none."""

    operation: Operation
    annotation: Plain
    family: str
    revision: int

    def at(self, *steps: str) -> str:
        """The pointer of the annotation, or of a value in it."""
        return self.operation.at(_KEY, *steps)

    @property
    def live(self) -> bool:
        """Whether it is still offered to makers."""
        return self.operation.node.get("deprecated") is not True


def members(subject: Subject) -> list[Member]:
    """The operations with an annotation, in the order of the document."""
    return subject.once(_members)


def _members(subject: Subject) -> list[Member]:
    found = []
    for operation in subject.operations:
        if _KEY in operation.node:
            said = mapping(operation.node[_KEY])
            family, revision = said.get("family"), said.get("revision")
            counts = isinstance(revision, int) and not isinstance(revision, bool)
            found.append(
                Member(operation, said, family if isinstance(family, str) else "", int(str(revision)) if counts else 0)
            )
    return found


def _formed(subject: Subject) -> Iterator[Hit]:
    for one in members(subject):
        if not isinstance(one.operation.node[_KEY], dict):
            yield Hit(one.at(), f"The annotation of {one.operation.called} is not an object.")
        for key in one.annotation:
            if key not in _KNOWN:
                near = nearest(key, _KNOWN[:4], 0.6)
                yield Hit(
                    one.at(key),
                    f"The annotation of {one.operation.called} has the key '{short(key)}', which has no effect.",
                    suggestion(key, _KNOWN[:4]),
                    correction=spelt(one.at(key), near if near not in one.annotation else ""),
                )


def _family_text(subject: Subject) -> Iterator[Hit]:
    for one in members(subject):
        if "family" in one.annotation and not one.family:
            yield Hit(one.at("family"), f"The family of {one.operation.called} has no name.")


def _revision_number(subject: Subject) -> Iterator[Hit]:
    for one in members(subject):
        said = one.annotation.get("revision")
        if said is not None and one.revision < 1:
            number = int(said) if isinstance(said, str) and said.isdecimal() and len(said) < 5 else 0
            edit = Edit("set", one.at("revision"), number)
            yield Hit(
                one.at("revision"),
                f"The revision of {one.operation.called} is {_shown(said)}; it must be an integer of at least 1.",
                fix=Fix(f"Write {number}.", (edit,)) if number > 0 else None,
            )


def _shown(said: Json) -> str:
    return f"'{short(said)}'" if isinstance(said, str) else short(str(said))


def _status_word(subject: Subject) -> Iterator[Hit]:
    for one in members(subject):
        said = one.annotation.get("status")
        if said is not None and said not in _STATUS:
            better = str(said).strip().capitalize()
            fix = Fix(f"Write '{better}'.", (Edit("set", one.at("status"), better),)) if better in _STATUS else None
            yield Hit(
                one.at("status"),
                f"The status of {one.operation.called} is '{short(str(said))}', which is unknown.",
                suggestion(better, _STATUS),
                fix,
            )


def _revision_of_family(subject: Subject) -> Iterator[Hit]:
    for one in members(subject):
        if "revision" in one.annotation and "family" not in one.annotation:
            yield Hit(one.at(), f"{one.operation.called} has a revision, but belongs to no family.")


def _replaced(subject: Subject) -> Iterator[Member]:
    for one in members(subject):
        if "replacement" in one.annotation:
            yield one


def _replaced_deprecated(subject: Subject) -> Iterator[Hit]:
    for one in _replaced(subject):
        if one.live:
            yield Hit(one.at("replacement"), f"{one.operation.called} names a replacement but is not deprecated.")


def _replacement_api(subject: Subject) -> Iterator[Hit]:
    for one in _replaced(subject):
        if not one.live and not mapping(one.annotation["replacement"]).get("api"):
            yield Hit(one.at("replacement"), f"The replacement of {one.operation.called} does not name its connector.")


def _replacement_operation(subject: Subject) -> Iterator[Hit]:
    for one in _replaced(subject):
        said = mapping(one.annotation["replacement"])
        if not one.live and said.get("api") and not said.get("operationId"):
            yield Hit(one.at("replacement"), f"The replacement of {one.operation.called} names no operation.")


def _expires(subject: Subject) -> Iterator[Hit]:
    for one in members(subject):
        if "expires" in one.annotation:
            yield Hit(one.at("expires"), f"{one.operation.called} has an expiry date, which nothing reads.")


_FORM = Severities("warning", "warning", "advice")
_CERTIFIED = Severities("error", "error", "advice")
RULES = (
    Rule(
        "VER010",
        "An annotation has family, revision, status and replacement",
        why="Any other key has no meaning, and is often a misspelling.",
        source="schema of apiDefinition, x-ms-api-annotation",
        severity=_FORM,
        help="Write an object with these keys.",
        bad="operations: {GetOrder: {annotation: {familly: GetOrder}}}",
        good="operations: {GetOrder: {annotation: {family: GetOrder, revision: 1}}}",
        check=_formed,
    ),
    Rule(
        "VER011",
        "A revision is an integer of at least 1",
        why="Revisions are compared as numbers.",
        source="schema of apiDefinition, x-ms-api-annotation",
        severity=_FORM,
        help="Write 1 for the first operation of the family, 2 for the next.",
        bad="operations: {GetOrder: {annotation: {family: GetOrder, revision: '1'}}}",
        good="operations: {GetOrder: {annotation: {family: GetOrder, revision: 1}}}",
        check=_revision_number,
    ),
    Rule(
        "VER012",
        "The status of an operation is Preview or Production",
        why="The reference page and the designer know only these two values.",
        source="schema of apiDefinition, x-ms-api-annotation",
        severity=_FORM,
        help="Write Preview or Production.",
        bad="operations: {GetOrder: {annotation: {status: Beta}}}",
        good="operations: {GetOrder: {annotation: {status: Preview}}}",
        check=_status_word,
    ),
    Rule(
        "VER013",
        "An operation with a revision belongs to a family",
        why="A revision is a number within a family.",
        source="operational versioning",
        severity=_FORM,
        help="Write `family` with the operationId of the first revision.",
        bad="operations: {GetOrder: {annotation: {revision: 1}}}",
        good="operations: {GetOrder: {annotation: {family: GetOrder, revision: 1}}}",
        check=_revision_of_family,
    ),
    Rule(
        "VER015",
        "A family has a name",
        why="The name of the family connects its operations.",
        source="schema of apiDefinition, x-ms-api-annotation",
        severity=_FORM,
        help="Write the operationId of the first revision.",
        bad="operations: {GetOrder: {annotation: {family: 5, revision: 1}}}",
        good="operations: {GetOrder: {annotation: {family: GetOrder, revision: 1}}}",
        check=_family_text,
    ),
    Rule(
        "VER050",
        "Only deprecated operations name a replacement",
        why="An operation that is not deprecated has no replacement.",
        source="validator ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations",
        severity=_CERTIFIED,
        help="Write `deprecated: true`, or remove the replacement.",
        bad="operations: {GetOrder: {annotation: {replacement: {api: orders, operationId: ListShops}}}}",
        check=_replaced_deprecated,
    ),
    Rule(
        "VER051",
        "A replacement names its connector",
        why="The replacement can be in another connector.",
        source="validator ApiAnnotationExtensionReplacementInfoMissingApiProperty",
        severity=_CERTIFIED,
        help="Write `api` next to operationId.",
        check=_replacement_api,
    ),
    Rule(
        "VER052",
        "A replacement names its operation",
        why="Makers are referred to that operation.",
        source="validator ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty",
        severity=_CERTIFIED,
        help="Write `operationId` next to api.",
        check=_replacement_operation,
    ),
    Rule(
        "VER060",
        "An annotation has no expiry date",
        why="The platform does not read it.",
        source="deprecating operations; schema of apiDefinition",
        severity=Severities("advice", "advice", "off"),
        help="Remove it, and write the end date in the description of the operation.",
        check=_expires,
    ),
)
