"""The files of a source on the disk, overlaid with unsaved texts, and the detection of changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from connectorkit.read.yaml_document import read_bytes

MOST_FILES = 5_000
_LEFT_OUT = frozenset(("__pycache__", "node_modules"))


class Stamp(NamedTuple):
    """File system metadata of a file: writing the file changes at least one of these values."""

    modified_ns: int
    size: int
    inode: int
    link: bool = False


class SourceFiles(Mapping[str, bytes]):
    """The files at or below a path, and additional files. Links to other folders are not followed.

    As a mapping, it contains the bytes of each file by name, with unsaved texts in place of files; the source is read
    from it. Bytes are read on first access, and again when the metadata of the file changes. Links to files are left to
    the reader, which checks their targets.
    """

    def __init__(self, path: Path, also: Sequence[str] = ()) -> None:
        self._path = path
        self._also = tuple(also)
        self._stamps: dict[str, Stamp] = {}
        self._digests: dict[str, bytes] = {}
        self._bytes: dict[str, bytes] = {}
        self._unsaved: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name in self._unsaved:
            return self._unsaved[name]
        if name not in self:
            raise KeyError(name)
        if name not in self._bytes:
            self._bytes[name] = read_bytes(Path(name))
        return self._bytes[name]

    def __contains__(self, name: object) -> bool:
        if name in self._unsaved:
            return True
        stamp = self._stamps.get(name) if isinstance(name, str) else None
        return stamp is not None and not stamp.link

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*self._unsaved, *(name for name in self._stamps if name in self)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def unsaved(self, name: str, data: bytes | None) -> bool:
        """Replace the content of a file; None restores the file. Returns whether anything changed."""
        before = self._unsaved.get(name)
        if data is None:
            self._unsaved.pop(name, None)
        else:
            self._unsaved[name] = data
        return before != data

    def all_unsaved(self) -> dict[str, bytes]:
        """The unsaved texts as bytes, by name."""
        return dict(self._unsaved)

    def looks_changed(self) -> bool:
        """Whether the metadata of a file differs from the last :meth:`changed`; no file is read."""
        return self.look() != self._stamps

    def changed(self) -> tuple[str, ...]:
        """The files whose content changed since the last call, including new and deleted files."""
        now = self.look()
        gone = self._stamps.keys() - now.keys()
        touched = [name for name, stamp in now.items() if self._stamps.get(name) != stamp]
        found = [name for name in touched if self._differs(name)]
        for name in (*gone, *touched):
            self._bytes.pop(name, None)
        for name in gone:
            self._digests.pop(name, None)
        self._stamps = now
        return tuple(sorted([*found, *gone]))

    def look(self) -> dict[str, Stamp]:
        """The current file system metadata of each file."""
        found: dict[str, Stamp] = {}
        for name, link in self._names():
            try:
                status = os.stat(name)
            except OSError:
                continue
            found[name] = Stamp(status.st_mtime_ns, status.st_size, status.st_ino, link)
        return found

    def _names(self) -> Iterable[tuple[str, bool]]:
        listed = _below(str(self._path)) if self._path.is_dir() else iter(((str(self._path), True),))
        yield from (entry for entry, _ in zip(listed, range(MOST_FILES), strict=False))
        yield from ((name, True) for name in self._also)

    def _differs(self, name: str) -> bool:
        try:
            with open(name, "rb") as file:
                digest = hashlib.file_digest(file, "blake2b").digest()
        except OSError:
            digest = b""
        before, self._digests[name] = self._digests.get(name), digest
        return before != digest


def _below(folder: str) -> Iterator[tuple[str, bool]]:
    """The files below a folder, and whether each is a link. Names are spelt as in :mod:`pathlib`."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = entry.name if folder == os.curdir else entry.path
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and entry.name not in _LEFT_OUT:
                yield from _below(name)
        elif entry.is_file():
            yield name, entry.is_symlink()
