"""All strings of both documents, to check quickly for something that none of them has."""

from __future__ import annotations

from functools import partial

from connectorkit.check.engine.connector_index import Subject
from connectorkit.model.json_value import Json

_PARTED = ("paths", "definitions")


def strings(subject: Subject) -> list[str]:
    """The string values of a connector, joined for each path and each definition; keys are left out."""
    return subject.once(_strings)


def _strings(subject: Subject) -> list[str]:
    rest: dict[str, Json] = dict(subject.definition)
    found = []
    for key in _PARTED:
        entries = rest.pop(key, None)
        for entry in entries.values() if isinstance(entries, dict) else [entries]:
            found.append(subject.kept.once("strings", (entry,), partial(_joined, entry)))
    subject.kept.turn("strings")
    return [*found, _joined(rest), _joined(subject.properties)]


def _joined(start: Json) -> str:
    found, waiting = list[str](), [start]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            found.append(node)
        elif isinstance(node, dict):
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return "\n".join(found)
