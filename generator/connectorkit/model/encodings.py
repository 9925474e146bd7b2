"""Byte order marks: which encoding a file begins with, and the rest of its bytes."""

from __future__ import annotations

import codecs
from typing import NamedTuple


class Marked(NamedTuple):
    """A file that begins with a byte order mark: the mark, its encoding, and the bytes after it."""

    mark: bytes
    encoding: str
    rest: bytes


# The marks of UTF-32 come first: that of its little-endian form begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def marked(data: bytes) -> Marked | None:
    """``data`` split after its byte order mark; None when it has none."""
    return next((Marked(mark, name, data[len(mark) :]) for mark, name in _MARKS if data.startswith(mark)), None)


def utf8(data: bytes, errors: str = "strict") -> str:
    """The UTF-8 text of ``data`` without its mark. Raises UnicodeDecodeError unless ``errors`` says otherwise."""
    return data.decode("utf-8-sig", errors)
