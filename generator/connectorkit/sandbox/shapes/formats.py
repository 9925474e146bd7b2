"""Formats that can be checked with certainty."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from typing import Any

from connectorkit.model.patterns import lazy

_DATE = lazy(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339, and common ISO 8601 variants: no zone, a zone without a colon, a blank.
_TIME = lazy(r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?")
_UUID = lazy(r"\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\}?")


def is_of(value: Any, format_: str) -> bool:
    """Whether a value can have a format; true for formats and types that cannot be checked."""
    test = _TESTS.get(format_)
    kind = (int,) if format_ in _RANGES else (str,)
    return test is None or not isinstance(value, kind) or isinstance(value, bool) or test(value)


def is_base64(value: Any) -> bool:
    """Whether a value is a Base64 string."""
    try:
        base64.b64decode(value, validate=True)
    except (TypeError, ValueError):
        return False
    return True


def _is_date(value: str) -> bool:
    try:
        return _DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_date_time(value: str) -> bool:
    return _is_date(value[:10]) and _TIME.fullmatch(value[10:]) is not None


def _within(bits: int) -> Callable[[Any], bool]:
    return lambda value: -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)


_RANGES = ("int32", "int64")
_TESTS: dict[str, Callable[[Any], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "uuid": lambda value: _UUID.fullmatch(value) is not None,
    "byte": is_base64,
    "int32": _within(32),
    "int64": _within(64),
}
