"""Skeletons: the content of a template that only lists keys."""

from __future__ import annotations

from typing import Final, TypeAlias

from connectorkit.model.connector import Json

FOLDER: Final = "connector"
SPREAD: Final = "..."
# The kinds of value at a key: the name of a value, a nested object or list, or a constant.
NAME: Final = "name"
OBJECT: Final = "object"
LIST: Final = "list"
CONSTANT: Final = "constant"
Payload: TypeAlias = "str | Skeleton | Json"
Entry = tuple[str, str, Payload]
Skeleton: TypeAlias = "list[Entry]"


def spread(made: dict[str, Json], value: Json) -> None:
    """Append the keys of ``value`` to ``made``; for a key in both, the value of ``value`` wins."""
    if isinstance(value, dict):
        for key, one in value.items():
            made.pop(key, None)
            made[key] = one
