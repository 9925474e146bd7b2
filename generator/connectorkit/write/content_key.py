"""Keys of what is cached: hashes of the toolkit, of what it runs on, and of files. Light to import."""

from __future__ import annotations

import functools
import os
import sys

from connectorkit.model import installation
from connectorkit.write import cache

TYPE_CHECKING = False  # The module of this name takes as long to import as the answer of a cached run.
if TYPE_CHECKING:
    from collections.abc import Iterator
    from hashlib import blake2b

MAX_BYTES = 50_000_000
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def encoded(value: object) -> bytes:
    """Bytes that tell a value of plain types from others; names of files may hold any byte."""
    return repr(value).encode("utf-8", "surrogateescape")


@functools.cache
def toolkit() -> blake2b:
    """A hash of the toolkit and of what it runs on, made once: a process has loaded what it is.

    It covers the version of Python, the versions of all packages, and the size and time of each file of the toolkit,
    its templates included. Copy it before it is fed. Raises OSError where a file cannot be asked for.
    """
    parts: list[str] = []
    for folder in {PACKAGE, installation.resource("templates")}:
        _stamps(folder, parts)
    return cache.digest(encoded((sys.version, sorted(cache.packages()), sorted(parts))))


def _stamps(folder: str, into: list[str]) -> None:
    """The size and time of each file below a folder: there are a thousand, so this does nothing else."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                status = entry.stat()
                into.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
            elif entry.name != "__pycache__":
                _stamps(entry.path, into)


def of_files(path: str, digest: blake2b, budget: int = MAX_BYTES) -> str:
    """A hash of a file, or of all that is in a folder: names, kinds and bytes, fed to ``digest``.

    Where a link leads counts, since a source may not name a file outside its folder. Raises OverflowError above
    ``budget`` bytes, and OSError where a link leads to another folder.
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
    """The bytes of a file. Raises OverflowError when there are more than ``most``."""
    with open(path, "rb", buffering=0) as file:
        data = file.read() if os.fstat(file.fileno()).st_size <= most else b""
        if len(data) > most or file.read(1):
            raise OverflowError
    return data


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """All that is below a folder in a fixed order; raises OSError where a link leads to another folder."""
    if not os.path.isdir(folder):
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_symlink() and entry.is_dir():
            raise OSError
        yield entry
        if entry.is_dir():
            yield from _entries(entry.path)
