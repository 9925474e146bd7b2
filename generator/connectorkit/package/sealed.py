"""Sealed zips: the comment of the archive holds the toolkit's version and a digest of the entries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from connectorkit import __version__
from connectorkit.write import archive

_COMMENT = re.compile(r"connectorkit (\S+) sha256:([0-9a-f]{64})\Z")


class Seal(NamedTuple):
    """The seal of an archive: the toolkit's ``version`` ("" for none), and whether the digest matches (``intact``)."""

    version: str
    intact: bool


def pack(entries: Mapping[str, bytes]) -> bytes:
    """A zip of ``entries`` with a seal, deterministic on every machine."""
    return archive.pack(entries, f"connectorkit {__version__} sha256:{digest(entries)}")


def digest(entries: Mapping[str, bytes]) -> str:
    """The SHA-256 of names and contents, in hexadecimal digits."""
    whole = hashlib.sha256()
    for name in sorted(entries):
        whole.update(f"{name}\0{len(entries[name])}\0".encode() + entries[name])
    return whole.hexdigest()


def read(comment: str, entries: Mapping[str, bytes]) -> Seal:
    """The seal in an archive's ``comment``."""
    found = _COMMENT.match(comment)
    return Seal(found[1], found[2] == digest(entries)) if found else Seal("", False)
