"""What an earlier run on the very same bytes gave: findings and files, kept per user.

The key covers the bytes of the source folder, the size and time of each file of the toolkit, and the
versions of all installed packages; the build reads nothing else. This module stays light, because a run that finds
its answer here imports no stage of the pipeline.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from connectorkit.diagnostics.build_result import Built, pack, unpack
from connectorkit.diagnostics.finding import Finding
from connectorkit.read import installation
from connectorkit.write import cache

if TYPE_CHECKING:
    from hashlib import blake2b

MAX_BYTES = 50_000_000
MOST = 100
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def build(folder: str, only: tuple[str, ...] = ()) -> Built:
    """The same as :func:`connectorkit.pipeline.build`, from memory where it can be."""
    key = _key(folder, only) if cache.folder("builds") is not None else None
    known = _load(key, "builds") if key is not None else None
    if known is not None:
        return known
    from pathlib import Path

    from connectorkit import pipeline

    built = pipeline.build(Path(folder), only)
    if key is not None and key == _key(folder, only):
        cache.save("builds", key, pack(built), MOST)
    return built


def check(path: str, profile: str = "", changes: bool = False) -> list[Finding]:
    """The findings of :func:`connectorkit.check.check.check`, from memory where they can be.

    ``changes`` asks for the changes of files that fixes would make as well.
    """
    asked = ("check", os.path.realpath(path), profile, str(changes))
    key = _key(path, asked) if cache.folder("checks") is not None else None
    known = _load(key, "checks") if key is not None else None
    if known is not None:
        return known.findings
    findings = _found(path, profile, changes)
    if key is not None and key == _key(path, asked):
        cache.save("checks", key, pack(Built({}, findings)), MOST)
    return findings


def _found(path: str, profile: str, changes: bool) -> list[Finding]:
    from pathlib import Path

    from connectorkit.read import solution_connector

    if solution_connector.recognised(Path(path)):
        from connectorkit.package import judge

        return judge.findings(Path(path), profile)
    from connectorkit.check.check import findings

    return findings(path, profile, changes)


def served(folder: str, project: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What the sandbox of a source serves, from memory where it can be; ``project`` makes it otherwise."""
    key = _key(folder, ("sandbox",)) if cache.folder("sandboxes") is not None else None
    data = cache.load("sandboxes", key) if key is not None else None
    try:
        known: dict[str, Any] | None = None if data is None else json.loads(data)
    except ValueError:
        known = None
    if isinstance(known, dict):
        return known
    made = project()
    if key is not None and key == _key(folder, ("sandbox",)):
        cache.save("sandboxes", key, json.dumps(made).encode(), MOST)
    return made


def _key(folder: str, asked: tuple[str, ...]) -> str | None:
    """A hash of all that an answer about ``folder``, or a file, depends on; None when that is too much to read."""
    fixed = repr((folder, asked, sys.version, sorted(cache.packages())))
    digest = cache.digest(fixed.encode("utf-8", "surrogateescape"))
    try:
        for entry in (*_files(_PACKAGE), *_files(installation.resource("templates"))):
            status = entry.stat()
            digest.update(f"{entry.path} {status.st_size} {status.st_mtime_ns} ".encode("utf-8", "surrogateescape"))
        return _digest_files(folder, digest)
    except (OSError, OverflowError):
        return None


def _digest_files(folder: str, digest: blake2b) -> str:
    budget = MAX_BYTES
    for path in [folder] if os.path.isfile(folder) else [entry.path for entry in _files(folder)]:
        with open(path, "rb") as file:
            data = file.read(budget + 1)
        budget -= len(data)
        if budget < 0:
            raise OverflowError
        digest.update(f"{path} {len(data)} ".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    """The files below a folder in a fixed order; raises OSError where a link leads to another folder."""
    if not os.path.isdir(folder):
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif entry.is_dir():
            raise OSError
        elif entry.is_file():
            yield entry


def _load(key: str, kind: str) -> Built | None:
    data = cache.load(kind, key)
    try:
        return None if data is None else unpack(data)
    except (ValueError, TypeError, KeyError, IndexError):
        return None
