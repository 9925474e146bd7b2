"""Scalars of a YAML API description that are strings by their schema: ``example: 01234`` of a string.

YAML reads an unquoted scalar as a number when it looks like one. Where the document declares `type: string`, ``007``,
``1.10`` and ``12:30:45`` keep their characters: the scalars are marked as quoted before they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import yaml

from connectorkit.model import json_pointer

_TEXTS = frozenset(
    """title description summary operationId version name url email termsOfService pattern format $ref x-ms-summary
    x-ms-visibility identifier in""".split()
)
_TEXT_LISTS = frozenset(("required", "tags", "consumes", "produces", "schemes"))
_DATA = frozenset(("example", "examples", "default", "enum", "const", "x-example", "x-ms-test-value"))
_ONE = ("example", "default", "const", "x-example", "x-ms-test-value")
_MANY = ("enum", "examples")
# The keys below these are names of the API, not keywords.
_NAMED = frozenset(("properties", "patternProperties", "definitions", "schemas", "headers", "parameters", "responses"))
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_FAR = 30


def quote(root: yaml.Node | None) -> None:
    """Mark the scalars of a document that its schemas declare as strings."""
    if isinstance(root, yaml.MappingNode):
        _Quoter(root).walk()


class _Quoter:
    def __init__(self, root: yaml.MappingNode) -> None:
        self.root = root
        self.known: dict[str, yaml.Node | None] = {}
        self.seen: set[int] = set()

    def walk(self) -> None:
        waiting: list[tuple[yaml.Node, bool]] = [(self.root, False)]
        while waiting:
            node, named = waiting.pop()
            if id(node) in self.seen:
                continue
            self.seen.add(id(node))
            if isinstance(node, yaml.SequenceNode):
                waiting += [(item, False) for item in node.value]
            elif isinstance(node, yaml.MappingNode):
                if not named:
                    self._keywords(node)
                waiting += [
                    (below, key in _NAMED and not named) for key, below in _entries(node) if named or key not in _DATA
                ]

    def _keywords(self, node: yaml.MappingNode) -> None:
        """Mark the values under the keywords of one object."""
        entries = dict(_entries(node))
        for key, below in entries.items():
            if key in _TEXTS:
                _mark(below)
            elif key in _TEXT_LISTS:
                for item in _items(below):
                    _mark(item)
        schema = entries.get("schema", node)
        for key in _ONE:
            if key in entries:
                self._data(entries[key], schema, 0)
        for key in _MANY:
            for item in _items(entries.get(key)):
                self._data(item, schema, 0)
        for _, example in _entries(entries.get("examples")):
            for key, value in _entries(example):
                if key == "value":
                    self._data(value, schema, 0)

    def _data(self, data: yaml.Node, schema: yaml.Node | None, depth: int) -> None:
        """Mark the strings in data that a schema describes."""
        if not isinstance(schema, yaml.MappingNode) or depth > _FAR:
            return
        said = dict(_entries(schema))
        reference = said.get("$ref")
        if isinstance(reference, yaml.ScalarNode):
            self._data(data, self._target(reference.value), depth + 1)
        for item in _items(said.get("allOf")):
            self._data(data, item, depth + 1)
        if isinstance(data, yaml.ScalarNode):
            if _is_string(said.get("type")):
                _mark(data)
        elif isinstance(data, yaml.SequenceNode):
            for item in data.value:
                self._data(item, said.get("items"), depth + 1)
        else:
            fields = dict(_entries(said.get("properties")))
            for key, below in _entries(data):
                self._data(below, fields.get(key, said.get("additionalProperties")), depth + 1)

    def _target(self, reference: str) -> yaml.Node | None:
        if reference not in self.known:
            self.known[reference] = self._found(reference) if reference.startswith("#/") else None
        return self.known[reference]

    def _found(self, reference: str) -> yaml.Node | None:
        here: yaml.Node | None = self.root
        for key in json_pointer.split(unquote(reference[1:])):
            here = dict(_entries(here)).get(key)
        return here


def _is_string(kind: yaml.Node | None) -> bool:
    """Whether a type is string, alone or beside null."""
    listed = _items(kind) or ([kind] if kind is not None else [])
    words = {item.value for item in listed if isinstance(item, yaml.ScalarNode)}
    return "string" in words and words <= {"string", "null"}


def _mark(node: yaml.Node) -> None:
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value not in _NULL:
        node.style = "'"


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key.value, value


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
