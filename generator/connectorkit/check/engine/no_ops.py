"""Keys that say nothing: their value is the one that holds without them."""

from __future__ import annotations

from connectorkit.model.connector import Json

_FALSE = frozenset(("uniqueItems", "exclusiveMinimum", "exclusiveMaximum"))
_ZERO = frozenset(("minLength", "minItems", "minProperties"))


def says_nothing(key: str, value: Json) -> bool:
    """Whether leaving ``key`` out means the same as its ``value``, so that no rule has anything to report."""
    if key in _FALSE:
        return value is False
    return key in _ZERO and value == 0 and not isinstance(value, bool)
