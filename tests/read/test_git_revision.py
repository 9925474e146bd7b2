"""Files at a revision of a git repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from connectorkit.diagnostics.finding import Unusable
from connectorkit.read import git_revision


def test_a_drive_that_does_not_exist_is_in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `Z:` on Windows, which is its own parent."""
    drive = str(tmp_path / "Z:")
    above = os.path.dirname
    monkeypatch.setattr(os.path, "dirname", lambda path: path if path == drive else above(path))
    with pytest.raises(Unusable, match=r"^git:main:Z:: cannot change to '.*/Z:'"):
        git_revision.top_of("git:main:Z:", f"{drive}/connector")
