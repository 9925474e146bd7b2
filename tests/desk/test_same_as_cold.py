"""After any edit the library finds what a cold check finds, renders what a cold build does, and has its cards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from connectorkit.check.target import unproven
from connectorkit.designer.cards import cards
from connectorkit.designer.power_apps.functions import functions
from connectorkit.desk.library import Library
from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from tests.desk.random_edits import Edits
from tests.desk.served import shop_in
from tests.paths import ROOT

EDITS = 40


def clicksend_in(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT / "connector", folder / "connector", ignore=shutil.ignore_patterns(".schemas")))


def with_shared_parts(folder: Path) -> Path:
    """A source whose types are referred to, with everything that operations share."""
    shop = shop_in(folder)
    root = shop / "connector.yaml"
    more = (
        "style: {types: definitions}\n"
        "parameters: {limit: {in: query, type: integer, title: Limit, description: How many at most.}}\n"
        "responses: {missing: {description: There is no such order., schema: Problem}}\n"
        "default_responses: {404: {shared: missing}}\n"
        "types:\n"
        "  Problem: {fields: {code: {type: string, title: Code}, cause: {type: Cause, title: Cause}}}\n"
        "  Cause: {fields: {text: {type: string, title: Text}, inner: {type: Problem, title: Inner}}}\n"
    )
    root.write_text(f"{root.read_text(encoding='utf-8')}{more}", encoding="utf-8")
    listed = shop / "list_orders.yaml"
    listed.write_text(f"{listed.read_text(encoding='utf-8')}  limit: {{shared: limit}}\n", encoding="utf-8")
    return shop


def cold(folder: Path) -> tuple[list[Finding], object]:
    try:
        checked = unproven(folder)
    except Unusable:
        return [], None
    return checked.findings, (checked.documents.get(DEFINITION), checked.documents.get(PROPERTIES))


def same_after_edits(folder: Path, seed: int, count: int) -> None:
    edits, library = Edits(folder, seed), Library(folder)
    library.refresh()
    for number in range(count + 1):
        found, documents = cold(folder)
        assert library.findings() == found, f"seed {seed}, edit {number}"
        if not library.problems and not library.unusable:
            assert library.snapshot is not None
            made = library.snapshot
            assert (made.definition, made.properties) == documents, f"seed {seed}, edit {number}"
            assert made.cards == cards(made.definition), f"seed {seed}, edit {number}"
            assert made.functions == functions(made.definition), f"seed {seed}, edit {number}"
        if number < count - 1:
            edits.edit()
        else:
            edits.undo_all()
        library.refresh()


@pytest.mark.parametrize("make", [shop_in, with_shared_parts, clicksend_in])
def test_the_library_finds_what_a_cold_check_finds(make: Callable[[Path], Path], tmp_path: Path) -> None:
    same_after_edits(make(tmp_path), 1, 6)


@pytest.mark.part(1)
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("make", [shop_in, with_shared_parts, clicksend_in])
def test_random_edits(make: Callable[[Path], Path], seed: int, tmp_path: Path) -> None:
    same_after_edits(make(tmp_path), seed, EDITS)
