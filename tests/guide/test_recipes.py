"""The recipes of the guide, followed as a new user would: in an empty folder, step by step, to the end."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
RECIPES = ROOT / "docs" / "guide" / "recipes"
# A file that a recipe shows with its name above it, a change of one, or commands with what they print.
STEP = re.compile(r"(?:`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> str:
    """The output of a command, on both streams."""
    name, *arguments = shlex.split(command)
    assert name in ("connectorkit", "cp"), command
    called = [sys.executable, "-m", "connectorkit", *arguments] if name == "connectorkit" else [name, *arguments]
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(folder.parent / "cache"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(called, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def change(diff: str, folder: Path) -> None:
    """Make the change that a block shows."""
    path = folder / re.findall(r"^\+\+\+ b/(.*)$", diff, re.MULTILINE)[0]
    text = path.read_text(encoding="utf-8")
    for hunk in diff.split("@@\n")[1:]:
        body = hunk.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in body if line[0] != sign) for sign in "+-")
        assert text.count(old) == 1, f"{path} does not hold this once: {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def succeeded(command: str, printed: str) -> bool:
    """Whether a command without shown output succeeded."""
    if command.startswith("connectorkit check"):
        return printed == ""
    if command.startswith("connectorkit test"):
        return re.search(r"^\d+ passed in ", printed, re.MULTILINE) is not None
    return "error" not in printed


def follow(page: str, folder: Path) -> int:
    """Follow the steps of a page in an empty folder; the number of its commands."""
    folder.mkdir()
    commands = 0
    for file, kind, text in STEP.findall(page):
        if kind == "diff":
            change(text, folder)
        elif kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, *lines = part.rstrip().split("\n")
                printed = run(command, folder)
                commands += 1
                assert "Traceback" not in printed
                assert [line for line in lines if line not in printed.splitlines()] == [], f"$ {command}\n{printed}"
                assert lines or succeeded(command, printed), f"$ {command}\n{printed}"
        else:
            assert file, f"a block of {kind} without the name of its file above it"
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
    return commands


@pytest.mark.part(0)
@pytest.mark.parametrize("name", sorted(path.name for path in RECIPES.glob("*.md")))
def test_a_recipe_works(name: str, tmp_path: Path) -> None:
    assert follow((RECIPES / name).read_text(encoding="utf-8"), tmp_path / "work") >= 2


@pytest.mark.part(0)
def test_the_page_of_recordings_works(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "guide" / "recordings.md").read_text(encoding="utf-8")
    assert follow(page, tmp_path / "work") == 4


def test_every_recipe_is_one_page_and_in_the_index() -> None:
    index = (ROOT / "docs" / "guide" / "README.md").read_text(encoding="utf-8")
    for path in RECIPES.glob("*.md"):
        assert f"](recipes/{path.name})" in index
        assert len(path.read_text(encoding="utf-8").splitlines()) < 130


def test_every_link_between_pages_has_a_target() -> None:
    """The pages of the rules and of the format have other tests."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *(ROOT / "docs" / "guide").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", CODE.sub("", page.read_text("utf-8")))
    ]
    assert len(links) > 30
    assert [(page.name, link) for page, link in links if ":" not in link and not (page.parent / link).exists()] == []
