"""Strict parsing of the JSON of a request."""

from __future__ import annotations

import json
import math

from connectorkit.model.json_value import Json


def parsed(raw: bytes) -> Json:
    """The value of a JSON text. Raises ValueError or RecursionError for anything that is not JSON.

    NaN, numbers that are too large, and lone surrogates are rejected too: Python reads them, but could not write them
    into a response or the state.
    """
    value: Json = json.loads(raw, parse_constant=_finite, parse_float=_finite)
    if b"\\u" in raw:
        json.dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError, a ValueError, for a lone surrogate.
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a number of JSON")
    return number
