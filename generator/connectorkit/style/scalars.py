"""Strings on one or more lines: a short one on one line, a long one folded at its spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.write import yaml_text

WIDTH = 100
_NARROWEST = 40
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_FEW_SPACES = 3
_TRAILING = re.compile(r"[^\S\n](?:\n|\Z)")


def lines(head: str, value: str, indent: int, beside: str) -> Iterator[str]:
    """A string after ``head``, which ends with a space; ``beside`` is the comment at the end of its line."""
    if "\n" in value and _literal(value):
        yield f"{head}|{'' if value.endswith(chr(10)) else '-'}{beside}"
        yield from (" " * indent + line if line else "" for line in value.removesuffix("\n").split("\n"))
        return
    line = head + yaml_text.scalar(value)
    if len(line) <= WIDTH or ("\n" not in value and len(_SPACE.findall(value)) < _FEW_SPACES):
        yield line + beside
    elif yaml_text.special(value) or value != value.strip():
        *first, last = _within_quotes(head, value, indent)
        yield from first
        yield last + beside
    else:
        yield f"{head}>-{beside}"
        yield from (" " * indent + part for part in _folded(value, max(_NARROWEST, WIDTH - indent)))


def _within_quotes(head: str, value: str, indent: int) -> Iterator[str]:
    """A quoted string over several lines: line breaks are escaped and end a line; lines are folded at spaces."""
    lines = []
    for piece in re.findall(r"[^\n]*\n|[^\n]+", value):
        lines += [yaml_text.quoted(part)[1:-1] for part in _folded(piece, max(_NARROWEST, WIDTH - indent - 4))]
        lines[-1] += "\\" if piece[-1] == "\n" else ""
    lines[-1] = (lines[-1][:-1] if value[-1] == "\n" else lines[-1]) + '"'
    yield f'{head}"\\'
    yield from (" " * indent + ("\\" if line[0] == " " else "") + line for line in lines)


def _folded(value: str, width: int) -> Iterator[str]:
    start, last = 0, -1
    for found in _SPACE.finditer(value):
        if found.start() - start > width and last >= start:
            yield value[start:last]
            start = last + 1
        last = found.start()
    if len(value) - start > width and last >= start:
        yield value[start:last]
        start = last + 1
    yield value[start:]


def _literal(value: str) -> bool:
    """Whether a string can be a literal block. Many editors remove spaces at line ends, so these rule it out."""
    if yaml_text.special(value.replace("\n", "")) or value.endswith("\n\n") or value[:1] in " \n":
        return False
    return bool(value.strip()) and not _TRAILING.search(value)
