"""Deterministic sample values of a shape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from connectorkit.model.sha256 import sha256
from connectorkit.sandbox.shapes import formats, multiples, pattern, validate
from connectorkit.sandbox.shapes.json_types import fit, fits, kinds, least

if TYPE_CHECKING:
    from connectorkit.model.json_value import Json
    from connectorkit.sandbox.shapes.document_types import Limits, Shape, ShapeField

BY_FORMAT: dict[str, str] = {
    "byte": "c2FuZGJveA==",
    "binary": "c2FuZGJveA==",
    "date": "2026-07-25",
    "date-time": "2026-07-25T17:20:00Z",
    "uri": "https://sandbox.example/1",
    "email": "sandbox@sandbox.example",
    "uuid": "3F6C1B52-8C0E-4E58-9C38-0B5F2F0A1D11",
    "phone": "+61411111111",
}
# Tried in turn where there is a pattern.
TEXTS = (
    *("sandbox", "Sandbox1", "sandbox-1", "sandbox_1", "SANDBOX", "1", "12", "1234", "12345", "123456789"),
    *("1234567890", "0", "a", "A", "AU", "AUD", "en-US", "en", "true", "1.0", "1.0.0", "12:30", "12:30:00"),
    *("2026-07", "2026", "+61411111111", "61411111111", "0123456789abcdef", "#0a7cc1"),
    *("3f6c1b52-8c0e-4e58-9c38-0b5f2f0a1d11", "/sandbox", "0123456789abcdef01234567"),
    *("sandbox@sandbox.example", "sandbox.example", "http://sandbox.example/1"),
    *BY_FORMAT.values(),
)


def sample(shape: Shape | None, name: str = "") -> Json:
    """A deterministic value of the shape, with all fields that a response can have."""
    return _sample(shape or {}, name, None)


def request_sample(shape: Shape, name: str = "", known: Mapping[str, Json] | None = None) -> Json:
    """A minimal request value: required fields, and fields with a value in the source.

    ``known`` holds values by field name, which take precedence.
    """
    return _sample(shape, name, known or {})


def _sample(shape: Shape, name: str, known: Mapping[str, Json] | None) -> Json:
    found = (
        _declared(shape, known is not None) if known is None or name not in known else fit(known[name], kinds(shape))
    )
    if found is not None:
        return found
    kind = (kinds(shape) or ("object" if shape.get("fields") else "string",))[0]
    if kind == "object":
        chosen = [one for one in shape.get("fields", ()) if known is None or _sent(one, known)]
        return {one["name"]: _sample(one["shape"], one["name"], known) for one in chosen}
    if kind == "array":
        return _array(shape, name, known)
    return _scalar(kind, shape, name)


def _sent(one: ShapeField, known: Mapping[str, Json]) -> bool:
    shape = one["shape"]
    if "read_only" in shape:
        return False
    return bool(one["required"] or one["name"] in known or "default" in shape or "example" in shape)


def _array(shape: Shape, name: str, known: Mapping[str, Json] | None) -> list[Json]:
    limits = shape.get("limits", {})
    if "items" not in shape:
        return [{}] * least(limits, 0)
    count, one = least(limits), shape["items"]
    choices = one.get("choices", ()) if limits.get("uniqueItems") else ()
    if len(choices) >= count:
        return list(choices[:count])
    return [_sample(one, name, known) for _ in range(count)]


def _declared(shape: Shape, sent: bool) -> Json:
    """The value in the source: a constant, an example, a default or the first choice.

    With ``sent``, a constant is used as written; otherwise only a value of the declared type counts.
    """
    accepted = kinds(shape)
    if sent and validate.is_constant(shape.get("default"), shape):
        return shape["default"]
    if shape.get("fields") or ("items" in shape and not isinstance(shape.get("example"), list)):
        return None
    constant = shape.get("default") if shape.get("internal") else None
    choices = shape.get("choices", ())
    safe = shape.get("safe_values", ())[:1] if sent else ()
    said = (constant, *safe, shape.get("example"), shape.get("default"), *choices)
    for value in sorted(said, key=lambda one: not fits(one, accepted)):
        fitted = fit(value, accepted)
        useful = fitted != "" or value is constant or set(choices) == {""}
        usable = fitted is not None and useful and fits(fitted, accepted)
        formed = value is constant or formats.is_of(fitted, shape.get("format") or "")
        if usable and formed and not validate.limits(fitted, shape) and validate.passes(fitted, shape):
            return fitted
    return None


def _scalar(kind: str, shape: Shape, name: str) -> Json:
    limits = shape.get("limits", {})
    if kind in ("integer", "number"):
        return _within(limits, kind)
    if kind in ("boolean", "null"):
        return False if kind == "boolean" else None
    return _text(shape, name, limits)


def _text(shape: Shape, name: str, limits: Limits) -> str:
    """A string with the declared pattern and length, if one of the candidates matches."""
    usual = BY_FORMAT.get(shape.get("format") or "") or f"sandbox {name.strip('_') or 'text'}".replace("_", " ")
    low, most = limits.get("minLength"), limits.get("maxLength")
    text = usual.ljust(low, "x") if isinstance(low, int) and low < 10_000 else usual
    text = text[:most] if isinstance(most, int) and most >= 0 else text
    if "pattern" not in limits:
        return text
    tried = chain((text, *TEXTS), pattern.texts(str(limits["pattern"])))
    return next((one for one in tried if not validate.limits(one, shape)), text)


def _within(limits: Limits, kind: str) -> float:
    """1, adjusted to the limits and to a multiple if declared."""
    least, most, step = (_bound(limits.get("minimum")), _bound(limits.get("maximum")), _bound(limits.get("multipleOf")))
    step = step if step and step > 0 else None
    value = step or 1
    if least is not None and value < least:
        value = multiples.nearest(least, step, math.ceil) if step else math.ceil(least) if kind == "integer" else least
    if limits.get("exclusiveMinimum") and value == least:
        value = multiples.plus(value, step or 1)
    if most is not None and value > most:
        value = multiples.nearest(most, step, math.floor) if step else math.floor(most) if kind == "integer" else most
    if limits.get("exclusiveMaximum") and value == most:
        value = multiples.plus(value, -(step or 1))
    return int(value) if kind == "integer" and multiples.is_whole(value) else value


def _bound(value: object) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300 else None


def digest(*parts: object) -> str:
    """A deterministic hash of the parts: 64 hexadecimal digits."""
    return sha256("/".join(map(str, parts)).encode()).hexdigest()


def uuid(*parts: object) -> str:
    """A deterministic upper-case UUID for the parts."""
    text = digest(*parts)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:32]}".upper()


def token(length: int, *parts: object) -> str:
    """``length`` (at most 32) upper-case letters and digits, deterministic for the parts."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    text = digest(*parts)
    return "".join(alphabet[int(text[2 * n : 2 * n + 2], 16) % 36] for n in range(min(length, 32)))
