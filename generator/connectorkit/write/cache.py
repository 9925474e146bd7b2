"""A per-user cache folder. Everything in it is keyed by content and may be deleted at any time.

An entry begins with a hash of its kind, its key and its data, so that a cut, changed or renamed file is worth no more
than none.
"""

from __future__ import annotations

import os
import stat
import sys
import time

TYPE_CHECKING = False  # The module of this name takes as long to import as a cached answer.
if TYPE_CHECKING:
    from collections.abc import Iterator
    from hashlib import blake2b
else:
    # The module behind hashlib: hashlib itself loads OpenSSL, which costs as much as the rest of a known answer.
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b


# Seconds for which an entry counts as used after it was read or written.
_FRESH = 3600
# The bytes before the data of an entry: a hash and a line break.
_SEALED = 65
# How often this process saved into each folder, and the bytes in it as far as it knows. To count them at each save, or
# in each process, would take most of the time; other processes save, too, so they are counted now and then.
_sizes: dict[str, tuple[int, int | None]] = {}
_OFTEN = 32


def digest(data: bytes) -> blake2b:
    """A hash of ``data`` that can be fed more; 32 bytes."""
    return blake2b(data, digest_size=32)


def packages() -> Iterator[str]:
    """Name and version of every package that can be imported, as the folders of their metadata are called."""
    for entry in sys.path:
        try:
            yield from (name for name in os.listdir(entry or ".") if name.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue


def folder(name: str) -> str | None:
    """A private folder for ``name``, or None when the user has none or it is not theirs alone.

    ``CONNECTORKIT_CACHE`` sets its place; ``CONNECTORKIT_CACHE=off`` turns caching off.
    """
    setting = os.environ.get("CONNECTORKIT_CACHE", "")
    if setting == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = os.path.join(setting or os.path.join(home, "connectorkit"), name)
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        # A link could lead to files of the user that are no entries, and would be removed as such.
        status = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISDIR(status.st_mode):
        return None
    private = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return path if private and os.access(path, os.W_OK) else None


def load(name: str, key: str) -> bytes | None:
    """The data saved under ``key``, or None where there is none, or not as it was saved. Loading it counts as a use."""
    parent = folder(name)
    try:
        if parent is not None:
            path = os.path.join(parent, key)
            if not os.path.isfile(path):
                return None
            with open(path, "rb") as file:
                seal = file.read(_SEALED)
                data = file.read() if len(seal) == _SEALED else b""
                if seal != _seal(name, key, data):
                    return None
                if time.time() - os.fstat(file.fileno()).st_mtime > _FRESH:
                    os.utime(path)
            return data
    except (OSError, MemoryError):
        pass
    return None


def _seal(name: str, key: str, data: bytes) -> bytes:
    made = digest(f"{name} {key} ".encode())
    made.update(data)
    return made.hexdigest().encode() + b"\n"


def save(name: str, key: str, data: bytes, most: int = 50_000_000) -> None:
    """Keep ``data`` under ``key``, and about ``most`` bytes in all. A failure is ignored.

    Entries that were not used for an hour are removed first. Of the rest, an arbitrary part is removed, not the oldest:
    a run over more than fits would otherwise remove each entry shortly before it is needed.
    """
    parent = folder(name)
    if parent is None or len(data) > most:
        return
    scratch = os.path.join(parent, f".{key}.{os.getpid()}")
    try:
        with open(scratch, "wb") as file:
            file.write(_seal(name, key, data))
            file.write(data)
        try:
            os.replace(scratch, os.path.join(parent, key))
        except OSError:
            os.unlink(scratch)
            return
        # Keys are hashes: one of so many processes that save once counts, too.
        saves, size = _sizes.get(parent, (digest(key.encode()).digest()[0] % _OFTEN, None))
        if saves % _OFTEN == 0:
            size = _size(parent)
        elif size is not None:
            size += _SEALED + len(data)
        _sizes[parent] = saves + 1, _shrink(parent, key, most * 9 // 10) if size is not None and size > most else size
    except OSError:
        return


def _size(parent: str) -> int:
    return sum(entry.stat().st_size for entry in os.scandir(parent))


def _shrink(parent: str, kept: str, most: int) -> int:
    """Remove entries of a folder, except ``kept``, until at most ``most`` bytes are left, and return the bytes left."""
    now = time.time()
    entries = [(entry, entry.stat()) for entry in os.scandir(parent) if entry.name != kept]
    size = _size(parent)
    # Keys are hashes, so their order is as good as chance, and the same in each process.
    entries.sort(key=lambda one: (now - one[1].st_mtime <= _FRESH, one[0].name))
    for entry, status in entries:
        if size <= most:
            break
        size -= status.st_size
        try:
            os.unlink(entry.path)
        except FileNotFoundError:
            continue  # Another process was faster.
    return size
