"""Files at a revision of a git repository. The work tree and the index are never changed.

``asked`` is the argument of the user, such as ``git:main:connector``; every message begins with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from connectorkit.diagnostics.finding import Unusable

PREFIX: Final = "git:"
MOST_BYTES: Final = 200_000_000
_FILES: Final = ("100644", "100755")
_SUBMODULE: Final = "160000"
# Git sets these in hooks, for the repository of the hook and relative to another folder.
_OF_HOOKS: Final = frozenset(
    "GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_COMMON_DIR".split()
)


class Entry(NamedTuple):
    """A regular file of a commit: the id of its content, and its path from the top of the repository."""

    id: str
    name: str


def top(asked: str, folder: str) -> str:
    """The top folder of the repository that holds ``folder``. Raises Unusable outside a repository."""
    return os.path.realpath(os.fsdecode(git(asked, folder, "rev-parse", "--show-toplevel")).rstrip("\n"))


def top_of(asked: str, path: str) -> str:
    """The top folder of the repository that holds ``path``, which need not exist now. Raises Unusable as above."""
    folder = os.path.realpath(path)
    # A drive of Windows that does not exist is its own parent.
    while not os.path.isdir(folder) and (above := os.path.dirname(folder)) != folder:
        folder = above
    return top(asked, folder)


def commit(asked: str, repository: str, revision: str) -> str:
    """The id of the commit that a revision names. Raises Unusable when there is none."""
    try:
        found = git(asked, repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except Unusable:
        raise Unusable(
            f"{asked}: the repository {repository} has no revision '{revision}' (in a shallow clone, fetch it first)"
        ) from None
    return found.decode().strip()


def entries(asked: str, repository: str, commit: str, inside: str) -> list[Entry]:
    """The files at or below the path ``inside`` (``.`` for all). Symbolic links and submodules are left out."""
    only = [] if inside == "." else [inside]
    listed = git(asked, repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *only)
    found = []
    for line in os.fsdecode(listed).split("\0"):
        head, _, name = line.partition("\t")
        mode, _, rest = head.partition(" ")
        if mode in _FILES:
            found.append(Entry(rest.split(" ")[1], name))
    return found


def contents(asked: str, repository: str, files: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file. Raises Unusable when they are more than MOST_BYTES together."""
    found = git(asked, repository, "cat-file", "--batch", feed="".join(f"{one.id}\n" for one in files).encode())
    if len(found) > MOST_BYTES:
        raise Unusable(f"{asked}: more than {MOST_BYTES // 1_000_000} MB; name the folder of the connector")
    start = 0
    for one in files:
        end = found.index(b"\n", start)
        size = int(found[start:end].split(b" ")[2])
        yield one.name, found[end + 1 : end + 1 + size]
        start = end + size + 2


def common_ancestor(asked: str, repository: str, commit: str) -> str:
    """The merge base of HEAD and ``commit``. Raises Unusable when they have no common history."""
    try:
        return git(asked, repository, "merge-base", commit, "HEAD").decode().split()[0]
    except (Unusable, IndexError):
        raise Unusable(
            f"{asked}: has no history in common with HEAD (in a shallow clone, fetch more history)"
        ) from None


def superproject(asked: str, repository: str) -> str:
    """The top folder of the repository of which ``repository`` is a submodule; "" if it is none."""
    # A submodule and a linked work tree have a file there; asking git takes a process.
    if not os.path.isfile(os.path.join(repository, ".git")):
        return ""
    found = os.fsdecode(git(asked, repository, "rev-parse", "--show-superproject-working-tree")).rstrip("\n")
    return os.path.realpath(found) if found else ""


def submodule_commit(asked: str, repository: str, commit: str, inside: str) -> str:
    """The commit of the submodule at the path ``inside`` that a commit records; "" when it records none."""
    listed = os.fsdecode(git(asked, repository, "ls-tree", "-z", "--full-tree", commit, "--", inside))
    mode, _, rest = listed.partition(" ")
    return rest.split()[1] if mode == _SUBMODULE else ""


def changed(asked: str, repository: str, commit: str) -> list[str]:
    """The paths of the files that differ between a commit and the work tree, including untracked ones."""
    found = git(asked, repository, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--")
    found += git(asked, repository, "ls-files", "--others", "--exclude-standard", "-z")
    return [name for name in os.fsdecode(found).split("\0") if name]


def content(asked: str, repository: str, commit: str, name: str) -> bytes | None:
    """The bytes of a file at a commit; None when it did not exist."""
    files = [one for one in entries(asked, repository, commit, name) if one.name == name]
    return next((data for _, data in contents(asked, repository, files)), None) if files else None


def git(asked: str, folder: str, *arguments: str, feed: bytes = b"") -> bytes:
    """The output of git in ``folder``. Raises Unusable when git is missing or fails, with its first line."""
    import subprocess  # only where it is needed: every command loads this module

    environment = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", folder, *arguments]
    try:
        done = subprocess.run(command, input=feed, capture_output=True, check=False, env=environment)
    except OSError:
        raise Unusable(f"{asked}: git cannot be run here") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"git {arguments[0]} failed"]
        raise Unusable(f"{asked}: {why[0].removeprefix('fatal: ')}")
    return done.stdout
