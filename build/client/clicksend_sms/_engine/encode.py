"""Typed values to JSON, with every violation of a declared rule collected instead of raised."""

from __future__ import annotations

from .as_json import money
from .model import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeGuard

    from .jsonvalue import JsonValue
    from .kinds import Kind, Rules, Written

_WORDS = {
    "s": "text",
    "p": "text",
    "i": "an integer",
    "n": "a number",
    "b": "true or false",
    "o": "a mapping",
    "d": "a number or a Decimal",
    "e": "a number or a Decimal",
    "y": "bytes",
    "r": "bytes",
    "f": "bytes or a File",
    "j": "JSON",
}
_UNCHANGED: dict[object, type] = {"s": str, "p": str, "i": int, "b": bool}
_FILLED = frozenset(("constant", "default", "required"))


def _written(cls: type[Model]) -> Written:
    """The shape with, for each field, the type that is sent unchanged, and whether None is left out."""
    made = []
    for wire, attribute, kind, rules in cls._shape:
        unchanged = _UNCHANGED.get(kind) if isinstance(kind, str) and not rules.keys() - _FILLED else None
        made.append((wire, attribute, kind, rules, unchanged, not rules.keys() & _FILLED))
    cls._written = tuple(made)
    return cls._written


def encode_object(model: Model, path: str, problems: list[str]) -> dict[str, JsonValue]:
    """The JSON object of ``model``; fields that are None are left out."""
    made: dict[str, JsonValue] = {}
    cls = type(model)
    for wire, attribute, kind, rules, unchanged, optional in cls._written or _written(cls):
        value: Any = getattr(model, attribute, None)
        if value is None:
            if optional:
                continue
        elif type(value) is unchanged and (unchanged is not str or value.isascii()):
            made[wire] = value
            continue
        add(made, wire, kind, rules, value, f"{path}.{wire}" if path else wire, problems)
    if model._additional is not None:
        rest = getattr(model, "additional_properties", None)
        if rest is not None:
            encoded = encode(("m", model._additional, {}), rest, {}, path, problems)
            made = {**encoded, **made} if isinstance(encoded, dict) else made
    return made


def add(
    made: dict[str, JsonValue], wire: str, kind: Kind, rules: Rules, value: object, path: str, problems: list[str]
) -> None:
    """Add ``value`` to ``made`` under ``wire``; a constant or a default replaces None."""
    if "readOnly" in rules:
        return
    if value is None:
        value = rules.get("constant", rules.get("default"))
    if value is not None:
        made[wire] = encode(kind, value, rules, path, problems)
    elif rules.get("required"):
        problems.append(f"{path} is required")


def encode(kind: Kind, value: object, rules: Rules, path: str, problems: list[str]) -> JsonValue:
    """``value`` as JSON; a wrong kind or a broken rule is added to ``problems``."""
    if "constant" in rules:
        return plain(value)
    if isinstance(kind, type):
        return _model(kind, value, path, problems)
    if isinstance(kind, tuple):
        made = _list(kind[1], kind[2], value, path, problems) if kind[0] == "l" else None
        made = _mapping(kind[1], kind[2], value, path, problems) if kind[0] == "m" else made
    else:
        made = _scalar(kind[0], value, path, problems)
    if made is not None and rules.keys() - _FILLED:
        from .limits import breaches

        problems.extend(f"{path} {text}" for text in breaches(made, rules))
    return made


def _model(kind: type[Model], value: object, path: str, problems: list[str]) -> JsonValue:
    if isinstance(value, Model) and isinstance(value, kind):
        return encode_object(value, path, problems)
    problems.append(f"{path} must be of the class {kind.__name__}, not {type(value).__name__}")
    return None


def _list(kind: Kind, rules: Rules, value: object, path: str, problems: list[str]) -> JsonValue:
    if not _sequence(value):
        problems.append(f"{path} must be a list, not {type(value).__name__}")
        return None
    return [encode(kind, item, rules, f"{path}[{index}]", problems) for index, item in enumerate(value)]


def _sequence(value: object) -> TypeGuard[Sequence[object]]:
    if isinstance(value, (list, tuple)):
        return True
    from collections.abc import Sequence

    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def _mapping(kind: Kind, rules: Rules, value: object, path: str, problems: list[str]) -> JsonValue:
    from collections.abc import Mapping

    if not isinstance(value, Mapping):
        problems.append(f"{path} must be a mapping, not {type(value).__name__}")
        return None
    return {str(key): encode(kind, item, rules, f"{path}.{key}", problems) for key, item in value.items()}


def _scalar(code: str, value: object, path: str, problems: list[str]) -> JsonValue:
    if code in "jo":
        return _free(code, value, path, problems)
    if code == "y" and isinstance(value, (bytes, bytearray)):
        from base64 import b64encode

        return b64encode(value).decode("ascii")
    if code in "spy" and isinstance(value, str):
        return _clean(value, path, problems)
    if code == "b" and isinstance(value, bool):
        return value
    if code == "i" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if code == "n" and isinstance(value, (int, float)) and not isinstance(value, bool) and value - value == 0:
        return value
    if code in "de":
        made = money(code, value)
        if made is not None:
            return made
    problems.append(f"{path} must be {_WORDS[code]}, not {type(value).__name__}")
    return None


def _clean(value: str, path: str, problems: list[str]) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        problems.append(f"{path} contains an unpaired surrogate")
    return value


def _free(code: str, value: object, path: str, problems: list[str]) -> JsonValue:
    from collections.abc import Mapping

    if code == "o" and not isinstance(value, Mapping):
        problems.append(f"{path} must be a mapping, not {type(value).__name__}")
        return None
    try:
        return plain(value)
    except (TypeError, RecursionError):
        problems.append(f"{path} contains a value that JSON cannot express")
        return None


def plain(value: object) -> JsonValue:
    """Nested mappings, sequences and scalars as JSON; raises TypeError for anything else."""
    from collections.abc import Mapping, Sequence

    if value is None or isinstance(value, (bool, int, float, str)):
        if isinstance(value, float) and value - value != 0:
            raise TypeError("not a number")
        return value
    if isinstance(value, Model):
        return encode_object(value, "", [])
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(item) for item in value]
    raise TypeError(type(value).__name__)
