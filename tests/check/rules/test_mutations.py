"""Break one rule in one place of a clean connector: exactly that rule reports, at that line.

Each rule is in the table of :mod:`tests.check.rules.mutations.table` with functions that write its fault into several
connectors, as YAML and as published files; the place of the fault is known from the text that was written. A few
faults of some rules are put into each connector; with --complete, of every rule,
and with SAMPLE=folder the published connectors of that folder are broken too.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.check.rules.mutations import connectors
from tests.check.rules.mutations.connectors import Base
from tests.check.rules.mutations.faults import FILES, JSON, YAML
from tests.check.rules.mutations.trying import (
    BESIDE,
    Known,
    known,
    profile,
    tried,
    wrong_files,
    wrong_json,
    wrong_yaml,
)

from connectorkit.check.check import check
from connectorkit.check.rules import RULES

# Rules that cannot be broken in one place of a clean connector, and where they are tried in place of that.
ELSEWHERE = {
    "SEC140": "the profile independent refuses each sign-in, so that all of it would have to be put in at once",
    "ICO030": "the profile independent refuses each icon, and each of these connectors has one",
}
# Rules about the layout of JSON and of the folder, which a source does not decide.
WRITTEN = frozenset(rule for rule in FILES if rule not in YAML) | {"SEC140"}
# Rules about a connector as a whole that is too large to be written by hand as a source; PAR200 needs six operations.
LARGE = frozenset(("PAR200", "RSP110", "RSP111"))
# Rules about the tools that a source declares, which no published file has.
DECLARED = frozenset(("EXT365", "EXT366", "EXT367", "EXT368", "EXT369"))
# Rules about published files that no source can break: a build writes the list, or leaves it out.
PUBLISHED = frozenset(("PAR063", "PRP114"))


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    made = [connectors.make(name, tmp_path_factory.mktemp(name)) for name in connectors.SOURCES]
    return [*made, *connectors.samples(os.environ.get("SAMPLE", ""), tmp_path_factory.mktemp("samples"))]


Wrong = Callable[[str, Base, Known], Iterator[str]]


class Faults:
    """The faults of rules, put into connectors, whose findings without a fault are computed once."""

    def __init__(self, bases: list[Base]) -> None:
        self.bases = bases
        self.before = functools.cache(known)

    def told(self, rule: str, wrong: Wrong, path: Callable[[Base], Path]) -> list[str]:
        """The differences from the expected findings of a rule's faults; "no place" if no connector has one."""
        name = profile(rule)
        for group in tried(rule, self.bases):
            wrongs = [wrong(rule, base, self.before(path(base), name)) for base in group]
            found = [one for listed in wrongs for one in listed]
            if found:
                return [one for one in found if one]
        return ["no place"]


@pytest.fixture(scope="module")
def faults_of(bases: list[Base]) -> Faults:
    return Faults(bases)


def family(rule: str) -> str:
    return rule[:3]


def published(base: Base) -> Path:
    return base.published


def source(base: Base) -> Path:
    return base.source


@pytest.mark.part(0.05, rule=family)
@pytest.mark.parametrize("rule", JSON)
def test_a_fault_in_the_published_files_is_told_once_at_its_place(rule: str, faults_of: Faults) -> None:
    assert faults_of.told(rule, wrong_json, published) == []


@pytest.mark.part(0.05, rule=family)
@pytest.mark.parametrize("rule", YAML)
def test_a_fault_in_the_source_is_told_once_at_its_line(rule: str, faults_of: Faults) -> None:
    assert faults_of.told(rule, wrong_yaml, source) == []


@pytest.mark.part(0.1, rule=family)
@pytest.mark.parametrize("rule", [rule for rule in FILES if rule not in ELSEWHERE])
def test_a_fault_in_a_file_beside_them_is_told_once_at_its_line(rule: str, faults_of: Faults) -> None:
    assert faults_of.told(rule, wrong_files, published) == []


def test_every_rule_is_in_the_table() -> None:
    rules = {rule.id for rule in RULES}
    assert set(JSON) | set(YAML) | set(FILES) <= rules
    assert rules - set(JSON) - set(FILES) == (set(ELSEWHERE) - {"ICO030"}) | DECLARED
    assert rules - set(YAML) == WRITTEN | LARGE | PUBLISHED


def test_the_connectors_have_no_errors(bases: list[Base]) -> None:
    for base in bases:
        for path in (base.source, base.published):
            assert [one for one in check(path, "certified").findings if one.blocking and one.id not in BESIDE] == []
