"""A source as of a revision of its git repository, in a folder of its own; the work tree is never touched."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectorkit.diagnostics.finding import Unusable

_FILE = {"100644", "100755"}
_OF_HOOKS = {"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"}


@contextmanager
def checked_out(source: str, revision: str) -> Iterator[Path | None]:
    """The path of ``source`` as of ``revision``, None when it did not exist; removed afterwards.

    Raises Unusable without git, outside of a repository, and for a revision that does not exist.
    """
    path = os.path.realpath(source)
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    top = os.path.realpath(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).strip("\n"))
    commit = _commit(top, revision)
    inside = os.path.relpath(path, top).replace(os.sep, "/")
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as scratch:
        # The path in the repository tells whose rules apply, and the name of the folder is part of what is checked.
        root = Path(scratch) / os.path.basename(top)
        for name, data in _files(top, commit, inside):
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        meant = root / inside
        yield meant if meant.exists() else None


def _commit(top: str, revision: str) -> str:
    try:
        return (
            _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        )
    except Unusable:
        raise Unusable(
            f"--baseline git:{revision}: the repository {top} has no such revision"
            " (a shallow clone may lack it; fetch it first)"
        ) from None


def _files(top: str, commit: str, inside: str) -> Iterator[tuple[str, bytes]]:
    """The regular files at or below a path of a commit; symbolic links and submodules are left out."""
    path = [] if inside == "." else [inside]
    listed = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *path)
    entries = []
    for line in os.fsdecode(listed).split("\0"):
        head, _, name = line.partition("\t")
        mode, _, rest = head.partition(" ")
        if mode in _FILE:
            entries.append((rest.split(" ")[1], name))
    contents = _git(top, "cat-file", "--batch", feed="".join(f"{id}\n" for id, _ in entries).encode())
    start = 0
    for _, name in entries:
        end = contents.index(b"\n", start)
        size = int(contents[start:end].split(b" ")[2])
        yield name, contents[end + 1 : end + 1 + size]
        start = end + size + 2


def _git(folder: str, *arguments: str, feed: bytes = b"") -> bytes:
    # A hook of git sets these for its own repository, partly relative to a folder that is not ours.
    environment = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments], input=feed, capture_output=True, check=False, env=environment
        )
    except OSError:
        raise Unusable("--baseline git:REV needs git, which cannot be run here") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"git {arguments[0]} failed"]
        raise Unusable(f"--baseline git:REV: {why[0].removeprefix('fatal: ')}")
    return done.stdout
