"""Keys without effect: their value is the default."""

from __future__ import annotations

from connectorkit.model.connector import Json

_FALSE = frozenset(("uniqueItems", "exclusiveMinimum", "exclusiveMaximum"))
_ZERO = frozenset(("minLength", "minItems", "minProperties"))


def says_nothing(key: str, value: Json) -> bool:
    """Whether omitting ``key`` means the same as its ``value``, so that rules ignore it."""
    if key in _FALSE:
        return value is False
    return key in _ZERO and value == 0 and not isinstance(value, bool)
