"""The table of faults: for each rule those that write it into a YAML source and into the published JSON files.

A family of rules brings a module of functions that are marked with :func:`in_json` or :func:`in_yaml`; the test
imports the module, and each function then is in the table under the ids that it breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, put, walk
from tests.check.rules.mutations.yamltext import Change, Entry, Tree

OfJson = Callable[[dict[str, Any]], Iterator[Fault]]


class Files(NamedTuple):
    """A fault in files beside the documents: their new contents, None for none, and the place of the finding.

    ``edits`` are accompanying changes of the documents. ``key`` is the key of a source that names the file, "" for
    none.
    """

    files: dict[str, bytes | None]
    file: str
    line: int = 1
    edits: tuple[Edit, ...] = ()
    key: str = ""


OfFiles = Callable[[dict[str, Any]], Iterator[Files]]
OfYaml = Callable[[Tree], Iterator[Change]]
JSON: dict[str, list[OfJson]] = {}
YAML: dict[str, list[OfYaml]] = {}
FILES: dict[str, list[OfFiles]] = {}


def in_json(rule: str) -> Callable[[OfJson], OfJson]:
    """A function from both documents of a clean connector to faults that break ``rule`` and no other."""

    def enter(function: OfJson) -> OfJson:
        JSON.setdefault(rule, []).append(function)
        return function

    return enter


def in_yaml(rule: str) -> Callable[[OfYaml], OfYaml]:
    """A function from a file of a clean source to changes of its text that break ``rule`` and no other."""

    def enter(function: OfYaml) -> OfYaml:
        YAML.setdefault(rule, []).append(function)
        return function

    return enter


def in_files(rule: str) -> Callable[[OfFiles], OfFiles]:
    """A function from both documents of a clean connector to faults of files beside them."""

    def enter(function: OfFiles) -> OfFiles:
        FILES.setdefault(rule, []).append(function)
        return function

    return enter


def values(rule: str, pattern: str, by: Callable[[Any], Any], at: str = "", document: str = DEFINITION) -> None:
    """A row for JSON: each value whose pointer ends in ``pattern`` is replaced; ``by`` gives None to leave one alone.

    ``at`` is the place of the finding: "" for the value, ".." for the node around it, and so on.
    """
    wanted = re.compile(rf"{pattern}\Z")

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, value in walk(documents[document]):
            if wanted.search(pointer):
                changed = by(value)
                if changed is not None:
                    yield put(pointer, changed, _above(pointer, at), document)


def gone(rule: str, pattern: str, at: str = "..", document: str = DEFINITION) -> None:
    """A row for JSON: each value whose pointer ends in ``pattern`` is removed."""
    values(rule, pattern, lambda _: GONE, at, document)


def _above(pointer: str, at: str) -> str:
    for _ in range(at.count("..")):
        pointer = pointer.rpartition("/")[0]
    return pointer


def replaced(rule: str, *ends: str, by: Callable[[Entry], str | None]) -> None:
    """A row for YAML: the value of each key that ends so is replaced; ``by`` gives None to leave one alone."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each(*ends):
            text = by(entry)
            if text is not None:
                yield entry.put(text)


def removed(rule: str, *ends: str, line: Callable[[Entry], int], only: Callable[[Entry], bool] | None = None) -> None:
    """A row for YAML: each key that ends so is removed; ``line`` gives the line of the finding."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each(*ends):
            if only is None or only(entry):
                yield entry.without(line(entry))


def added(rule: str, text: str, kinds: tuple[str, ...] = (), only: Callable[[Entry], bool] | None = None) -> None:
    """A row for YAML: an entry is added to each operation that does not have that key."""
    key = text.partition(":")[0]

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.operations(*kinds):
            if key not in entry.siblings and (only is None or only(entry)):
                yield entry.beside(text)
