"""After any edit the library finds what a cold check finds, renders what a cold build does, and has its cards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from connectorkit.check.target import unproven
from connectorkit.cli import composed_build
from connectorkit.designer.cards import cards
from connectorkit.designer.power_apps.functions import functions
from connectorkit.desk.library import Library
from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from tests.desk.random_edits import Edits, SoundEdits
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
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace("parameters:\n", "parameters:\n  limit: {shared: limit}\n"), encoding="utf-8")
    return shop


def with_own_templates(folder: Path) -> Path:
    """A source with a template of its own, for which nothing may be kept."""
    shop = shop_in(folder)
    (shop / "templates" / "docs").mkdir(parents=True)
    written = "# {{ title }}: {{ groups | map(attribute='operations') | map('length') | join(' and ') }}\n"
    (shop / "templates" / "docs" / "reference.md.j2").write_text(written, encoding="utf-8")
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


def assert_same_build(library: Library, folder: Path, what: str) -> bool:
    """Build as `watch` does, and from nothing; whether there is something to compare."""
    assert library.source is not None, what
    warm, expected = composed_build.of_checked(library.source, library.findings()), composed_build.build(folder)
    names = {*warm.files, *expected.files}
    different = sorted(name for name in names if warm.files.get(name) != expected.files.get(name))
    assert (warm.findings, different) == (expected.findings, []), what
    return bool(expected.files)


def same_files_after_edits(folder: Path, seed: int, count: int, each: int) -> None:
    """Build after each edit as `watch` does. A cold build takes its time: it is compared each so many edits."""
    edits, library = SoundEdits(folder, seed), Library(folder)
    built = 0  # times that there was something to compare: an edit that leaves nothing is undone
    for number in range(count + 1):
        library.refresh()
        assert library.source is not None, f"seed {seed}, edit {number}"
        warm = composed_build.of_checked(library.source, library.findings())
        if number % each == 0:
            built += assert_same_build(library, folder, f"seed {seed}, edit {number}")
        if not warm.files:
            edits.undo()
        elif number < count - 1:
            edits.edit()
        else:
            edits.undo_all()
    assert built > count / each / 2


@pytest.mark.parametrize("make", [shop_in, with_shared_parts, clicksend_in])
def test_the_library_finds_what_a_cold_check_finds(make: Callable[[Path], Path], tmp_path: Path) -> None:
    same_after_edits(make(tmp_path), 1, 6)


@pytest.mark.part(1)
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("make", [shop_in, with_shared_parts, clicksend_in])
def test_random_edits(make: Callable[[Path], Path], seed: int, tmp_path: Path) -> None:
    same_after_edits(make(tmp_path), seed, EDITS)


@pytest.mark.parametrize("make", [shop_in, with_shared_parts, clicksend_in])
def test_a_warm_build_renders_what_a_cold_one_renders(make: Callable[[Path], Path], tmp_path: Path) -> None:
    same_files_after_edits(make(tmp_path), 1, 4, each=2)


@pytest.mark.part(0)
@pytest.mark.parametrize("seed", range(2, 5))
@pytest.mark.parametrize("make", [shop_in, with_shared_parts, clicksend_in, with_own_templates])
def test_files_after_random_edits(make: Callable[[Path], Path], seed: int, tmp_path: Path) -> None:
    same_files_after_edits(make(tmp_path), seed, EDITS // 2, each=2)


SHARED = (
    ("connector.yaml", "text: {type: string", "text: {type: int32"),
    ("connector.yaml", "title: Cause}", "title: Why}"),
    ("connector.yaml", "code: {type: string, title: Code}", "code: {type: string, title: Code, required: true}"),
    ("connector.yaml", "in: query, type: integer", "in: header, type: integer"),
    ("connector.yaml", "There is no such order.", "There is none."),
    ("connector.yaml", "types: definitions", "types: inline"),
    ("connector.yaml", "name: X-Key", "name: X-Other"),
    ("connector.yaml", "/v1", "/v2"),
    ("connector.yaml", "connector: Contoso Shop", "connector: Contoso Store"),
    ("list_orders.yaml", "summary: List orders", "summary: Orders"),
    ("list_shops.yaml", "action: list_shops", "action: list_stores"),
    ("place_order.yaml", "operation: list_shops", "operation: list_stores"),
    ("list_orders.yaml", "GET /orders", "GET /orders/all"),
    ("list_orders.yaml", "title: Orders", "title: Orders\n      type: Problem"),
)


VENDOR = (
    ("sandbox.yaml", "carrier: Telstra", "carrier: Optus"),
    ("sandbox.yaml", "http_code: 429", "http_code: 1"),
    ("sandbox.yaml", "http_code: 1", "http_code: 1.0"),
    ("types.yaml", "type: string", "type: int32"),
    ("connector.yaml", "message: response_msg", "message: response_code"),
    ("actions/create_list.yaml", "POST /lists", "POST /all-lists"),
    ("actions/create_list.yaml", "list_name", "name"),
    ("actions/send_sms.yaml", "effect: sends", "effect: reads"),
    ("intro.md", "With", "# With"),
)


def same_after_each(folder: Path, edits: Sequence[tuple[str, str, str]]) -> None:
    library = Library(folder)
    for file, old, new in (("connector.yaml", "", ""), *edits):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        library.refresh()
        assert_same_build(library, folder, f"{file}: {new}")


def test_an_edit_of_what_operations_share_reaches_all_of_them(tmp_path: Path) -> None:
    same_after_each(with_shared_parts(tmp_path), SHARED)


@pytest.mark.part(0)
def test_an_edit_of_what_the_vendor_does_is_learned(tmp_path: Path) -> None:
    same_after_each(clicksend_in(tmp_path), VENDOR)
