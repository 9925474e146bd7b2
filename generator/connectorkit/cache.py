"""A per-user cache folder. Everything in it is keyed by content and may be deleted at any time."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path | None:
    """A private folder for ``name``, or None when the user has none or it is not theirs alone.

    ``CONNECTORKIT_CACHE`` sets its place; ``CONNECTORKIT_CACHE=off`` turns caching off.
    """
    setting = os.environ.get("CONNECTORKIT_CACHE", "")
    if setting == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = Path(setting or os.path.join(home, "connectorkit")) / name
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = path.stat()
    except OSError:
        return None
    private = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return path if private and os.access(path, os.W_OK) else None
