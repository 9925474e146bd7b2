"""`--changed-since REV`: the sources that changed since the merge base with REV. Light to import."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

import click

from connectorkit.cli import settings
from connectorkit.diagnostics.finding import Unusable
from connectorkit.read import git_revision
from connectorkit.read.source_paths import Found

OPTION = click.option(
    "--changed-since",
    "since",
    metavar="REV",
    help="Use only sources whose files or settings changed since the merge base with the revision REV.",
)


class _Repository(NamedTuple):
    """The changes in a repository: the real paths of changed files and of all folders above them.

    ``gone`` are removed settings files: it can no longer be determined which sources they applied to. ``new``: the
    whole repository is new, as a submodule that was added.
    """

    touched: frozenset[str]
    gone: frozenset[str]
    new: bool = False


def only(
    found: Sequence[Found | Unusable], since: str, also: Callable[[Found], Sequence[str]] = lambda _: ()
) -> list[Found | Unusable]:
    """The items of ``found`` that changed since the revision, in order; unusable ones are kept.

    ``also`` returns more files or folders on which a source depends. Raises Unusable if ``since`` is not a revision, or
    if a source is outside of a repository.
    """
    if not since or since.startswith("-"):
        raise Unusable(f"--changed-since {since}: not a revision; name a commit, a branch or a tag")
    known: dict[str, _Repository] = {}
    return [one for one in found if isinstance(one, Unusable) or _is_changed(one, since, also(one), known)]


def counted(count: int, of: int, since: str) -> str:
    """One line with the number of sources that changed."""
    return f"{count} of {of} source{'s' * (of != 1)} changed since {since}"


def _is_changed(found: Found, since: str, also: Sequence[str], known: dict[str, _Repository]) -> bool:
    path = os.path.realpath(found.path)
    # If there is no repository, or none that git trusts, git reports it.
    home = path if os.path.isdir(path) else os.path.dirname(path)
    top = _top(home) or git_revision.top(f"--changed-since {since}", home)
    if top not in known:
        known[top] = _read(top, since)
    file = settings.nearest(found.path)
    if known[top].new or any(path.startswith(os.path.join(os.path.dirname(gone), "")) for gone in known[top].gone):
        return True
    places = (path, *([file] if file else []), *also)
    return any(os.path.realpath(place) in known[top].touched for place in places)


def _read(top: str, since: str) -> _Repository:
    asked = f"--changed-since {since}"
    base = _base(asked, top, since)
    if not base:
        return _Repository(frozenset(), frozenset(), new=True)
    names = git_revision.changed(asked, top, base)
    touched: set[str] = set()
    for name in names:
        path = os.path.join(top, name)
        while path not in touched and len(path) >= len(top):
            touched.add(path)
            path = os.path.dirname(path)
    gone = {
        os.path.join(top, name)
        for name in names
        if os.path.basename(name) in settings.NAMES
        and not settings.is_settings(os.path.join(top, name))
        and settings.says_settings(name, git_revision.content(asked, top, base, name))
    }
    return _Repository(frozenset(touched), frozenset(gone))


def _base(asked: str, top: str, since: str) -> str:
    """The commit to compare a repository with; "" if there is none because the repository is a new submodule.

    For a command that runs in the superproject, REV names a revision of the superproject.
    """
    above = git_revision.superproject(asked, top)
    if not above or os.path.join(os.path.realpath(os.curdir), "").startswith(os.path.join(top, "")):
        return git_revision.common_ancestor(asked, top, git_revision.commit(asked, top, since))
    base = _base(asked, above, since)
    inside = os.path.relpath(top, above).replace(os.sep, "/")
    recorded = git_revision.submodule_commit(asked, above, base, inside) if base else ""
    try:
        return git_revision.commit(asked, top, recorded) if recorded else ""
    except Unusable:
        # The clone of the submodule does not contain it: nothing is known to be unchanged.
        return ""


def _top(path: str) -> str | None:
    """The root of the repository that contains a path, found without starting a process per source."""
    while not os.path.exists(os.path.join(path, ".git")):
        above = os.path.dirname(path)
        if above == path:
            return None
        path = above
    return path
