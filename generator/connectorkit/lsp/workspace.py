"""The open documents with their sources, and the published findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from connectorkit.desk.library import Library
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.lsp.positions import UTF16, TextLines, changed, path_of, uri_of
from connectorkit.lsp.wire import Foreign
from connectorkit.model.file_names import SOURCE
from connectorkit.model.json_value import Json, Object

Choose = Callable[[str], tuple[str, Callable[[list[Finding]], list[Finding]], Sequence[str]]]
_SEVERITIES = {"error": 1, "warning": 2, "advice": 3}
_MOST_RELATED = 20


def everything(_: str) -> tuple[str, Callable[[list[Finding]], list[Finding]], Sequence[str]]:
    """The default settings: all findings, in the profile that the source names."""
    return "", list, ()


class Document(NamedTuple):
    """An open document: its path, its text, and the version that the client assigned."""

    uri: str
    path: str
    text: str
    version: Json = None


class Workspace:
    """The open documents. ``notify`` sends a notification to the client.

    ``encoding`` is the negotiated unit of columns. ``choose`` returns the profile of a source, a function that selects
    its findings, and the files on which these depend.
    """

    def __init__(self, notify: Callable[[str, Object], None], choose: Choose) -> None:
        self._notify, self._choose = notify, choose
        self.encoding = UTF16
        self._documents: dict[str, Document] = {}
        self._libraries: dict[str, Library] = {}
        self._published: dict[str, dict[str, list[Json]]] = {}
        self._told: dict[str, int] = {}
        self._lines: dict[str, TextLines] = {}
        self._pending: dict[str, str | None] = {}
        self._versions: dict[str, Json] = {}
        self._homes: dict[str, str | None] = {}
        self._due = False

    def open(self, uri: str, text: str, version: Json) -> None:
        """Handle an opened document: its text replaces that of the file."""
        path = path_of(uri)
        if path:
            self._documents[uri] = Document(uri, path, text, version)
            self._pending[path] = text

    def change(self, uri: str, changes: Json, version: Json) -> None:
        """Handle an edited document."""
        document = self._documents.get(uri)
        if document is not None:
            text = changed(document.text, changes, self.encoding)
            self._documents[uri] = document._replace(text=text, version=version)
            self._pending[document.path] = text

    def close(self, uri: str) -> None:
        """Handle a closed document: its file is read from the disk again."""
        document = self._documents.pop(uri, None)
        if document is None:
            return
        self._pending[document.path] = None
        self._lines.pop(document.path, None)
        self._homes.pop(document.path, None)
        self._take()
        for home in [home for home in self._libraries if not self._opened(home)]:
            del self._libraries[home]
            self._told.pop(home, None)
            self._publish(home, {})
            self._published.pop(home, None)
        self._versions.pop(document.path, None)
        self._due = True

    def look_again(self) -> None:
        """Handle a notification that files may have changed on the disk."""
        self._take()
        for library in self._libraries.values():
            library.refresh()
        self._due = True

    def settle(self) -> None:
        """Read what changed on the disk, and publish new findings to the client."""
        self._place_documents()
        for home, library in self._libraries.items():
            if not self._due and library.looks_changed():
                library.refresh()
            if self._told.get(home) != library.number or self._is_newer(home):
                self._tell(home, library)
        self._due = False

    def _place_documents(self) -> None:
        """Assign each document to its source again: a connector.yaml may have been added or removed."""
        for document in self._documents.values():
            home, before = home_of(document.path), self._homes.get(document.path)
            if home == before:
                continue
            if before in self._libraries:
                self._libraries[before].with_text(Path(document.path), None)
            self._homes[document.path] = home
            self._pending[document.path] = document.text
            self.library(document.path)
        self._take()

    def document(self, uri: str) -> Document:
        """An open document. Raises KeyError if it is not open, and Foreign if it is not a file."""
        if not path_of(uri):
            raise Foreign("The document is not a file.")
        return self._documents[uri]

    def library(self, path: str) -> Library | None:
        """The source that a file belongs to, read with all unsaved texts; None if it belongs to none."""
        self._take()
        home = home_of(path)
        if home is None:
            return None
        if home not in self._libraries:
            profile, choose, also = self._choose(home)
            library = self._libraries[home] = Library(Path(home), profile=profile, choose=choose, also=also)
            library.refresh()
            for document in self._documents.values():
                if home_of(document.path) == home:
                    library.with_text(Path(document.path), document.text)
        return self._libraries[home]

    def has(self, library: Library) -> bool:
        """Whether any document of a source is open."""
        return any(one is library for one in self._libraries.values())

    def lines(self, path: str) -> TextLines:
        """The current text of a file, unsaved or from the disk; empty if the file cannot be read."""
        text = next((one.text for one in self._documents.values() if one.path == path), None)
        if text is None:
            library = self.library(path)
            text = (library.text(Path(path)) if library is not None else None) or ""
            text = text.removeprefix("\ufeff")  # Neither editors nor spans count the byte order mark.
        known = self._lines.get(path)
        if known is None or known.text != text:
            known = self._lines[path] = TextLines(text, self.encoding, path)
        return known

    def location(self, span: Span) -> Object:
        """A span as a Location of the protocol."""
        return {"uri": self.uri(span.file), "range": self.lines(span.file).span(span)}

    def uri(self, path: str) -> str:
        """The URI of a file; for an open document, the URI that the client uses."""
        for document in self._documents.values():
            if document.path == path:
                return document.uri
        return uri_of(os.path.abspath(path))

    def _opened(self, home: str) -> bool:
        return any(home_of(document.path) == home for document in self._documents.values())

    def _take(self) -> None:
        """Read the texts that were edited since the last call; only the last edit of each file counts."""
        while self._pending:
            path, text = self._pending.popitem()
            home = home_of(path)
            if home is not None and home in self._libraries:
                self._libraries[home].with_text(Path(path), text)

    def _tell(self, home: str, library: Library) -> None:
        self._told[home] = library.number
        by_file: dict[str, list[Json]] = {}
        if library.unusable:
            root = os.path.join(home, SOURCE)
            by_file[root] = [_of_file(library.unusable)]
        places = _Places(self)
        for one in library.findings():
            by_file.setdefault(one.span.file, []).append(_diagnostic(one, places))
        self._publish(home, by_file)

    def _is_newer(self, home: str) -> bool:
        """Whether an open document has a version without published findings, even if its text is unchanged."""
        return any(
            self._versions.get(one.path) != one.version for one in self._documents.values() if home_of(one.path) == home
        )

    def _publish(self, home: str, by_file: dict[str, list[Json]]) -> None:
        """Publish the findings of each file where they changed, and of each open document with a new version."""
        before = self._published.get(home, {})
        versions = {one.path: one.version for one in self._documents.values() if home_of(one.path) == home}
        for file in sorted({*before, *by_file, *versions}):
            now, version = by_file.get(file, []), versions.get(file)
            if before.get(file, []) != now or self._versions.get(file) != version:
                told: Object = {"uri": self.uri(file), "diagnostics": now}
                self._notify(
                    "textDocument/publishDiagnostics", told if version is None else {**told, "version": version}
                )
                self._versions[file] = version
        self._published[home] = by_file


class _Places:
    """Ranges and URIs of many findings of one state; each file is looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files: dict[str, tuple[str, TextLines]] = {}

    def location(self, span: Span) -> Object:
        """A span as a Location of the protocol."""
        if span.file not in self._files:
            self._files[span.file] = (self._workspace.uri(span.file), self._workspace.lines(span.file))
        uri, lines = self._files[span.file]
        return {"uri": uri, "range": lines.span(span)}


def _diagnostic(one: Finding, places: _Places) -> Object:
    made: Object = {
        "range": places.location(_visible(one.span))["range"],
        "severity": _SEVERITIES[one.severity],
        "code": one.id,
        "source": "connectorkit",
        "message": f"{one.message}\n{one.help}" if one.help else one.message,
        "data": one.fingerprint,
    }
    if one.related:
        related = one.related[:_MOST_RELATED]
        made["relatedInformation"] = [
            {"location": places.location(span), "message": "See also here."} for span in related
        ]
    return made


def home_of(path: str) -> str | None:
    """The folder of the source that a file belongs to; None if there is none."""
    here = os.path.dirname(path)
    while True:
        if os.path.isfile(os.path.join(here, SOURCE)):
            return here
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def _visible(span: Span) -> Span:
    """A span of at least one character on a single line, so that a whole operation is not underlined."""
    if span.end_line > span.line:
        return Span(span.file, span.line, span.column, span.line, 10_000)
    return span if span.end_column > span.column else span._replace(end_column=span.column + 1)


def _of_file(message: str) -> Object:
    start: Object = {"line": 0, "character": 0}
    area: Object = {"start": start, "end": {"line": 0, "character": 1}}
    return {"range": area, "severity": 1, "source": "connectorkit", "message": message}
