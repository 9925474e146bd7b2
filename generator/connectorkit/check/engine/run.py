"""Run the rules on a subject, and turn their breaches and the verdicts of referees into findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from connectorkit.check.engine import consequences
from connectorkit.check.engine.connector_index import Subject, mapping
from connectorkit.check.engine.rule import OFF, PROFILES, Fix, Hit, Rule
from connectorkit.check.locate import Places
from connectorkit.diagnostics.finding import SEVERITIES, Finding, Span
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION
from connectorkit.model.sha256 import sha256
from connectorkit.verify import referees
from connectorkit.verify.referees import Verdict

# openapi-spec-validator and Microsoft's schemas have one id each.
REFEREES = ("OAS001", "MSS001")
# Verdicts of the validator without a place, and the rules that report the same with one.
_ANSWERED = {
    "UnresolvableParameterError": {"PAR011", "PAR014", "PAR015", "PAR030", "PAR031", "RSP081"},
    "DuplicateOperationIDError": {"OPR020"},
    "ParameterDuplicateError": {"PAR060", "PAR061"},
    "ExtraParametersError": {"RSP102"},
    "OpenAPIValidationError": {"SEC160", "SEC161"},
}

# A breach at one of these does not cover verdicts about its content.
_CONTAINERS = frozenset(
    (
        "",
        "/paths",
        "/definitions",
        "/parameters",
        "/responses",
        "/securityDefinitions",
        "/properties",
        "/properties/connectionParameters",
        "/properties/policyTemplateInstances",
    )
)

# A place in a text: the document, and a line number, which changes when lines are added.
_LINE = re.compile(r"([^/]*)/line/\d+")

# Rules shorten what they quote; this limit applies if one does not.
_LONG = 2_000


class Judged(NamedTuple):
    """A finding of a rule or referee, with its document and its fix."""

    finding: Finding
    document: str
    fix: Fix | None = None


def run(subject: Subject, rules: Iterable[Rule], profile: str) -> Iterator[tuple[Rule, str, Hit]]:
    """Every breach of ``rules`` with its severity in ``profile``."""
    column = PROFILES.index(profile)
    for rule in rules:
        severity = rule.severity[column]
        if severity != OFF:
            try:
                for hit in rule.check(subject):
                    yield rule, _lower(severity, hit.most), hit
            except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
                # An exception in one rule must not hide the findings of the others.
                yield (
                    rule,
                    "warning",
                    Hit(
                        "",
                        f"This rule failed on the connector ({type(error).__name__}).",
                        "Please report it with the file; the other rules were applied.",
                    ),
                )


def _lower(severity: str, most: str) -> str:
    """The lower of a severity and the highest severity of a breach."""
    return max(severity, most, key=SEVERITIES.index) if most else severity


def judge(
    subject: Subject, rules: Sequence[Rule], profile: str, places: Places, verdicts: Iterable[Verdict] = ()
) -> list[Judged]:
    """The findings of the rules in ``profile``, and those ``verdicts`` that no rule covers, each at its place.

    A mistake of a source that is rendered in several places is reported once.
    """
    verdicts = list(verdicts)
    hits = consequences.without(
        list(run(subject, rules, profile)),
        subject,
        lambda other, ids: run(other, [rule for rule in rules if rule.id in ids], profile),
    )
    refused = {
        (one.document, json_pointer.join(one.path)) for one in verdicts if one.referee == referees.OPENAPI and one.path
    }
    hits = consequences.readable(hits, subject, (pointer for _, pointer in refused))
    found: dict[tuple[str, Span, str], Judged] = {}
    fixes: dict[tuple[str, Span, str], list[Fix | None]] = {}
    said_of: dict[tuple[str, str, str], int] = {}
    for rule, severity, hit in hits:
        if severity == "advice" and (hit.document, hit.pointer) in refused:
            continue
        span = places.span(hit.document, hit.pointer)
        related = tuple(places.span(hit.document, pointer) for pointer in hit.related)
        message, way = hit.message[:_LONG], (hit.help or rule.help)[:_LONG]
        finding = Finding(rule.id, message, span, way, severity, _shown(hit), related)
        again = said_of[rule.id, hit.document, hit.pointer] = said_of.get((rule.id, hit.document, hit.pointer), 0) + 1
        key = (rule.id, span, f"{_same(hit)} {again}")
        found.setdefault(key, Judged(finding, hit.document))
        fixes.setdefault(key, []).append(hit.fix)
    for key, several in fixes.items():
        found[key] = _with_fixes(found[key], several)
    for verdict in _left(verdicts, hits, subject):
        finding = _verdict(verdict, places)
        found.setdefault((finding.id, finding.span, finding.message), Judged(finding, verdict.document))
    return _printed(found.values(), subject)


def _with_fixes(judged: Judged, fixes: list[Fix | None]) -> Judged:
    """One fix for all rendered places of a mistake; none if one of them has none."""
    sure = [fix for fix in fixes if fix is not None]
    if len(sure) < len(fixes):
        return judged
    edits = tuple(edit for fix in sure for edit in fix.edits)
    return judged._replace(finding=judged.finding._replace(fix=sure[0].title), fix=Fix(sure[0].title, edits))


def _same(hit: Hit) -> str:
    """What distinguishes two breaches at one place: the last step of the pointer."""
    return hit.pointer.rpartition("/")[2]


def _shown(hit: Hit) -> str:
    return hit.pointer if hit.document == DEFINITION else f"{hit.document}#{hit.pointer}"


def _left(verdicts: list[Verdict], hits: list[tuple[Rule, str, Hit]], subject: Subject) -> Iterator[Verdict]:
    """The verdicts that no rule covers."""
    if not verdicts:
        return
    heard = _Covered(_spoken(hits, ("error", "warning", "advice")))
    urgent = _Covered(_spoken(hits, ("error", "warning")))
    ids = {rule.id for rule, _, _ in hits}
    failed = any(severity == "error" for _, severity, _ in hits)
    parts = {at.pointer for kind in subject.nodes.values() for at in kind}
    for verdict in verdicts:
        if verdict.kind == referees.UNJUDGED:
            answered = failed or len(verdicts) > 1
        elif verdict.kind in _ANSWERED:
            answered = bool(_ANSWERED[verdict.kind] & ids)
        else:
            # Advice of a rule does not replace the verdict of a validator.
            said = urgent if verdict.referee == referees.OPENAPI else heard
            answered = said.covers(verdict, parts)
        if not answered:
            yield verdict


def _spoken(hits: list[tuple[Rule, str, Hit]], severities: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The places of breaches with one of these severities."""
    for _, severity, hit in hits:
        if severity in severities:
            yield from ((hit.document, pointer) for pointer in (hit.pointer, *hit.related))


class _Covered:
    """The places of breaches, and all places above them."""

    def __init__(self, places: Iterable[tuple[str, str]]) -> None:
        self.places = set(places)
        self.parents = {(document, pointer.rpartition("/")[0]) for document, pointer in self.places}
        self.above = {(document, over) for document, pointer in self.places for over in json_pointer.upwards(pointer)}

    def covers(self, verdict: Verdict, parts: set[str]) -> bool:
        """Whether a breach covers ``verdict``: it is at the same place, inside it, or around it.

        A breach at a whole part of the document, such as an operation, covers only verdicts about missing values in it.
        A breach at a reference covers everything beside the reference.
        """
        document, pointer = verdict.document, json_pointer.join(verdict.path)
        parent = pointer.rpartition("/")[0]
        missing = verdict.kind == referees.MISSING
        if (document, pointer) in self.above or (missing and (document, parent) in self.parents):
            return True
        for over in json_pointer.upwards(pointer):
            if (document, f"{over}/$ref") in self.places:
                return True
            whole = over in parts and not (missing and over == parent)
            if (document, over) in self.places and over not in _CONTAINERS and not whole:
                return True
        return False


def _verdict(verdict: Verdict, places: Places) -> Finding:
    pointer = json_pointer.join(verdict.path)
    shown = pointer if verdict.document == DEFINITION else f"{verdict.document}#{pointer}"
    return referees.finding(verdict, places.span(verdict.document, pointer), shown)


def _printed(found: Iterable[Judged], subject: Subject) -> list[Judged]:
    """Add fingerprints that stay the same when other parts are edited or moved."""
    counted: Counter[str] = Counter()
    made = []
    for one in found:
        text = "\0".join((one.finding.id, one.document, _about(one.finding, subject)))
        counted[text] += 1
        print_ = sha256(f"{text}\0{counted[text]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        operation = operation_of(one.document, one.finding.pointer, subject)
        made.append(one._replace(finding=one.finding._replace(fingerprint=print_, operation=operation)))
    return made


def operation_of(document: str, pointer: str, subject: Subject) -> str:
    """The operationId of the operation around a pointer; "" outside operations."""
    steps = json_pointer.split(pointer) if document == DEFINITION else []
    if len(steps) < 3 or steps[0] != "paths":
        return ""
    node = mapping(mapping(mapping(subject.definition.get("paths")).get(steps[1])).get(steps[2]))
    return str(node.get("operationId", ""))


def _about(finding: Finding, subject: Subject) -> str:
    """The subject of a finding, for its fingerprint: its place, or its message in a text, where lines move."""
    in_text = _LINE.fullmatch(finding.pointer)
    return f"{in_text[1]}{finding.message}" if in_text else stable(finding.pointer, subject)


def stable(pointer: str, subject: Subject) -> str:
    """A pointer with list items named instead of numbered, where they have a name."""
    document, _, inner = pointer.rpartition("#")
    node: Json = subject.properties if document else subject.definition
    steps = []
    for step in inner.split("/")[1:]:
        if isinstance(node, list) and step.isdecimal() and int(step) < len(node):
            node = node[int(step)]
            entry = mapping(node)
            step = str(entry.get("name") or entry.get("$ref") or entry.get("propertyName") or step)
        else:
            node = mapping(node).get(json_pointer.unescape(step))
        steps.append(step)
    return f"{document}#{'/'.join(steps)}"
