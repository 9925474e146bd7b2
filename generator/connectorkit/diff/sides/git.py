"""A path as of a revision of its git repository, in a folder of its own; the work tree is never touched."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.file_names import FOLDER, SOURCE

PREFIX: Final = "git:"
_FILES: Final = ("100644", "100755")
_MOST_FILES: Final = 5_000
_MOST_BYTES: Final = 200_000_000
# A hook of git sets these for its own repository, partly relative to a folder that is not ours.
_OF_HOOKS: Final = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


@contextmanager
def checked_out(spec: str) -> Iterator[tuple[Path, str]]:
    """The files that ``git:REV[:PATH]`` names, in a scratch folder that is removed afterwards.

    Gives the path in the scratch folder, and the folder that stands for the repository. PATH is relative to the
    current folder, which it is when left out. Raises Unusable without git, outside of a repository, and for a
    revision or a path that does not exist.
    """
    revision, _, path = spec.removeprefix(PREFIX).partition(":")
    if not revision:
        raise Unusable(f"{spec}: names no revision; write git:REV or git:REV:PATH, such as git:main:connector")
    top = os.path.realpath(_git(spec, ".", "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    commit = _commit(spec, top, revision)
    inside = os.path.relpath(os.path.realpath(path or "."), top).replace(os.sep, "/")
    if inside.startswith("../"):
        raise Unusable(f"{spec}: '{path}' lies outside of the repository {top}")
    entries = _entries(spec, top, commit, inside)
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as scratch:
        root = os.path.realpath(scratch)
        for name, data in _contents(spec, top, entries):
            target = Path(root, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield Path(root, *PurePosixPath(inside).parts), root


def _commit(spec: str, top: str, revision: str) -> str:
    try:
        found = _git(spec, top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except Unusable:
        raise Unusable(
            f"{spec}: the repository has no revision '{revision}' (a shallow clone may lack it; fetch it first)"
        ) from None
    return found.decode().strip()


def _entries(spec: str, top: str, commit: str, inside: str) -> list[tuple[str, str]]:
    """The ids and names of the files at a path or below it. Links and submodules are left out."""
    only = [] if inside == "." else [inside]
    found = _git(spec, top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *only)
    entries = []
    for line in os.fsdecode(found).split("\0"):
        head, _, name = line.partition("\t")
        mode, _, rest = head.partition(" ")
        if mode in _FILES:
            entries.append((rest.split(" ")[1], name))
    if not entries:
        raise Unusable(f"{spec}: the revision has no file at '{inside}'")
    return _needed(entries, "" if inside == "." else f"{inside}/")


def _needed(entries: list[tuple[str, str]], base: str) -> list[tuple[str, str]]:
    """Of a whole repository that holds `connector/`, that folder alone; of a file of a folder, its neighbours too."""
    names = {name for _, name in entries}
    if f"{base}{SOURCE}" not in names and f"{base}{FOLDER}/{SOURCE}" in names:
        entries = [(id_, name) for id_, name in entries if name.startswith(f"{base}{FOLDER}/")]
    return entries[:_MOST_FILES]


def _contents(spec: str, top: str, entries: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    contents = _git(spec, top, "cat-file", "--batch", feed="".join(f"{id_}\n" for id_, _ in entries).encode())
    if len(contents) > _MOST_BYTES:
        raise Unusable(f"{spec}: more than {_MOST_BYTES // 1_000_000} MB; name the folder of the connector")
    start = 0
    for _, name in entries:
        end = contents.index(b"\n", start)
        size = int(contents[start:end].split(b" ")[2])
        yield name, contents[end + 1 : end + 1 + size]
        start = end + size + 2


def _git(spec: str, folder: str, *arguments: str, feed: bytes = b"") -> bytes:
    environment = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments], input=feed, capture_output=True, check=False, env=environment
        )
    except OSError:
        raise Unusable(f"{spec}: git cannot be run here") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"git {arguments[0]} failed"]
        raise Unusable(f"{spec}: {why[0].removeprefix('fatal: ')}")
    return done.stdout
