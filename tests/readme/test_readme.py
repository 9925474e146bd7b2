"""Every command of the README and the guide is run, in order, and prints the output on the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from connectorkit.cli import commands
from tests.paths import ROOT

GUIDE = ROOT / "docs" / "guide"
COMMANDS = (GUIDE / "command-line.md").read_text(encoding="utf-8")
PAGES = ("checking.md", "command-line.md", "editors.md", "importing.md", "outputs.md", "projects.md")
SECTIONS = {
    part.split("\n")[0]: part
    for page in (ROOT / "README.md", *(GUIDE / name for name in PAGES))
    for part in page.read_text(encoding="utf-8").split("\n## ")[1:]
}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Where the shown command would need the network or would run these tests again.
INSTEAD = {
    "make build": "make build BIN={bin}",
    "make wheel": "make wheel BIN={tools}",
    # The extension is packed by tests/lsp.
    "npm ci": "true",
    "npm run package": "true",
    "code --install-extension dist/connectorkit.vsix": "true",
    "make test": "make --dry-run test BIN={bin}",
    "pip install build/client": "{python} -m pip install -q --no-deps --no-build-isolation --target got build/client",
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a clone, and a folder of commands."""
    folder = tmp_path_factory.mktemp("readme") / "clone"
    ignore = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, folder, ignore=ignore)
    (folder / ".venv").mkdir()
    (folder / ".venv" / ".ready").touch()
    (folder.parent / "bin").mkdir()
    command = folder.parent / "bin" / "connectorkit"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m connectorkit "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


def environment(clone: Path) -> dict[str, str]:
    """The tool of the copy is the one that is run."""
    path = f"{clone.parent / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    generator, cache = str(clone / "generator"), str(clone.parent / "cache")
    quick = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # The plugins of this environment take long to load.
    shown = {"PATH": path, "PYTHONPATH": generator, "CONNECTORKIT_CACHE": cache, "LC_ALL": "C.UTF-8"}
    return {**os.environ, **quick, **shown}


def run(command: str, clone: Path) -> str:
    """The output of a command, on both streams."""
    shown = INSTEAD.get(command, command).format(
        bin=clone.parent / "bin", python=sys.executable, tools=Path(sys.executable).parent
    )
    done = subprocess.run(
        shown, shell=True, cwd=clone, env=environment(clone), capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def console(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a block and the lines that follow each."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip().split("\n")
        yield command, lines


def apply(diff: str, clone: Path) -> tuple[Path, str]:
    """Make the change that a block shows; gives the file and its old text."""
    path = clone / re.findall(r"^\+\+\+ b/(.*)$", diff, re.MULTILINE)[0]
    body = diff.split("@@\n", 1)[1].splitlines(keepends=True)
    before = path.read_text(encoding="utf-8")
    old, new = ("".join(line[1:] for line in body if line[0] != sign) for sign in "+-")
    assert before.count(old) == 1, f"the README changes what {path} does not hold: {old}"
    path.write_text(before.replace(old, new), encoding="utf-8")
    return path, before


@pytest.mark.part(0)
@pytest.mark.parametrize("title", SECTIONS)
def test_a_section_does_what_it_says(title: str, clone: Path) -> None:
    section = SECTIONS[title]
    undo: list[tuple[Path, str]] = []
    for kind, text in BLOCK.findall(section):
        if kind == "diff":
            undo.append(apply(text, clone))
        for command, lines in console(text) if kind == "console" else ():
            printed = run(command, clone)
            for line in lines:
                assert line in printed.splitlines(), f"$ {command}\n{printed}"
            assert "Traceback" not in printed
            assert "Error" not in printed, f"$ {command}\n{printed}"
        if kind == "python":
            compile(text, title, "exec")
    for path, before in reversed(undo):
        path.write_text(before, encoding="utf-8")


def test_every_command_is_listed() -> None:
    listed = set(re.findall(r"^\| `connectorkit (\w+)", COMMANDS, re.MULTILINE))
    assert listed == set(commands.command.list_commands(click.Context(commands.command)))


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob("*.md")}
    pages |= {f"guide/{path.name}" for path in GUIDE.glob("*.md")}
    assert {page for page in pages if f"]({page}" not in index} == {"README.md"}


def test_the_readme_fits_three_screens() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_every_listed_command_exists() -> None:
    for name in re.findall(r"^\| `connectorkit (\w+)", COMMANDS, re.MULTILINE):
        assert CliRunner().invoke(commands.command, [name, "--help"]).exit_code == 0
