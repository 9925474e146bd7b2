"""A source as of a revision of its git repository, in a temporary folder; the work tree is never modified."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectorkit.read import git_revision


@contextmanager
def checked_out(source: str, revision: str) -> Iterator[Path | None]:
    """A context manager: the path of ``source`` as of ``revision``, None if it did not exist; removed at the end.

    Raises Unusable without git, outside of a repository, and for a revision that does not exist.
    """
    asked = f"--baseline {git_revision.PREFIX}{revision}"
    path = os.path.realpath(source)
    top = git_revision.top(asked, path if os.path.isdir(path) else os.path.dirname(path))
    commit = git_revision.commit(asked, top, revision)
    inside = os.path.relpath(path, top).replace(os.sep, "/")
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as scratch:
        # The path in the repository determines which rules apply, and the name of the folder is also checked.
        root = Path(scratch) / os.path.basename(top)
        files = git_revision.entries(asked, top, commit, inside)
        for name, data in git_revision.contents(asked, top, files):
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        meant = root / inside
        yield meant if meant.exists() else None
