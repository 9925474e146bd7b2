"""The layouts of a connector's JSON files as a file of its source: what an import records and a build reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from connectorkit.model.connector import Json
from connectorkit.write.json_layout import Layout
from connectorkit.write.json_parts import Style

Plain = dict[str, Json]
_STYLE = ("indent", "newline", "colon", "comma", "ascii", "slashes")
_BY_POINTER = ("inline_at", "order", "order_at", "spelled", "silent", "absent", "absent_at")


def text(layouts: Mapping[str, Layout]) -> str:
    """The file for the layouts of some documents, by their names; one entry a line."""
    return _lines({name: _plain(layout) for name, layout in layouts.items()}, 0) + "\n"


def _lines(value: Json, depth: int) -> str:
    if not isinstance(value, dict) or not value or depth == 3:
        return json.dumps(value, ensure_ascii=False)
    inner, outer = "  " * (depth + 1), "  " * depth
    entries = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {_lines(one, depth + 1)}" for key, one in value.items())
    return "{\n" + ",\n".join(entries) + f"\n{outer}}}"


def _plain(layout: Layout) -> Plain:
    """A layout as a JSON value, without the defaults."""
    usual = Layout()
    said: Plain = {key: getattr(layout.style, key) for key in _STYLE if _other(layout.style, usual.style, key)}
    said |= {key: getattr(layout, key) for key in ("mark", "before", "after") if _other(layout, usual, key)}
    if layout.inline:
        said["inline"] = [*sorted(layout.inline)]
    return said | {key: getattr(layout, key) for key in _BY_POINTER if _other(layout, usual, key)}


def _other(one: object, usual: object, key: str) -> bool:
    return bool(getattr(one, key) != getattr(usual, key))


def read(data: str) -> dict[str, Layout]:
    """The layouts of a file, by the names of their documents. Raises ValueError where it has another form."""
    said: Json = json.loads(data)
    if not isinstance(said, dict):
        raise ValueError("the file is not an object")
    return {name: _layout(one) for name, one in said.items()}


def _layout(said: Json) -> Layout:
    if not isinstance(said, dict):
        raise ValueError("a layout is not an object")
    for key, value in said.items():
        check = _CHECKS.get(key)
        if check is None:
            raise ValueError(f"unknown key '{key}'")
        if not check(value):
            raise ValueError(f"'{key}' has an invalid value")
    # _CHECKS has checked the type of each value; mypy cannot follow which key has which type, here and below.
    style = Style(**{key: said[key] for key in _STYLE if key in said})  # type: ignore[arg-type]
    rest = {key: value for key, value in said.items() if key not in (*_STYLE, "inline")}
    inline = said.get("inline")
    return Layout(style, inline=set(map(str, inline if isinstance(inline, list) else ())), **rest)  # type: ignore[arg-type]


def _blank(value: Json) -> bool:
    return isinstance(value, str) and not value.strip(" \t\r\n")


def _around(mark: str) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, str) and value.strip(" \t") == mark


def _texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _flag(value: Json) -> bool:
    return isinstance(value, bool)


def _each(check: Callable[[Json], bool]) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


_CHECKS: dict[str, Callable[[Json], bool]] = {
    "indent": lambda value: value is None or (isinstance(value, str) and not value.strip(" \t")),
    "newline": lambda value: value in ("\n", "\r\n"),
    "colon": _around(":"),
    "comma": _around(","),
    "ascii": _flag,
    "slashes": _flag,
    "mark": _flag,
    "before": _blank,
    "after": _blank,
    "inline": _texts,
    "inline_at": _each(_flag),
    "order": _each(lambda value: isinstance(value, list) and all(map(_texts, value))),
    "order_at": _each(_texts),
    "spelled": _each(lambda value: isinstance(value, str)),
    "absent": _each(_texts),
    "absent_at": _each(_texts),
    "silent": _each(lambda value: isinstance(value, dict)),
}
