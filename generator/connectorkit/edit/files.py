"""Files as text and back to bytes in the same encoding; several files are written all or none."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics.finding import Change, Unusable
from connectorkit.model import encodings
from connectorkit.read.line_offsets import Lines
from connectorkit.write import processes


class Text(NamedTuple):
    """The text of a file, with the byte order mark and encoding of its bytes ``data``."""

    text: str
    mark: bytes
    encoding: str
    data: bytes

    def bytes(self, text: str) -> bytes:
        """Another text in the encoding of this file."""
        return self.mark + text.encode(self.encoding)


def decoded(data: bytes) -> Text | None:
    """``data`` as text; None when its encoding is uncertain, so that it could not be written back."""
    mark, encoding, rest = encodings.marked(data) or (b"", "utf-8", data)
    try:
        text = rest.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Text(text, mark, encoding, data)


def changed(file: str, text: str, changes: Iterable[Change]) -> str | None:
    """``text`` with all changes made; None when two of them overlap.

    Several insertions at one place are made in their order.
    """
    lines = Lines(file, text)
    placed = dict.fromkeys(
        (lines.offset(c.span.line, c.span.column), lines.offset(c.span.end_line, c.span.end_column), c.text)
        for c in changes
    )
    ranges = sorted(placed, key=lambda one: one[:2])
    parts, last = [], 0
    for index, (start, end, new) in enumerate(ranges):
        again = index > 0 and start == ranges[index - 1][0]
        if start < last or (again and end > start):
            return None
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


def inside(file: str, home: Path) -> bool:
    """Whether ``file`` is in the folder ``home``, links resolved."""
    return bool(all_inside((file,), home))


def all_inside(files: Iterable[str], home: Path) -> list[str]:
    """Those of ``files`` that are in the folder ``home``, links resolved; each folder is resolved once."""
    known: dict[str, bool] = {}
    return [file for file in files if _is_inside(file, home, known)]


def _is_inside(file: str, home: Path, known: dict[str, bool]) -> bool:
    above, name = os.path.split(file)
    # A file that is not a link is where its folder is.
    place = file if name in ("", ".", "..") or os.path.islink(file) else above or os.curdir
    try:
        if place not in known:
            known[place] = Path(place).resolve().is_relative_to(home.resolve())
        return known[place]
    except OSError:
        return False


def diff(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> str:
    """The changes of files as a unified diff; files that ``old`` lacks are new, possibly in new folders."""
    return "".join(line for file in sorted(new) for line in _diff(file, old.get(file), new[file]))


def _diff(file: str, old: bytes | None, new: bytes) -> Iterator[str]:
    before, after = ([] if data is None else _split(data) for data in (old, new))
    name = file.lstrip("/")
    import difflib  # Only what is shown needs it.

    for line in difflib.unified_diff(before, after, "/dev/null" if old is None else f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split(data: bytes) -> list[str]:
    text = decoded(data)
    return re.findall(r"[^\n]*\n|[^\n]+", text.text) if text is not None else []


def write(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Replace the files ``old`` by ``new``, all or none; a file that ``old`` lacks must not exist yet.

    Raises Unusable when a file changed in the meantime or cannot be written; then nothing is changed.
    """
    scratch: dict[str, str] = {}
    folders: list[Path] = []
    try:
        for file in sorted(new):
            _unchanged(file, old.get(file))
            folders += _missing(Path(file).resolve().parent)
            scratch[file] = _beside(file, new[file])
        _replace(old, scratch)
    except BaseException:
        for name in scratch.values():
            Path(name).unlink(missing_ok=True)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        raise


def _unchanged(file: str, old: bytes | None) -> None:
    path = Path(file)
    try:
        same = not path.exists() if old is None else path.read_bytes() == old
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None
    if not same:
        raise Unusable(f"{file}: was changed by another program in the meantime; nothing was written")


def _missing(folder: Path) -> list[Path]:
    """Create the folders that a file needs, and return those that were missing, the outermost first."""
    made = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"{folder}: cannot be created ({error.strerror or error})") from None
    return made


def _beside(file: str, data: bytes) -> str:
    """Write a temporary file beside ``file`` with the new bytes and the old mode, and return its path."""
    path, scratch = Path(file).resolve(), ""
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        os.chmod(scratch, (path.stat().st_mode & 0o7777) if path.exists() else 0o666 & ~processes.umask())
        return scratch
    except OSError as error:
        if scratch:
            Path(scratch).unlink(missing_ok=True)
        raise Unusable(f"{file}: cannot be written ({error.strerror or error})") from None


def _replace(old: Mapping[str, bytes], scratch: Mapping[str, str]) -> None:
    """Rename every temporary file to its file, new files first: nothing refers to them yet."""
    done: list[str] = []
    try:
        for file in sorted(scratch, key=lambda file: (file in old, file)):
            _unchanged(file, old.get(file))
            os.replace(scratch[file], Path(file).resolve())
            done.append(file)
    except (OSError, Unusable) as error:
        for file in done:
            _restore(file, old.get(file))
        if isinstance(error, Unusable):
            raise
        raise Unusable(f"{file}: cannot be written ({error.strerror or error})") from None


def _restore(file: str, old: bytes | None) -> None:
    with suppress(OSError, Unusable):
        if old is None:
            Path(file).resolve().unlink()
        else:
            os.replace(_beside(file, old), Path(file).resolve())
