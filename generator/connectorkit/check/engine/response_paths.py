"""Paths in extensions that lead into the response of an operation."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Plain, Subject, short
from connectorkit.check.engine.rule import Hit
from connectorkit.check.engine.schema_paths import Lost, Spot
from connectorkit.check.engine.words import did_you_mean


def response(subject: Subject, operation: Operation | None) -> Spot | None:
    """The successful response of an operation as the start of a path; None where it has no schema."""
    found = schema_paths.answer(subject, operation) if operation is not None else None
    return schema_paths.spot(found) if found is not None else None


def item(subject: Subject, spot: Spot) -> Spot:
    """The items of an array; any other schema itself."""
    return schema_paths.item(subject, spot) if schema_paths.kind(subject, spot) == "array" else spot


def text(node: Plain, key: str) -> str:
    """The text under a key; "" for anything else."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def astray(pointer: str, what: str, path: str, lost: Lost, operation: Operation) -> Iterator[Hit]:
    """The breach for a path without a target, unless only letter case differs, which the designer ignores."""
    if lost.step.lower() not in (name.lower() for name in lost.names):
        message = f"{what} reads '{short(path)}', which the response of {operation.called} does not have."
        yield Hit(pointer, message, did_you_mean(lost.step, lost.names))
