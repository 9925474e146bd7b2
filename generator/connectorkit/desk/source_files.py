"""The files of a source as they are on the disk: which of them changed since the last look."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

MOST_FILES = 5_000
_LEFT_OUT = frozenset(("__pycache__", "node_modules"))


class Stamp(NamedTuple):
    """What the file system says about a file: an editor that writes it changes at least one of these."""

    modified_ns: int
    size: int
    inode: int


class SourceFiles:
    """The files at or below a path, and some beside it. Links to other folders are not followed."""

    def __init__(self, path: Path, also: Sequence[str] = ()) -> None:
        self._path = path
        self._also = tuple(also)
        self._stamps: dict[str, Stamp] = {}
        self._digests: dict[str, bytes] = {}

    def looks_changed(self) -> bool:
        """Whether a file looks different from the last :meth:`changed`, without reading any."""
        return self.look() != self._stamps

    def changed(self) -> tuple[str, ...]:
        """The files whose content is not that of the last call, new ones and missing ones included."""
        now = self.look()
        gone = self._stamps.keys() - now.keys()
        found = [name for name, stamp in now.items() if self._stamps.get(name) != stamp and self._differs(name)]
        for name in gone:
            self._digests.pop(name, None)
        self._stamps = now
        return tuple(sorted([*found, *gone]))

    def look(self) -> dict[str, Stamp]:
        """What the file system says about each file now."""
        found: dict[str, Stamp] = {}
        for name in self._names():
            try:
                status = os.stat(name)
            except OSError:
                continue
            found[name] = Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
        return found

    def _names(self) -> Iterable[str]:
        listed = _below(str(self._path)) if self._path.is_dir() else iter((str(self._path),))
        yield from (name for name, _ in zip(listed, range(MOST_FILES), strict=False))
        yield from self._also

    def _differs(self, name: str) -> bool:
        try:
            with open(name, "rb") as file:
                digest = hashlib.file_digest(file, "blake2b").digest()
        except OSError:
            digest = b""
        before, self._digests[name] = self._digests.get(name), digest
        return before != digest


def _below(folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and entry.name not in _LEFT_OUT:
                yield from _below(entry.path)
        elif entry.is_file():
            yield entry.path
