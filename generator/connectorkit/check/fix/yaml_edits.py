"""YAML: the changes of the files of a source that make the connector say what a fix asks for.

Only what the source says literally is changed: a derived title, a default of the style or one word that stands for
several values is left alone. There may be several ways to add a key; they are tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from connectorkit.check.engine.rule import Edit
from connectorkit.check.fix import character_map, json_edits, scalar_edits
from connectorkit.check.fix.scalar_edits import Around
from connectorkit.check.locate import Found, YamlPlaces, words
from connectorkit.diagnostics.finding import Change, Span
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json, Unset
from connectorkit.model.file_names import PROPERTIES
from connectorkit.read.line_offsets import Lines
from connectorkit.read.yaml_document import Node
from connectorkit.write import yaml_text

Changes = tuple[Change, ...]
_PROPERTIES_OF = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)+")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_BREAK = re.compile("\r\n|\n|\r")
# The header of a block scalar, empty lines, and the indent of its first line.
_INNER = re.compile(r"[^\r\n]*(?:(?:\r\n|\n|\r)[ ]*(?=[\r\n]))*(?:\r\n|\n|\r)([ ]*)")
_END = re.compile(r"(?:(?:\r\n|\n|\r)[ \t]*)+\Z")


class YamlText:
    """Finds the changes; ``texts`` are the files of the source, without a byte order mark."""

    def __init__(self, places: YamlPlaces, texts: Mapping[str, str], documents: Mapping[str, Json]) -> None:
        self.places = places
        self.texts = texts
        self.documents = documents
        self._lines: dict[str, Lines] = {}
        self._above: dict[int, Node] = {}

    def ways(self, document: str, edit: Edit) -> list[Changes]:
        """The ways to make ``edit``, the best first; none when the source does not say the value literally."""
        found = self.places.find(document, edit.pointer)
        old = json_edits.value(self.documents[document], edit.pointer)
        if not found.exact or isinstance(old, Unset) or found.node.span.file not in self.texts:
            return []
        if edit.what == "add":
            return [way for way in self._add(document, edit, found.node) if way]
        make = {"set": self._set, "remove": self._remove, "rename": self._rename}[edit.what]
        made = make(found, old, edit)
        return [made] if made else []

    def _set(self, found: Found, old: Json, edit: Edit) -> Changes | None:
        node = found.node
        if isinstance(node.value, list) and isinstance(old, str) and isinstance(edit.value, str):
            return self._parts(node, old, edit.value)
        if not json_edits.same(node.plain(), old):
            return None
        if isinstance(node.value, (dict, list)):
            start, end = self._offset(node.span), self._end(node)
            flow = self._is_flow(node) and not _COMMENT.search(self._text(node)[start:end])
            return self._change(node, start, end, yaml_text.inline(edit.value, True)) if flow else None
        return self._scalar(node.span, old, edit.value, self._around(node, found.key == node.span))

    def _parts(self, node: Node, old: str, new: str) -> Changes | None:
        """A list of texts that is rendered as one text with semicolons."""
        was, now = old.split(";"), new.split(";")
        if len(was) != len(now) or [item.value for item in node.sequence] != was:
            return None
        made = [
            self._scalar(item.span, one, other, self._around(item, False))
            for item, one, other in zip(node.sequence, was, now, strict=True)
            if one != other
        ]
        return None if None in made else tuple(change for one in made for change in one or ())

    def _rename(self, found: Found, _: Json, edit: Edit) -> Changes | None:
        name = json_pointer.split(edit.pointer)[-1]
        if found.key is None or not isinstance(edit.value, str):
            return None
        flow = self._in_flow(found.node)
        return self._scalar(found.key, name, edit.value, Around(flow, True, 0))

    def _scalar(self, span: Span, old: Json, new: Json, around: Around) -> Changes | None:
        text, start = self.texts[span.file], self._offset(span)
        end = self._at(span.file).offset(span.end_line, span.end_column)
        head = _PROPERTIES_OF.match(text, start, end)
        start = head.end() if head else start
        snippet = _without_end(text[start:end])
        if text[start : start + 1] in ("&", "!", "*") or (not snippet and not head):
            return None
        written = scalar_edits.yaml(snippet, old, new, around)
        if written is None:
            return None
        break_ = _BREAK.search(text)
        if break_ and break_[0] != "\n" and "\r" not in written:
            written = written.replace("\n", break_[0])
        return (self._span_change(span.file, start, start + len(snippet), written),)

    def _remove(self, found: Found, old: Json, edit: Edit) -> Changes | None:
        node, above = found.node, self._parent(found.node)
        names = [json_pointer.split(edit.pointer)[-1], old.get("name") if isinstance(old, dict) else None]
        literal = json_edits.same(node.plain(), old)
        named = found.key is not None and self._key_text(found.key) in names
        if above is None or not (literal or named):
            return None
        start = self._offset(found.key or node.span)
        others = above.value if isinstance(above.value, (dict, list)) else []
        if self._is_flow(above):
            return self._remove_flow(above, node, start)
        if len(others) == 1 or (found.key is None and not self._dash(node)):
            return None
        return self._remove_block(node, start if found.key else self._dash_at(node))

    def _remove_flow(self, above: Node, node: Node, start: int) -> Changes | None:
        items = self._items(above)
        index = next(i for i, (_, below) in enumerate(items) if below is node)
        end = self._end(node)
        if index:
            start = self._end(items[index - 1][1])
        elif len(items) > 1:
            end = items[1][0]
        return None if self._commented(node, start, end) else self._change(node, start, end, "")

    def _remove_block(self, node: Node, start: int) -> Changes | None:
        """Whole lines where the entry begins one; a comment behind it stays, as a line of its own."""
        text, lines, end = self._text(node), self._at(node.span.file), self._end(node)
        if self._commented(node, start, end):
            return None
        line = lines.start(start)
        rest = re.compile(r"[^\r\n]*").match(text, end)
        behind = rest[0] if rest else ""
        if text[line:start].strip():
            following = re.compile(r"\s*").match(text, end)
            stop = following.end() if following and not behind.strip() else end
            return self._change(node, start, stop, "")
        if behind.strip():
            return self._change(node, start, end + len(behind) - len(behind.lstrip()), "")
        ending = _BREAK.match(text, end + len(behind))
        return self._change(node, line, ending.end() if ending else len(text), "")

    def _commented(self, node: Node, start: int, end: int) -> bool:
        """Whether a comment stands between two offsets; in a scalar there is none."""
        text, first, last = self._text(node), self._offset(node.span), self._end(node)
        if not isinstance(node.value, (dict, list)):
            head = re.compile(r"[|>][^\r\n]*").match(text, first)
            return any(_COMMENT.search(part) for part in (text[start:first], text[last:end], head[0] if head else ""))
        return bool(_COMMENT.search(re.sub(r"'[^'\n]*'|\"[^\"\n]*\"", "", text[start:end])))

    def _add(self, document: str, edit: Edit, node: Node) -> Iterator[Changes | None]:
        """Each word of the format that may say the key, then the place for what no word says."""
        if isinstance(node.value, str):
            for word in words(edit.key, False):
                for key in ("type", "description"):
                    yield self._widened(node, key, {word: edit.value})
            yield self._widened(node, "type", {"extra": {edit.key: edit.value}})
        if not isinstance(node.value, dict):
            return
        top = node is self.places.source.root
        for word in words(edit.key, top):
            if word not in node.mapping:
                yield self._insert(node, word, edit.value)
        extra = _extra(document, edit.pointer) if top else "extra"
        more = node.get(extra)
        if more is None:
            yield self._insert(node, extra, {edit.key: edit.value})
        elif isinstance(more.value, dict) and edit.key not in more.mapping:
            yield self._insert(more, edit.key, edit.value)

    def _widened(self, node: Node, key: str, more: dict[str, Json]) -> Changes | None:
        """A word where a mapping may stand becomes ``{type: word, ...}``."""
        start, end = self._offset(node.span), self._end(node)
        text = self._text(node)[start:end]
        if "\n" in text or text[:1] in ("&", "!", "|", ">"):
            return None
        said = text if yaml_text.plain(node.text, True) or text[:1] in "'\"" else yaml_text.inline(node.text, True)
        inner = ", ".join(
            f"{yaml_text.inline(name, True)}: {yaml_text.inline(value, True)}" for name, value in more.items()
        )
        return self._change(node, start, end, f"{{{key}: {said}, {inner}}}")

    def _insert(self, node: Node, word: str, value: Json) -> Changes | None:
        text, items = self._text(node), self._items(node)
        key = yaml_text.inline(word, True)
        if self._is_flow(node):
            entry = f"{key}: {yaml_text.inline(value, True)}"
            if not items:
                start = self._offset(node.span) + 1
                return self._change(node, start, start, entry)
            end = self._end(items[-1][1])
            return self._change(node, end, end, f", {entry}")
        if not items or text[self._offset(node.span)] == "?":
            return None
        end, column = self._end(items[-1][1]), node.span.column - 1
        rest = re.compile(r"[^\r\n]*").match(text, end)
        at = rest.end() if rest else end
        break_ = _BREAK.search(text)
        line = f"{break_[0] if break_ else chr(10)}{' ' * column}{key}: {yaml_text.inline(value, False)}"
        return self._change(node, at, at, line)

    def _around(self, node: Node, key: bool) -> Around:
        return Around(self._in_flow(node), key, self._indent(node))

    def _indent(self, node: Node) -> int:
        """The indent of the lines of a block scalar; of those that one at this place may have."""
        text, start = self._text(node), self._offset(node.span)
        inner = _INNER.match(text, start) if text[start : start + 1] in ("|", ">") else None
        if inner and inner[1]:
            return len(inner[1])
        line = text[self._at(node.span.file).start(start) : start]
        return len(line) - len(line.lstrip(" ")) + 2

    def _in_flow(self, node: Node) -> bool:
        above = self._parent(node)
        while above is not None:
            if self._is_flow(above):
                return True
            above = self._parent(above)
        return False

    def _is_flow(self, node: Node) -> bool:
        text, start = self._text(node), self._offset(node.span)
        head = _PROPERTIES_OF.match(text, start)
        at = head.end() if head else start
        return isinstance(node.value, (dict, list)) and text[at : at + 1] in ("{", "[")

    def _items(self, node: Node) -> Sequence[tuple[int, Node]]:
        """The entries of a container: where each begins, and its value."""
        if isinstance(node.value, dict):
            return [(self._offset(node.keys[name]), below) for name, below in node.value.items()]
        return [(self._offset(below.span), below) for below in node.sequence]

    def _end(self, node: Node) -> int:
        """Where the text of a node really ends; a block collection is said to end where the next thing begins."""
        while isinstance(node.value, (dict, list)) and node.value and not self._is_flow(node):
            node = self._items(node)[-1][1]
        end = self._at(node.span.file).offset(node.span.end_line, node.span.end_column)
        start = self._offset(node.span)
        return start + len(_without_end(self._text(node)[start:end]))

    def _dash(self, node: Node) -> bool:
        return self._dash_at(node) >= 0

    def _dash_at(self, node: Node) -> int:
        """Where the dash of an item of a block list stands; -1 when there is none before it on its line."""
        text, start = self._text(node), self._offset(node.span)
        found = re.search(r"-[ \t]+\Z", text[self._at(node.span.file).start(start) : start])
        return self._at(node.span.file).start(start) + found.start() if found else -1

    def _key_text(self, key: Span) -> str:
        lines, text = self._at(key.file), self.texts[key.file]
        snippet = text[lines.offset(key.line, key.column) : lines.offset(key.end_line, key.end_column)]
        return next((one.value for one in character_map.yaml(snippet)), "")

    def _parent(self, node: Node) -> Node | None:
        if not self._above:
            waiting = list(self.places.source.roots)
            while waiting:
                above = waiting.pop()
                items = list(above.value.values()) if isinstance(above.value, dict) else above.sequence
                self._above |= {id(below): above for below in items}
                waiting += items
        return self._above.get(id(node))

    def _text(self, node: Node) -> str:
        return self.texts[node.span.file]

    def _at(self, file: str) -> Lines:
        if file not in self._lines:
            self._lines[file] = Lines(file, self.texts[file])
        return self._lines[file]

    def _offset(self, span: Span) -> int:
        return self._at(span.file).offset(span.line, span.column)

    def _change(self, node: Node, start: int, end: int, text: str) -> Changes:
        return (self._span_change(node.span.file, start, end, text),)

    def _span_change(self, file: str, start: int, end: int, text: str) -> Change:
        lines = self._at(file)
        return Change(Span(file, *lines.place(start), *lines.place(end)), text)


def _without_end(text: str) -> str:
    """A text without the breaks and empty lines at its end, which block scalars seem to have."""
    found = _END.search(text)
    return text[: found.start()] if found else text


def _extra(document: str, pointer: str) -> str:
    """Where the top file puts keys that no word of the format says."""
    if document == PROPERTIES:
        return "properties_extra" if pointer == "/properties" else "properties_root_extra"
    return "info_extra" if pointer == "/info" else "extra"
