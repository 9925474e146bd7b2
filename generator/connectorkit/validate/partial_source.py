"""After schema errors: remove the wrong parts of a tree, so that later checks can run on the rest.

Nothing is built from a trimmed tree; it only makes later findings possible in the same run.
"""

from __future__ import annotations

from collections.abc import Container

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.read import source as sources
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.validate import exact_keys, format_schema

_FIELDS = {"fields", "undeclared", "parameters", "types", "inline_types"}
_SHAPES = {"items", "additional", "body", "returns", "event", "schema"}
_ROUNDS = 20


def trim(source: Source) -> bool:
    """Remove the wrong parts of ``source``, once; False when too little is left for further checks."""
    if source.whole is None:
        source.whole = _trimmed(source)
    return source.whole


def _trimmed(source: Source) -> bool:
    if not all(finding.id.startswith("FMT-") for finding in source.findings if finding.blocking):
        return False
    if len(source.findings) >= format_schema.MOST:
        return False
    # A trimmed tree no longer equals its file, so the next reading must not reuse it.
    wrong = {finding.span.file for finding in source.findings if finding.blocking}
    source.kept.forget(sources.TREE, lambda parts: parts[1] in wrong)
    whole = all(_trim(source, "operation", operation) for operation in source.operations)
    for name, shape in source.types.items():
        if not _trim(source, "field", shape):
            source.types[name] = Node("string", shape.span, {})
    whole = _trim(source, "connector", source.root) and whole
    exact_keys.flatten(source, wrong)
    return whole


def _trim(source: Source, concept: str, root: Node) -> bool:
    if format_schema.faultless(source, concept, root):
        return True
    lost = source.trimmed
    for _ in range(_ROUNDS):
        faults = list(format_schema.faults(concept, root))
        if not faults:
            return True
        if not all(_take_out(root, steps, wrong, lost) for steps, wrong in faults):
            return False
    return False


def _take_out(root: Node, steps: list[str | int], wrong: list[str], lost: set[Span]) -> bool:
    """Remove keys, or the value at ``steps`` itself; a field becomes a string, so that its name stays known."""
    place = root.at(iter(steps))
    lost.update(_shown(root, steps if wrong else steps[:-1]))
    if wrong:
        for key in wrong:
            place.mapping.pop(key, None)
        return True
    if not steps:
        return False
    parent, last = root.at(iter(steps[:-1])), steps[-1]
    if (len(steps) > 1 and steps[-2] in _FIELDS) or last in _SHAPES:
        parent.mapping[str(last)] = Node("string", place.span, {})
    elif isinstance(last, int):
        parent.value = [item for item in parent.sequence if item is not place]
    else:
        parent.mapping.pop(last, None)
    return True


def _shown(root: Node, steps: list[str | int]) -> set[Span]:
    """Where findings about the node at ``steps`` are shown: at the node, and at its key."""
    key = root.at(iter(steps[:-1])).keys.get(str(steps[-1])) if steps else None
    return {root.at(iter(steps)).span, *([key] if key else [])}


def new(findings: list[Finding], known: list[Finding], lost: Container[Span] = ()) -> list[Finding]:
    """The findings at places without a ``known`` finding, and not at a mapping or list that ``lost`` a part."""
    places = {finding.span for finding in known}
    return [finding for finding in findings if finding.span not in places and finding.span not in lost]
