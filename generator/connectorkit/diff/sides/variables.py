"""Values from environment variables, which a solution references without a value."""

from __future__ import annotations

from connectorkit.diff.pair_of_sides import Contents
from connectorkit.model import json_pointer
from connectorkit.read import variable_references
from connectorkit.read.variable_references import Reference


def undecided(one: Contents) -> list[Reference]:
    """The references of a side without a value."""
    return variable_references.find(one.definition, one.inner)


def settle(one: Contents, other: Contents) -> None:
    """Copy values that ``one`` does not know from ``other``, so that they are not changes."""
    for found in undecided(one):
        pointer = {"host": "/host", "base_path": "/basePath"}.get(found.at, found.at)
        whole = other.inner if pointer.startswith("/connectionParameter") else other.definition
        value = json_pointer.find(whole, pointer, None)
        if isinstance(value, str):
            found.put(value)
