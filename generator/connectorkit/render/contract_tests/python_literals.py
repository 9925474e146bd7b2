"""Values as readable Python source: short ones on one line, long repetitions as products."""

from __future__ import annotations

import json

from connectorkit.contract.answer import Each, Known, Moment, Some, Starts

WIDTH = 110
_LONGEST_RUN = 60
_JSON = json.JSONEncoder(ensure_ascii=False)


def literal(value: object, indent: int = 0, before: int = 0) -> str:
    """A value as Python source; ``before`` is the number of characters between ``indent`` and the value."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Starts):
        return f"Starts({literal(value.values, indent, before + 10)}, {value.count})"
    short = _short(value)
    if indent + before + len(short) <= WIDTH or not isinstance(value, (dict, list, tuple)) or not value:
        return short
    inner, outer = " " * (indent + 4), " " * indent
    if isinstance(value, dict):
        keys = [(f"{_short(key)}: ", one) for key, one in value.items()]
        lines = [f"{inner}{key}{literal(one, indent + 4, len(key))},\n" for key, one in keys]
        return "{\n" + "".join(lines) + outer + "}"
    if _repeats(value):
        return f"[{literal(value[0], indent)}] * {len(value)}"
    lines = [f"{inner}{literal(one, indent + 4)},\n" for one in value]
    opened, closed = ("(", ")") if isinstance(value, tuple) else ("[", "]")
    return opened + "\n" + "".join(lines) + outer + closed


def _short(value: object) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dict):
        return "{" + ", ".join([f"{_short(key)}: {_short(one)}" for key, one in value.items()]) + "}"
    if isinstance(value, list):
        if _repeats(value):
            return f"[{_short(value[0])}] * {len(value)}"
        return "[" + ", ".join(map(_short, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_short, value)) + ("," if len(value) == 1 else "") + ")"
    return _promise(value) if isinstance(value, (Some, Known, Moment, Each)) else repr(value)


def _promise(value: Some | Known | Moment | Each) -> str:
    if isinstance(value, Some):
        return f"Some({_string(value.kind)})"
    if isinstance(value, Known):
        return f"Known({_string(value.name)}{'' if value.text == '{}' else f', {_string(value.text)}'})"
    if isinstance(value, Moment):
        return f"Moment({value.after or ''})"
    return f"Each({_short(value.value)})"


def _repeats(value: object) -> bool:
    return isinstance(value, list) and len(value) > 3 and all(one == value[0] for one in value)


def _string(value: str) -> str:
    """A string in double quotes; a run of the same letter at the end becomes a product."""
    if len(value) > _LONGEST_RUN:
        stem = value.rstrip(value[-1])
        run = len(value) - len(stem)
        if run > _LONGEST_RUN:
            start = f"{_quoted(stem)} + " if stem else ""
            return f"{start}{_quoted(value[-1])} * {run}"
    return _quoted(value)


def _quoted(value: str) -> str:
    return _JSON.encode(value).replace("\x7f", "\\x7f")
