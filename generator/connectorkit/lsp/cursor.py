"""A position in an open document, and its source."""

from __future__ import annotations

import os
from pathlib import Path

from connectorkit.desk.library import Library, Snapshot
from connectorkit.diagnostics.finding import Span
from connectorkit.lsp.names import Names, Use
from connectorkit.lsp.positions import TextLines
from connectorkit.lsp.wire import Foreign, Refused, at, text
from connectorkit.lsp.workspace import Workspace
from connectorkit.model.file_names import SOURCE
from connectorkit.model.json_value import Json
from connectorkit.read import source as sources
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.render.swagger import source_map
from connectorkit.style import style
from connectorkit.validate import key_order


class Cursor:
    """The position that a request names. ``line`` and ``column`` count from 0, with the editor's line breaks; ``place``
    is the same position in the coordinates of a Span. Raises KeyError for an invalid request.
    """

    def __init__(self, workspace: Workspace, known: Known, params: Json) -> None:
        self.workspace = workspace
        self.document = workspace.document(text(params, "textDocument", "uri"))
        self.path = self.document.path
        self.lines = workspace.lines(self.path)
        position = at(params, "position")
        self.offset = self.lines.offset(position) if position is not None else 0
        self.line, self.column = self.lines.column(self.offset)
        self.place = self.lines.place(self.offset)
        library = workspace.library(self.path)
        if library is None:
            raise Foreign(f"The file belongs to no source: no folder above it contains {SOURCE}.")
        self.library = library
        self._known = known.of(workspace, library)
        if not self._known.holds(self.path):
            raise Foreign("The file is in the folder of a source but not part of it.")

    @property
    def source(self) -> Source | None:
        """The current source; None if it cannot be read."""
        return self.library.source

    @property
    def written(self) -> Source | None:
        """The current source with the parts that `source` lacks because they violate the format, for edits of it."""
        return self._known.written()

    @property
    def names(self) -> Names:
        """The names of the current source. Raises Refused if it cannot be read."""
        return self._known.names()

    def use(self) -> Use | None:
        """The name at this position. Raises Refused if the source cannot be read."""
        return self.names.at(self.path, *self.place)

    @property
    def usual_names(self) -> Names | None:
        """The names of the last state that could be read completely, for completion while the source is broken."""
        return self._known.usual_names()

    @property
    def concept(self) -> str:
        """The concept of the file; guessed from its keys if no other file names it."""
        source = self._known.usual()
        concepts = style.concepts(source) if source is not None else {}
        return concepts.get(self.path) or _guessed(Path(self.path).name, self.lines.text)

    def root(self) -> Node | None:
        """The tree of the file; None if it cannot be read."""
        return self.root_in(self.source)

    def root_in(self, source: Source | None) -> Node | None:
        """The tree of the file in a reading of the source; None if it cannot be read."""
        return next((one for one in source.roots if one.span.file == self.path), None) if source is not None else None

    def snapshot(self) -> Snapshot | None:
        """The rendered state; None if the current state has errors."""
        return None if self.library.problems or self.library.unusable else self.library.snapshot

    def pointers(self, span: Span) -> list[str]:
        """The JSON pointers in the swagger that a node is rendered to."""
        return self._known.pointers().get(span, [])


class Known:
    """Results computed for the current state of each source, cached until the source changes."""

    def __init__(self) -> None:
        self._states: dict[int, State] = {}

    def of(self, workspace: Workspace, library: Library) -> State:
        """The cached results for a source."""
        state = self._states.get(id(library))
        if state is None or state.library is not library:
            self._states = {key: one for key, one in self._states.items() if workspace.has(one.library)}
            state = self._states[id(library)] = State(workspace, library)
        return state


class State:
    """The names and rendered locations of one source, computed lazily."""

    def __init__(self, workspace: Workspace, library: Library) -> None:
        self.library, self._workspace = library, workspace
        self._names: tuple[int, Names] | None = None
        self._whole: Names | None = None
        self._written: tuple[int, Source] | None = None
        self._pointers: tuple[int, dict[Span, list[str]]] = (-1, {})

    def names(self) -> Names:
        """The names of the current source. Raises Refused if it cannot be read."""
        source = self.library.source
        if source is None:
            raise Refused(self.library.unusable or "The source cannot be read.")
        if self._names is None or self._names[0] != self.library.number:
            self._names = (self.library.number, Names(source, self._text))
        return self._names[1]

    def written(self) -> Source | None:
        """The current source as it is in the files; the same object as `library.source` if nothing was removed."""
        source = self.library.source
        if source is None or not source.trimmed:
            return source
        if self._written is None or self._written[0] != self.library.number:
            self._written = (self.library.number, sources.load(source.folder, self.library.texts()))
        return self._written[1]

    def usual(self) -> Source | None:
        """The source of the last state without YAML errors, else the current one."""
        source = self.library.source
        broken = source is None or any(one.id.startswith("YAML") for one in source.findings)
        good = self.library.snapshot
        return good.source if broken and good is not None and good.source is not None else source

    def holds(self, path: str) -> bool:
        """Whether a file is part of the source, or would be if connector.yaml named it."""
        for source in (self.library.source, self.usual()):
            if source is not None and any(root.span.file == path for root in source.roots):
                return True
            if source is not None and any(one.span.file == path for one in source.findings):
                return True
        return self.library.source is None or path == os.path.join(self.library.path, SOURCE)

    def usual_names(self) -> Names | None:
        """The names of :meth:`usual`."""
        source = self.usual()
        if source is None or source is self.library.source:
            return self.names() if source is not None else None
        if self._whole is None or self._whole.written is not source:
            self._whole = Names(source, self._text)
        return self._whole

    def pointers(self) -> dict[Span, list[str]]:
        """The JSON pointers in the swagger, by the span of the node that they are rendered from."""
        snapshot = self.library.snapshot
        if self._pointers[0] != self.library.number and snapshot is not None and snapshot.connector is not None:
            found: dict[Span, list[str]] = {}
            for pointer, span in source_map.places(snapshot.connector).items():
                found.setdefault(span, []).append(pointer)
            self._pointers = (self.library.number, found)
        return self._pointers[1]

    def _text(self, span: Span) -> str:
        lines: TextLines = self._workspace.lines(span.file)
        return lines.text[lines.offset_at(span.line, span.column) : lines.offset_at(span.end_line, span.end_column)]


def _guessed(name: str, written: str) -> str:
    if name == SOURCE:
        return "connector"
    tops = {line.partition(":")[0] for line in written.splitlines() if ":" in line and line[:1].strip()}
    if {"action", "trigger", "mcp", "path"} & tops:
        return "operation"
    if {"collections", "deliveries", "batches"} & tops:
        return "sandbox"
    return key_order.TYPES if any(top[:1].isupper() for top in tops) else "operation"
