"""What an earlier run on the very same bytes gave: findings and files, kept per user.

The key covers the source folder, the toolkit's code, schemas and templates, and the versions of all
installed packages; the build reads nothing else. This module stays light, because a run that finds
its answer here imports no stage of the pipeline.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from connectorkit import cache
from connectorkit.built import Built, pack, unpack

MAX_BYTES = 50_000_000
MOST = 100
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def build(folder: Path, only: tuple[str, ...] = ()) -> Built:
    """The same as :func:`connectorkit.pipeline.build`, from memory where it can be."""
    store = cache.folder("builds")
    key = _key(folder, only) if store is not None else None
    known = _load(store / key) if store is not None and key is not None else None
    if known is not None:
        return known
    from connectorkit import pipeline

    built = pipeline.build(folder, only)
    if store is not None and key is not None and key == _key(folder, only):
        _save(store / key, pack(built))
    return built


def _key(folder: Path, only: tuple[str, ...]) -> str | None:
    """A hash of all that a build of ``folder`` depends on; None when that is too much to read."""
    digest = hashlib.sha256(repr((str(folder), only, sys.version, sorted(_packages()))).encode())
    budget = MAX_BYTES
    templates = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "templates")
    for path in (*_files(_PACKAGE), *_files(templates), *_files(str(folder))):
        try:
            with open(path, "rb") as file:
                data = file.read(budget + 1)
        except OSError:
            return None
        budget -= len(data)
        if budget < 0:
            return None
        digest.update(f"{path} {len(data)} ".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")[:1000]
        for name in sorted(names)[:10_000]:
            path = os.path.join(parent, name)
            if os.path.isfile(path):
                yield path


def _packages() -> Iterator[str]:
    for entry in sys.path:
        try:
            yield from (name for name in os.listdir(entry or ".") if name.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue


def _load(path: Path) -> Built | None:
    try:
        return unpack(path.read_bytes())
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def _save(path: Path, data: bytes) -> None:
    scratch = path.with_suffix(f".{os.getpid()}")
    try:
        scratch.write_bytes(data)
        scratch.replace(path)
        for old in sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        scratch.unlink(missing_ok=True)
