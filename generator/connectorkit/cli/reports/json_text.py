"""JSON over several lines, as ``json.dumps`` with an indent of two writes it, in a fraction of its time."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as _quoted  # Written in C where it can be; non-ASCII letters stay.


def indented(value: object, line: str = "\n") -> str:
    """The text of ``value``; ``line`` is a line break with the indentation of the line on which the value begins."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict) and value:
        inner = f"{line}  "
        entries = [f"{_quoted(key)}: {indented(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(entries)}{line}}}"
    if isinstance(value, (list, tuple)) and value:
        inner = f"{line}  "
        return f"[{inner}{f',{inner}'.join([indented(one, inner) for one in value])}{line}]"
    return json.dumps(value)
