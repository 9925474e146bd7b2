"""Files: their text, and the same bytes again with changes made; written whole, or left as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics.finding import Change, Unusable
from connectorkit.model import encodings
from connectorkit.read.line_offsets import Lines


class Text(NamedTuple):
    """The text of a file, and how its bytes ``data`` spell it."""

    text: str
    mark: bytes
    encoding: str
    data: bytes

    def bytes(self, text: str) -> bytes:
        """Another text in the bytes of this file."""
        return self.mark + text.encode(self.encoding)


def decoded(data: bytes) -> Text | None:
    """The text of ``data``; None when it is in no sure encoding, so that it could not be written back."""
    mark, encoding, rest = encodings.marked(data) or (b"", "utf-8", data)
    try:
        text = rest.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Text(text, mark, encoding, data)


def changed(file: str, text: str, changes: Iterable[Change]) -> str | None:
    """``text`` with all changes made; None when two of them touch the same place.

    Several that only insert something at one place follow one another.
    """
    lines = Lines(file, text)
    ranges = sorted(
        {
            (lines.offset(c.span.line, c.span.column), lines.offset(c.span.end_line, c.span.end_column), c.text)
            for c in changes
        }
    )
    parts, last = [], 0
    for index, (start, end, new) in enumerate(ranges):
        again = index > 0 and start == ranges[index - 1][0]
        if start < last or (again and end > start):
            return None
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


def inside(file: str, home: Path) -> bool:
    """Whether ``file`` really lies in the folder ``home``, links followed."""
    try:
        return Path(file).resolve().is_relative_to(home.resolve())
    except OSError:
        return False


def write(file: str, old: bytes, new: bytes) -> None:
    """Put ``new`` in place of ``old`` in one step; raises Unusable when the file is another by now, or cannot be."""
    path = Path(file).resolve()
    scratch = ""
    try:
        if path.read_bytes() != old:
            raise Unusable(f"{file}: was changed by another program meanwhile; nothing was written to it")
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as opened:
            opened.write(new)
        os.chmod(scratch, path.stat().st_mode & 0o7777)
        os.replace(scratch, path)
    except OSError as error:
        if scratch:
            Path(scratch).unlink(missing_ok=True)
        raise Unusable(f"{file}: cannot be written ({error.strerror or error})") from None
