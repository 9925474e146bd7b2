"""References to environment variables of Dataverse in the documents of a connector."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from connectorkit.model import json_pointer
from connectorkit.model.connector import Json

_REFERENCE: Final = re.compile(r'@environmentVariables\("([A-Za-z0-9_]+)"\)\Z')
_HOSTS: Final = (("host", "host"), ("basePath", "base_path"))
_SECURITY: Final = "securityDefinitions"
_CONNECTION: Final = ("connectionParameters", "connectionParameterSets")


class Reference(NamedTuple):
    """A value that is a reference: the object or array around it, its key or index, and its `at` in the format.

    ``variable`` is the logical name of the environment variable.
    """

    holder: dict[str, Json] | list[Json]
    key: str
    at: str
    variable: str

    def put(self, value: str) -> None:
        """Replace the reference by a value."""
        put(self.holder, self.key, value)

    def remove(self) -> bool:
        """Remove the reference from its object; False where it is in an array."""
        return isinstance(self.holder, dict) and self.holder.pop(self.key, None) is not None


def put(holder: dict[str, Json] | list[Json], key: str, value: str) -> None:
    """Write a value into an object or into an array."""
    if isinstance(holder, dict):
        holder[key] = value
    else:
        holder[int(key)] = value


def find(definition: dict[str, Json], properties: Mapping[str, Json]) -> list[Reference]:
    """The references in the places of a definition and of ``properties`` where the platform resolves them."""
    found = [Reference(definition, key, word, name) for key, word in _HOSTS if (name := _variable(definition.get(key)))]
    parts: list[tuple[str, Json]] = [(f"/{_SECURITY}", definition.get(_SECURITY))]
    parts += [(f"/{key}", properties.get(key)) for key in _CONNECTION]
    while parts:
        pointer, node = parts.pop(0)
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in items:
            below = f"{pointer}/{json_pointer.escape(str(key))}"
            if isinstance(node, (dict, list)) and (name := _variable(value)):
                found.append(Reference(node, str(key), below, name))
            parts.append((below, value))
    return found


def _variable(value: Json) -> str:
    matched = _REFERENCE.match(value) if isinstance(value, str) else None
    return matched[1] if matched else ""
