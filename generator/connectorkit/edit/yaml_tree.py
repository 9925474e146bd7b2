"""Changes of the text that edit a node of a YAML tree.

A node is changed only where the place of its text is certain; otherwise the method returns None. The texts have no byte
order mark. Changes of several nodes can be combined if they do not overlap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from connectorkit.diagnostics.finding import Change, Span
from connectorkit.edit import documented, scalar_edits
from connectorkit.edit.scalar_edits import Around
from connectorkit.edit.yaml_positions import ANCHOR_AND_TAG, BREAK, YamlPositions, without_end
from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node
from connectorkit.style import style
from connectorkit.style.scalars import WIDTH
from connectorkit.validate import exact_keys
from connectorkit.validate.key_order import Place
from connectorkit.write import yaml_text

Changes = tuple[Change, ...]
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_COMMENT = re.compile(r"(?:^|[ \t])#")
# The header of a block scalar, empty lines, and the indent of its first line.
_INNER = re.compile(r"[^\r\n]*(?:(?:\r\n|\n|\r)[ ]*(?=[\r\n]))*(?:\r\n|\n|\r)([ ]*)")
_COLON = re.compile(r"[ \t]*:")
_EMPTY_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]")


class YamlTree(YamlPositions):
    """Edits of trees; ``concepts`` are the concepts of the files, by name, which decide where new keys are inserted."""

    def __init__(self, roots: Sequence[Node], texts: Mapping[str, str], concepts: Mapping[str, str]) -> None:
        super().__init__(roots, texts)
        self.concepts = concepts

    def set_scalar(self, node: Node, new: Json, key: bool = False) -> Changes | None:
        """Set the value of a scalar; ``key``: the scalar is a key."""
        if isinstance(node.value, (dict, list)):
            return None
        return self.scalar(node.span, node.value, new, self.around(node, key))

    def rename_key(self, above: Node, old: str, new: str) -> Changes | None:
        """Rename the key ``old`` of a mapping."""
        below = above.mapping[old]
        return self.scalar(above.keys[old], old, new, Around(self.in_flow(below), True, 0))

    def scalar(self, span: Span, old: Json, new: Json, around: Around) -> Changes | None:
        """Set the value of the scalar or key at ``span``."""
        text, start = self.texts[span.file], self.offset(span)
        end = self.lines(span.file).offset(span.end_line, span.end_column)
        head = ANCHOR_AND_TAG.match(text, start, end)
        start = head.end() if head else start
        snippet = without_end(text[start:end])
        if text[start : start + 1] in ("&", "!", "*") or (not snippet and not head):
            return None
        written = scalar_edits.yaml(snippet, old, new, around)
        if written is None:
            return None
        if "\r" not in written:
            written = written.replace("\n", self.line_break(span.file))
        return (self._span_change(span.file, start, start + len(snippet), written),)

    def remove_entry(self, above: Node, node: Node, key: Span | None) -> Changes | None:
        """Remove an entry from a mapping or a list; None for the only one of a block collection."""
        start = self.offset(key or node.span)
        others = above.value if isinstance(above.value, (dict, list)) else []
        around = self.parent(above)
        if len(others) == 1 and around and documented.is_exact(above, around, self.place(around)):
            return self.remove_entry(around, above, around.keys[exact_keys.KEY])
        if self.is_flow(above):
            return self._remove_flow(above, node, start)
        if len(others) == 1 or (key is None and self.dash_at(node) < 0):
            return None
        return self._remove_block(node, start if key else self.dash_at(node))

    def _remove_flow(self, above: Node, node: Node, start: int) -> Changes | None:
        items = self.items(above)
        index = next(i for i, (_, below) in enumerate(items) if below is node)
        end = self.end(node)
        if index:
            start = self.end(items[index - 1][1])
        elif len(items) > 1:
            end = items[1][0]
        return None if self.commented(node, start, end) else self.change(node, start, end, "")

    def _remove_block(self, node: Node, start: int) -> Changes | None:
        """Remove whole lines where the entry begins a line; a comment after it stays on its own line."""
        text, lines, end = self.text(node), self.lines(node.span.file), self.end(node)
        if self.commented(node, start, end):
            return None
        line = lines.start(start)
        behind = text[end : self.line_end(node, end)]
        if text[line:start].strip():
            following = re.compile(r"\s*").match(text, end)
            stop = following.end() if following and not behind.strip() else end
            return self.change(node, start, stop, "")
        if behind.strip():
            return self.change(node, start, end + len(behind) - len(behind.lstrip()), "")
        ending = BREAK.match(text, end + len(behind))
        return self.change(node, line, ending.end() if ending else len(text), "")

    def commented(self, node: Node, start: int, end: int) -> bool:
        """Whether there is a comment between two offsets; a ``#`` in a scalar is none."""
        text, first, last = self.text(node), self.offset(node.span), self.end(node)
        if not isinstance(node.value, (dict, list)):
            head = re.compile(r"[|>][^\r\n]*").match(text, first)
            return any(_COMMENT.search(part) for part in (text[start:first], text[last:end], head[0] if head else ""))
        return bool(_COMMENT.search(re.sub(r"'[^'\n]*'|\"[^\"\n]*\"", "", text[start:end])))

    def widened(self, node: Node, key: str, more: Mapping[str, Json]) -> Changes | None:
        """Replace a word where a mapping is allowed by ``{key: word, ...}``."""
        start, end = self.offset(node.span), self.end(node)
        text = self.text(node)[start:end]
        if "\n" in text or text[:1] in ("&", "!", "|", ">"):
            return None
        if not self.in_flow(node):
            return self.set_value(node, {key: node.text, **more})
        said = text if yaml_text.plain(node.text, True) or text[:1] in "'\"" else yaml_text.inline(node.text, True)
        inner = ", ".join(
            f"{yaml_text.inline(name, True)}: {yaml_text.inline(value, True)}" for name, value in more.items()
        )
        return self.change(node, start, end, f"{{{key}: {said}, {inner}}}")

    def set_value(self, node: Node, value: Json) -> Changes | None:
        """Set a value of any kind, in the style of the format unless it is in brackets; None beside a comment."""
        text, start, end = self.text(node), self.offset(node.span), self.end(node)
        if self.commented(node, start, end) or text[start : start + 1] in ("&", "!", "*", "?"):
            return None
        above, was_block = self.parent(node), isinstance(node.value, (dict, list)) and not self.is_flow(node)
        if above is None:
            return None
        name = next((name for name, one in above.mapping.items() if one is node), None)
        key = above.keys[name] if name is not None else None
        block = [] if self.in_flow(node) else self._block(above, name, value)
        head = self._head_end(key) if key else -1
        if key is None or head < 0:
            pad = self.line_break(node.span.file) + " " * (node.span.column - 1)
            return self.change(node, start, end, pad.join(block) if block else yaml_text.inline(value, True))
        if not block:
            start = head if not text[head:start].strip() else start
            return self.change(node, start, end, f"{' ' * (start == head)}{yaml_text.inline(value, True)}")
        pad = self.line_break(node.span.file) + " " * (node.span.column - 1 if was_block else key.column + 1)
        if was_block:
            return self.change(node, start, end, pad.join(block))
        # A comment at the end of the line stays after the key.
        stop, lines = self.line_end(node, end), "".join(pad + line if line else "" for line in block)
        if not text[end:stop].strip():
            return self.change(node, head, end, lines)
        return (*(self.change(node, head, end, "") or ()), *self.change(node, stop, stop, lines))

    def _block(self, above: Node, name: str | None, value: Json) -> list[str]:
        """The lines of a mapping or list in a block collection; empty where one line is enough."""
        if not isinstance(value, (dict, list)):
            return []
        place = self.place(above)
        if name is not None:
            return [line[2:] for line in style.part({name: value}, place, named=True)[1:]]
        lines = style.part([value], place)
        return [line[2:] for line in lines] if len(lines) > 1 else []

    def _head_end(self, key: Span) -> int:
        """The offset after the colon of a key; -1 where none follows on its line."""
        found = _COLON.match(self.texts[key.file], self.lines(key.file).offset(key.end_line, key.end_column))
        return found.end() if found else -1

    def insert_entry(self, node: Node, word: str, value: Json) -> Changes | None:
        """Insert an entry into a mapping: at its documented position, under `exact`, or else at the end."""
        items, names, place = self.items(node), self.names(node), self.place(node)
        if documented.under_exact(node, place, word):
            exact = node.get(exact_keys.KEY)
            return self.insert_entry(exact or node, *((word, value) if exact else (exact_keys.KEY, {word: value})))
        before = documented.before(node, place, word)
        at = names.index(before) if before else -1 if before is not None else len(items) - 1
        if self.is_flow(node):
            return self._insert_in_flow(node, at, f"{yaml_text.key(word, True)}: {yaml_text.inline(value, True)}")
        if not items or self.text(node)[self.offset(node.span)] == "?":
            return None
        pad = " " * (node.span.column - 1)
        lines = [pad + line if line else line for line in style.part({word: value}, place)]
        if at < 0:
            break_ = self.line_break(node.span.file)
            return self.change(node, items[0][0], items[0][0], break_.join(lines).removeprefix(pad) + break_ + pad)
        apart = len(items) > 1 and all(self._parted(node, number) for number in range(1, len(items)))
        return self._insert_lines(node, items[at][1], [*([""] if apart else []), *lines])

    def _insert_in_flow(self, node: Node, at: int, entry: str) -> Changes:
        """Insert an entry after number ``at`` of a mapping in brackets; -1: before all."""
        items = self.items(node)
        if at < 0 or not items:
            start = items[0][0] if items else self.offset(node.span) + 1
            return self.change(node, start, start, f"{entry}, " if items else entry)
        end = self.end(items[at][1])
        return self.change(node, end, end, f", {entry}")

    def _parted(self, above: Node, number: int) -> bool:
        """Whether there is an empty line between an entry of a block collection and the one before it."""
        items = self.items(above)
        between = self.text(above)[self.end(items[number - 1][1]) : items[number][0]]
        return bool(_EMPTY_LINE.search(between))

    def place(self, node: Node) -> Place | None:
        """The place of a node in the format's schemas."""
        found = [node]
        while (above := self.parent(found[-1])) is not None:
            found.append(above)
        return documented.place(found[::-1], self.concepts[node.span.file])

    def insert_item(self, above: Node, node: Node, written: str) -> Changes | None:
        """Insert an item into a list after its item ``node``; ``written`` is its YAML, on one line in a flow list."""
        if not self.is_flow(above):
            dash = self.dash_at(node)
            if dash < 0:
                return None
            pad = " " * (dash - self.lines(node.span.file).start(dash))
            lines = [pad + line for line in f"- {written}".splitlines()]
            return self._insert_lines(above, node, [*self._space(above, node), *lines])
        end, last = self.end(node), self.end(above)
        start, stop = self.lines(node.span.file).start(end), self.line_end(node, end)
        apart = ", "
        # A list over several lines stays so, with the indentation of its last line.
        if last > self.line_end(above, self.offset(above.span)) and stop - start + len(written) + 2 > WIDTH:
            line = self.text(above)[self.lines(node.span.file).start(last) : last]
            apart = f",{self.line_break(node.span.file)}{line[: len(line) - len(line.lstrip(' '))]}"
        return self.change(node, end, end, f"{apart}{written}")

    def copy_item(self, above: Node, node: Node) -> Changes | None:
        """Duplicate the item ``node`` of a list after it."""
        start, end = self.offset(node.span), self.end(node)
        if self.is_flow(above):
            return self.change(node, end, end, f", {self._copied(node, start, end)}")
        dash = self.dash_at(node)
        return self._copy(above, node, dash) if dash >= 0 else None

    def copy_entry(self, above: Node, old: str, new: str) -> Changes | None:
        """Duplicate the entry ``old`` of a mapping after it, under the key ``new``."""
        node, key = above.mapping[old], above.keys[old]
        head, end = self.lines(key.file).offset(key.end_line, key.end_column), self.end(node)
        written = yaml_text.inline(new, True)
        if self.is_flow(above):
            return self.change(node, end, end, f", {written}{self._copied(node, head, end)}")
        start, text = self.offset(key), self.text(node)
        line = self.lines(key.file).start(start)
        if text[line:start].strip(" "):
            return None
        stop = self.line_end(node, end)
        copy = f"{text[line:start]}{written}{self._copied(node, head, stop)}"
        return self.change(node, stop, stop, f"{self.line_break(key.file)}{copy}")

    def _copy(self, above: Node, node: Node, start: int) -> Changes:
        """Duplicate the lines from ``start`` to the end of a node below it."""
        line, stop = self.lines(node.span.file).start(start), self.line_end(node, self.end(node))
        breaks = self.line_break(node.span.file) * (1 + len(self._space(above, node)))
        return self.change(node, stop, stop, breaks + self._copied(node, line, stop))

    def _space(self, above: Node, node: Node) -> list[str]:
        """The empty line above a new item of a block list, if the mapping ``node`` is separated by one."""
        number = next(number for number, one in enumerate(above.sequence) if one is node)
        around = [one for one in (number, number + 1) if 0 < one < len(above.sequence)]
        parted = isinstance(node.value, dict) and any(self._parted(above, one) for one in around)
        return [""] if parted else []

    def _copied(self, node: Node, start: int, end: int) -> str:
        """The text between two offsets around ``node``, with aliases in place of values that have anchors."""
        text, parts, last = self.text(node), list[str](), start
        waiting = [node]
        while waiting:
            here = waiting.pop()
            at = self.offset(here.span)
            named = _ANCHOR.match(text, at)
            if named is None:
                waiting += [below for _, below in reversed(self.items(here))]
            elif last <= at < end:
                parts += [text[last:at], f"*{named[1]}"]
                last = self.end(here)
        return "".join([*parts, text[last:end]])

    def _insert_lines(self, above: Node, node: Node, lines: Sequence[str]) -> Changes:
        """Insert lines below the one on which ``node`` ends."""
        at, break_ = self.line_end(node, self.end(node)), self.line_break(above.span.file)
        return self.change(above, at, at, "".join(break_ + line for line in lines))

    def around(self, node: Node, key: bool) -> Around:
        """The context of the scalar ``node``."""
        return Around(self.in_flow(node), key, self._indent(node))

    def _indent(self, node: Node) -> int:
        """The indentation of the lines of a block scalar, present or future."""
        text, start = self.text(node), self.offset(node.span)
        inner = _INNER.match(text, start) if text[start : start + 1] in ("|", ">") else None
        if inner and inner[1]:
            return len(inner[1])
        line = text[self.lines(node.span.file).start(start) : start]
        return len(line) - len(line.lstrip(" ")) + 2

    def change(self, node: Node, start: int, end: int, text: str) -> Changes:
        """The change that replaces the text between two offsets of a node's file."""
        return (self._span_change(node.span.file, start, end, text),)

    def _span_change(self, file: str, start: int, end: int, text: str) -> Change:
        lines = self.lines(file)
        return Change(Span(file, *lines.place(start), *lines.place(end)), text)
