"""The rule about machine names such as `dueDate` in place of labels and descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, short
from connectorkit.check.engine.labels import called
from connectorkit.check.engine.machine_words import machine_word
from connectorkit.check.engine.rule import Hit, Rule, Severities

_KEYS = ("x-ms-summary", "title", "description")


def _machine_labels(subject: Subject) -> Iterator[Hit]:
    """One finding for each operation, body, response or type, at its first such text."""
    found: dict[str, list[tuple[At, str, str]]] = {}
    for kind, keys in (("operation", ("summary", "description")), ("parameter", _KEYS), ("schema", _KEYS)):
        for key in keys:
            for at in subject.having(kind, key):
                better = machine_word(at.text(key).strip(), at.name if kind != "operation" else "")
                if better and not at.internal and _shown(at, key):
                    found.setdefault(_home(at), []).append((at, key, better))
    for some in found.values():
        at, key, better = some[0]
        more = f", and {len(some) - 1} more there" if len(some) > 1 else ""
        verb = "are identifiers" if len(some) > 1 else "is an identifier"
        yield Hit(
            at.at(key),
            f"'{short(at.text(key))}', the {_what(key)} of {called(at)}{more}, {verb} from code.",
            f"Write words, such as '{better}'.",
            related=tuple(one.at(other) for one, other, _ in some[1:]),
        )


def _shown(at: At, key: str) -> bool:
    """Whether makers read the text: a title only where a property has no summary."""
    if at.operation is not None and at.operation.hidden:
        return False
    return key != "title" or (at.role == "property" and not at.has("x-ms-summary"))


def _home(at: At) -> str:
    if at.operation is not None or isinstance(at, Operation):
        return (at.operation or at).pointer
    return at.top.pointer if at.kind == "schema" else at.pointer


def _what(key: str) -> str:
    return {"summary": "summary", "description": "description"}.get(key, "title")


RULES = (
    Rule(
        "OPR153",
        "Labels and descriptions are words",
        why="Makers read them. Reviewers reject identifiers from code, which also cannot be translated.",
        source="certification submission; connector string guidance",
        severity=Severities("advice", "advice", "off"),
        help="Write words with spaces between them.",
        bad="operations: {ListShops: {parameters: {city: {title: homeTown}}}}",
        good="operations: {ListShops: {parameters: {city: {title: Home Town}}}}",
        check=_machine_labels,
    ),
)
