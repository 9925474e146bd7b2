"""Values that an environment decides: a solution names a variable there, and holds no value of it."""

from __future__ import annotations

from connectorkit.diff.pair_of_sides import Contents
from connectorkit.model import json_pointer
from connectorkit.read import variable_references
from connectorkit.read.variable_references import Reference


def undecided(one: Contents) -> list[Reference]:
    """The references of a side that have no value."""
    return variable_references.find(one.definition, one.inner)


def settle(one: Contents, other: Contents) -> None:
    """Let what ``one`` does not know be as it is in ``other``, so that it is not a change."""
    for found in undecided(one):
        pointer = {"host": "/host", "base_path": "/basePath"}.get(found.at, found.at)
        whole = other.inner if pointer.startswith("/connectionParameter") else other.definition
        value = json_pointer.find(whole, pointer, None)
        if isinstance(value, str):
            found.put(value)
