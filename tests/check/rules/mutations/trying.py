"""Try faults: write one into a connector, check it, and compare the new findings with the expected one."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from tests.check.rules.mutations.connectors import Base
from tests.check.rules.mutations.jsontext import Fault, column, edited, line, printed
from tests.check.rules.mutations.table import FILES, JSON, YAML, Files

from connectorkit.check.check import check
from connectorkit.check.engine.rule import OFF
from connectorkit.check.rules import find
from connectorkit.diagnostics.finding import PROFILES, Finding

# How many faults of one kind are put into one connector, and into one of how many of the rules; checking the
# largest takes longest.
MOST = {"clean": 1, "visits": 1, "forms": 1, "agents": 1, "clicksend": 1}
SHARE = {"clean": 2, "visits": 2, "forms": 3, "agents": 4, "clicksend": 6}
# What a fault brings with it in these connectors, and is right to be said too: texts beside the definition that no
# longer agree, a script that is not simulated, a waiver that has nothing to excuse any more, names and examples that no
# longer fit, and a new field or revision that lacks other things.
BESIDE = frozenset("""CSX061 DOC014 INF170 OPR060 PAR200 RSP141 RSP142 RSP150 SBX001 SRC004 SRC008 WVR003""".split())
# Rules about keys and types that the format itself refuses in a source; its finding is at the same line.
OF_THE_FORMAT = frozenset(
    """EXT300 SEC161 PRP041 PRP042 PRP043 PRP044 PRP050 PRP053 PRP059 PRP111 VER010 VER011 VER015""".split()
)
T = TypeVar("T")
Keyed = Counter[tuple[str, str]]


class Known(NamedTuple):
    """The findings of a connector without a fault, by place and by words."""

    places: Keyed
    words: Keyed
    rules: frozenset[str]


def profile(rule: str) -> str:
    """The strictest profile that enables a rule."""
    record = find(rule)
    assert record is not None
    return next(name for name, severity in zip(PROFILES, record.severity, strict=True) if severity != OFF)


def severity(rule: str) -> str:
    """The severity of a rule in that profile."""
    record = find(rule)
    assert record is not None
    return record.severity[PROFILES.index(profile(rule))]


def known(path: Path, name: str) -> Known:
    """The findings of the connector at ``path`` in the profile ``name``."""
    found = check(path, name).findings
    return Known(
        Counter((one.id, one.pointer) for one in found),
        Counter((one.id, one.message) for one in found),
        frozenset(one.id for one in found),
    )


def spread(found: list[T], base: str, rule: str) -> list[T]:
    """As many faults as one connector gets, spread over the list; the names determine the first."""
    most = MOST.get(base, 1)
    if len(found) <= most:
        return found
    start = _number(rule, base) % len(found)
    return [found[(start + index * len(found) // most) % len(found)] for index in range(most)]


def _number(rule: str, base: str) -> int:
    return zlib.crc32(f"{rule}{base}".encode())


def tried(rule: str, bases: list[Base]) -> list[list[Base]]:
    """The connectors into which the faults of a rule are put, and those that serve where the former have no place."""
    chosen = [base for base in bases if _number(rule, base.name) % SHARE.get(base.name, 1) == 0]
    return [chosen, *([base] for base in bases if base not in chosen)]


def new(path: Path, rule: str, before: Known) -> list[tuple[str, str, str, int, int]]:
    """The new findings of a check: id, severity, file, line and column."""
    rest = _left(check(path, profile(rule)).findings, before.places, lambda one: (one.id, one.pointer))
    rest = _left(rest, before.words, lambda one: (one.id, one.message))
    return [
        (one.id, one.severity, Path(one.span.file).name, one.span.line, one.span.column)
        for one in rest
        if one.id not in BESIDE | before.rules or one.id == rule
    ]


def _left(findings: list[Finding], said: Keyed, key: Callable[[Finding], tuple[str, str]]) -> list[Finding]:
    left, found = Counter(said), []
    for one in findings:
        name = key(one)
        if left[name]:
            left[name] -= 1
        else:
            found.append(one)
    return found


def wrong_json(rule: str, base: Base, before: Known) -> Iterator[str]:
    """The difference from the expected finding for each fault in the published files; "" for none."""
    if rule in base.waived | before.rules:
        return
    faults = [fault for function in JSON[rule] for fault in function(base.documents)]
    for fault in spread(faults, base.name, rule):
        documents = edited(base.documents, fault)
        for name in {edit.document for edit in fault.edits}:
            (base.published / name).write_text(printed(documents[name])[0], encoding="utf-8")
        document = documents[fault.document]
        places = printed(document)[1]
        at = line(document, places, fault.at), column(document, fault.at, printed(document)[0])
        found = new(base.published, rule, before)
        for name in {edit.document for edit in fault.edits}:
            (base.published / name).write_text(printed(base.documents[name])[0], encoding="utf-8")
        wanted = (rule, severity(rule), fault.document, *at)
        yield "" if found == [wanted] else f"{base.name} {fault.edits}: {found}, not {wanted}"


def _is_refused(rule: str, found: list[tuple[str, str, str, int, int]], line_: int) -> bool:
    """Whether the format refuses the fault of a rule, only at its line."""
    at_line = all(id_.startswith("FMT-") and at == line_ for id_, _, _, at, _ in found)
    return rule in OF_THE_FORMAT and bool(found) and at_line


def wrong_yaml(rule: str, base: Base, before: Known) -> Iterator[str]:
    """The same of each fault in the source."""
    if rule in base.waived | before.rules:
        return
    changes = [(tree, change) for function in YAML[rule] for tree in base.trees for change in function(tree)]
    for tree, change in spread(changes, base.name, rule):
        path = base.source / tree.file
        path.write_text(change.text, encoding="utf-8")
        found = new(base.source, rule, before)
        path.write_text(tree.text, encoding="utf-8")
        wanted = (rule, severity(rule), path.name, change.line)
        yield (
            ""
            if [one[:4] for one in found] == [wanted] or _is_refused(rule, found, change.line)
            else (f"{base.name} {tree.file}: {found}, not {wanted}\n{_shown(change.text, tree.text)}")
        )


def wrong_files(rule: str, base: Base, before: Known) -> Iterator[str]:
    """The same of each fault in the files beside the published documents, which take the place of what was there."""
    if rule in base.waived:
        return
    before = Known(_of_others(rule, before.places), _of_others(rule, before.words), before.rules)
    faults = [fault for function in FILES[rule] for fault in function(base.documents)]
    for fault in spread(faults, base.name, rule):
        documents = edited(base.documents, Fault(fault.edits, ""))
        changed = {edit.document: printed(documents[edit.document])[0].encode() for edit in fault.edits}
        with replaced(base.published, {**changed, **fault.files}):
            found = [one[:4] for one in new(base.published, rule, before)]
        wanted = (rule, severity(rule), fault.file, fault.line)
        yield "" if found == [wanted] else f"{base.name} {list(fault.files)}: {found}, not {wanted}"
        if fault.key:
            yield from _in_source(rule, base, fault)


def _of_others(rule: str, said: Keyed) -> Keyed:
    return Counter({key: count for key, count in said.items() if key[0] != rule})


def _in_source(rule: str, base: Base, fault: Files) -> Iterator[str]:
    """A file that a source names is reported at that place."""
    top = next(tree for tree in base.trees if tree.file == "connector.yaml")
    entry = top.at((fault.key,))
    with replaced(base.source, {entry.text: next(iter(fault.files.values()))}):
        found = [
            one[:4]
            for one in new(
                base.source, rule, known(base.source, profile(rule))._replace(places=Counter(), words=Counter())
            )
        ]
    wanted = (rule, severity(rule), top.file, entry.line)
    yield "" if [one for one in found if one[0] == rule] == [wanted] else f"{base.name} source: {found}, not {wanted}"


@contextmanager
def replaced(folder: Path, files: dict[str, bytes | None]) -> Iterator[None]:
    """A context in which the folder has other files."""
    kept = {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in files}
    try:
        _lay(folder, files)
        yield
    finally:
        _lay(folder, kept)


def _lay(folder: Path, files: dict[str, bytes | None]) -> None:
    for name, data in files.items():
        if data is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(data)


def _shown(text: str, before: str) -> str:
    return "\n".join(one for one in text.splitlines() if one not in before)
