"""Apply or show fixes of a connector; a check of the result decides on each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from connectorkit.check.engine.rule import Edit
from connectorkit.check.engine.run import Judged
from connectorkit.check.fix import json_edits, json_edits_text
from connectorkit.check.fix.yaml_edits import YamlText
from connectorkit.check.json_places import JsonPlaces
from connectorkit.check.judgement import Checked, Rules
from connectorkit.check.locate import YamlPlaces
from connectorkit.check.rules import RULES
from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Change, Finding, Span
from connectorkit.edit import files
from connectorkit.edit.files import Text
from connectorkit.edit.yaml_tree import Changes
from connectorkit.model.connector import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.read.json_positions import JsonText
from connectorkit.style import style

# Each trial is one check; fixes that conflict are separated by trials.
TRIALS = 300
# The most trials of a check that only finds out which fixes are possible; fewer with very many findings. Usually one is
# enough.
PROOFS = 24
_MUCH = 200
_FEW = 4


class Proposal(NamedTuple):
    """A finding that can be fixed, and the possible changes, the likeliest first."""

    judged: Judged
    ways: tuple[Changes, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of the documents."""
        return self.judged.fix.edits if self.judged.fix else ()


@dataclass(slots=True)
class Fixed:
    """The result of fixing: the remaining findings, the number of fixed ones, and the changed files, old and new."""

    left: list[Finding]
    count: int = 0
    old: dict[str, bytes] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)

    def diff(self) -> str:
        """The changes as a unified diff."""
        return files.diff(self.old, self.new)

    def write(self) -> None:
        """Write all changed files or none; raises Unusable when one cannot be written."""
        files.write(self.old, self.new)


def fix(path: Path, profile: str = "", rules: Rules = RULES) -> Fixed:
    """Fix the findings at ``path`` in memory; raises Unusable when there is nothing to check."""
    kept = Kept()
    checked = unproven(path, profile, rules=rules, kept=kept)
    fixed, left = Fixed(checked.findings), TRIALS
    while left > 0:
        trial = Trial(path, profile, rules, checked, fixed.new, left, kept, written=True)
        done = trial.settle()
        if not done:
            break
        fixed.count += len(done)
        for file, data in trial.files.items():
            fixed.old.setdefault(file, trial.texts[file].data)
            fixed.new[file] = data
        checked, left = trial.checked, trial.left
        fixed.left = checked.findings
    fixed.left = [one._replace(fix="") for one in fixed.left]
    return fixed


def marked(
    path: Path,
    profile: str,
    checked: Checked,
    instead: Mapping[str, bytes],
    rules: Rules = RULES,
    kept: Kept = NOTHING,
) -> list[Finding]:
    """The findings of a check; a fix is kept only if a trial proves it."""
    trials = max(_FEW, PROOFS * _MUCH // max(_MUCH, len(checked.findings)))
    ways = Trial(path, profile, rules, checked, instead, trials, kept).ways()
    return [one if _key(one) in ways else one._replace(fix="") for one in checked.findings]


def possible(checked: Checked) -> list[Finding]:
    """The findings of a check; a fix is kept only if the files can be changed, without a trial."""
    able = {_key(one.judged.finding) for one in proposals(checked, texts(checked, {}))}
    return [one if not one.fix or _key(one) in able else one._replace(fix="") for one in checked.findings]


def proposed(path: Path, profile: str, checked: Checked, kept: Kept = NOTHING) -> list[Finding]:
    """The findings of a check with the changes of each fix that a trial has proved."""
    ways = Trial(path, profile, RULES, checked, {}, TRIALS, kept).ways()
    return [
        one._replace(changes=ways[key]) if (key := _key(one)) in ways else one._replace(fix="")
        for one in checked.findings
    ]


def texts(checked: Checked, instead: Mapping[str, bytes]) -> dict[str, Text]:
    """The texts of the connector's files that are in its folder and can be written back."""
    made = {}
    home, names = _home(checked)
    for file in files.all_inside(names, home):
        data = instead[file] if file in instead else _read(file)
        text = files.decoded(data) if data is not None else None
        if text is not None:
            made[file] = text
    return made


def _home(checked: Checked) -> tuple[Path, set[str]]:
    places = checked.places
    if isinstance(places, YamlPlaces):
        return places.source.folder, {root.span.file for root in places.source.roots}
    if isinstance(places, JsonPlaces):
        names = {file for file, text in places.files.values() if isinstance(text, JsonText)}
        return Path(min(names, default="")).parent, names
    return Path(), set()


def proposals(checked: Checked, written: Mapping[str, Text]) -> list[Proposal]:
    """The findings that can be fixed by changing the files ``written``."""
    found = {_key(one) for one in checked.findings}
    able = [one for one in checked.judged if one.fix is not None and _key(one.finding) in found]
    make = _json_ways if isinstance(checked.places, JsonPlaces) else _yaml_ways
    made = [Proposal(one, tuple(ways)) for one, ways in zip(able, make(checked, able, written), strict=True)]
    return [one for one in made if one.ways]


def _json_ways(checked: Checked, able: Sequence[Judged], written: Mapping[str, Text]) -> Iterator[list[Changes]]:
    assert isinstance(checked.places, JsonPlaces)
    for one in able:
        file, text = checked.places.files.get(one.document, ("", None))
        # A text with another length was repaired when it was read, so its offsets differ from those of the file.
        if not isinstance(text, JsonText) or file not in written or len(written[file].text) != len(text.text):
            yield []
            continue
        made = json_edits_text.changes(text, one.fix.edits if one.fix else ())
        yield [made] if made else []


def _yaml_ways(checked: Checked, able: Sequence[Judged], written: Mapping[str, Text]) -> Iterator[list[Changes]]:
    """The possible changes of each fix; the nth possibilities of its edits are combined."""
    if not isinstance(checked.places, YamlPlaces):
        return
    yaml = YamlText(checked.places, {file: text.text for file, text in written.items()}, checked.documents)
    for one in able:
        each = [yaml.ways(one.document, edit) for edit in (one.fix.edits if one.fix else ())]
        many = max(map(len, each), default=0) if all(each) else 0
        picked = ([ways[min(index, len(ways) - 1)] for ways in each] for index in range(many))
        yield [tuple(dict.fromkeys(change for way in ways for change in way)) for ways in picked]


class Trial:
    """One round: the fixes of one check are tried together, and separately if they conflict.

    ``files`` and ``checked`` are the connector after the accepted fixes; ``left`` is the number of remaining trials.
    ``kept`` holds results of earlier checks. ``written``: the files are to be written, so those in the style of the
    format stay in it, which changes nothing that a check sees.
    """

    def __init__(
        self,
        path: Path,
        profile: str,
        rules: Rules,
        checked: Checked,
        before: Mapping[str, bytes],
        left: int,
        kept: Kept = NOTHING,
        written: bool = False,
    ) -> None:
        self.path, self.profile, self.rules, self.start, self.before = path, profile, rules, checked, before
        self.texts = texts(checked, before)
        self.checked = checked
        self.files: dict[str, bytes] = {}
        self.left = left
        self.kept = kept
        places = checked.places
        self.concepts = style.concepts(places.source) if written and isinstance(places, YamlPlaces) else {}
        self.in_style: dict[str, bool] = {}

    def settle(self) -> list[tuple[Proposal, Changes]]:
        """The accepted fixes, each with its changes."""
        kept: list[tuple[Proposal, Changes]] = []
        waiting = [found] if (found := proposals(self.start, self.texts)) else []
        while waiting and self.left > 0:
            some = waiting.pop()
            tried = self._first(some, kept)
            if tried is not None:
                kept = tried
            elif len(some) > 1:
                half = len(some) // 2
                waiting += [some[half:], some[:half]]
        return kept

    def ways(self) -> dict[tuple[str, Span, str], Changes]:
        """The changes of the accepted fixes, by the finding that they fix."""
        return {_key(one.judged.finding): way for one, way in self.settle()}

    def _first(
        self, some: Sequence[Proposal], kept: list[tuple[Proposal, Changes]]
    ) -> list[tuple[Proposal, Changes]] | None:
        """``some`` with their changes, if a trial with ``kept`` succeeds; a single one is tried with all its ways."""
        for way in some[0].ways if len(some) == 1 else some[0].ways[:1]:
            tried = [*kept, (some[0], way), *((one, one.ways[0]) for one in some[1:])]
            if self._holds(tried):
                return tried
        return None

    def _holds(self, tried: Sequence[tuple[Proposal, Changes]]) -> bool:
        """Whether all of ``tried`` together have exactly the expected result, which is then stored."""
        self.left -= 1
        made = self._written(change for _, way in tried for change in way)
        wanted = _wanted(self.start.documents, [one for one, _ in tried])
        if made is None or wanted is None:
            return False
        after = unproven(self.path, self.profile, {**self.before, **made}, self.rules, self.kept)
        same = all(name in after.documents and json_edits.same(wanted[name], after.documents[name]) for name in wanted)
        if not same or not _better(self.start.findings, after.findings, [one.judged.finding for one, _ in tried]):
            return False
        self.files, self.checked = made, after
        return True

    def _written(self, changes: Iterable[Change]) -> dict[str, bytes] | None:
        """The bytes of the changed files; None when two changes overlap."""
        by_file: dict[str, list[Change]] = {}
        for change in changes:
            by_file.setdefault(change.span.file, []).append(change)
        made = {}
        for file, some in by_file.items():
            new = files.changed(file, self.texts[file].text, some)
            if new is None:
                return None
            made[file] = self._styled(file, self.texts[file].bytes(new))
        return made

    def _styled(self, file: str, new: bytes) -> bytes:
        """Restyle a file that was in the style of the format before; other files are only changed."""
        concept = self.concepts.get(file)
        if concept is None:
            return new
        if file not in self.in_style:
            self.in_style[file] = style.is_styled(file, self.texts[file].data, concept)
        return style.styled(file, new, concept).data if self.in_style[file] else new


def _wanted(documents: Mapping[str, Json], fixes: Sequence[Proposal]) -> dict[str, Json] | None:
    """The documents after the edits; None when these cannot be applied."""
    made = {}
    for name, document in documents.items():
        edits = [edit for one in fixes if one.judged.document == name for edit in one.edits]
        try:
            made[name] = json_edits.edited(document, edits)
        except (LookupError, ValueError):
            return None
    return made


def _better(before: Sequence[Finding], after: Sequence[Finding], fixed: Sequence[Finding]) -> bool:
    """Whether all of ``fixed`` disappeared without new findings, compared by id, since names may have changed."""
    left = Counter(one.id for one in before)
    left.subtract(one.id for one in fixed)
    return not Counter(one.id for one in after) - left


def _key(one: Finding) -> tuple[str, Span, str]:
    return one.id, one.span, one.message


def _read(file: str) -> bytes | None:
    """The bytes of a file; None for what cannot be read again, such as a pipe."""
    try:
        return Path(file).read_bytes() if os.path.isfile(file) else None
    except OSError:
        return None
