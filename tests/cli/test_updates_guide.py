"""The commands that the guide of updates shows print what it says, on a copy of the connector of this repository."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.paths import CONNECTOR, ROOT

PAGE = (ROOT / "docs" / "guide" / "updates.md").read_text(encoding="utf-8")
SECTIONS = {
    part.split("\n")[0]: blocks
    for part in PAGE.split("\n## ")[1:]
    if (blocks := re.findall(r"^```console\n(.*?)^```$", part, re.MULTILINE | re.DOTALL))
}


def commands(blocks: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The arguments of each command and the lines that follow it."""
    for part in re.split(r"^\$ ", "".join(blocks), flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip().split("\n")
        yield command.split()[1:], lines


@pytest.mark.parametrize("title", SECTIONS)
def test_a_section_does_what_it_says(title: str, run: Run, tmp_path: Path) -> None:
    shutil.copytree(CONNECTOR, tmp_path / "connector")
    for arguments, lines in commands(SECTIONS[title]):
        done = run(*arguments)
        assert done.exit_code < 2, done.stderr
        assert [line for line in lines if line not in (done.stdout + done.stderr).splitlines()] == []
