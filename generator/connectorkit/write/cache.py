"""A per-user cache folder. Everything in it is keyed by content and may be deleted at any time.

An entry begins with a hash of its kind, its key and its data, so that a truncated, changed or renamed file is ignored.
"""

from __future__ import annotations

import os
import stat
import sys
import time

TYPE_CHECKING = False  # Importing typing takes as long as a cached result.
if TYPE_CHECKING:
    from collections.abc import Iterator
    from hashlib import blake2b
else:
    # The module behind hashlib: hashlib itself loads OpenSSL, which takes as long as the rest of a cached run.
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b


# Seconds for which an entry counts as recently used after it was read or written.
_FRESH = 3600
# The bytes before the data of an entry: a hash and a line break.
_SEALED = 65
# How often this process saved into each folder, and the estimated bytes in it. Counting them at each save, or in each
# process, would take most of the time; since other processes also save, they are counted from time to time.
_sizes: dict[str, tuple[int, int | None]] = {}
_OFTEN = 32


def digest(data: bytes) -> blake2b:
    """A hash object with ``data``, which can be updated; its digest has 32 bytes."""
    return blake2b(data, digest_size=32)


def packages() -> Iterator[str]:
    """Name and version of every installed package, as in the names of the metadata folders."""
    for entry in sys.path:
        try:
            yield from (name for name in os.listdir(entry or ".") if name.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue


def folder(name: str) -> str | None:
    """A private folder for ``name``, or None if it cannot be created or other users can write to it.

    ``CONNECTORKIT_CACHE`` sets its location; ``CONNECTORKIT_CACHE=off`` turns caching off.
    """
    setting = os.environ.get("CONNECTORKIT_CACHE", "")
    if setting == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = os.path.join(setting or os.path.join(home, "connectorkit"), name)
    try:
        # A link could point to the user's own files, which would then be removed like entries.
        status = _status(path)
    except OSError:
        return None
    if not stat.S_ISDIR(status.st_mode):
        return None
    private = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return path if private and os.access(path, os.W_OK) else None


def _status(path: str) -> os.stat_result:
    """The metadata of a folder, which is created if it is missing."""
    try:
        return os.lstat(path)
    except FileNotFoundError:
        os.makedirs(path, mode=0o700, exist_ok=True)
        return os.lstat(path)


def load(name: str, key: str) -> bytes | None:
    """The data saved under ``key``; None if there is none, or if it was changed since. Loading it counts as a use."""
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
    """Save ``data`` under ``key``, and limit the folder to about ``most`` bytes. A failure is ignored.

    Entries that were not used for an hour are removed first. After that, arbitrary entries are removed, not the oldest:
    otherwise, a run that needs more than fits would remove each entry shortly before it is used.
    """
    parent = folder(name)
    if parent is None or len(data) > most:
        return
    scratch = os.path.join(parent, f".{key}.{os.getpid()}")
    try:
        with open(scratch, "wb", buffering=0) as file:
            file.write(_seal(name, key, data) + data)
        try:
            os.replace(scratch, os.path.join(parent, key))
        except OSError:
            os.unlink(scratch)
            return
        # Keys are hashes, so a certain share of the processes that save only once counts, too.
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
    """Remove entries of a folder, except ``kept``, until at most ``most`` bytes are left; returns the bytes left."""
    now = time.time()
    entries = [(entry, entry.stat()) for entry in os.scandir(parent)]
    size = sum(status.st_size for _, status in entries)
    # Keys are hashes, so their order is effectively random, but the same in each process.
    entries.sort(key=lambda one: (now - one[1].st_mtime <= _FRESH, one[0].name))
    for entry, status in entries:
        if size <= most:
            break
        if entry.name == kept:
            continue
        size -= status.st_size
        try:
            os.unlink(entry.path)
        except FileNotFoundError:
            continue  # Another process has removed it.
    return size
