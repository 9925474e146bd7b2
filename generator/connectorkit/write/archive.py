"""Zip archives with the same bytes on every machine: stored, sorted, with a fixed time and fixed permissions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


def pack(entries: Mapping[str, bytes], comment: str = "") -> bytes:
    """A zip of ``entries`` by name. ``comment`` is ASCII and belongs to the archive as a whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _MODE, zipfile.ZIP_STORED
            archive.writestr(entry, entries[name])
        archive.comment = comment.encode("ascii")
    return buffer.getvalue()
