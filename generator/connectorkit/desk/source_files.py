"""The files of a source: as they are on the disk, with unsaved texts in their place, and which of them changed."""

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
    """What the file system says about a file: an editor that writes it changes at least one of these."""

    modified_ns: int
    size: int
    inode: int
    link: bool = False


class SourceFiles(Mapping[str, bytes]):
    """The files at or below a path, and some beside it. Links to other folders are not followed.

    As a mapping it holds the bytes of each file by its name, those of an unsaved text in their place: what a reading of
    the source uses. Bytes are read when they are asked for, and again when the file looks different. A file that is a
    link is left to the reader, who asks where it leads.
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
        """Let bytes count in place of those of a file, None for those of the file again; whether anything changed."""
        before = self._unsaved.get(name)
        if data is None:
            self._unsaved.pop(name, None)
        else:
            self._unsaved[name] = data
        return before != data

    def all_unsaved(self) -> dict[str, bytes]:
        """The bytes of the unsaved texts by name."""
        return dict(self._unsaved)

    def looks_changed(self) -> bool:
        """Whether a file looks different from the last :meth:`changed`, without reading any."""
        return self.look() != self._stamps

    def changed(self) -> tuple[str, ...]:
        """The files whose content is not that of the last call, new ones and missing ones included."""
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
        """What the file system says about each file now."""
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
    """The files below a folder, and whether each is a link. Names are written as paths write them."""
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
