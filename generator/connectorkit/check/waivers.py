"""Waivers: ``waive: {RULE: reason}`` in a source suppresses findings of that rule about its node."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node

_NAMES = frozenset(
    """
    fields undeclared parameters types shapes responses default_responses credentials credential_sets
    authentication environments
    """.split()
)
_DATA = frozenset(
    """
    default example internal extra raw sandbox settings with examples headers choices waive
    """.split()
)


class Waiver(NamedTuple):
    """One waiver. ``region`` is the range that it covers, None for the whole connector; ``span`` is its own place."""

    rule: str
    reason: str
    span: Span
    region: Span | None


def collect(source: Source) -> list[Waiver]:
    """The waivers of a source, in the order of its files."""
    found = dict(_of(source, source.root, True))
    for operation in source.operations:
        found |= _of(source, operation, False)
    for node in (*source.types.values(), *source.environments.values()):
        found |= _of(source, node, False)
    return list(found.values())


def _of(source: Source, node: Node, top: bool) -> dict[Span, Waiver]:
    return source.kept.once("waivers", (node, top), lambda: {one.span: one for one in _below(node, top)})


def _below(root: Node, top: bool) -> Iterator[Waiver]:
    """The waivers in a tree, in the order of the file. Every check looks at each value, so this does not recurse."""
    waiting: list[tuple[Node, Span | None, bool]] = [(root, None, False)]
    while waiting:
        node, key, named = waiting.pop()
        value = node.value
        if isinstance(value, list):
            waiting += [(item, None, False) for item in reversed(value) if isinstance(item.value, (dict, list))]
        elif isinstance(value, dict):
            if "waive" in value and not named:
                yield from _said(value["waive"], key or node.span, node.span, top and node is root)
            waiting += [
                (below, node.keys.get(name), not named and name in _NAMES)
                for name, below in reversed(value.items())
                if isinstance(below.value, (dict, list)) and (named or name not in _DATA)
            ]


def _said(said: Node, start: Span, end: Span, top: bool) -> Iterator[Waiver]:
    region = Span(start.file, start.line, start.column, end.end_line, end.end_column)
    for rule, reason in said.mapping.items():
        yield Waiver(rule.upper(), reason.text, said.keys[rule], None if top else region)


def apply(
    findings: Sequence[Finding], waivers: Iterable[Waiver], known: Iterable[str], silent: Container[str] = ()
) -> list[Finding]:
    """The findings that no waiver suppresses, and findings about the waivers themselves.

    ``known`` are the ids of all rules. A waiver for a rule in ``silent``, which was not run, is not reported as unused.
    """
    waivers, known = list(waivers), set(known)
    used: set[Span] = set()
    left = []
    for finding in findings:
        excuse = [one for one in waivers if one.rule == finding.id and one.reason.strip() and _covers(one, finding)]
        used |= {one.span for one in excuse}
        if not excuse:
            left.append(finding)
    idle = [one for one in waivers if one.span not in used]
    return left + [_wrong(one, known) for one in idle if one.rule not in silent or not one.reason.strip()]


def _covers(waiver: Waiver, finding: Finding) -> bool:
    region, at = waiver.region, finding.span
    if region is None:
        return True
    if region.file != at.file:
        return False
    return (region.line, region.column) <= (at.line, at.column) < (region.end_line, region.end_column)


def _wrong(waiver: Waiver, known: set[str]) -> Finding:
    if waiver.rule not in known:
        from difflib import get_close_matches

        near = get_close_matches(waiver.rule, sorted(known), 1, 0.6)
        way = f"Did you mean '{near[0]}'?" if near else "Write the id of the rule as in the finding."
        return Finding("WVR001", f"The waiver names the unknown rule '{waiver.rule}'.", waiver.span, way)
    if not waiver.reason.strip():
        return Finding(
            "WVR002",
            f"The waiver of {waiver.rule} has no reason.",
            waiver.span,
            "Explain in a few words why the rule does not apply here.",
        )
    return Finding(
        "WVR003",
        f"The waiver of {waiver.rule} matches no finding here.",
        waiver.span,
        "Remove it, or move it next to the definition that breaks the rule.",
        "warning",
    )
