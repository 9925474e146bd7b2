"""The whole update: from the source and the new document to files in memory and findings."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from connectorkit.check.locate import YamlPlaces
from connectorkit.diagnostics.finding import Finding, Span, Unusable, ordered
from connectorkit.diagnostics.update_notes import UPDATE_NOTES
from connectorkit.diff.sides import git
from connectorkit.edit import files
from connectorkit.edit.draft import Draft
from connectorkit.importing import record, run
from connectorkit.importing.select import WHOLE, Selection
from connectorkit.model import compare, file_names
from connectorkit.model.file_names import DEFINITION
from connectorkit.update import settling, steps
from connectorkit.update.comparing import Definitions
from connectorkit.update.merging import Merge, Note
from connectorkit.update.settling import Settling
from connectorkit.update.sides import Plain
from connectorkit.update.steps import Step
from connectorkit.update.words import Recursive, Words
from connectorkit.update.writing import Way, Writer
from connectorkit.validate import exact_keys, key_order

_SEVERITY = {"UPD020": "error", "UPD030": "error", "UPD040": "advice"}
_HELP = {id: help for id, _, _, help in UPDATE_NOTES}
# Each round makes steps that depend on those of the round before.
ROUNDS = 12


@dataclass(slots=True)
class Updated:
    """The result: the changed files, the merged changes of the vendor, and notes.

    ``before`` and ``after`` find places in the old and the new files.
    """

    draft: Draft
    arrived: list[Step]
    notes: list[Note]
    before: YamlPlaces
    after: YamlPlaces

    def findings(self, written: bool) -> list[Finding]:
        """Findings about removed values, and about changes for a person; places refer to the files on disk."""
        places = self.after if written else self.before
        return ordered(_once(_finding(one, places) for one in self.notes))

    @property
    def conflicts(self) -> int:
        """The number of changes that a person must decide on; with any, nothing is written without `--partial`."""
        return sum(one.blocking for one in self.findings(False))

    def shown(self) -> str:
        """The changes of the source as a unified diff, without the record."""
        record_ = str(self.draft.folder / file_names.IMPORTED)
        new = {file: data for file, data in self.draft.new.items() if file != record_}
        return files.diff(self.draft.old, new)


def update(folder: Path, source: str, base: str = "", selection: Selection = WHOLE) -> Updated:
    """Merge the changes from the base to the document ``source`` into the source in ``folder``, in memory.

    ``base`` names the imported document; "" means the recorded one. ``selection`` selects a part of both; if empty, the
    recorded one applies. Raises Unusable when one of them cannot be used.
    """
    draft = Draft(folder)
    if settling.rendered(folder, {}) is None:
        raise Unusable(f"{folder}: has errors; run `connectorkit check`")
    old, selection = _base(folder, base, selection)
    made, new = _brought(draft, old, record.recorded(_document(source, selection)))
    _record(draft, folder, new, selection)
    return made


def grown(folder: Path, old: Plain, new: Plain) -> Updated:
    """Merge the changes from one definition to another into the source that renders ``old``, in memory.

    The recorded definition is not changed.
    """
    return _brought(Draft(folder), compare.effective(old), compare.effective(new))[0]


def _brought(draft: Draft, old: Plain, told: Plain) -> tuple[Updated, Plain]:
    """The result of merging the changes from ``old`` to ``told``, and ``told`` without the unmerged ones."""
    arrived: list[Step] = []
    before = _compared(draft, old, copy.deepcopy(told))[0].places
    for _ in range(ROUNDS):
        new = copy.deepcopy(told)
        writer, merge = _compared(draft, old, new)
        settled, waiting = _settled(writer, merge)
        arrived += [step for step, _ in settled.kept]
        _take(draft, settled.new)
        if not settled.kept or not (waiting or settled.failed):
            break
    left = [*settled.failed, *waiting]
    steps.revert([*merge.kept, *(undo for one in left if not one.soft for undo in one.undos)])
    notes = [*merge.notes, *_failed(left)]
    draft.restyle()
    after = _compared(draft, old, new)[0].places
    return Updated(draft, arrived, notes, before, after), new


def _compared(draft: Draft, old: Plain, new: Plain) -> tuple[Writer, Merge]:
    """Compare the three definitions in their current state."""
    now = settling.rendered(draft.folder, draft.new)
    assert now is not None
    merge = Definitions(Merge(old, new, compare.effective(now[1]))).run()
    root = exact_keys.lifted(draft.source.root, key_order.top("connector"))
    return Writer(draft, now[0], now[1], Words(root, new, now[1], old)), merge


def _base(folder: Path, base: str, selection: Selection) -> tuple[Plain, Selection]:
    if base:
        return record.recorded(_document(base, selection)), selection
    file = folder / file_names.IMPORTED
    try:
        definition, chosen = record.read(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unusable(
            f"{folder}: no import is recorded ({file_names.IMPORTED}); name the document that the source was imported"
            " from: --base OLD_OPENAPI or --base git:REV:PATH"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error
        raise Unusable(f"{file}: cannot be read ({why}); name the old document with --base") from None
    return definition, selection or chosen


def _document(given: str, selection: Selection) -> Plain:
    """A document as Swagger 2.0. Raises Unusable when it has errors."""
    with _path(given) as (path, scratch):
        try:
            original, findings = run.lowered(path, selection)
            error = next((one for one in findings if one.blocking), None)
            if original is None or error is not None:
                where = f"{error.span.file}:{error.span.line}: {error.message}" if error else f"{path}: cannot be read"
                raise Unusable(where)
        except Unusable as refused:
            said = str(refused)
            raise Unusable(f"{given}: {said.replace(f'{scratch}/', '')}" if scratch else said) from None
    return original.definition


@contextmanager
def _path(given: str) -> Iterator[tuple[Path, str]]:
    """The path of a document, and the temporary folder of one in git."""
    if not given.startswith(git.PREFIX):
        yield Path(given), ""
        return
    with git.checked_out(given) as (path, scratch):
        yield path, scratch


def _settled(writer: Writer, merge: Merge) -> tuple[Settling, list[Step]]:
    """Find the ways of every step and try them; returns the result, and the steps for the next round."""
    trying: list[tuple[Step, list[Way]]] = []
    waiting: list[Step] = []
    taken: set[tuple[str, str]] = set()
    for step in merge.steps:
        place = writer.makes(step)
        if place in taken:
            waiting.append(step)
            continue
        taken |= {place} if place is not None else set()
        try:
            step.value = writer.words.rendered(step.value)
            trying.append((step, [] if merge.shared(step) else writer.ways(step)))
        except Recursive:
            trying.append((step, []))
    settled = Settling(writer, writer.current)
    settled.settle(trying)
    return settled, waiting


def _failed(failed: list[Step]) -> Iterator[Note]:
    for one in failed:
        about = one.about if one.soft else f"{one.about}; this change cannot be written to the YAML"
        yield Note("UPD040" if one.soft else "UPD030", about, one.place or one.pointer)


def _take(draft: Draft, new: Mapping[str, bytes]) -> None:
    """Put the files of a round into the draft."""
    for file, data in new.items():
        if file not in draft.new and Path(file).exists():
            draft.old[file] = Path(file).read_bytes()
        draft.new[file] = data
    draft.read()


def _record(draft: Draft, folder: Path, definition: Plain, selection: Selection) -> None:
    file, data = folder / file_names.IMPORTED, record.text(definition, selection).encode()
    old = file.read_bytes() if file.exists() else None
    if old != data:
        draft.new[str(file)] = data
        if old is not None:
            draft.old[str(file)] = old


def _finding(note: Note, places: YamlPlaces) -> Finding:
    severity = _SEVERITY.get(note.id, "warning")
    span = places.span(DEFINITION, note.place)
    end = "; the source is unchanged" if note.id == "UPD040" else ""
    return Finding(note.id, f"{note.about}{end}.", span, _HELP[note.id], severity, note.place)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings merged by place and message: a named type may be copied to all its uses."""
    found: dict[tuple[str, Span, str], list[Finding]] = {}
    for one in findings:
        found.setdefault((one.id, one.span, one.pointer.rpartition("/")[2]), []).append(one)
    for first, *others in found.values():
        more = f" The same applies to {len(others)} other location{'s' * (len(others) > 1)}." if others else ""
        yield first._replace(message=first.message + more)
