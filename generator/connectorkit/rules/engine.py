"""Engine: run the rules over a subject, and turn what they and the referees say into findings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from connectorkit import verify
from connectorkit.findings import Finding, Span
from connectorkit.model import Json
from connectorkit.places import Places
from connectorkit.rules.record import DEFINITION, OFF, PROFILES, Fix, Hit, Rule
from connectorkit.rules.subject import Subject, mapping
from connectorkit.verify import Verdict

# What the validator says without a place, and the rules that say the same with one.
_ANSWERED = {
    "UnresolvableParameterError": {"PAR011", "PAR014", "PAR015", "PAR030", "PAR031", "RSP081"},
    "DuplicateOperationIDError": {"OPR020"}, "ParameterDuplicateError": {"PAR060", "PAR061"},
    "ExtraParametersError": {"RSP102"}, "OpenAPIValidationError": {"SEC160", "SEC161"},
}  # fmt: skip

# A rule that speaks of one of these says nothing of each thing inside.
_CONTAINERS = frozenset(("", "/paths", "/definitions", "/parameters", "/responses", "/securityDefinitions",
                         "/properties", "/properties/connectionParameters",
                         "/properties/policyTemplateInstances"))  # fmt: skip


class Judged(NamedTuple):
    """A finding with what the other parts of a check need of it: its hit, and a fix where there is one."""

    finding: Finding
    document: str
    fix: Fix | None = None


def run(subject: Subject, rules: Iterable[Rule], profile: str) -> Iterator[tuple[Rule, str, Hit]]:
    """Every breach of ``rules`` with its severity in ``profile``."""
    column = PROFILES.index(profile)
    for rule in rules:
        severity = rule.severity[column]
        if severity != OFF:
            for hit in rule.check(subject):
                yield rule, severity, hit


def judge(
    subject: Subject, rules: Sequence[Rule], profile: str, places: Places, verdicts: Iterable[Verdict] = ()
) -> list[Judged]:
    """What the rules say in ``profile``, and of ``verdicts`` what no rule says better, each at its place.

    One thing of a source that is rendered in several places is said once.
    """
    hits = list(run(subject, rules, profile))
    found: dict[tuple[str, Span, str], Judged] = {}
    for rule, severity, hit in hits:
        span = places.span(hit.document, hit.pointer)
        related = tuple(places.span(hit.document, pointer) for pointer in hit.related)
        finding = Finding(rule.id, hit.message, span, hit.help or rule.help, severity, _shown(hit), related,
                          fix=hit.fix.title if hit.fix else "")  # fmt: skip
        found.setdefault((rule.id, span, _same(hit)), Judged(finding, hit.document, hit.fix))
    for verdict in _left(verdicts, hits, subject):
        finding = _verdict(verdict, places)
        found.setdefault((finding.id, finding.span, finding.message), Judged(finding, verdict.document))
    return _printed(found.values(), subject)


def _same(hit: Hit) -> str:
    """What tells two hits at one place apart: the last step of the pointer."""
    return hit.pointer.rpartition("/")[2]


def _shown(hit: Hit) -> str:
    return hit.pointer if hit.document == DEFINITION else f"{hit.document}#{hit.pointer}"


def _left(verdicts: Iterable[Verdict], hits: list[tuple[Rule, str, Hit]], subject: Subject) -> Iterator[Verdict]:
    """The verdicts that no rule says better."""
    verdicts = list(verdicts)
    if not verdicts:
        return
    said = {"advice": _spoken(hits, ("error", "warning", "advice")), "": _spoken(hits, ("error", "warning"))}
    ids = {rule.id for rule, _, _ in hits}
    failed = any(severity == "error" for _, severity, _ in hits)
    parts = {at.pointer for kind in subject.nodes.values() for at in kind}
    for verdict in verdicts:
        if verdict.kind == verify.UNJUDGED:
            answered = failed or len(verdicts) > 1
        elif verdict.kind in _ANSWERED:
            answered = bool(_ANSWERED[verdict.kind] & ids)
        else:
            # What a validator refuses is no matter of advice.
            heard = said["" if verdict.referee == verify.OPENAPI else "advice"]
            answered = any(document == verdict.document and _covers(pointer, verdict, parts)
                           for document, pointer in heard)  # fmt: skip
        if not answered:
            yield verdict


def _spoken(hits: list[tuple[Rule, str, Hit]], severities: Sequence[str]) -> set[tuple[str, str]]:
    """The places of which rules speak with one of these severities."""
    return {(hit.document, pointer) for _, severity, hit in hits if severity in severities
            for pointer in (hit.pointer, *hit.related)}  # fmt: skip


def _covers(said: str, verdict: Verdict, parts: set[str]) -> bool:
    """Whether a rule that speaks of ``said`` speaks of what ``verdict`` is about: it, a part of it, or what it is in.

    One that speaks of a whole part of the document, such as an operation, says nothing of each thing inside of
    it; only of one that is missing there. One that speaks of a reference speaks of all beside it.
    """
    pointer = _pointer(verdict.path)
    if said.endswith("/$ref") and _inside(pointer, said.removesuffix("/$ref")):
        return True
    if _inside(said, pointer):
        return True
    if not _inside(pointer, said) or said in _CONTAINERS:
        return False
    return said not in parts or (verdict.kind == verify.MISSING and pointer.rpartition("/")[0] == said)


def _inside(pointer: str, other: str) -> bool:
    return pointer == other or pointer.startswith(other + "/")


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _verdict(verdict: Verdict, places: Places) -> Finding:
    pointer = _pointer(verdict.path)
    shown = pointer if verdict.document == DEFINITION else f"{verdict.document}#{pointer}"
    return verify.finding(verdict, places.span(verdict.document, pointer), shown)


def _printed(found: Iterable[Judged], subject: Subject) -> list[Judged]:
    """With fingerprints that stay the same when other parts are edited or moved."""
    counted: Counter[str] = Counter()
    made = []
    for one in found:
        text = "\0".join((one.finding.id, one.document, stable(one.finding.pointer, subject)))
        counted[text] += 1
        print_ = hashlib.sha256(f"{text}\0{counted[text]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        made.append(one._replace(finding=one.finding._replace(fingerprint=print_)))
    return made


def stable(pointer: str, subject: Subject) -> str:
    """A pointer in which items of lists are called by their name, where they have one."""
    document, _, inner = pointer.rpartition("#")
    node: Json = subject.properties if document else subject.definition
    steps = []
    for step in inner.split("/")[1:]:
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
            entry = mapping(node)
            step = str(entry.get("name") or entry.get("$ref") or entry.get("propertyName") or step)
        else:
            node = mapping(node).get(step.replace("~1", "/").replace("~0", "~"))
        steps.append(step)
    return f"{document}#{'/'.join(steps)}"
