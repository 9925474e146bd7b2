"""Where the parts of a YAML tree are in its texts, as offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from connectorkit.diagnostics.finding import Span
from connectorkit.edit import character_map
from connectorkit.read.line_offsets import Lines
from connectorkit.read.yaml_document import Node

# An anchor or a tag before a value, or both.
ANCHOR_AND_TAG = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)+")
BREAK = re.compile("\r\n|\n|\r")
_REST = re.compile(r"[^\r\n]*")
# The dash of an item that begins after it, or on a line below.
_DASH = re.compile(r"(?:\A|[ \t])(-)(?:[ \t]*|[ \t]+#.*)\Z")
_END = re.compile(r"(?:(?:\r\n|\n|\r)[ \t]*)+\Z")


class YamlPositions:
    """Positions in the texts of YAML trees.

    ``roots`` are the top nodes of the files, ``texts`` their texts by the file name in spans.
    """

    def __init__(self, roots: Sequence[Node], texts: Mapping[str, str]) -> None:
        self.roots = roots
        self.texts = texts
        self._lines: dict[str, Lines] = {}
        self._above: dict[str, dict[int, Node]] = {}

    def in_flow(self, node: Node) -> bool:
        """Whether a node is inside brackets."""
        above = self.parent(node)
        while above is not None:
            if self.is_flow(above):
                return True
            above = self.parent(above)
        return False

    def is_flow(self, node: Node) -> bool:
        """Whether a container is written with brackets."""
        text, start = self.text(node), self.offset(node.span)
        head = ANCHOR_AND_TAG.match(text, start)
        at = head.end() if head else start
        return isinstance(node.value, (dict, list)) and text[at : at + 1] in ("{", "[")

    def items(self, node: Node) -> Sequence[tuple[int, Node]]:
        """The entries of a container in the order of the file: the offset of each, and its value."""
        if isinstance(node.value, dict):
            return [(self.offset(node.keys[name]), node.value[name]) for name in self.names(node)]
        return [(self.offset(below.span), below) for below in node.sequence]

    def names(self, node: Node) -> list[str]:
        """The keys of a mapping in the order of the file; a validated tree has the order of the format."""
        return sorted(node.mapping, key=lambda name: self.offset(node.keys[name]))

    def end(self, node: Node) -> int:
        """The offset at which the text of a node ends.

        The parser puts the end of a block collection at the start of the next token, which is corrected here.
        """
        while isinstance(node.value, (dict, list)) and node.value and not self.is_flow(node):
            node = self.items(node)[-1][1]
        end = self.lines(node.span.file).offset(node.span.end_line, node.span.end_column)
        start = self.offset(node.span)
        return start + len(without_end(self.text(node)[start:end]))

    def line_end(self, node: Node, offset: int) -> int:
        """The offset at which the line of ``offset`` ends."""
        rest = _REST.match(self.text(node), offset)
        return rest.end() if rest else offset

    def dash_at(self, node: Node) -> int:
        """The offset of the dash of a block list item, on its line or alone on one above; -1 where there is none."""
        lines, stop = self.lines(node.span.file), self.offset(node.span)
        while stop > 0:
            start = lines.start(stop)
            before = self.text(node)[start:stop].rstrip("\r")
            if before.strip() and before.lstrip()[0] != "#":
                found = _DASH.search(before)
                return start + found.start(1) if found else -1
            stop = start - 1
        return -1

    def key_text(self, key: Span) -> str:
        """The name of the key at ``key``."""
        lines, text = self.lines(key.file), self.texts[key.file]
        snippet = text[lines.offset(key.line, key.column) : lines.offset(key.end_line, key.end_column)]
        return next((one.value for one in character_map.yaml(snippet)), "")

    def parent(self, node: Node) -> Node | None:
        """The container of a node; None for the top of a file."""
        file = node.span.file
        if file not in self._above:
            self._above[file] = _containers([root for root in self.roots if root.span.file == file])
        return self._above[file].get(id(node))

    def text(self, node: Node) -> str:
        """The text of a node's file."""
        return self.texts[node.span.file]

    def line_break(self, file: str) -> str:
        """The line break of a file."""
        found = BREAK.search(self.texts[file])
        return found[0] if found else "\n"

    def lines(self, file: str) -> Lines:
        """The lines of a file."""
        if file not in self._lines:
            self._lines[file] = Lines(file, self.texts[file])
        return self._lines[file]

    def offset(self, span: Span) -> int:
        """The offset of a span's start in the text of its file."""
        return self.lines(span.file).offset(span.line, span.column)


def _containers(waiting: list[Node]) -> dict[int, Node]:
    """The container of each node below the given ones, by the id of the node."""
    found: dict[int, Node] = {}
    while waiting:
        above = waiting.pop()
        items = above.value.values() if isinstance(above.value, dict) else above.sequence
        for below in items:
            found[id(below)] = above
            if isinstance(below.value, (dict, list)):
                waiting.append(below)
    return found


def without_end(text: str) -> str:
    """A text without the line breaks at its end, which the parser counts to block scalars."""
    found = _END.search(text)
    return text[: found.start()] if found else text
