"""Keys of cache entries: hashes of the toolkit, of its environment, and of files. Light to import."""

from __future__ import annotations

import functools
import os
import sys

from connectorkit.model import installation
from connectorkit.write import cache

TYPE_CHECKING = False  # Importing typing takes as long as a cached run.
if TYPE_CHECKING:
    from collections.abc import Iterator
    from hashlib import blake2b

MAX_BYTES = 50_000_000
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def encoded(value: object) -> bytes:
    """A unique encoding of a value of plain types as bytes; file names may contain any byte."""
    return repr(value).encode("utf-8", "surrogateescape")


@functools.cache
def toolkit() -> blake2b:
    """A hash of the toolkit and its environment, computed once per process, which does not load code again.

    It covers the version of Python, the versions of all packages, and the size and modification time of each file of
    the toolkit, including its templates. Copy it before updating it. Raises OSError if the metadata of a file cannot be
    read.
    """
    parts: list[str] = []
    for folder in {PACKAGE, installation.resource("templates")}:
        _stamps(folder, parts)
    return cache.digest(encoded((sys.version, sorted(cache.packages()), sorted(parts))))


def _stamps(folder: str, into: list[str]) -> None:
    """Add the size and modification time of each file below a folder; kept minimal, since there are a thousand."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                status = entry.stat()
                into.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
            elif entry.name != "__pycache__":
                _stamps(entry.path, into)


def of_files(path: str, digest: blake2b, budget: int = MAX_BYTES) -> str:
    """A hash of a file, or of everything in a folder (names, kinds and bytes), added to ``digest``.

    The targets of links are included, since a source may not name a file outside its folder. Raises OverflowError above
    ``budget`` bytes, and OSError if a link points to another folder.
    """
    if os.path.isfile(path):
        digest.update(_fed(path, b"file", content(path, budget)))
        return digest.hexdigest()
    for entry in _entries(path):
        kind, data = b"none", b""
        if entry.is_dir():
            kind = b"folder"
        elif entry.is_file():
            kind, data = b"file", content(entry.path, budget)
        if entry.is_symlink():
            kind += encoded((os.path.realpath(entry.path), os.path.realpath(path)))
        budget -= len(data)
        digest.update(_fed(entry.path, kind, data))
    return digest.hexdigest()


def _fed(name: str, kind: bytes, data: bytes) -> bytes:
    return encoded((name, kind, len(data))) + data


def content(path: str, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file. Raises OverflowError if there are more than ``most``."""
    with open(path, "rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        # One call reads a file whose size is as the system said, and finds its end.
        data = file.read(size + 1) if size <= most else b""
        if len(data) != size:
            data += file.read()
        if len(data) > most or size > most:
            raise OverflowError
    return data


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """All entries below a folder in a fixed order. Raises OSError if a link points to another folder."""
    if not os.path.isdir(folder):
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_symlink() and entry.is_dir():
            raise OSError
        yield entry
        if entry.is_dir():
            yield from _entries(entry.path)
