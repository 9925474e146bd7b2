"""XML with places, read by expat: no document type, no entities, bounded depth and size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from connectorkit.diagnostics.finding import Finding, Span

MAX_BYTES: Final = 20_000_000
MAX_DEPTH: Final = 100


class Refused(Exception):
    """The document is rejected; the message is the reason, ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(slots=True)
class Element:
    """One element with its attributes and children; ``text`` is its own text, without outer blanks."""

    tag: str
    span: Span
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def first(self, *path: str) -> Element | None:
        """The first element below by the tags of ``path``, None when there is none."""
        found: Element | None = self
        for tag in path:
            found = next((one for one in found.children if one.tag == tag), None) if found else None
        return found

    def all(self, *path: str) -> list[Element]:
        """All elements below by the tags of ``path``."""
        found = [self]
        for tag in path:
            found = [below for one in found for below in one.children if below.tag == tag]
        return found

    def value(self, *path: str) -> str:
        """The text of the first element below by the tags of ``path``, "" when there is none."""
        found = self.first(*path)
        return found.text if found is not None else ""

    def walk(self) -> Iterator[Element]:
        """This element and all below, in document order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


def parse(file: str, data: bytes) -> Element:
    """The root of an XML document. Raises Refused when it cannot be read."""
    return _Reader(file).read(data)


def read(file: str, data: bytes) -> tuple[Element | None, list[Finding]]:
    """The root of an XML document, and findings; None when it cannot be read."""
    try:
        return parse(file, data), []
    except Refused as error:
        span = Span(file, error.line, error.column, error.line, error.column)
        return None, [
            Finding("PKG030", f"The file cannot be read as XML: {error}.", span, "Export the solution again.")
        ]


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[Element] = []
        self.prefixes: list[frozenset[str]] = [frozenset(("xml", "xmlns"))]
        self.root: Element | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self, data: bytes) -> Element:
        if len(data) > MAX_BYTES:
            raise Refused(f"it has more than {MAX_BYTES:,} bytes")
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Refused(expat.ErrorString(error.code), error.lineno, error.offset + 1) from None
        except (ValueError, LookupError) as error:
            raise Refused(str(error)) from None
        if self.root is None:
            raise Refused("it is empty")
        return self.root

    def _place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line, column = self._place()
        if len(self.stack) >= MAX_DEPTH:
            raise Refused(f"elements are nested more than {MAX_DEPTH} deep", line, column)
        self._declare(tag, attributes, line, column)
        one = Element(tag, Span(self.file, line, column, line, column + len(tag) + 1), attributes)
        if self.stack:
            self.stack[-1].children.append(one)
        else:
            self.root = one
        self.stack.append(one)

    def _declare(self, tag: str, attributes: dict[str, str], line: int, column: int) -> None:
        """Reject a prefix without a namespace, as the platform does."""
        own = {name.removeprefix("xmlns:") for name in attributes if name.startswith("xmlns:")}
        self.prefixes.append(self.prefixes[-1] | own)
        for name in (tag, *attributes):
            prefix, colon, _ = name.partition(":")
            if colon and prefix not in self.prefixes[-1]:
                raise Refused(f"the prefix '{prefix}' is not declared", line, column)

    def _end(self, _: str) -> None:
        self.prefixes.pop()
        one = self.stack.pop()
        one.text = one.text.strip()

    def _text(self, text: str) -> None:
        if self.stack:
            self.stack[-1].text += text

    def _doctype(self, *_: object) -> None:
        raise Refused("a document type declaration is not allowed", *self._place())
