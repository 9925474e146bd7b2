"""Wording for a missing key, or one whose value is not a string."""

from __future__ import annotations

from connectorkit.check.engine.connector_index import At
from connectorkit.diagnostics import phrases


def lacking(at: At, key: str) -> str:
    """``no summary``, or ``a summary that is a number instead of a string``."""
    value = at.node.get(key)
    if value is None or isinstance(value, str):
        return f"no {key}"
    article = "an" if key[0] in "aeiou" else "a"
    return f"{article} {key} that is {_kind(value)} instead of a string"


def _kind(value: object) -> str:
    return "a boolean" if isinstance(value, bool) else phrases.kind(value)
