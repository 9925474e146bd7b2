"""A path at a revision of its git repository, in a temporary folder; the work tree is never changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.file_names import FOLDER, SOURCE
from connectorkit.read import git_revision
from connectorkit.read.git_revision import Entry

PREFIX: Final = git_revision.PREFIX
_MOST_FILES: Final = 5_000


@contextmanager
def checked_out(spec: str) -> Iterator[tuple[Path, str]]:
    """The files of ``git:REV[:PATH]`` in a temporary folder, which is removed afterwards.

    Yields the path in the temporary folder, and the folder that represents the repository. PATH is relative to the
    current folder, and defaults to it; it can be in another repository. Raises Unusable without git, outside a
    repository, and for an unknown revision or path.
    """
    revision, _, path = spec.removeprefix(PREFIX).partition(":")
    if not revision:
        raise Unusable(f"{spec}: names no revision; write git:REV or git:REV:PATH, such as git:main:connector")
    top = git_revision.top_of(spec, path or ".")
    commit = git_revision.commit(spec, top, revision)
    inside = os.path.relpath(os.path.realpath(path or "."), top).replace(os.sep, "/")
    entries = _entries(spec, top, commit, inside)
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as scratch:
        root = os.path.realpath(scratch)
        for name, data in git_revision.contents(spec, top, entries):
            target = Path(root, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield Path(root, *PurePosixPath(inside).parts), root


def _entries(spec: str, top: str, commit: str, inside: str) -> list[Entry]:
    """The files at or below a path that a comparison needs."""
    entries = git_revision.entries(spec, top, commit, inside)
    if not entries:
        raise Unusable(f"{spec}: the revision has no file at '{inside}'")
    if [one.name for one in entries] == [inside]:
        return _around(spec, top, commit, entries[0])
    return _needed(entries, "" if inside == "." else f"{inside}/")


def _around(spec: str, top: str, commit: str, file: Entry) -> list[Entry]:
    """The files of the source that contains a file."""
    for folder in PurePosixPath(file.name).parents:
        source = SOURCE if str(folder) == "." else f"{folder}/{SOURCE}"
        if git_revision.entries(spec, top, commit, source):
            return git_revision.entries(spec, top, commit, str(folder))[:_MOST_FILES]
    return [file]


def _needed(entries: list[Entry], base: str) -> list[Entry]:
    """The entries below `connector/` if the repository has that folder."""
    names = {one.name for one in entries}
    if f"{base}{SOURCE}" not in names and f"{base}{FOLDER}/{SOURCE}" in names:
        entries = [one for one in entries if one.name.startswith(f"{base}{FOLDER}/")]
    return entries[:_MOST_FILES]
