"""The key of a folder covers all that a source can see of it: names, kinds, bytes, and where links lead."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from connectorkit.write import cache, content_key


def key(folder: Path) -> str:
    return content_key.of_files(str(folder), cache.digest(b""))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "source"
    made.mkdir()
    (made / "icon.png").write_bytes(b"icon")
    (tmp_path / "icon.png").write_bytes(b"icon")
    return made


def _link(folder: Path) -> None:
    (folder / "icon.png").unlink()
    (folder / "icon.png").symlink_to("../icon.png")


def _folder(folder: Path) -> None:
    (folder / "icon.png").unlink()
    (folder / "icon.png").mkdir()


def _cached(folder: Path) -> None:
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "intro.md").write_text("Text", encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "bytes": lambda folder: (folder / "icon.png").write_bytes(b"Icon"),
    "a name": lambda folder: (folder / "icon.png").rename(folder / "logo.png"),
    "a link in place of a file": _link,
    "a folder in place of a file": _folder,
    "an empty folder": lambda folder: (folder / "templates").mkdir(),
    "a link to nothing": lambda folder: (folder / "more.yaml").symlink_to("missing"),
    "a pipe": lambda folder: os.mkfifo(folder / "more.yaml"),
    "a file in a folder of compiled modules": _cached,
}


@pytest.mark.part(1)
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_another_key(folder: Path, what: str) -> None:
    before = key(folder)
    assert key(folder) == before
    CHANGES[what](folder)
    assert key(folder) != before


def test_where_a_link_leads_is_a_part_of_the_key(folder: Path, tmp_path: Path) -> None:
    _link(folder)
    before = key(folder)
    (tmp_path / "other.png").write_bytes(b"icon")
    (folder / "icon.png").unlink()
    (folder / "icon.png").symlink_to("../other.png")
    assert key(folder) != before


def test_a_link_to_a_folder_has_no_key(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (folder / "templates").symlink_to(tmp_path / "other")
    with pytest.raises(OSError):
        key(folder)
