"""The size in bytes of a definition as written, which Microsoft limits."""

from __future__ import annotations

import json
from functools import partial

from connectorkit.model.json_value import Json, Object
from connectorkit.model.kept import NOTHING, Kept

_FAR = 100_000
_PARTED = ("paths", "definitions")
# The indentation of the entries of a part.
_INDENT = 4


def of(definition: Object, compact: int, kept: Kept = NOTHING) -> int:
    """The size of the definition as written, or an estimate if its ``compact`` size is far below the limit.

    Entries of paths and definitions that ``kept`` knows are not measured again.
    """
    if compact < _FAR:
        return compact
    frame, size = dict(definition), 0
    for key in _PARTED:
        entries = definition.get(key)
        if isinstance(entries, dict):
            frame[key] = dict.fromkeys(entries, 0)
            size += sum(kept.once("size", (entry,), partial(_entry, entry)) for entry in entries.values())
    return size + len(_written(frame))


def _entry(value: Json) -> int:
    """The size of an indented entry, minus the digit that represents it in the frame."""
    written = _written(value)
    return len(written) + _INDENT * written.count(b"\n") - 1


def _written(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")
