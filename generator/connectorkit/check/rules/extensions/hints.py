"""Rules about the hint that is shown while a trigger waits for its first event."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject
from connectorkit.check.engine.rule import Hit, Rule, Severities

_HINT = "x-ms-trigger-hint"


def _hint(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        if _HINT in operation.node and not operation.trigger:
            yield Hit(operation.at(_HINT), f"{operation.called} is an action; only triggers show a hint.")


def _hint_text(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        if operation.trigger and not isinstance(operation.node.get(_HINT, ""), str):
            yield Hit(operation.at(_HINT), f"The hint of {operation.called} is not a string.")


RULES = (
    Rule(
        "EXT060",
        "Only triggers have a hint",
        why="It is shown while a trigger waits for its first event.",
        source="OpenAPI extensions, x-ms-trigger-hint",
        severity=Severities("advice", "advice", "off"),
        help="Remove the hint, or move it to the description.",
        bad="operations: {GetOrder: {hint: Place an order.}}",
        good="operations: {WhenOrderShipped: {hint: Ship an order.}}",
        check=_hint,
    ),
    Rule(
        "EXT061",
        "A hint is a string",
        why="Makers see it exactly as written.",
        source="OpenAPI extensions, x-ms-trigger-hint",
        severity=Severities("warning", "warning", "advice"),
        help="Explain in one sentence how to cause the event.",
        bad="operations: {WhenOrderShipped: {extra: {x-ms-trigger-hint: 5}}}",
        good="operations: {WhenOrderShipped: {hint: Ship an order.}}",
        check=_hint_text,
    ),
)
