"""Plain values to pieces, for generated parts of a file."""

from __future__ import annotations

from connectorkit.model.connector import Json
from connectorkit.style.pieces import Entry, Group, Piece, Scalar


class Commented(dict[str, Json]):
    """A mapping with one-line comments: ``comment`` above it, ``notes`` above entries by their key."""

    comment: str = ""

    def __init__(self, value: dict[str, Json]) -> None:
        super().__init__(value)
        self.notes: dict[str, str] = {}


def piece(value: Json) -> Piece:
    """A value as a piece; the entry around a mapping gets the comment above it."""
    if isinstance(value, dict):
        notes = value.notes if isinstance(value, Commented) else {}
        return Group(True, [_entry(key, below, notes.get(key, "")) for key, below in value.items()])
    if isinstance(value, list):
        return Group(False, [_entry(None, below, "") for below in value])
    if isinstance(value, str):
        return Scalar(value)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", True)
    return Scalar("null" if value is None else repr(value), True)


def comment(value: Json) -> list[str]:
    """The comment above a mapping, as lines; empty for a value without one."""
    return [f"# {value.comment}"] if isinstance(value, Commented) and value.comment else []


def _entry(key: str | None, value: Json, note: str) -> Entry:
    return Entry(key, piece(value), [*([f"# {note}"] if note else []), *comment(value)])
