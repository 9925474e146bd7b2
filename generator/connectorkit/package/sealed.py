"""Zips that tell who wrote them: the comment of an archive holds the toolkit's version and a digest of the entries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from connectorkit import __version__
from connectorkit.write import archive

_COMMENT = re.compile(r"connectorkit (\S+) sha256:([0-9a-f]{64})\Z")


class Seal(NamedTuple):
    """What the comment of an archive says: ``version`` of the toolkit ("" for none), and whether it is ``intact``."""

    version: str
    intact: bool


def pack(entries: Mapping[str, bytes]) -> bytes:
    """A zip of ``entries`` with a seal; the same bytes on every machine."""
    return archive.pack(entries, f"connectorkit {__version__} sha256:{digest(entries)}")


def digest(entries: Mapping[str, bytes]) -> str:
    """The SHA-256 of entries, names included, in hexadecimal digits."""
    whole = hashlib.sha256()
    for name in sorted(entries):
        whole.update(f"{name}\0{len(entries[name])}\0".encode() + entries[name])
    return whole.hexdigest()


def read(comment: str, entries: Mapping[str, bytes]) -> Seal:
    """The seal of an archive that was read."""
    found = _COMMENT.match(comment)
    return Seal(found[1], found[2] == digest(entries)) if found else Seal("", False)
