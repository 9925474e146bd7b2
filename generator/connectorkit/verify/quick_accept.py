"""A fast check whether openapi-spec-validator certainly accepts a swagger, without importing it.

It checks the document against the validator's own schema file and against its semantic requirements. Everything it does
not understand is left to the validator: True is never more lenient than the validator, and False means nothing.
"""

from __future__ import annotations

import json
import string
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectorkit.model import json_pointer
from connectorkit.model.http_methods import METHODS

if TYPE_CHECKING:
    import jsonschema_rs

# A document that the schema of Swagger 2.0 has accepted, so that its parts have their types.
Plain = dict[str, Any]

MOST = 100_000


class _Doubt(Exception):
    """The validator may reject something, or only it can judge it."""


def accepted(definition: Plain) -> bool:
    """True when openapi-spec-validator certainly accepts the Swagger 2.0 document; False when it must be run."""
    try:
        if not _quick().is_valid(definition):
            return False
        _meaning(definition)
    except (_Doubt, ValueError, OverflowError, RecursionError):
        return False
    return True


@cache
def _quick() -> jsonschema_rs.Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema())


def endless(definition: Plain) -> bool:
    """Whether ``allOf`` leads from one definition to more than MOST others, so that the validator takes too long."""
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


def _parts(schema: object) -> Iterator[str]:
    """The names of the definitions that ``schema`` is composed of."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        parts = node.get("allOf") if isinstance(node, dict) else None
        for part in parts if isinstance(parts, list) else ():
            reference = part.get("$ref") if isinstance(part, dict) else None
            if isinstance(reference, str):
                yield reference.removeprefix("#/definitions/")
            waiting.append(part)


def schema() -> Plain:
    """The JSON Schema of Swagger 2.0 in the validator's package."""
    # What importlib.util does, which takes 2 ms to import.
    specs = (finder.find_spec("openapi_spec_validator", None) for finder in sys.meta_path)
    found = next((one for one in specs if one is not None), None)
    if found is None or not found.submodule_search_locations:
        raise _Doubt
    file = Path(found.submodule_search_locations[0], "resources", "schemas", "v2.0", "schema.json")
    if not file.is_file():
        raise _Doubt
    made: Plain = json.loads(file.read_bytes())
    return made


def _meaning(root: Plain) -> None:
    """Check the requirements of the validator beyond its schema; raises _Doubt."""
    tags = [tag["name"] for tag in root.get("tags", ())]
    _sure(len(set(tags)) == len(tags))
    seen: set[str] = set()
    for url, item in root["paths"].items():
        if url.startswith("x-"):
            # The validator treats an extension as a path and fails.
            continue
        _sure(url.startswith("/") and "$ref" not in item)
        shared = _parameters(root, item.get("parameters", ()))
        for method, operation in item.items():
            if method in METHODS:
                _sure(operation.get("operationId") not in seen)
                seen.update(filter(None, [operation.get("operationId")]))
                _operation(root, url, operation, shared)


def _operation(root: Plain, url: str, operation: Plain, shared: list[Plain]) -> None:
    own = _parameters(root, operation.get("parameters", ()))
    wanted = {name for _, name, _, _ in string.Formatter().parse(url) if name}
    _sure(wanted == {p["name"] for p in (*own, *shared) if p["in"] == "path"})
    for status, answer in operation["responses"].items():
        _sure(not status.startswith(("x-", "$")) and isinstance(answer, dict))
        _target(root, answer)


def _parameters(root: Plain, listed: Iterable[Plain]) -> list[Plain]:
    parameters = [_target(root, parameter) for parameter in listed]
    keys = [(parameter["name"], parameter["in"]) for parameter in parameters]
    _sure(len(set(keys)) == len(keys))
    return parameters


def _target(root: Plain, node: Plain) -> Plain:
    """``node``, or what it refers to inside the document."""
    if "$ref" not in node:
        return node
    pointer = node["$ref"]
    _sure(isinstance(pointer, str) and pointer.startswith("#/") and "%" not in pointer)
    here: object = root
    for key in json_pointer.split(pointer):
        if not isinstance(here, dict) or key not in here:
            raise _Doubt
        here = here[key]
    if not isinstance(here, dict) or "$ref" in here:
        raise _Doubt
    return here


def _sure(holds: bool) -> None:
    if not holds:
        raise _Doubt
