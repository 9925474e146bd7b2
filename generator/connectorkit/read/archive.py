"""Untrusted zip archives, read into memory: size is bounded, and harmful entries are rejected."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from connectorkit.diagnostics.finding import Finding, Span

MAX_ENTRIES: Final = 2_000
MAX_BYTES: Final = 100_000_000
"""Bytes of all entries of an archive and of those inside of it, unpacked."""
MAX_PACKED: Final = 100_000_000
_CHUNK = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(slots=True)
class Budget:
    """How many more bytes may be unpacked (``left``)."""

    left: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of a zip by name, in the order of the archive; ``folders`` names its folders."""

    entries: dict[str, bytes]
    folders: tuple[str, ...]
    comment: str


class Refused(Exception):
    """The archive is rejected; the message is the reason."""


def place(archive: str, name: str) -> str:
    """The name of an archive's entry in findings; archives may be nested: `a.zip!b.zip!solution.xml`."""
    return f"{archive}!{name}"


def read(name: str, data: bytes, budget: Budget | None = None) -> tuple[Archive | None, list[Finding]]:
    """The archive in ``data``; None and one finding when it is damaged or could do harm.

    ``name`` is its name in findings; nested archives share one ``budget``.
    """
    try:
        return _read(data, budget or Budget()), []
    except Refused as error:
        why = str(error)
    except _DAMAGED as error:
        why = f"it is damaged ({error or type(error).__name__})"
    return None, [
        Finding("PKG001", f"The archive is not opened: {why}.", Span(name, 1, 1, 1, 1), "Build or export it again.")
    ]


def _read(data: bytes, budget: Budget) -> Archive:
    if len(data) > MAX_PACKED:
        raise Refused(f"it has more than {MAX_PACKED:,} bytes")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
        _refuse(listed, budget)
        files = {one.filename: _unpacked(archive, one, budget) for one in listed if not one.is_dir()}
        folders = tuple(one.filename for one in listed if one.is_dir())
        return Archive(files, folders, archive.comment.decode("ascii", "replace"))


def _refuse(listed: list[zipfile.ZipInfo], budget: Budget) -> None:
    if len(listed) > MAX_ENTRIES:
        raise Refused(f"it has {len(listed):,} entries; at most {MAX_ENTRIES:,} are read")
    seen: set[str] = set()
    for one in listed:
        _refuse_name(one)
        if one.flag_bits & 0x1:
            raise Refused(f"the entry '{one.filename}' is encrypted")
        if stat.S_ISLNK(one.external_attr >> 16):
            raise Refused(f"the entry '{one.filename}' is a symbolic link")
        key = one.filename.rstrip("/").casefold()
        if key in seen:
            raise Refused(f"the archive contains the entry '{one.filename}' twice")
        seen.add(key)
    if sum(one.file_size for one in listed) > budget.left:
        raise Refused(f"it unpacks to more than {MAX_BYTES:,} bytes")


def _refuse_name(one: zipfile.ZipInfo) -> None:
    shown = one.orig_filename.encode("unicode_escape").decode("ascii")
    if "\x00" in one.orig_filename:
        raise Refused(f"the name '{shown}' contains a NUL character")
    if "\\" in one.orig_filename:
        raise Refused(f"the name '{shown}' contains a backslash")
    if one.filename.startswith("/") or _DRIVE.match(one.filename):
        raise Refused(f"the name '{shown}' is an absolute path")
    if ".." in one.filename.split("/"):
        raise Refused(f"the name '{shown}' points outside the archive")
    if any(ord(letter) < 32 for letter in one.filename):
        raise Refused(f"the name '{shown}' contains a control character")


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, budget: Budget) -> bytes:
    """The bytes of an entry; its declared size is not trusted."""
    parts = []
    with archive.open(one) as opened:
        while part := opened.read(_CHUNK):
            budget.left -= len(part)
            if budget.left < 0:
                raise Refused(f"it unpacks to more than {MAX_BYTES:,} bytes")
            parts.append(part)
    return b"".join(parts)
