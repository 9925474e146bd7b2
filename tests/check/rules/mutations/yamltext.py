"""YAML sources as texts: find the place of a key, and change the text there, so that the line of the fault is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str, ...]


class Change(NamedTuple):
    """A fault: the file, its new text, and the line of the expected finding."""

    file: str
    text: str
    line: int


class Entry(NamedTuple):
    """A key and its value in a file; ``path`` is the path from the top level, with the indices of list items."""

    tree: Tree
    path: Path
    within: MappingNode
    key: ScalarNode
    value: Node

    @property
    def text(self) -> str:
        """The text of a scalar; "" for anything else."""
        return self.value.value if isinstance(self.value, ScalarNode) else ""

    @property
    def siblings(self) -> dict[str, Node]:
        """All entries of its mapping."""
        return keys(self.within)

    @property
    def top(self) -> int:
        """The line of the first key of its mapping."""
        return int(self.within.value[0][0].start_mark.line) + 1

    @property
    def line(self) -> int:
        """The line of the key."""
        return int(self.key.start_mark.line) + 1

    def put(self, text: str) -> Change:
        """The value replaced; the line is that of the value."""
        start, end = self.value.start_mark, _end(self.tree.text, self.value)
        if is_block(self.value):
            start = self.key.end_mark
            text = f": {text}"
        return self.tree.changed(start.index, end, text, int(start.line) + 1)

    def rename(self, text: str) -> Change:
        """The key replaced."""
        return self.tree.changed(self.key.start_mark.index, self.key.end_mark.index, text, self.line)

    def instead(self, text: str) -> Change:
        """Key and value replaced by another entry."""
        return self.tree.changed(self.key.start_mark.index, _end(self.tree.text, self.value), text, self.line)

    def without(self, line: int = 0) -> Change:
        """A fault without this key and value; ``line`` is that of the expected finding."""
        pairs = self.within.value
        index = next(i for i, (key, _) in enumerate(pairs) if key is self.key)
        if len(pairs) == 1:
            whole = self.within
            return self.tree.changed(whole.start_mark.index, _end(self.tree.text, whole), "{}", line)
        start = self.key.start_mark.index
        if index + 1 < len(pairs):
            return self.tree.changed(start, pairs[index + 1][0].start_mark.index, "", line)
        before = _end(self.tree.text, pairs[index - 1][1])
        return self.tree.changed(before, _end(self.tree.text, self.value), "", line)

    def beside(self, text: str) -> Change:
        """Another entry put before this one."""
        return _first(self.tree, self.within, text)

    def into(self, text: str) -> Change:
        """An entry put first into the mapping that is the value."""
        return _first(self.tree, self.value, text)


class Tree:
    """One YAML file."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        root = yaml.compose(text)
        assert root is not None, f"{file} is empty"
        self.root = root

    def changed(self, start: int, end: int, text: str, line: int) -> Change:
        """The text with a part replaced."""
        return Change(self.file, self.text[:start] + text + self.text[end:], line)

    def at(self, path: Path) -> Entry:
        """The entry at a path."""
        return next(entry for entry in self.entries() if entry.path == path)

    def operations(self, *kinds: str) -> Iterator[Entry]:
        """The first entry of each action and trigger, or of those of one kind."""
        for entry in self.entries():
            if entry.path[-1] in (kinds or ("action", "trigger")) and "request" in entry.siblings:
                yield entry

    def entries(self) -> Iterator[Entry]:
        """Every key with its value, from the top down."""
        yield from _entries(self, self.root, ())

    def each(self, *ends: str) -> Iterator[Entry]:
        """The entries whose path ends so; ``*`` matches any step."""
        for entry in self.entries():
            tail = entry.path[-len(ends) :]
            if len(tail) == len(ends) and all(want in ("*", step) for want, step in zip(ends, tail, strict=True)):
                yield entry


def _entries(tree: Tree, node: Node, path: Path) -> Iterator[Entry]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield Entry(tree, here, node, key, value)
            yield from _entries(tree, value, here)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _entries(tree, item, (*path, str(index)))


def keys(node: Node) -> dict[str, Node]:
    """The entries of a mapping; empty for anything else."""
    return {str(key.value): value for key, value in node.value} if isinstance(node, MappingNode) else {}


def is_block(node: Node) -> bool:
    """Whether a mapping or list is written without brackets, an entry to a line."""
    return isinstance(node, CollectionNode) and not node.flow_style


def _first(tree: Tree, node: Node, text: str) -> Change:
    assert isinstance(node, MappingNode)
    if node.flow_style or not node.value:
        more = f"{text}, " if node.value else text
        return tree.changed(node.start_mark.index + 1, node.start_mark.index + 1, more, node.start_mark.line + 1)
    key = node.value[0][0].start_mark
    return tree.changed(key.index, key.index, f"{text}\n{' ' * key.column}", key.line + 1)


def _end(text: str, node: Node) -> int:
    """Where a value ends; a block ends with its last line, not where the next thing begins."""
    end = int(node.end_mark.index)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip())
    if not is_block(node):
        return end
    return len(text[:end].rstrip()) if not _commented(text[:end]) else _before_comment(text[:end])


def _commented(text: str) -> bool:
    return text.rstrip().rpartition("\n")[2].lstrip().startswith("#")


def _before_comment(text: str) -> int:
    while _commented(text):
        text = text.rstrip().rpartition("\n")[0]
    return len(text.rstrip())
