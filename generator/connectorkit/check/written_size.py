"""The size in bytes of a definition as written, which Microsoft limits."""

from __future__ import annotations

import json
from functools import partial

from connectorkit.model.json_value import Json, Object
from connectorkit.model.kept import NOTHING, Kept

_FAR = 100_000
_PARTED = ("paths", "definitions")
# The depth of the entries of a part in the document.
_DEPTH = 2


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
    return size + _written(frame)


def _entry(value: Json) -> int:
    """The size of an indented entry, minus the digit that represents it in the frame."""
    return _written(value, _DEPTH) - 1


def _written(value: Json, depth: int = 0) -> int:
    """Bytes of a value that is written with an indent of two, at a depth in its document.

    Python writes JSON in C only without line breaks, so these are counted: the lines of an object or array of n > 0
    entries add 2 (depth + 1) (n + 1) bytes.
    """
    size = len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    waiting = [(value, 2 * depth + 2)]
    while waiting:
        here, more = waiting.pop()
        if here and isinstance(here, (dict, list)):
            size += more * (len(here) + 1)
            below = here.values() if isinstance(here, dict) else here
            waiting += [(one, more + 2) for one in below if isinstance(one, (dict, list))]
    return size
