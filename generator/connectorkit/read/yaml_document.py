"""YAML to a tree of nodes with their places.

PyYAML's C scanner composes the document; the walk below reads scalars as YAML 1.2 (`yaml_scalars`), rejects duplicate
keys and tags, and limits depth, size and the expansion of aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import yaml

from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.model import encodings
from connectorkit.model.connector import Json, Span
from connectorkit.model.record import record
from connectorkit.read import web_page, yaml_errors, yaml_scalars, yaml_strings
from connectorkit.read.line_offsets import Lines

MAX_BYTES = 20_000_000
MAX_DEPTH = 230
MAX_NODES = 1_000_000
Texts = tuple[tuple[str, ...], ...]
_LONG = 1_000_000
_NO_KEY = "A key must be a string, not a list or a mapping."
_QUOTE = "Write a plain key, and quote values that start with { or [."

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What could be lists in lists on one line, or so deep a level: their number is looked at more closely.
_NESTED = re.compile(r"[?-] +[?-] ")
_BLANK = " " * 400
_LEVELS = re.compile(r"^(?:[ ]*- ){60,}|^[ ]{400,}\S|(?:[?-] ){60,}", re.MULTILINE)
_BRACKET = re.compile(r"[\[{\]}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@record(eq=False)
class Node:
    """A value and its place. ``value``: a scalar, ``dict[str, Node]`` or ``list[Node]``.

    ``keys`` holds the place of each key of a mapping.
    """

    value: bool | int | float | str | dict[str, Node] | list[Node] | None
    span: Span
    keys: dict[str, Span]

    @property
    def mapping(self) -> dict[str, Node]:
        """The entries of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def sequence(self) -> list[Node]:
        """The items of a list; empty for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """The value of a string; "" for anything else."""
        return self.value if isinstance(self.value, str) else ""

    def get(self, key: str) -> Node | None:
        """The entry of a mapping, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def plain(self) -> Json:
        """The value without its places."""
        value = self.value
        if isinstance(value, dict):
            return {key: node.plain() for key, node in value.items()}
        if isinstance(value, list):
            return [node.plain() for node in value]
        return value

    def at(self, path: Iterator[str | int]) -> Node:
        """The deepest existing node on ``path``."""
        node = self
        for step in path:
            below = node._step(step)
            if below is None:
                break
            node = below
        return node

    def _step(self, step: str | int) -> Node | None:
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None


def read_bytes(path: Path) -> bytes:
    """The bytes of a source file; raises Unusable when it cannot be read."""
    try:
        # The size of the file is not checked first: pipes and devices have none.
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Unusable(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; a source file is text of a few kB")
        return data
    except FileNotFoundError:
        raise Unusable(f"{path}: no such file") from None
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror or error})") from None


def parse(
    name: str, data: bytes, most: int = MAX_NODES, texts: Texts | None = None
) -> tuple[Node | None, list[Finding]]:
    """A YAML document as a tree of at most ``most`` values, and its findings; None when it cannot be read.

    ``texts`` is given for files of other formats: merge keys and tags are accepted, and the last of equal keys counts.
    The values at ``texts`` (paths of keys from the top) are read as strings, such as the version 1.10, and so are those
    that the schemas of the file declare as strings. Raises Unusable when the bytes are not UTF-8 text.
    """
    page = web_page.finding(name, data)
    if page is not None:
        return None, [page]
    try:
        text = encodings.utf8(data)
    except UnicodeDecodeError as error:
        raise Unusable(f"{name}: not UTF-8 text (byte {error.start}); save the file as UTF-8") from None
    bad = _CONTROL.search(text)
    if bad:
        return None, [_at_offset(name, text, bad.start(), f"a control character (U+{ord(bad[0]):04X})")]
    deep = _too_deep(name, text)
    if deep:
        return None, [deep]
    try:
        if len(text) > _LONG and _many(text, most):
            return None, [_too_many(Span(name, 1, 1, 1, 1), most)]
        loader = (_Untagged if texts is None else _LOADER)(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return None, [yaml_errors.finding(name, text, error)]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, [
            Finding(
                "YAML001",
                f"Invalid YAML: {_first_line(error)}.",
                Span(name, 1, 1, 1, 1),
                "Use only mappings, lists and plain values.",
            )
        ]
    kind, limit = (_Walker, most) if texts is None else (_LooseWalker, min(MAX_NODES, 100_000 + len(text)))
    walker = kind(name, text, limit)
    for path in texts or ():
        _quote(root, path)
    if texts is not None:
        yaml_strings.quote(root)
    if root is None:
        empty = Span(name, 1, 1, 1, 1)
        return Node(None, empty, {}), []
    tree = walker.node(root, 0)
    return (None if walker.count > most else tree), walker.findings


def _many(text: str, most: int) -> bool:
    """Whether a long text has more than ``most`` values, counted without building a tree."""
    leaves = (yaml.ScalarEvent, yaml.AliasEvent)
    return sum(isinstance(event, leaves) for event in islice(yaml.parse(text, _LOADER), 4 * most)) > 2 * most


def _too_many(span: Span, most: int) -> Finding:
    return Finding(
        "YAML003",
        f"The document has more than {most:,} values, aliases included.",
        span,
        "Define repeated types once under 'types', and split the file.",
    )


def _too_deep(name: str, text: str) -> Finding | None:
    """The finding about nesting that is too deep: the C composer recurses without a limit, so this runs before it."""
    if (_BLANK in text or _NESTED.search(text)) and _LEVELS.search(text):
        return _deepest(name, text)
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return None
    depth = 0
    for bracket in _BRACKET.findall(text):
        if depth > MAX_DEPTH:
            return _deepest(name, text)
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
    return None


def _deepest(name: str, text: str) -> Finding | None:
    """As :func:`_too_deep`, but exact: brackets in strings do not count. The event parser does not recurse."""
    loader = _LOADER(text)
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return _at_offset(name, text, event.start_mark.index, f"nesting deeper than {MAX_DEPTH} levels")
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()
    return None


def _quote(node: yaml.Node | None, path: tuple[str, ...]) -> None:
    """Mark the scalar at a path of keys as a string."""
    if not path and isinstance(node, yaml.ScalarNode):
        node.style = node.style or "'"
    if path and isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == path[0]:
                _quote(value, path[1:])


def _at_offset(name: str, text: str, offset: int, what: str) -> Finding:
    line, column = Lines(name, text).place(offset)
    return Finding("YAML002", f"The file contains {what}.", Span(name, line, column, line, column + 1), "Remove it.")


def _first_line(error: object) -> str:
    return (str(error).splitlines() or ["unreadable"])[0].rstrip(".")


class _Untagged(_LOADER):  # type: ignore[misc, valid-type]  # One of two classes, as libyaml is there.
    """A loader that does not work out what an untagged value means: the walk does, by YAML 1.2, from its text."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


_tuple = tuple.__new__


class _Walker:
    def __init__(self, name: str, text: str, most: int) -> None:
        self.name = name
        self.text = text
        self.most = most
        self.findings: list[Finding] = []
        self.count = 0
        self.open: set[int] = set()
        self.tags: set[Span] = set()
        # Looking for a tag before each value takes long, and hardly any file has one.
        self.tagged_text = "!" in text

    def node(self, source: yaml.Node, depth: int) -> Node:
        span = self.span(source)
        self.count += 1
        if self.count > self.most:
            if self.count == self.most + 1:
                self.findings.append(_too_many(span, self.most))
            return Node(None, span, {})
        if depth > MAX_DEPTH or id(source) in self.open:
            self.refuse(
                "YAML003",
                "The document is nested too deeply here, or an alias contains itself.",
                span,
                "Write the value inline, or use a named type.",
            )
            return Node(None, span, {})
        tag = yaml_scalars.tag(self.text, source) if self.tagged_text else ""
        if isinstance(source, yaml.ScalarNode):
            return Node(self.tagged(source, tag, span) if tag else self.scalar(source), span, {})
        if tag:
            self.refuse_tag(tag, span)
        self.open.add(id(source))
        if isinstance(source, yaml.SequenceNode):
            result = Node([self.node(item, depth + 1) for item in source.value if self.count <= self.most], span, {})
        else:
            result = self.mapping(source, span, depth)
        self.open.discard(id(source))
        return result

    def mapping(self, source: yaml.Node, span: Span, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        for key_node, value_node in source.value:
            if self.count > self.most:
                break
            place = self.span(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.refuse("YAML005", _NO_KEY, place, _QUOTE)
                continue
            key = key_node.value
            tag = yaml_scalars.tag(self.text, key_node) if self.tagged_text else ""
            if tag:
                self.refuse_tag(tag, place)
            if key in entries:
                self.refuse(
                    "YAML004",
                    f"Duplicate key '{key[:60]}'.",
                    place,
                    f"Remove one of them; the first is on line {keys[key].line}.",
                    keys[key],
                )
                continue
            if key == "<<" and not key_node.style:
                self.refuse(
                    "YAML006",
                    "Merge keys (<<) are not supported.",
                    place,
                    "Use a named type, or write the keys inline.",
                )
                continue
            keys[key] = place
            entries[key] = self.node(value_node, depth + 1)
        return Node(entries, span, keys)

    def scalar(self, source: yaml.ScalarNode) -> bool | int | float | str | None:
        text = str(source.value)
        return text if source.style else yaml_scalars.meaning(text)

    def tagged(self, source: yaml.ScalarNode, tag: str, span: Span) -> bool | int | float | str | None:
        self.refuse_tag(tag, span, " Quote the value." if tag == "!!str" and not source.style else "")
        return self.scalar(source)

    def refuse_tag(self, tag: str, span: Span, further: str = "") -> None:
        # An alias reaches the same node again.
        if span not in self.tags:
            self.tags.add(span)
            self.refuse("YAML007", f"The YAML tag '{tag[:60]}' is not supported.", span, f"Remove the tag.{further}")

    def span(self, source: yaml.Node) -> Span:
        start, end = source.start_mark, source.end_mark
        # Span(...) takes twice as long, and each value and each key has one.
        return _tuple(Span, (self.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1))

    def refuse(self, id: str, message: str, span: Span, way: str, other: Span | None = None) -> None:
        self.findings.append(Finding(id, message, span, way, related=(other,) if other else ()))


class _LooseWalker(_Walker):
    """Reads files of other tools: what sources must not contain is accepted with a warning."""

    def scalar(self, source: yaml.ScalarNode) -> bool | int | float | str | None:
        value = super().scalar(source)
        # YAML 1.2 reads 007 as the integer 7.
        return int(value) if isinstance(value, float) and yaml_scalars.is_digits(str(source.value)) else value

    def tagged(self, source: yaml.ScalarNode, tag: str, span: Span) -> bool | int | float | str | None:
        if not yaml_scalars.is_standard(source.tag):
            self.refuse_tag(tag, span)
            return str(source.value)
        return yaml_scalars.tagged(source)

    def refuse_tag(self, tag: str, span: Span, further: str = "") -> None:
        if tag not in ("!!map", "!!seq", "!!str"):
            super().refuse_tag(tag, span, further)

    def mapping(self, source: yaml.Node, span: Span, depth: int) -> Node:
        merged: list[Node] = []
        pairs: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key_node, value_node in source.value:
            if isinstance(key_node, yaml.ScalarNode) and key_node.value == "<<" and not key_node.style:
                merged += self._merged(value_node, depth)
            elif isinstance(key_node, yaml.ScalarNode):
                self._report_duplicate(key_node, pairs)
                pairs[key_node.value] = (key_node, value_node)
            else:
                self.refuse("YAML005", _NO_KEY, self.span(key_node), _QUOTE)
        keys = {key: place for node in reversed(merged) for key, place in node.keys.items()}
        entries = {key: node for one in reversed(merged) for key, node in one.mapping.items()}
        for key, (key_node, value_node) in pairs.items():
            keys[key] = self.span(key_node)
            entries[key] = self.node(value_node, depth + 1)
        return Node(entries, span, keys)

    def _report_duplicate(self, key: yaml.ScalarNode, pairs: dict[str, tuple[yaml.Node, yaml.Node]]) -> None:
        if key.value in pairs:
            message = f"Duplicate key '{key.value}'; only the last one is used."
            self.refuse("YAML004", message, self.span(key), "Remove one of them.", self.span(pairs[key.value][0]))

    def _merged(self, source: yaml.Node, depth: int) -> list[Node]:
        listed = source.value if isinstance(source, yaml.SequenceNode) else [source]
        nodes = [self.node(one, depth + 1) for one in listed]
        for node in nodes:
            if not isinstance(node.value, dict | None):
                self.refuse("YAML006", "Only a mapping can be merged with '<<'.", node.span, "Remove the merge key.")
        return nodes

    def refuse(self, id: str, message: str, span: Span, way: str, other: Span | None = None) -> None:
        severity = "error" if id in ("YAML003", "YAML005") else "warning"
        self.findings.append(Finding(id, message, span, way, severity, related=(other,) if other else ()))
