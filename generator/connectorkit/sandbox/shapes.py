"""What a shape means on the wire: accepted JSON types, response paths and sample values."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from connectorkit.sandbox.node import memo

Doc = dict[str, Any]
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
# Tried in turn where a pattern asks for a certain form.
TEXTS = (
    "sandbox",
    "Sandbox1",
    "sandbox-1",
    "sandbox_1",
    "SANDBOX",
    "1",
    "12",
    "1234",
    "12345",
    "123456789",
    "1234567890",
    "0",
    "a",
    "A",
    "AU",
    "AUD",
    "en-US",
    "en",
    "true",
    "1.0",
    "1.0.0",
    "12:30",
    "12:30:00",
    "2026-07",
    "2026",
    "+61411111111",
    "61411111111",
    "0123456789abcdef",
    "#0a7cc1",
    "3f6c1b52-8c0e-4e58-9c38-0b5f2f0a1d11",
    "/sandbox",
    "0123456789abcdef01234567",
    "sandbox@sandbox.example",
    "sandbox.example",
    "http://sandbox.example/1",
    *BY_FORMAT.values(),
)


@dataclass(frozen=True, slots=True)
class ResponsePath:
    """A declared field of an answer: ``steps`` are keys and "[]"; ``kinds`` the accepted JSON types."""

    path: str
    steps: tuple[str, ...]
    kinds: tuple[str, ...]
    optional: bool


def kind_of(value: Any) -> str:
    """The JSON type of a value: null, boolean, integer, number, string, array or object."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def fits(value: Any, kinds: tuple[str, ...]) -> bool:
    """Whether a value is of one of the kinds; no kinds accept anything, an integer is a number."""
    kind = kind_of(value)
    whole = isinstance(value, float) and value.is_integer() and "integer" in kinds
    return not kinds or kind in kinds or (kind == "integer" and "number" in kinds) or whole


def fit(value: Any, kinds: tuple[str, ...]) -> Any:
    """The value turned to an accepted kind where that loses nothing, else the value as it is."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    if whole and "integer" in kinds and "number" not in kinds:
        return int(value)
    if fits(value, kinds) or value is None or isinstance(value, (list, dict, bool)):
        return value
    if "string" in kinds and isinstance(value, (int, float)):
        return json.dumps(value)
    if isinstance(value, str) and "integer" in kinds and value.removeprefix("-").isdecimal() and len(value) < 300:
        return int(value)
    if isinstance(value, str) and "number" in kinds:
        return _number(value)
    if isinstance(value, str) and "boolean" in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def _number(value: str) -> Any:
    try:
        number = float(value)
    except ValueError:
        return value
    return number if abs(number) != float("inf") and number == number else value


def kinds(shape: Doc) -> tuple[str, ...]:
    """The JSON types that travel: the declared one, or those of ``wire``; () for any."""
    wire = tuple(kind for kind in shape.get("wire", ()) if kind != "absent")
    declared = shape.get("type", "")
    return wire or (() if declared in ("", "file") else (declared,))


def field(shape: Doc, name: str) -> Doc | None:
    """The shape of one field, None when the shape has no such field."""
    return next((one["shape"] for one in shape.get("fields", ()) if one["name"] == name), None)


_STEP = re.compile(r"\[\]|(?:\\.|[^.\\\[]|\[(?!\]))+")


@lru_cache(4096)
def split(path: str) -> tuple[str, ...]:
    """The steps of a response path: ``data.messages[].to`` gives data, messages, [], to.

    A backslash takes a dot or bracket of a name for itself: ``@odata\\.type`` is one step.
    """
    return tuple(step if step == "[]" else re.sub(r"\\(.)", r"\1", step) for step in _STEP.findall(path))


def spelled(name: str) -> str:
    """A name as one step of a response path."""
    return name.replace("\\", "\\\\").replace(".", "\\.").replace("[]", "\\[]")


def at(shape: Doc | None, steps: tuple[str, ...]) -> Doc:
    """The shape at the end of response path steps; {} where nothing is declared."""
    kept = memo(shape)
    if steps in kept:
        known: Doc = kept[steps]
        return known
    found = kept[steps] = _at(shape or {}, steps)
    return found


def _at(found: Doc, steps: tuple[str, ...]) -> Doc:
    for step in steps:
        found = found.get("items", {}) if step == "[]" else field(found, step) or {}
    return found


def names(shape: Doc) -> Iterator[str]:
    """The names of all fields at any depth."""
    for one in shape.get("fields", ()):
        yield one["name"]
        yield from names(one["shape"])
    if "items" in shape:
        yield from names(shape["items"])


def paths(shape: Doc | None) -> Iterator[ResponsePath]:
    """Each declared field below a shape, in the source's order."""
    yield from _below(shape or {}, "", ())


def _below(shape: Doc, path: str, steps: tuple[str, ...]) -> Iterator[ResponsePath]:
    for one in shape.get("fields", ()):
        if one.get("declared", True) and one["name"]:  # A name without a letter is no step of a path.
            inner = one["shape"]
            name = spelled(one["name"])
            here, now = f"{path}.{name}" if path else name, (*steps, one["name"])
            yield ResponsePath(here, now, kinds(inner), "absent" in inner.get("wire", ()))
            yield from _below(inner, here, now)
    if "items" in shape:
        yield from _below(shape["items"], f"{path}[]", (*steps, "[]"))


def sample(shape: Doc | None, name: str = "") -> Any:
    """A value of the shape, the same at every call, with each field that can travel."""
    return _sample(shape or {}, name, None)


def request_sample(shape: Doc, name: str = "", known: Mapping[str, Any] | None = None) -> Any:
    """A value that a careful caller sends: what is required, and what the source gives a value for.

    ``known`` holds values by field name that go before all others.
    """
    return _sample(shape, name, known or {})


def _sample(shape: Doc, name: str, known: Mapping[str, Any] | None) -> Any:
    found = _said(shape, known is not None) if known is None or name not in known else fit(known[name], kinds(shape))
    if found is not None:
        return found
    kind = (kinds(shape) or ("object" if shape.get("fields") else "string",))[0]
    if kind == "object":
        chosen = [one for one in shape.get("fields", ()) if known is None or _sent(one, known)]
        return {one["name"]: _sample(one["shape"], one["name"], known) for one in chosen}
    if kind == "array":
        return _array(shape, name, known)
    return _scalar(kind, shape, name)


def _sent(one: Doc, known: Mapping[str, Any]) -> bool:
    shape = one["shape"]
    if "read_only" in shape:
        return False
    return bool(one["required"] or one["name"] in known or "default" in shape or "example" in shape)


def _array(shape: Doc, name: str, known: Mapping[str, Any] | None) -> list[Any]:
    limits = shape.get("limits", {})
    if "items" not in shape:
        return [{}] * least(limits, 0)
    count, one = least(limits), shape["items"]
    choices = one.get("choices", ()) if limits.get("uniqueItems") else ()
    if len(choices) >= count:
        return list(choices[:count])
    return [_sample(one, name, known) for _ in range(count)]


def least(limits: Doc, usual: int = 1) -> int:
    """How many items a list gets: the usual number where that is within its bounds; never more than 100."""
    low, high = limits.get("minItems", 0), limits.get("maxItems", 100)
    wanted = max(low if isinstance(low, int) else 0, usual)
    return min(wanted, high if isinstance(high, int) and high >= 0 else 100, 100)


def _said(shape: Doc, sent: bool) -> Any:
    """The value that the source itself gives: a constant, an example, a default or the first choice.

    A constant is ``sent`` as it is written; else only a value of the declared type counts.
    """
    from connectorkit.sandbox import check

    accepted = kinds(shape)
    if sent and check.is_constant(shape.get("default"), shape):
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
        if usable and not check.limits(fitted, shape):
            return fitted
    return None


def _scalar(kind: str, shape: Doc, name: str) -> Any:
    limits = shape.get("limits", {})
    if kind in ("integer", "number"):
        return _within(limits, kind)
    if kind in ("boolean", "null"):
        return False if kind == "boolean" else None
    return _text(shape, name, limits)


def _text(shape: Doc, name: str, limits: Doc) -> str:
    """A text of the asked form and length where one of the usual texts has it."""
    from connectorkit.sandbox import check, pattern

    usual = BY_FORMAT.get(shape.get("format") or "") or f"sandbox {name.strip('_') or 'text'}".replace("_", " ")
    least, most = limits.get("minLength"), limits.get("maxLength")
    text = usual.ljust(least, "x") if isinstance(least, int) and least < 10_000 else usual
    text = text[:most] if isinstance(most, int) and most >= 0 else text
    if "pattern" not in limits:
        return text
    tried = chain((text, *TEXTS), pattern.texts(str(limits["pattern"])))
    return next((one for one in tried if not check.limits(one, shape)), text)


def _within(limits: Doc, kind: str) -> Any:
    """One, moved inside the bounds and to a multiple where one is asked for."""
    least, most, step = (_bound(limits, name) for name in ("minimum", "maximum", "multipleOf"))
    step = step if step and step > 0 else None
    value: Any = step or 1
    if least is not None and value < least:
        value = math.ceil(least / step) * step if step else math.ceil(least) if kind == "integer" else least
    if limits.get("exclusiveMinimum") and value == least:
        value += step or 1
    if most is not None and value > most:
        value = math.floor(most / step) * step if step else math.floor(most) if kind == "integer" else most
    if limits.get("exclusiveMaximum") and value == most:
        value -= step or 1
    return int(value) if kind == "integer" and value == math.floor(value) else value


def _bound(limits: Doc, name: str) -> float | None:
    value = limits.get(name)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300 else None


def digest(*parts: object) -> str:
    """Sixty-four hexadecimal digits that stand for the parts, the same at every run."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()


def uuid(*parts: object) -> str:
    """An upper-case UUID made from the parts."""
    text = digest(*parts)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:32]}".upper()


def token(length: int, *parts: object) -> str:
    """``length`` (at most 32) upper-case letters and digits made from the parts."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    text = digest(*parts)
    return "".join(alphabet[int(text[2 * n : 2 * n + 2], 16) % 36] for n in range(min(length, 32)))
