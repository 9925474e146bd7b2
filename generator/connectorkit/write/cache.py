"""A per-user cache folder. Everything in it is keyed by content and may be deleted at any time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b
else:
    # The module behind hashlib: hashlib itself loads OpenSSL, which costs as much as the rest of a known answer.
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b


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
        status = os.stat(path)
    except OSError:
        return None
    private = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return path if private and os.access(path, os.W_OK) else None


def load(name: str, key: str) -> bytes | None:
    """What was kept under ``key``, or None."""
    parent = folder(name)
    try:
        if parent is not None:
            with open(os.path.join(parent, key), "rb") as file:
                return file.read()
    except OSError:
        pass
    return None


def save(name: str, key: str, data: bytes, most: int = 1000) -> None:
    """Keep ``data`` under ``key``, and no more than the ``most`` newest entries. Failing is no error."""
    parent = folder(name)
    if parent is None:
        return
    scratch = os.path.join(parent, f".{key}.{os.getpid()}")
    try:
        with open(scratch, "wb") as file:
            file.write(data)
        os.replace(scratch, os.path.join(parent, key))
        entries = [entry for entry in os.scandir(parent) if entry.is_file()]
        for entry in sorted(entries, key=lambda e: e.stat().st_mtime)[: max(0, len(entries) - most)]:
            os.unlink(entry.path)
    except OSError:
        return
