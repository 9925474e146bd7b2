"""JSON values as Python objects, and functions that narrow them to one type."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
Object: TypeAlias = "dict[str, Json]"


def mapping(value: Json) -> dict[str, Json]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: Json) -> list[Json]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def whole(value: Json) -> int:
    """A number, or a string of one, as an int. Raises ValueError for anything else."""
    if type(value) is int:  # By far the most frequent case, in every call of a sandbox.
        return value
    if not isinstance(value, (int, float, str)):
        raise ValueError(f"{value!r} is not a number")
    return int(value)
