"""The library: what changed, the last good state, and texts that are not saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from connectorkit.check.check import findings
from connectorkit.desk.library import Library
from tests.desk.served import shop_in
from tests.paths import ROOT

pytestmark = pytest.mark.part(1)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shop_in(tmp_path)


def summary(library: Library) -> str:
    assert library.snapshot is not None
    return library.snapshot.cards[0].summary


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_refresh_names_the_files_that_changed(shop: Path) -> None:
    library = Library(shop)
    assert str(shop / "connector.yaml") in library.refresh()
    assert (library.refresh(), library.number) == ((), 1)
    file = shop / "place_order.yaml"
    os.utime(file, (1, 1))
    assert library.looks_changed()
    assert (library.refresh(), library.number) == ((), 1)
    assert not library.looks_changed()
    replace(file, "summary: Place order", "summary: Order")
    assert library.refresh() == (str(file),)
    assert (summary(library), library.number) == ("Order", 2)


def test_a_broken_source_keeps_the_last_good_snapshot(shop: Path) -> None:
    library = Library(shop)
    library.refresh()
    replace(shop / "place_order.yaml", "summary:", "sumary:")
    library.refresh()
    assert summary(library) == "Place order"
    assert [one.id for one in library.problems] == ["FMT-additionalProperties"]
    assert "FMT-additionalProperties" in {one.id for one in library.findings()}
    replace(shop / "place_order.yaml", "sumary:", "summary:")
    library.refresh()
    assert library.problems == []


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b"a: [", b"swagger: '2.0'\n", b"format: 99\n"])
def test_no_content_of_a_file_is_too_odd(data: bytes, shop: Path) -> None:
    library = Library(shop)
    library.refresh()
    (shop / "connector.yaml").write_bytes(data)
    library.refresh()
    assert library.unusable or library.problems
    assert summary(library) == "Place order"
    library.findings()


def test_a_source_that_is_gone_is_one_sentence(shop: Path) -> None:
    library = Library(shop)
    library.refresh()
    (shop / "connector.yaml").unlink()
    library.refresh()
    assert "contains no connector.yaml" in library.unusable
    assert library.findings() == []
    assert summary(library) == "Place order"


def test_an_unsaved_text_counts_in_place_of_a_file(shop: Path) -> None:
    library = Library(shop)
    library.refresh()
    file = shop / "place_order.yaml"
    library.with_text(file, file.read_text(encoding="utf-8").replace("summary: Place order", "summary: Unsaved"))
    assert summary(library) == "Unsaved"
    library.with_text(file, None)
    assert summary(library) == "Place order"


def test_findings_are_those_of_a_check(shop: Path) -> None:
    library = Library(shop)
    library.refresh()
    assert [(one.id, one.span) for one in library.findings()] == [(one.id, one.span) for one in findings(str(shop))]


def test_published_files_have_cards_and_findings_too() -> None:
    library = Library(ROOT / "build" / "connector", published=True)
    library.refresh()
    assert library.snapshot is not None
    assert library.snapshot.connector is None
    assert len(library.snapshot.cards) == 15
