"""The size in bytes of a definition as written, which Microsoft limits."""

from __future__ import annotations

from functools import partial

from connectorkit.model.json_value import Json, Object
from connectorkit.model.kept import NOTHING, Kept

_FAR = 100_000
_PARTED = ("paths", "definitions")
# The depth of the entries of a part in the document.
_DEPTH = 2


def of(definition: Object, compact: int, kept: Kept = NOTHING) -> int:
    """The size of the definition as written, or an estimate if its ``compact`` size is far below the limit.

    ``compact`` is the size in bytes on one line, as Python writes it. The lines of entries of paths and definitions
    that ``kept`` knows are not counted again.
    """
    if compact < _FAR:
        return compact
    frame, size = dict(definition), compact
    for key in _PARTED:
        entries = definition.get(key)
        if isinstance(entries, dict):
            frame[key] = dict.fromkeys(entries, 0)
            size += sum(kept.once("size", (entry,), partial(_lines, entry, _DEPTH)) for entry in entries.values())
    return size + _lines(frame)


def _lines(value: Json, depth: int = 0) -> int:
    """The bytes that line breaks with an indent of two add to a value at a depth in its document.

    Python writes JSON in C only without line breaks, so these are counted: the lines of an object or array of n > 0
    entries add 2 (depth + 1) (n + 1) bytes.
    """
    size, waiting = 0, [(value, 2 * depth + 2)]
    while waiting:
        here, more = waiting.pop()
        if here and isinstance(here, (dict, list)):
            size += more * (len(here) + 1)
            below = here.values() if isinstance(here, dict) else here
            waiting += [(one, more + 2) for one in below if isinstance(one, (dict, list))]
    return size
