"""After schema errors: a tree without the wrong parts, so that what does not fit together is said as well.

Nothing is built from a mended tree; it only lets later findings be reported in the same run.
"""

from __future__ import annotations

from connectorkit import check
from connectorkit.findings import Finding
from connectorkit.read import Node
from connectorkit.source import Source

_FIELDS = {"fields", "undeclared", "parameters", "types", "shapes"}
_SHAPES = {"items", "additional", "body", "returns", "event", "schema"}
_ROUNDS = 20


def mended(source: Source) -> bool:
    """Take the wrong parts out of ``source``; False when too little is left to say more."""
    if not all(finding.id.startswith("FMT-") for finding in source.findings if finding.blocking):
        return False
    whole = all(_mend("operation", operation) for operation in source.operations)
    for name, shape in source.types.items():
        if not _mend("field", shape):
            source.types[name] = Node("string", shape.span, {})
    return _mend("connector", source.root) and whole


def _mend(concept: str, root: Node) -> bool:
    for _ in range(_ROUNDS):
        faults = list(check.faults(concept, root))
        if not faults:
            return True
        if not all(_take_out(root, steps, wrong) for steps, wrong in faults):
            return False
    return False


def _take_out(root: Node, steps: list[str | int], wrong: list[str]) -> bool:
    """Remove keys, or the value at ``steps`` itself; a field becomes a text, so that its name stays known."""
    place = root.at(iter(steps))
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


def new(findings: list[Finding], known: list[Finding]) -> list[Finding]:
    """Those findings that stand at a place that has none yet."""
    places = {finding.span for finding in known}
    return [finding for finding in findings if finding.span not in places]
