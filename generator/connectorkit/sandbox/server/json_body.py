"""The JSON of a request, as far as it can be written out again."""

from __future__ import annotations

import json
import math

from connectorkit.model.json_value import Json


def parsed(raw: bytes) -> Json:
    """The value of a JSON text. Raises ValueError or RecursionError for anything that is not JSON.

    NaN, numbers that are too large, and lone surrogates are refused too: Python reads them, but a response or the
    state that repeats them could not be written.
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
