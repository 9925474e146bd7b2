"""Values with their ``$ref`` resolved.

The rules are those of ``dereferenceSwagger`` in LogicAppsUX: keys beside a reference are ignored, and a pointer is
split at its slashes without decoding ``~1`` or ``%2F``.
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer.javascript import Plain, mapping
from connectorkit.model.json_pointer import escape, index
from connectorkit.model.schema import Json


class Laid(NamedTuple):
    """An object that is not a reference, and the references that led to it or to the objects around it.

    ``pointer``: the place of the object, as a JSON pointer. ``site``: the place of its use, the same without a
    reference.
    """

    node: Plain
    opened: frozenset[str] = frozenset()
    pointer: str = ""
    site: str = ""


class References:
    """The references of one document."""

    def __init__(self, document: Plain) -> None:
        self._document = document

    def below(self, around: Laid, *steps: str) -> Laid:
        """The object below another one, by names of properties."""
        value: Json = around.node
        site = around.pointer
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
            site = f"{site}/{escape(step)}"
        if isinstance(value, dict) and "$ref" not in value:
            return Laid(value, around.opened, site, site)
        return self.laid(value, around.opened, site)

    def laid(self, value: Json, opened: frozenset[str] = frozenset(), site: str = "") -> Laid:
        """The object of a value. A recursive or broken reference gives an empty object."""
        pointer = site
        passed: set[str] = set()
        while isinstance(value, dict) and isinstance(target := value.get("$ref"), str):
            if target in opened or target in passed or not target.startswith("#/"):
                return Laid({}, opened | passed, pointer, site)
            passed.add(target)
            pointer = "/" + "/".join(map(escape, target.removeprefix("#/").split("/")))
            value = self._named(target)
        return Laid(mapping(value), opened | passed if passed else opened, pointer, site)

    def _named(self, target: str) -> Json:
        here: Json = self._document
        for step in target.removeprefix("#/").split("/"):
            if isinstance(here, dict):
                here = here.get(step)
            elif isinstance(here, list):
                at = index(step)
                here = here[at] if at is not None and at < len(here) else None
            else:
                return None
        return here
