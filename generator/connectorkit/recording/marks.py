"""Marks for values of an operation: secret, or personal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from connectorkit.model import field_paths
from connectorkit.model.connector import Connector, Schema
from connectorkit.model.json_value import Json
from connectorkit.model.policies.simulation import credentials, simulated, used

SECRET, PERSONAL = "secret", "personal"
_ROLES = frozenset(("username", "password", "api_key", "token"))

Marks: TypeAlias = "dict[str, dict[str, str]]"
"""The mark of each marked path by operation: ``body.password`` of the request, ``:data.email`` of the response."""


def marks(connector: Connector) -> Marks:
    """The marks of the source."""
    found: Marks = {}
    for one in field_paths.walk(connector):
        mark = _mark(one.schema)
        if mark:
            path = f":{one.path}" if one.where == "answer" else one.path
            found.setdefault(one.operation.id, {})[path] = mark
    return found


def _mark(schema: Schema) -> str:
    if schema.more.get("x-ms-secret") or schema.format == "password":
        return SECRET
    return PERSONAL if schema.personal else ""


def secrets(connector: Connector) -> list[str]:
    """The names of the connection parameters whose values must not be in any file."""
    of_policies = {one.credential.name for one in used(connector, simulated(connector)) if one.secret}
    found = [one.name for one in credentials(connector) if one.secret or one.role in _ROLES or one.name in of_policies]
    return list(dict.fromkeys(found))


def public(connector: Connector) -> list[str]:
    """The strings in values of the source: not personal, although some look like phone numbers."""
    found: dict[str, None] = {}
    for one in field_paths.walk(connector):
        for value in _values(one.schema):
            for text in _texts(value):
                found[text] = None
    for text in _texts(_plain(connector.sandbox)):
        found[text] = None
    return list(found)


def _values(schema: Schema) -> Iterator[object]:
    yield from schema.safe_values
    yield schema.default
    yield schema.example
    for choice in schema.choices:
        yield choice.value


def _plain(value: object) -> Json:
    from connectorkit.sandbox.shapes.from_schema import plain

    return plain(value)  # type: ignore[arg-type]  # What the sandbox section holds is JSON; the format has judged it.


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and len(value) > 5:
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
