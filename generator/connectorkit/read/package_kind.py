"""Whether a path is a package, told without the readers of zips and solutions. Light to import."""

from __future__ import annotations

import os


def recognised(path: str | os.PathLike[str]) -> bool:
    """Whether ``path`` is a zip or an unpacked solution, rather than a connector folder or a definition."""
    if os.path.isdir(path):
        return is_unpacked(path)
    if not os.path.isfile(path):
        return False  # A pipe can be read once only.
    try:
        with open(path, "rb") as file:
            return looks_like_zip(file.read(4))
    except OSError:
        return False


def is_unpacked(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder is an unpacked solution."""
    return any(os.path.isfile(os.path.join(folder, other, "Solution.xml")) for other in ("Other", "other"))


def looks_like_zip(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a zip."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06")
