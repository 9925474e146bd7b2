"""What a template of the connector that only lists keys consists of."""

from __future__ import annotations

from typing import Final, TypeAlias

from connectorkit.model.connector import Json

FOLDER: Final = "connector"
SPREAD: Final = "..."
# What is at a key: the name of a value, an object or a list with more of these, or a constant.
NAME: Final = "name"
OBJECT: Final = "object"
LIST: Final = "list"
CONSTANT: Final = "constant"
Payload: TypeAlias = "str | Skeleton | Json"
Entry = tuple[str, str, Payload]
Skeleton: TypeAlias = "list[Entry]"


def spread(made: dict[str, Json], value: Json) -> None:
    """Put the keys of ``value`` behind those of ``made``; of a key in both, ``value`` has the last word."""
    if isinstance(value, dict):
        for key, one in value.items():
            made.pop(key, None)
            made[key] = one
