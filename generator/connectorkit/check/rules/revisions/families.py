"""Rules about families of operations (x-ms-api-annotation): revisions, and which of them are offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.words import did_you_mean
from connectorkit.check.rules.revisions.annotation import Member, members
from connectorkit.model.patterns import lazy

_SUFFIX = lazy(r"_?V\d+\Z", re.IGNORECASE)


def families(subject: Subject) -> dict[str, list[Member]]:
    """The members of each family, lowest revision first."""
    found: dict[str, list[Member]] = {}
    for one in members(subject):
        if one.family:
            found.setdefault(one.family, []).append(one)
    return {name: sorted(those, key=lambda one: one.revision) for name, those in found.items()}


def _family_known(subject: Subject) -> Iterator[Hit]:
    known = families(subject)
    for name, those in known.items():
        operation = those[0].operation
        named_after = _SUFFIX.sub("", operation.id).lower() == name.lower()
        if len(those) == 1 and those[0].revision > 1 and not named_after and subject.operation(name) is None:
            near = did_you_mean(name, (other for other in known if other != name))
            if near:
                yield Hit(
                    those[0].at("family"),
                    f"{operation.called} is the only operation in the family '{short(name)}'.",
                    near,
                )


def _revisions_differ(subject: Subject) -> Iterator[Hit]:
    for name, those in families(subject).items():
        for one, other in pairwise(those):
            if one.revision and one.revision == other.revision:
                both = f"{other.operation.called} and {one.operation.called}"
                yield Hit(
                    other.at("revision"),
                    f"{both} are revision {one.revision} of the family '{short(name)}'.",
                    related=(one.at("revision"),),
                )


def _live(those: list[Member]) -> list[Member]:
    return [one for one in those if one.live]


def _few_live(subject: Subject) -> Iterator[Hit]:
    for name, those in families(subject).items():
        live = _live(those)
        if len(live) > 2:
            yield Hit(
                live[0].at(),
                f"The family '{short(name)}' offers {len(live)} operations; two are allowed, and "
                f"{live[0].operation.called} is the oldest.",
                related=tuple(one.at() for one in live[1:]),
            )


def _one_in_production(subject: Subject) -> Iterator[Hit]:
    for name, those in families(subject).items():
        ready = [one for one in _live(those) if one.annotation.get("status") == "Production"]
        if len(ready) > 1 and len(_live(those)) <= 2:
            both = f"{ready[0].operation.called} and {ready[1].operation.called}"
            yield Hit(
                ready[0].at("status"),
                f"{both} of the family '{short(name)}' are both in production.",
                related=(ready[1].at("status"),),
            )


def _without_revision(those: list[Member]) -> list[Member]:
    return [one for one in those if "revision" not in one.annotation]


def _one_without_revision(subject: Subject) -> Iterator[Hit]:
    for name, those in families(subject).items():
        bare = _without_revision(those)
        if len(bare) > 1:
            yield Hit(
                bare[1].at(),
                f"{len(bare)} operations of the family '{short(name)}' have no revision; "
                f"{bare[1].operation.called} is the second.",
                related=(bare[0].at(),),
            )


def _revision_there(subject: Subject) -> Iterator[Hit]:
    for name, those in families(subject).items():
        bare = _without_revision(those)
        if len(bare) == 1:
            yield Hit(bare[0].at(), f"{bare[0].operation.called} of the family '{short(name)}' has no revision.")


def _old_advanced(subject: Subject) -> Iterator[Hit]:
    for name, those in families(subject).items():
        live = _live(those)
        for one in live[:-1] if len(live) == 2 and live[0].revision < live[1].revision else ():
            newer = live[-1].operation
            told = newer.called if newer.called != one.operation.called else f"'{short(newer.id)}'"
            if one.operation.node.get("x-ms-visibility") not in ("advanced", "internal"):
                yield Hit(
                    one.operation.pointer,
                    f"{one.operation.called} is not advanced, although the family "
                    f"'{short(name)}' has a newer revision, {told}.",
                )


_FORM = Severities("warning", "warning", "advice")
_CERTIFIED = Severities("error", "error", "advice")
RULES = (
    Rule(
        "VER014",
        "A later revision has a family with earlier revisions",
        why="If the family is misspelt, makers see both operations without a connection between them.",
        source="operational versioning",
        severity=Severities("advice", "advice", "off"),
        help="Write the family exactly as in the other revisions.",
        check=_family_known,
    ),
    Rule(
        "VER030",
        "The revisions of a family differ",
        why="Otherwise it is unclear which of the two is newer.",
        source="validator OperationFamilyHasDuplicateRevisions",
        severity=_CERTIFIED,
        help="Use the next number for the newer operation.",
        check=_revisions_differ,
    ),
    Rule(
        "VER031",
        "A family offers at most two operations",
        why="Makers must choose between them, so older operations are deprecated.",
        source="validator OperationFamilyHasManyActiveOperations",
        severity=_FORM,
        help="Write `deprecated: true` on the oldest.",
        check=_few_live,
    ),
    Rule(
        "VER032",
        "One operation of a family is in production",
        why="When a new revision is ready, the previous one is deprecated.",
        source="validator OperationFamilyHasManyActiveProductionOperations",
        severity=_FORM,
        help="Write `deprecated: true` on the older one.",
        check=_one_in_production,
    ),
    Rule(
        "VER033",
        "At most one operation of a family has no revision",
        why="Otherwise it is unclear which of them is newer.",
        source="validator OperationFamilyHasManyEmptyRevisions",
        severity=_FORM,
        help="Number them from 1.",
        check=_one_without_revision,
    ),
    Rule(
        "VER034",
        "An operation of a family has a revision",
        why="Without a revision, its position in the family is unclear.",
        source="validator OperationRevisionEmpty",
        severity=_FORM,
        help="Write `revision: 1` for the first operation of the family.",
        bad="operations: {GetOrder: {annotation: {family: GetOrder}}}",
        good="operations: {GetOrder: {annotation: {family: GetOrder, revision: 1}}}",
        check=_revision_there,
    ),
    Rule(
        "VER035",
        "The older of two revisions is advanced",
        why="Makers should find the newer operation first, because both have almost the same name.",
        source="operational versioning",
        severity=Severities("advice", "advice", "off"),
        help="Write `visibility: advanced` on the older one.",
        check=_old_advanced,
    ),
)
