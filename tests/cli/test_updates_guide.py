"""The commands of the guide to updates print its output, on a copy of the connector of this repository."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.diff import pair_page
from tests.paths import CONNECTOR, ROOT

PAGE = (ROOT / "docs" / "guide" / "updates.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = {part.split("\n")[0]: BLOCK.findall(part) for part in PAGE.split("\n## ")[1:] if "\n```console\n" in part}


def commands(block: str) -> Iterator[tuple[list[str], list[str]]]:
    """The arguments of each command and the lines that follow it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip().split("\n")
        yield command.split()[1:], lines


def apply(block: str, folder: Path) -> None:
    """Make the change that a block shows."""
    head, _, hunks = block.partition("@@\n")
    path = folder / re.findall(r"^\+\+\+ b/(.*)$", head, re.MULTILINE)[0]
    path.write_text(pair_page.changed(path.read_text(encoding="utf-8"), hunks), encoding="utf-8")


@pytest.mark.parametrize("title", SECTIONS)
def test_a_section_does_what_it_says(title: str, run: Run, tmp_path: Path) -> None:
    shutil.copytree(CONNECTOR, tmp_path / "connector")
    for kind, block in SECTIONS[title]:
        if kind == "yaml":
            (tmp_path / block.split("\n")[0].removeprefix("# ")).write_text(block, encoding="utf-8")
        elif kind == "diff":
            apply(block, tmp_path)
        for arguments, lines in commands(block) if kind == "console" else ():
            done = run(*arguments)
            assert done.exit_code < (1 if "--check" in arguments else 2), done.stderr
            assert [line for line in lines if line not in (done.stdout + done.stderr).splitlines()] == []


def test_the_sections_are_there() -> None:
    assert set(SECTIONS) >= {"The next version of an operation", "When the vendor's API changes"}
