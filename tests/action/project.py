"""Changes of the project that the tests of pipelines run in."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repository import git


def commit(folder: Path) -> str:
    """Commit all that is in the folder; the id of the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Change")
    return last_commit(folder)


def last_commit(folder: Path, branch: str = "HEAD") -> str:
    """The id of the last commit of a branch."""
    return git(folder, "rev-parse", branch).strip()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def breaks(project: Path, source: str) -> None:
    edit(project / source / "types.yaml", "  due:", "  due_date:")


def connectorkit_wheel(folder: Path) -> str:
    found = re.search(
        r"^CONNECTORKIT \?= toolkit/(.*)$", (folder / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found
    return found[1]
