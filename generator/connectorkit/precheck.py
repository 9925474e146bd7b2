"""Precheck: whether openapi-spec-validator surely has nothing to say about a swagger, without importing it.

It holds the document against the validator's own schema file and against what its semantic checks ask for.
Whatever it does not understand it leaves to the validator, so that True is never more lenient than the
validator itself, and False says nothing.
"""

from __future__ import annotations

import importlib.util
import json
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Plain = dict[str, Any]

_METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch"))
_CONSTRAINTS = frozenset(
    """multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems
    uniqueItems maxProperties minProperties items properties additionalProperties allOf not""".split()
)
_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float)}
_FORMATS = {"int32": 31, "int64": 63, "float": 1023, "double": 1023}
MOST = 100_000
_FREE = (None, "password", "binary")


class _Doubt(Exception):
    """Something that the validator may refuse, or that only it can judge."""


def accepted(definition: Plain) -> bool:
    """True when openapi-spec-validator accepts the Swagger 2.0 document; False when it has to be asked."""
    try:
        if not _schema().is_valid(definition):
            return False
        for schema in _meaning(definition):
            _walk(definition, schema)
    except (_Doubt, ValueError, RecursionError):
        return False
    return True


def endless(definition: Plain) -> bool:
    """True when the validator would follow ``allOf`` from one definition to more than MOST others, again and again."""
    listed = definition.get("definitions")
    below = {name: list(_parts(schema)) for name, schema in listed.items()} if isinstance(listed, dict) else {}
    known: dict[str, int] = {}
    waiting, opened = list(below), set[str]()
    while waiting:
        name = waiting[-1]
        if name not in known and name not in opened:
            opened.add(name)
            waiting += [one for one in below[name] if one in below and one not in opened]
            continue
        waiting.pop()
        known[name] = known.get(name, 1 + sum(known.get(one, 0) for one in below[name]))
        if known[name] > MOST:
            return True
    return False


def _parts(schema: Any) -> Iterator[str]:
    """The names of the definitions that ``schema`` is made of."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        parts = node.get("allOf") if isinstance(node, dict) else None
        for part in parts if isinstance(parts, list) else ():
            reference = part.get("$ref") if isinstance(part, dict) else None
            if isinstance(reference, str):
                yield reference.removeprefix("#/definitions/")
            waiting.append(part)


def _schema() -> Any:
    import jsonschema_rs

    found = importlib.util.find_spec("openapi_spec_validator")
    if found is None or not found.submodule_search_locations:
        raise _Doubt
    file = Path(found.submodule_search_locations[0], "resources", "schemas", "v2.0", "schema.json")
    if not file.is_file():
        raise _Doubt
    return jsonschema_rs.validator_for(json.loads(file.read_bytes()))


def _meaning(root: Plain) -> Iterator[Plain]:
    """The checks of operations; gives every schema that is reached without a reference."""
    tags = [tag["name"] for tag in root.get("tags", ())]
    _sure(len(set(tags)) == len(tags))
    seen: set[str] = set()
    for url, item in root["paths"].items():
        _sure(url.startswith("/") and "$ref" not in item)
        shared = _parameters(root, item.get("parameters", ()))
        yield from _schemas(shared)
        for method, operation in item.items():
            if method in _METHODS:
                _sure(operation.get("operationId") not in seen)
                seen.update(filter(None, [operation.get("operationId")]))
                yield from _operation(root, url, operation, shared)
    yield from root.get("definitions", {}).values()


def _operation(root: Plain, url: str, operation: Plain, shared: list[Plain]) -> Iterator[Plain]:
    own = _parameters(root, operation.get("parameters", ()))
    yield from _schemas(own)
    wanted = {name for _, name, _, _ in string.Formatter().parse(url) if name}
    _sure(wanted == {p["name"] for p in (*own, *shared) if p["in"] == "path"})
    for status, answer in operation["responses"].items():
        _sure(not status.startswith(("x-", "$")) and isinstance(answer, dict))
        yield from _schemas([_target(root, answer)])


def _parameters(root: Plain, listed: Any) -> list[Plain]:
    parameters = [_target(root, parameter) for parameter in listed]
    keys = [(parameter["name"], parameter["in"]) for parameter in parameters]
    _sure(len(set(keys)) == len(keys))
    for parameter in parameters:
        _default(parameter)
    return parameters


def _schemas(holders: list[Plain]) -> Iterator[Plain]:
    return (holder["schema"] for holder in holders if "schema" in holder)


def _walk(root: Plain, schema: Plain) -> None:
    """What the validator asks of a schema and of all below it; references are only resolved."""
    waiting: list[Any] = [schema]
    while waiting:
        node = waiting.pop()
        _sure(isinstance(node, dict))
        if "$ref" in node:
            _target(root, node)
            continue
        _sure("allOf" not in node and node.get("type") != "file")
        _sure("exclusiveMaximum" not in node or "maximum" in node)
        _sure("exclusiveMinimum" not in node or "minimum" in node)
        _pattern(node.get("pattern", ""))
        _default(node)
        below = node.get("properties", {})
        _sure("$ref" not in below)
        waiting += below.values()
        waiting += [node[key] for key in ("items", "additionalProperties") if isinstance(node.get(key), dict)]
        _sure(isinstance(node.get("items", {}), dict))


def _target(root: Plain, node: Plain) -> Plain:
    """``node``, or what it refers to inside the document."""
    if "$ref" not in node:
        return node
    pointer = node["$ref"]
    _sure(isinstance(pointer, str) and pointer.startswith("#/") and "%" not in pointer)
    here: Any = root
    for step in pointer[2:].split("/"):
        step = step.replace("~1", "/").replace("~0", "~")
        _sure(isinstance(here, dict) and step in here)
        here = here[step]
    _sure(isinstance(here, dict) and "$ref" not in here)
    made: Plain = here
    return made


def _default(node: Plain) -> None:
    """A default is judged here when its type and a list of values are all that limits it."""
    if "default" not in node:
        return
    value, type_ = node["default"], str(node.get("type"))
    _sure(not _CONSTRAINTS & node.keys() and type_ in _TYPES)
    _sure(type(value) in _TYPES[type_])
    _sure("enum" not in node or any(type(value) is type(one) and value == one for one in node["enum"]))
    said = node.get("format")
    if type_ in ("integer", "number"):
        _sure(said in (None, *_FORMATS))
        _sure(said is None or not isinstance(value, int) or abs(value) < 1 << _FORMATS[said])
    else:
        _sure(said in _FREE)


def _pattern(pattern: str) -> None:
    """Python and JavaScript read the same expression; groups with options are left to the validator."""
    _sure("(?" not in pattern and "\\p" not in pattern)
    if pattern:
        try:
            re.compile(pattern)
        except re.error as error:
            raise _Doubt from error


def _sure(holds: bool) -> None:
    if not holds:
        raise _Doubt
