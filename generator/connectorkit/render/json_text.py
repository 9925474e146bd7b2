"""The layout of JSON in all outputs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import partial
from json.encoder import encode_basestring

from connectorkit.model.kept import NOTHING, Kept

_ONE = "\n  "
_TWO = "\n    "


def canonical(value: object) -> bytes:
    """JSON with an indent of two spaces, non-ASCII characters kept and a final newline.

    It is what json.dumps gives, in half the time: with an indent that does not use the part of it that is written in C.
    """
    return (indented(value) + "\n").encode()


def canonical_in_parts(value: Mapping[str, object], parted: Collection[str], kept: Kept = NOTHING) -> bytes:
    """The same; the entries of the objects under the keys ``parted`` are written once for each object in ``kept``."""
    if kept is NOTHING or not value:
        return canonical(value)
    written = []
    for key, one in value.items():
        if key in parted and isinstance(one, dict) and one:
            texts = (kept.once("JSON", (entry,), partial(indented, entry, _TWO)) for entry in one.values())
            rows = [f"{encode_basestring(name)}: {text}" for name, text in zip(one, texts, strict=True)]
            written.append(f"{encode_basestring(key)}: {{{_TWO}{f',{_TWO}'.join(rows)}{_ONE}}}")
        else:
            written.append(f"{encode_basestring(key)}: {indented(one, _ONE)}")
    kept.turn("JSON")
    return f"{{{_ONE}{f',{_ONE}'.join(written)}\n}}\n".encode()


def indented(value: object, line: str = "\n") -> str:
    """``value`` as JSON; ``line`` is a line break with the indentation of the line on which the value begins."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{line}  "
    if isinstance(value, dict):
        rows = [f"{encode_basestring(key)}: {indented(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{line}}}" if rows else "{}"
    if isinstance(value, list | tuple):
        items = [indented(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(items)}{line}]" if items else "[]"
    return json.dumps(value)
