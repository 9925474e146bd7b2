"""Whether two connectors have the same meaning, and where they first differ.

Values are compared with their types (1 is not 1.0 is not true) and with the order of paths, properties,
definitions and parameters. Keys without effect are ignored where Swagger gives them none: ``required: false``, an empty
list of tags, an empty title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_pointer import escape
from connectorkit.model.json_value import mapping

Plain = dict[str, Json]
_TEXTS = frozenset(("title", "description", "summary", "x-ms-summary", "x-ms-visibility", "format"))
_FLAGS = frozenset(
    ("required", "deprecated", "allowEmptyValue", "readOnly", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum")
)
_ROOT = frozenset(
    ("definitions", "parameters", "responses", "securityDefinitions", "security", "tags", "consumes", "produces")
)
_EMPTY: dict[str, Json] = {"tags": [], "parameters": [], "properties": {}, "required": [], "headers": {}}

# The kind of node under each key of each kind of node. Anything else is data, which is compared exactly.
_BELOW: dict[str, dict[str, str]] = {
    "root": {
        "info": "info",
        "paths": "paths",
        "definitions": "properties",
        "parameters": "parameter map",
        "responses": "response map",
    },
    "path": {method: "operation" for method in METHODS}
    | {"parameters": "parameter list", "x-ms-notification-content": "response"},
    "operation": {"parameters": "parameter list", "responses": "response map"},
    "parameter": {"schema": "schema", "items": "schema"},
    "response": {"schema": "schema"},
    "schema": {"properties": "properties", "items": "schema", "additionalProperties": "schema", "allOf": "schema list"},
}
_ORDERED = frozenset(("paths", "properties", "parameter map"))
_MAPS = {"paths": "path", "properties": "schema", "parameter map": "parameter", "response map": "response"}
_LISTS = {"parameter list": "parameter", "schema list": "schema"}


def definition(original: Json, rebuilt: Json) -> str:
    """The first difference of two apiDefinition.swagger.json, as ``pointer: what``; "" when they mean the same."""
    return next(_differences("root", original, rebuilt, ""), "")


def properties(original: Json, rebuilt: Json) -> str:
    """The first difference of two apiProperties.json, as ``pointer: what``; "" when they mean the same."""
    return next(_differences("data", original, rebuilt, ""), "")


def exactly(original: Json, rebuilt: Json) -> str:
    """As :func:`definition`, but every difference counts except the order of keywords."""
    return next(_differences("root", _with_lists(original, rebuilt), rebuilt, "", True), "")


def _with_lists(original: Json, rebuilt: Json) -> Json:
    """The original with the empty ``parameters`` that a build adds to an operation whose path has parameters."""
    paths, made = (mapping(mapping(one).get("paths")) for one in (original, rebuilt))
    missing = {
        path: [
            method
            for method, operation in item.items()
            if method in METHODS and _lacks_list(operation, mapping(made.get(path)).get(method))
        ]
        for path, item in paths.items()
        if isinstance(item, dict) and "parameters" in item
    }
    if not isinstance(original, dict) or not any(missing.values()):
        return original
    added = {
        path: {
            **mapping(paths[path]),
            **{name: {**mapping(mapping(paths[path])[name]), "parameters": []} for name in names},
        }
        for path, names in missing.items()
    }
    return {**original, "paths": {**paths, **added}}


def _lacks_list(operation: Json, made: Json) -> bool:
    return isinstance(operation, dict) and "parameters" not in operation and mapping(made).get("parameters") == []


def same(kind: str, a: Json, b: Json) -> bool:
    """Whether two values of the same kind of node (root, path, operation, ..., or data) mean the same."""
    if isinstance(a, dict) and isinstance(b, dict):
        return _same_mappings("data" if kind in _LISTS else kind, a, b)
    if isinstance(a, list) and isinstance(b, list):
        inner = _LISTS.get(kind, "data")
        return len(a) == len(b) and all(same(inner, old, new) for old, new in zip(a, b, strict=True))
    return _is_equal(a, b)


def _same_mappings(kind: str, a: Plain, b: Plain) -> bool:
    if kind != "data" and kind not in _MAPS:
        a, b = _effective(kind, a), _effective(kind, b)
    if len(a) != len(b) or (kind in _ORDERED and list(a) != list(b)):
        return False
    below = _child(kind)
    return all(key in b and same(below(key), one, b[key]) for key, one in a.items())


def _is_equal(a: Json, b: Json) -> bool:
    """Whether two values are equal, types and spellings of numbers included."""
    return type(a) is type(b) and a == b and not (isinstance(a, float) and repr(a) != repr(b))


def below(kind: str, key: str) -> str:
    """The kind of the node under ``key`` of a node of ``kind``."""
    return _child("data" if kind in _LISTS else kind)(key)


def item(kind: str) -> str:
    """The kind of an item of a list of ``kind``."""
    return _LISTS.get(kind, "data")


def silent(kind: str, key: str, value: Json) -> bool:
    """Whether adding or removing ``key: value`` leaves the meaning of a node of ``kind`` unchanged."""
    return kind not in _MAPS and kind not in _LISTS and has_no_effect(kind, key, value)


def keeps_order(kind: str) -> bool:
    """Whether the order of the keys of a node of ``kind`` has a meaning."""
    return kind in _ORDERED


def equal(a: Json, b: Json) -> bool:
    """Whether two JSON values are the same except for the order of keys."""
    return same("data", a, b)


def effective(original: Plain) -> Plain:
    """A swagger without the keys that have no effect."""
    made = _effective_node("root", original)
    return made if isinstance(made, dict) else {}


def _effective_node(kind: str, node: Json) -> Json:
    if kind == "data" or (kind in _LISTS and isinstance(node, dict)):
        return node
    if isinstance(node, list):
        return [_effective_node(_LISTS.get(kind, "data"), item) for item in node]
    if not isinstance(node, dict):
        return node
    below = _child(kind)
    left = node if kind in _MAPS else _effective(kind, node)
    return {key: _effective_node(below(key), value) for key, value in left.items()}


def has_no_effect(kind: str, key: str, value: Json) -> bool:
    """Whether ``key: value`` has no effect on a node of ``kind`` (root, operation, parameter, schema ...)."""
    if kind == "root" and key in _ROOT:
        return value in ([], {})
    if kind == "data":
        return False
    if key in _TEXTS and value == "" and isinstance(value, str):
        return True
    if key in _FLAGS and value is False:
        return True
    empty = _EMPTY.get(key)
    return empty is not None and type(value) is type(empty) and not value


def _differences(kind: str, a: Json, b: Json, at: str, exact: bool = False) -> Iterator[str]:
    if isinstance(a, dict) and isinstance(b, dict):
        yield from _mappings("data" if kind in _LISTS else kind, a, b, at, exact)
    elif isinstance(a, list) and isinstance(b, list):
        yield from _lists(_LISTS.get(kind, "data"), a, b, at, exact)
    elif not _is_equal(a, b):
        yield f"{at or '/'}: {_short(a)} became {_short(b)}"


def _mappings(kind: str, a: Plain, b: Plain, at: str, exact: bool) -> Iterator[str]:
    below = _child(kind)
    if kind not in _MAPS and not exact:
        a, b = _effective(kind, a), _effective(kind, b)
    for key in a:
        if key not in b:
            yield f"{at}/{escape(key)}: {_short(a[key])} is missing"
    for key in b:
        if key not in a:
            yield f"{at}/{escape(key)}: {_short(b[key])} is new"
    if kind in _ORDERED and list(a) != list(b):
        yield f"{at}: another order of keys, {_short(list(a))} became {_short(list(b))}"
    for key in a:
        if key in b:
            yield from _differences(below(key), a[key], b[key], f"{at}/{escape(key)}", exact)


def _child(kind: str) -> Callable[[str], str]:
    if kind in _MAPS:
        return lambda key: "data" if key.startswith("x-") and kind in ("paths", "response map") else _MAPS[kind]
    table = _BELOW.get(kind, {})
    return lambda key: table.get(key, "data")


def _effective(kind: str, node: Plain) -> Plain:
    return {key: value for key, value in node.items() if not has_no_effect(kind, key, value)}


def _lists(kind: str, a: list[Json], b: list[Json], at: str, exact: bool) -> Iterator[str]:
    if len(a) != len(b):
        yield f"{at}: {len(a)} items became {len(b)}"
        return
    for index, (old, new) in enumerate(zip(a, b, strict=True)):
        yield from _differences(kind, old, new, f"{at}/{index}", exact)


def _short(value: Json) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 120 else text[:117] + "..."
