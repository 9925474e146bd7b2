"""A definition with resolved references, and the pointer of every value."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from connectorkit.model import json_pointer
from connectorkit.model.json_value import Object, listed, mapping

_LAID = ("$ref", "allOf", "properties", "required")
_UNKNOWN: Object = {}


class At(NamedTuple):
    """A value of a document that is an object, and its JSON pointer."""

    node: Object
    pointer: str


class Shape:
    """A schema with its references and the parts of its ``allOf`` merged.

    ``at`` is the final target of its references; ``words`` are its keywords, ``properties`` the nodes of its properties
    by name, ``required`` the names of required ones.
    """

    __slots__ = ("at", "properties", "required", "type", "words")

    def __init__(self, at: At, layers: list[At]) -> None:
        self.at = at
        self.words: Object = {}
        self.properties: dict[str, At] = {}
        self.required: set[str] = set()
        for layer in layers:
            self._lay(layer)
        self.type = _type(self.words, bool(self.properties))

    def _lay(self, layer: At) -> None:
        self.words.update({key: value for key, value in layer.node.items() if key not in _LAID})
        for name, node in mapping(layer.node.get("properties")).items():
            self.properties[name] = At(mapping(node), f"{layer.pointer}/properties/{json_pointer.escape(name)}")
        self.required.update(name for name in listed(layer.node.get("required")) if isinstance(name, str))

    def text(self, key: str) -> str:
        """The string value of a keyword, stripped; "" for other values."""
        value = self.words.get(key)
        return value.strip() if isinstance(value, str) else ""


def _type(words: Object, has_properties: bool) -> str:
    said = words.get("type")
    kinds = sorted({one for one in listed(said) if isinstance(one, str) and one != "null"})
    if isinstance(said, str) and said:
        return said
    if kinds:
        return " or ".join(kinds)
    if has_properties or isinstance(words.get("additionalProperties"), dict):
        return "object"
    return "array" if "items" in words else ""


class Document:
    """A Swagger document; shapes are computed once for each node."""

    def __init__(self, root: Object) -> None:
        self.root = root
        self._shapes: dict[int, Shape] = {}

    def follow(self, at: At) -> At:
        """The target of a chain of references; an empty node for a broken or circular one."""
        seen: set[str] = set()
        while isinstance(target := at.node.get("$ref"), str):
            found = self._target(target)
            if target in seen or found is None:
                return At(_UNKNOWN, at.pointer)
            seen.add(target)
            at = found
        return at

    def shape(self, at: At) -> Shape:
        """The schema at a node, merged with everything that it refers to."""
        known = self._shapes.get(id(at.node))
        if known is None:
            meant = self.follow(at) if len(at.node) == 1 else at
            known = self._shapes.get(id(meant.node)) or Shape(meant, self._layers(meant))
            self._shapes[id(at.node)] = self._shapes[id(meant.node)] = known
        return known

    def part(self, shape: Shape, key: str) -> At | None:
        """The schema under ``items`` or ``additionalProperties``, or None."""
        for layer in reversed(self._layers(shape.at)):
            node = layer.node.get(key)
            if isinstance(node, dict):
                return At(node, f"{layer.pointer}/{key}")
        return None

    def _layers(self, at: At) -> list[At]:
        """The nodes that together define the schema at a node, the innermost first."""
        found: list[At] = []
        waiting, seen = [at], set[int]()
        while waiting:
            here = waiting.pop()
            if id(here.node) in seen:
                continue
            seen.add(id(here.node))
            found.append(here)
            target = here.node.get("$ref")
            below = self._target(target) if isinstance(target, str) else None
            waiting += [below] if below else []
            waiting += [
                At(part, f"{here.pointer}/allOf/{index}")
                for index, part in enumerate(listed(here.node.get("allOf")))
                if isinstance(part, dict)
            ]
        return found[::-1]

    def _target(self, reference: str) -> At | None:
        if not reference.startswith("#"):
            return None
        for pointer in (reference[1:], unquote(reference[1:])):
            found = json_pointer.find(self.root, pointer, None)
            if isinstance(found, dict):
                return At(found, pointer)
        return None
