"""Edits as changes of the YAML files of a source.

Only literal values of the source are changed, not a derived title, a default of the style, or a word that sets several
values. If a key can be added in several ways, they are tried in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectorkit.check.engine.rule import Edit
from connectorkit.check.fix import json_edits
from connectorkit.check.locate import Found, YamlPlaces, words
from connectorkit.edit import item_edits
from connectorkit.edit.scalar_edits import Around
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json, Unset
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.read.yaml_document import Node
from connectorkit.style import style
from connectorkit.validate import exact_keys


class YamlText(YamlTree):
    """Finds the changes for edits; ``texts`` are the files of the source, without byte order marks."""

    def __init__(self, places: YamlPlaces, texts: Mapping[str, str], documents: Mapping[str, Json]) -> None:
        super().__init__(places.source.roots, texts, style.concepts(places.source))
        self.places = places
        self.documents = documents

    def ways(self, document: str, edit: Edit) -> list[Changes]:
        """The possible changes for ``edit``, the best first; empty when the value is not literal in the source."""
        found = self.places.find(document, edit.pointer)
        old = json_edits.value(self.documents[document], edit.pointer)
        if isinstance(old, Unset) or found.node.span.file not in self.texts:
            return []
        if document == DEFINITION and (ways := [way for way in self._item(edit, old) if way]):
            return ways
        if not found.exact:
            return []
        if edit.what == "add":
            return [way for way in self._add(document, edit, found.node) if way]
        make = {"set": self._set, "remove": self._remove, "rename": self._rename}[edit.what]
        made = make(found, old, edit)
        return [made] if made else []

    def _item(self, edit: Edit, old: Json) -> Iterator[Changes | None]:
        """The ways to say something of an item that is part of the word or key of its list."""
        pointer = edit.pointer if edit.what == "add" else edit.pointer.rpartition("/")[0]
        depth = self.places.short(pointer)
        if not depth:
            return
        node = self.places.find(DEFINITION, pointer.removesuffix("/items" * depth)).node
        if edit.what == "set" and isinstance(old, str) and isinstance(edit.value, str):
            yield item_edits.renamed(self, node, old, edit.value, depth)
        if edit.what == "add":
            more: list[dict[str, Json]] = [{word: edit.value} for word in words(edit.key, False)]
            more.append({"extra": {edit.key: edit.value}})
            for said in more:
                yield item_edits.merged_over(self, node, item_edits.wrapped(said, depth))

    def _set(self, found: Found, old: Json, edit: Edit) -> Changes | None:
        node = found.node
        if isinstance(node.value, list) and isinstance(old, str) and isinstance(edit.value, str):
            return self._parts(node, old, edit.value)
        if not json_edits.same(node.plain(), old):
            return None
        if isinstance(node.value, (dict, list)):
            return self.set_value(node, edit.value)
        return self.scalar(node.span, old, edit.value, self.around(node, found.key == node.span))

    def _parts(self, node: Node, old: str, new: str) -> Changes | None:
        """Change a list of strings that is rendered as one string with semicolons."""
        was, now = old.split(";"), new.split(";")
        if len(was) != len(now) or [item.value for item in node.sequence] != was:
            return None
        made = [
            self.scalar(item.span, one, other, self.around(item, False))
            for item, one, other in zip(node.sequence, was, now, strict=True)
            if one != other
        ]
        return None if None in made else tuple(change for one in made for change in one or ())

    def _rename(self, found: Found, _: Json, edit: Edit) -> Changes | None:
        name = json_pointer.split(edit.pointer)[-1]
        if found.key is None or not isinstance(edit.value, str):
            return None
        return self.scalar(found.key, name, edit.value, Around(self.in_flow(found.node), True, 0))

    def _remove(self, found: Found, old: Json, edit: Edit) -> Changes | None:
        node, above = found.node, self.parent(found.node)
        names = [json_pointer.split(edit.pointer)[-1], old.get("name") if isinstance(old, dict) else None]
        literal = json_edits.same(node.plain(), old)
        named = found.key is not None and self.key_text(found.key) in names
        return self.remove_entry(above, node, found.key) if above is not None and (literal or named) else None

    def _add(self, document: str, edit: Edit, node: Node) -> Iterator[Changes | None]:
        """Try each key of the format that may declare the key, then `extra`."""
        if isinstance(node.value, str):
            for word in words(edit.key, False):
                for key in ("type", "description"):
                    yield self.widened(node, key, {word: edit.value})
            yield self.widened(node, "type", {"extra": {edit.key: edit.value}})
        if not isinstance(node.value, dict):
            return
        top = node is self.places.source.root
        for word in words(edit.key, top):
            if exact_keys.find(node, word) is None:
                yield self.insert_entry(node, word, edit.value)
        extra = _extra(document, edit.pointer) if top else "extra"
        more = exact_keys.get(node, extra)
        if more is None:
            yield self.insert_entry(node, extra, {edit.key: edit.value})
        elif isinstance(more.value, dict) and edit.key not in more.mapping:
            yield self.insert_entry(more, edit.key, edit.value)


def _extra(document: str, pointer: str) -> str:
    """The key of connector.yaml for keys that the format does not have."""
    if document == PROPERTIES:
        return "properties_extra" if pointer == "/properties" else "properties_root_extra"
    return "info_extra" if pointer == "/info" else "extra"
