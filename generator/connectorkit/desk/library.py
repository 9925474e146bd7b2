"""The library: what a source, or a published connector, means now. Preview, watch and editors share it.

A source that is broken keeps the last snapshot that was good, and says what is wrong beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit import pipeline
from connectorkit.check import source as checked_source
from connectorkit.check import target
from connectorkit.check.locate import YamlPlaces
from connectorkit.designer.cards import Card, cards
from connectorkit.desk.source_files import SourceFiles, Stamp
from connectorkit.diagnostics.finding import Finding, Span, Unusable, ordered
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.diff.sides import load
from connectorkit.diff.sides.side import Side
from connectorkit.model.connector import Connector
from connectorkit.model.file_names import INTRO, NAMED
from connectorkit.model.json_value import Object
from connectorkit.read import source as sources
from connectorkit.render.templates import TemplateFault
from connectorkit.validate.format_schema import validate

Choose = Callable[[list[Finding]], list[Finding]]
"""Which findings count: what settings select and do not waive."""


@dataclass(slots=True)
class Snapshot:
    """A connector as it was at one moment. ``connector`` is the model of a source, None for published files."""

    number: int
    folder: Path
    definition: Object
    properties: Object
    files: Mapping[str, bytes]
    cards: list[Card]
    span_of: Callable[[str, str], Span]
    connector: Connector | None = None

    def side(self, name: str) -> Side:
        """The snapshot as the new side of a comparison."""
        source = self.connector is not None
        contents = Contents(self.definition, self.properties, dict(self.files), whole=True, source=source)
        return Side(name, contents, self.span_of, connector=self.connector)


@dataclass(slots=True)
class _Reading:
    """One reading of a source: a snapshot where it is good, and what keeps it from being so."""

    snapshot: Snapshot | None = None
    source: sources.Source | None = None
    problems: list[Finding] = field(default_factory=list)
    unusable: str = ""


class Library:
    """A source and everything that is known of it. Methods may be called from any thread.

    ``published``: the path is that of a published connector. ``choose`` selects the findings that count. ``also`` are
    files beside the source that findings depend on, such as its settings.
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
        self._texts: dict[str, bytes] = {}
        self._lock = threading.RLock()
        self._reading = _Reading()
        self._good: Snapshot | None = None
        self._findings: tuple[int, list[Finding]] = (0, [])
        self.number = 0

    @property
    def snapshot(self) -> Snapshot | None:
        """The last good state; None while there has been none."""
        return self._good

    @property
    def problems(self) -> list[Finding]:
        """What keeps the present state from being shown; empty when ``snapshot`` is the present state."""
        return self._reading.problems

    @property
    def unusable(self) -> str:
        """Why the source cannot be read at all, in one line; "" when it can."""
        return self._reading.unusable

    def looks_changed(self) -> bool:
        """Whether a file looks different on the disk. Cheap, and may be true for a file that was only touched."""
        return self._files.looks_changed()

    def look(self) -> Mapping[str, Stamp]:
        """What the file system says about each file now, by its name."""
        return self._files.look()

    def refresh(self) -> tuple[str, ...]:
        """Read again what changed on the disk; gives the files that did, nothing when all is as it was."""
        with self._lock:
            changed = self._files.changed()
            if changed or not self.number:
                self._read()
            return changed

    def with_text(self, path: Path, text: str | None) -> None:
        """Let an unsaved text count in place of a file; None lets the file count again."""
        with self._lock:
            if text is None:
                self._texts.pop(str(path), None)
            else:
                self._texts[str(path)] = text.encode("utf-8", "surrogatepass")
            self._read()

    def findings(self) -> list[Finding]:
        """All findings about the present state; found at the first call after a change, and kept."""
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
            reading.source = validate(sources.load(self.path, self._texts))
            connector, findings = pipeline.resolved(reading.source)
            if connector is None:
                reading.problems = findings
                return reading
            definition, properties = checked_source.rendered_documents(self.path, connector)
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
            cards(definition),
            YamlPlaces(source, connector).span,
            connector,
        )
        return reading

    def _published_reading(self) -> _Reading:
        try:
            side = load.load(str(self.path))
        except Unusable as error:
            return _Reading(unusable=str(error))
        had = side.contents
        found = cards(had.definition)
        properties = had.properties or {}
        return _Reading(Snapshot(self.number, self.path, had.definition, properties, had.files, found, side.span_of))

    def _judged(self) -> list[Finding]:
        if self._reading.unusable:
            return []
        try:
            if self._reading.source is not None:
                found = checked_source.of_source(self._reading.source, self._profile).findings
            else:
                found = target.unproven(self.path, self._profile).findings
        except Unusable:
            found = []
        return ordered([*self._reading.problems, *found])
