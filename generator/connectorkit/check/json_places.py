"""Places in the published files of a connector: from a JSON pointer to a line of the JSON or YAML."""

from __future__ import annotations

from collections.abc import Mapping

from connectorkit.check.locate import LINE
from connectorkit.diagnostics.finding import Span
from connectorkit.read import connector_folder
from connectorkit.read.json_positions import JsonText, Member, Text
from connectorkit.read.yaml_document import Node


class JsonPlaces:
    """Places in the published files. ``files``: the path and text of each existing document."""

    def __init__(self, files: Mapping[str, tuple[str, Text | None]], home: str) -> None:
        self.files = files
        self.home = home

    def span(self, document: str, pointer: str) -> Span:
        """The place of the value, of the name of a list item that has one, or of the line that the pointer names."""
        file, text = self.files.get(document, (self.home, None))
        line = LINE.match(pointer)
        if text is None or not isinstance(text, JsonText) or (line and text.find("/line").key < 0):
            return text.line(int(line[1])) if text is not None and line else Span(file, 1, 1, 1, 1)
        found = text.find(pointer)
        if found.key < 0 and text.text[found.start : found.start + 1] == "{":
            name = text.find(f"{_item(pointer, found, text)}/name")
            if text.text[name.start : name.start + 1] == '"':
                return text.shown(name)
        return text.shown(found)


def _item(pointer: str, found: Member, text: JsonText) -> str:
    """The pointer of the list item found for ``pointer``: the item itself, or the one around it."""
    while pointer and (not pointer.rpartition("/")[2].isdigit() or text.find(pointer) != found):
        pointer = pointer.rpartition("/")[0]
    return pointer


class ForeignPlaces(JsonPlaces):
    """Places in published files if some are YAML; ``trees`` has their trees by document."""

    def __init__(self, files: Mapping[str, tuple[str, Text | None]], home: str, trees: Mapping[str, Node]) -> None:
        super().__init__(files, home)
        self.trees = trees

    def span(self, document: str, pointer: str) -> Span:
        """The place of the value, or of the nearest thing around it."""
        if document not in self.trees or LINE.match(pointer):
            return super().span(document, pointer)
        return connector_folder.place(self.trees[document], pointer)
