"""The library: the current state of a source or a published connector, shared by preview, watch and editors.

While a source is broken, the library keeps its last valid snapshot, together with the findings about the current state.
"""

from __future__ import annotations

import threading
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from connectorkit import pipeline
from connectorkit.check import source as checked_source
from connectorkit.check import target
from connectorkit.check.judgement import Checked
from connectorkit.check.locate import yaml_places
from connectorkit.designer.cards import Card, cards
from connectorkit.designer.power_apps.functions import Function, functions
from connectorkit.desk.source_files import SourceFiles, Stamp
from connectorkit.diagnostics.finding import Finding, Span, Unusable, ordered
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.diff.sides import load
from connectorkit.diff.sides.side import Side
from connectorkit.model.connector import Connector
from connectorkit.model.file_names import INTRO, NAMED
from connectorkit.model.json_value import Object
from connectorkit.model.kept import Kept
from connectorkit.read import source as sources
from connectorkit.read.yaml_document import read_bytes
from connectorkit.render.templates import TemplateFault
from connectorkit.validate.format_schema import validate

Choose = Callable[[list[Finding]], list[Finding]]
"""Returns the findings that the settings select and do not waive."""


@dataclass(slots=True)
class Snapshot:
    """The state of a connector at one moment.

    ``connector`` is the model of a source and ``source`` its trees; both are None for a published connector.
    """

    number: int
    folder: Path
    definition: Object
    properties: Object
    files: Mapping[str, bytes]
    span_of: Callable[[str, str], Span]
    read_cards: Callable[[Object], list[Card]]
    read_functions: Callable[[Object], list[Function]]
    connector: Connector | None = None
    source: sources.Source | None = None
    _cards: list[Card] | None = None

    @property
    def cards(self) -> list[Card]:
        """The cards in the designer's order, computed on first use."""
        if self._cards is None:
            self._cards = self.read_cards(self.definition)
        return self._cards

    @property
    def functions(self) -> list[Function]:
        """The functions that Power Apps offers for the connector."""
        return self.read_functions(self.definition)

    def side(self, name: str) -> Side:
        """The snapshot as the new side of a comparison."""
        source = self.connector is not None
        contents = Contents(self.definition, self.properties, dict(self.files), whole=True, source=source)
        return Side(name, contents, self.span_of, connector=self.connector)


@dataclass(slots=True)
class _Reading:
    """One reading of a source: a snapshot if it is valid, or else the findings about it."""

    snapshot: Snapshot | None = None
    source: sources.Source | None = None
    problems: list[Finding] = field(default_factory=list)
    unusable: str = ""


class Library:
    """A source and its cached results. Methods are thread-safe.

    ``published``: the path is that of a published connector. ``choose`` selects the findings to report. ``also`` lists
    files outside the source that findings depend on, such as its settings.
    """

    def __init__(
        self,
        path: Path,
        published: bool = False,
        profile: str = "",
        choose: Choose = list,
        also: Sequence[str] = (),
    ) -> None:
        self.path = path
        self._published, self._profile, self._choose = published, profile, choose
        self._files = SourceFiles(path, also)
        self._kept = Kept()
        self._lock = threading.RLock()
        self._reading = _Reading()
        self._good: Snapshot | None = None
        self._checked: Checked | None = None
        self._findings: tuple[int, list[Finding]] = (0, [])
        self.number = 0

    def held(self) -> AbstractContextManager[object]:
        """A lock: while it is held, no other thread reads or checks the source."""
        return self._lock

    @property
    def snapshot(self) -> Snapshot | None:
        """The last valid state; None if there has been none yet."""
        return self._good

    @property
    def problems(self) -> list[Finding]:
        """The findings that prevent a preview of the current state; empty if ``snapshot`` is the current state."""
        return self._reading.problems

    @property
    def unusable(self) -> str:
        """Why the source cannot be read at all, in one line; "" if it can."""
        return self._reading.unusable

    @property
    def source(self) -> sources.Source | None:
        """The source as last read, valid or not; None for a published connector, or if it cannot be read."""
        return self._reading.source

    def looks_changed(self) -> bool:
        """Whether a file on the disk seems to have changed. Cheap; may be true for a file that was only touched."""
        return self._files.looks_changed()

    def look(self) -> Mapping[str, Stamp]:
        """The current file system metadata of each file, by name."""
        return self._files.look()

    def wait_for_calm(self, pause: Callable[[], object], most: int) -> None:
        """Wait until no file changes during a ``pause`` or ``pause`` returns true, for at most ``most`` pauses."""
        for _ in range(most):
            before = self.look()
            if pause() or self.look() == before:
                return

    def refresh(self) -> tuple[str, ...]:
        """Read what changed on the disk; returns the changed files, empty if there are none."""
        with self._lock:
            changed = self._files.changed()
            if changed or not self.number:
                self._read()
            return changed

    def with_text(self, path: Path, text: str | None) -> None:
        """Use an unsaved text in place of a file; None restores the file."""
        with self._lock:
            changed = self._files.unsaved(str(path), None if text is None else text.encode("utf-8", "surrogatepass"))
            if not self.number:
                self.refresh()
            elif changed:
                self._read()

    def text(self, path: Path) -> str | None:
        """The current text of a file, unsaved or from the disk; None if it cannot be read."""
        with self._lock:
            try:
                name = str(path)
                return (self._files[name] if name in self._files else read_bytes(path)).decode("utf-8", "replace")
            except Unusable:
                return None

    def texts(self) -> dict[str, bytes]:
        """The unsaved texts as bytes, by the path of their file."""
        with self._lock:
            return self._files.all_unsaved()

    def trial(self, texts: Mapping[str, bytes]) -> Checked:
        """The check of the current state with some files replaced. Raises Unusable if the result cannot be read."""
        with self._lock:
            files: Mapping[str, bytes] = ChainMap(dict(texts), cast("dict[str, bytes]", self._files))
            source = validate(sources.load(self.path, files, self._kept))
            return checked_source.of_source(source, self._profile)

    def checked(self) -> Checked | None:
        """The check of the current state, with unverified fixes; None for a published or unreadable connector."""
        with self._lock:
            self.findings()
            return self._checked

    def findings(self) -> list[Finding]:
        """All findings about the current state; computed at the first call after a change, then cached."""
        with self._lock:
            if self._findings[0] != self.number:
                self._findings = (self.number, self._choose(self._judged()))
            return self._findings[1]

    def _read(self) -> None:
        self.number += 1
        self._reading = self._published_reading() if self._published else self._source_reading()
        if self._reading.snapshot is not None:
            self._good = self._reading.snapshot

    def _source_reading(self) -> _Reading:
        reading = _Reading()
        try:
            reading.source = validate(sources.load(self.path, self._files, self._kept))
            connector, findings = pipeline.resolved(reading.source)
            if connector is None:
                reading.problems = findings
                return reading
            definition, properties = checked_source.rendered_documents(self.path, connector, self._kept)
        except Unusable as error:
            reading.unusable = str(error)
            return reading
        except TemplateFault as fault:
            reading.problems = [fault.finding]
            return reading
        source = reading.source
        files = {NAMED[key]: data for key, data in source.files.items()}
        files |= {INTRO: source.texts["intro"].encode()} if source.texts.get("intro") else {}
        reading.snapshot = Snapshot(
            self.number,
            self.path,
            definition,
            properties,
            files,
            yaml_places(source, connector).span,
            self._cards,
            self._functions,
            connector,
            source,
        )
        return reading

    def _published_reading(self) -> _Reading:
        try:
            side = load.load(str(self.path))
        except Unusable as error:
            return _Reading(unusable=str(error))
        had = side.contents
        properties = had.properties or {}
        reads = (self._cards, self._functions)
        return _Reading(Snapshot(self.number, self.path, had.definition, properties, had.files, side.span_of, *reads))

    def _cards(self, definition: Object) -> list[Card]:
        with self._lock:
            return cards(definition, self._kept)

    def _functions(self, definition: Object) -> list[Function]:
        with self._lock:
            return functions(definition, self._kept)

    def _judged(self) -> list[Finding]:
        self._checked = None
        if self._reading.unusable:
            return []
        try:
            if self._reading.source is not None:
                self._checked = checked_source.of_source(self._reading.source, self._profile)
                return self._checked.findings
            return ordered(target.unproven(self.path, self._profile).findings)
        except Unusable:
            return self._reading.problems
