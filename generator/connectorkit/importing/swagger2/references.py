"""Findings about broken references, which are imported unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape
from connectorkit.read import json_reference
from connectorkit.read.connector_folder import Place

Plain = dict[str, Json]
# The values under these keys are data of the API, in which `$ref` is an ordinary key.
_DATA = frozenset(("example", "examples", "default", "enum", "x-ms-test-value"))
_WORDS = {
    json_reference.OUTSIDE: (
        "points outside the file, and other files are not loaded",
        "Copy the type into this file, under definitions.",
    ),
    json_reference.NOTHING: ("leads to nothing", "Add the target, or correct the reference."),
    json_reference.ITSELF: (
        "refers back to itself and never reaches a type",
        "Write the type inline in one of these places.",
    ),
}


def wrong_references(definition: Plain, place: Place) -> list[Finding]:
    """A finding for each reference out of the document, without a target, or to itself."""
    known: dict[str, str] = {}
    found: list[Finding] = []
    for pointer, target in _references(definition):
        if target not in known:
            known[target] = json_reference.wrong(definition, target)
        if known[target]:
            found.append(_finding(known[target], pointer, target, place))
    return found


def _references(root: Plain) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[Json, str]] = [(root, "")]
    while waiting:
        node, at = waiting.pop()
        if isinstance(node, list):
            waiting += [(below, f"{at}/{index}") for index, below in enumerate(node)]
        elif isinstance(node, dict):
            target = node.get("$ref")
            if isinstance(target, str):
                yield f"{at}/$ref", target
            named = at.endswith("/properties")
            waiting += [
                (below, f"{at}/{escape(key)}")
                for key, below in node.items()
                if isinstance(below, (dict, list)) and (named or key not in _DATA)
            ]


def _finding(wrong: str, pointer: str, target: str, place: Place) -> Finding:
    what, way = _WORDS[wrong]
    short = target if len(target) <= 80 else f"{target[:77]}..."
    return Finding("IMP002", f"The reference '{short}' {what}.", place(pointer), way, "warning", pointer)
