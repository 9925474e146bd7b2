"""Break one rule in one place of a clean connector: exactly that rule reports, at that line.

Each rule stands in the table of :mod:`tests.rules.mutations.table` with functions that write its fault into several
connectors, as YAML and as published JSON; the line of the fault is known from the text that was written. A few faults
of each kind are put into each connector; with FAULTS=all in the environment it is all of them, in some minutes.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from connectorkit.checking import check
from connectorkit.findings import Finding
from connectorkit.rules import RULES
from tests.rules.mutations import connectors, faults  # noqa: F401
from tests.rules.mutations.connectors import Base
from tests.rules.mutations.jsontext import Fault, edited, line, printed
from tests.rules.mutations.table import JSON, YAML

PROFILE = "certified"
# How many faults of one kind are put into one connector; checking the largest takes longest.
MOST = {"clean": 1, "visits": 2, "forms": 1, "clicksend": 1}
ALL = os.environ.get("FAULTS") == "all"
T = TypeVar("T")
# What a fault brings with it in these connectors, and is right to be said too: texts beside the definition that no
# longer agree, a waiver that has nothing to excuse any more, and a new field or revision that lacks other things.
BESIDE = frozenset(("INF170", "DOC014", "WVR003", "OPR060", "RSP141", "RSP142"))
# Faults that two rules see, each from its side: a drop-down in both spellings, a mark in a place of another kind.
TWICE = frozenset(("DYN022", "DYN060", "TRG022"))


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    return [connectors.make(name, tmp_path_factory.mktemp(name)) for name in connectors.SOURCES]


@pytest.fixture(scope="module")
def before(bases: list[Base]) -> dict[Path, Counter[tuple[str, str]]]:
    return {path: said(check(path, PROFILE).findings) for base in bases for path in (base.source, base.published)}


def said(findings: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.id, finding.message) for finding in findings)


def spread(found: list[T], most: int, name: str) -> list[T]:
    """At most so many of them, from all parts of the list; the name tells where it begins."""
    if ALL or len(found) <= most:
        return found
    start = zlib.crc32(name.encode()) % len(found)
    return [found[(start + index * len(found) // most) % len(found)] for index in range(most)]


def new(path: Path, known: Counter[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """What a check says that was not said before: id, file and line."""
    found, left = [], Counter(known)
    for finding in check(path, PROFILE).findings:
        key = (finding.id, finding.message)
        if left[key]:
            left[key] -= 1
        elif finding.id not in BESIDE:
            found.append((finding.id, Path(finding.span.file).name, finding.span.line))
    return found


def written(base: Base, fault: Fault) -> tuple[str, int]:
    """Write the documents with a fault in them; gives the file and the line at which it is to be told."""
    documents = edited(base.documents, fault)
    for name in {edit.document for edit in fault.edits}:
        (base.published / name).write_text(printed(documents[name])[0], encoding="utf-8")
    document = documents[fault.document]
    return fault.document, line(document, printed(document)[1], fault.at)


def restored(base: Base, fault: Fault) -> None:
    for name in {edit.document for edit in fault.edits}:
        (base.published / name).write_text(printed(base.documents[name])[0], encoding="utf-8")


def wrong_json(rule: str, base: Base, known: Counter[tuple[str, str]]) -> Iterator[str]:
    faults_ = [fault for function in JSON[rule] for fault in function(base.documents)]
    for fault in spread(faults_, MOST[base.name], rule + base.name):
        file, at = written(base, fault)
        found = new(base.published, known)
        restored(base, fault)
        yield "" if found == [(rule, file, at)] else f"{base.name} {fault.edits}: {found}, not line {at} of {file}"


def wrong_yaml(rule: str, base: Base, known: Counter[tuple[str, str]]) -> Iterator[str]:
    changes = [(tree, change) for function in YAML[rule] for tree in base.trees for change in function(tree)]
    for tree, change in spread(changes, MOST[base.name], rule + base.name):
        path = base.source / tree.file
        path.write_text(change.text, encoding="utf-8")
        found = new(base.source, known)
        path.write_text(tree.text, encoding="utf-8")
        wanted = (rule, path.name, change.line)
        yield "" if found == [wanted] else f"{base.name} {tree.file}:{change.line}: {found}\n{change.text}"


@pytest.mark.parametrize("rule", [rule for rule in JSON if rule not in TWICE])
def test_a_fault_in_the_published_files_is_told_once_at_its_line(
    rule: str, bases: list[Base], before: dict[Path, Counter[tuple[str, str]]]
) -> None:
    told = [one for base in bases for one in wrong_json(rule, base, before[base.published])]
    assert told and [one for one in told if one] == []


@pytest.mark.parametrize("rule", YAML)
def test_a_fault_in_the_source_is_told_once_at_its_line(
    rule: str, bases: list[Base], before: dict[Path, Counter[tuple[str, str]]]
) -> None:
    told = [one for base in bases for one in wrong_yaml(rule, base, before[base.source])]
    assert told and [one for one in told if one] == []


def test_the_table_names_rules() -> None:
    assert set(JSON) | set(YAML) <= {rule.id for rule in RULES}
    assert not (set(JSON) | set(YAML)) & BESIDE


def test_the_connectors_have_no_errors(bases: list[Base]) -> None:
    for base in bases:
        for path in (base.source, base.published):
            assert [one for one in check(path, PROFILE).findings if one.blocking] == []
