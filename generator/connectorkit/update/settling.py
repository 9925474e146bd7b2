"""Settling: find the steps that can be made together, proved by rendering the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit.check import source as checked_source
from connectorkit.diagnostics.finding import Change
from connectorkit.edit import files
from connectorkit.model.connector import Connector
from connectorkit.pipeline import LOOSE
from connectorkit.read import source as sources
from connectorkit.render.templates import TemplateFault
from connectorkit.resolve.connector import resolve
from connectorkit.update import steps as stepping
from connectorkit.update.sides import Plain
from connectorkit.update.steps import Step
from connectorkit.update.words import used
from connectorkit.update.writing import Way, Writer
from connectorkit.validate.format_schema import validate

# Each trial reads and renders the source; steps that conflict are separated by trials.
TRIALS = 240
Tried = list[tuple[Step, Way]]
Trying = tuple[Step, list[Way]]


def rendered(folder: Path, instead: Mapping[str, bytes]) -> tuple[Connector, Plain] | None:
    """The connector of a source and its definition; None where the source or one of its templates has errors."""
    source = validate(sources.load(folder, instead))
    if any(one.blocking for one in source.findings):
        return None
    connector, findings = resolve(source)
    if connector is None or any(one.blocking and one.id not in LOOSE for one in findings):
        return None
    try:
        return connector, checked_source.rendered_documents(folder, connector)[0]
    except TemplateFault:
        return None


def _bundles(waiting: Iterable[Trying]) -> list[list[Trying]]:
    """Steps that one change of the text makes are tried together: each alone would render too much."""
    found: dict[tuple[object, ...], list[Trying]] = {}
    for step, ways in waiting:
        found.setdefault((ways[0].changes, *ways[0].files.items()), []).append((step, ways))
    return list(found.values())


@dataclass(slots=True)
class Settling:
    """Tries steps. ``kept`` are the successful ones, ``failed`` the others; ``new`` are the files after them.

    Types of the new definition are added with the steps that need them.
    """

    writer: Writer
    current: Plain
    kept: Tried = field(default_factory=list)
    failed: list[Step] = field(default_factory=list)
    new: dict[str, bytes] = field(default_factory=dict)
    left: int = TRIALS

    def settle(self, waiting: Sequence[Trying]) -> None:
        """Make as many steps as possible."""
        self.failed = [step for step, ways in waiting if not ways]
        able = _bundles((step, ways) for step, ways in waiting if ways)
        parts = [able] if able else []
        while parts:
            some = parts.pop()
            if self._first(some):
                continue
            if len(some) == 1:
                (some,) = ([[one] for one in bundle] for bundle in some)
            if len(some) == 1 or self.left <= 0:
                self.failed += [step for bundle in some for step, _ in bundle]
            else:
                half = len(some) // 2
                parts += [some[half:], some[:half]]

    def _first(self, some: Sequence[Sequence[Trying]]) -> bool:
        """Whether some steps succeed together with the kept ones; a single bundle is tried in all its ways."""
        flat = [one for bundle in some for one in bundle]
        for number in range(max(len(ways) for _, ways in flat) if len(some) == 1 else 1):
            if self._holds([*self.kept, *((step, ways[min(number, len(ways) - 1)]) for step, ways in flat)]):
                return True
        return False

    def _holds(self, tried: Tried) -> bool:
        self.left -= 1
        types = self.writer.words.types
        names = used(types, [step.value for step, _ in tried])
        ways = [*(way for _, way in tried), *self.writer.types(names)]
        new = self._written(ways)
        made = (
            rendered(self.writer.draft.folder, self.writer.draft.new | new)
            if new is not None and self.left >= 0
            else None
        )
        wanted = stepping.made(self.current, [step for step, _ in tried], {name: types[name] for name in names})
        if new is None or made is None or stepping.canonical(made[1]) != stepping.canonical(wanted):
            return False
        self.kept, self.new = tried, new
        return True

    def _written(self, ways: Sequence[Way]) -> dict[str, bytes] | None:
        """The bytes of the changed files; None when two changes overlap."""
        by_file: dict[str, list[Change]] = {}
        new = {str(self.writer.draft.folder / name): text.encode() for way in ways for name, text in way.files.items()}
        for change in (change for way in ways for change in way.changes):
            by_file.setdefault(change.span.file, []).append(change)
        for file, some in by_file.items():
            text = self.writer.draft.text(file)
            made = files.changed(file, text.text, some)
            if made is None:
                return None
            new[file] = text.bytes(made)
        return new
