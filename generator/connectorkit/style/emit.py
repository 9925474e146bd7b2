"""Emit: arranged pieces to the lines of a file."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.style import scalars
from connectorkit.style.arrange import commented
from connectorkit.style.pieces import Alias, Document, Entry, Group, Piece, Scalar
from connectorkit.style.scalars import WIDTH
from connectorkit.write import yaml_text

_STEP = 2
_LONG_KEY = 1000
_LONG_INLINE_KEY = 300


def emit(document: Document) -> str:
    """The text of a file, with a final line break."""
    head = [*document.head, *([""] if document.head and document.parted else [])]
    root = document.root
    body = _body(root, 0) if isinstance(root, Group) and root.entries else _bare(root)
    return "\n".join([*head, *body]) + "\n"


def _bare(root: Piece) -> Iterator[str]:
    """The lines of a file that is not a mapping with entries: not a source, but its text is kept."""
    if isinstance(root, Scalar) and not root.literal:
        yield from scalars.lines("", root.text, _STEP, "")
    else:
        yield _inline(root, WIDTH) or ""
    if isinstance(root, Group):
        yield from root.after


def _body(group: Group, indent: int) -> Iterator[str]:
    """The lines of a group in block style."""
    pad = " " * indent
    for number, entry in enumerate(group.entries):
        above = _apart(group, number) if number else _without_space(entry.before)
        yield from (pad + line if line else "" for line in above)
        yield from _entry(entry, indent) if group.mapping else _item(entry, indent)
    yield from (pad + line if line else "" for line in group.after)


def _apart(group: Group, number: int) -> list[str]:
    """The lines above an entry other than the first: operations of several lines are separated by empty lines."""
    entry = group.entries[number]
    around = [one.value for one in group.entries[number - 1 : number + 1]]
    parted = group.apart and any(isinstance(value, Group) and len(value.entries) > 1 for value in around)
    return ["", *entry.before] if parted and entry.before[:1] != [""] else entry.before


def _without_space(above: list[str]) -> list[str]:
    return above[1:] if above[:1] == [""] else above


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    pad, value, beside = " " * indent, entry.value, _beside(entry)
    head = f"{pad}{_key(entry.key or '', pad)}:"
    if not isinstance(value, Group):
        yield from _leaf(f"{head} ", value, indent + _STEP, beside)
        return
    line = _inline(value, WIDTH - len(head) - 1 - len(beside))
    if line is not None:
        yield f"{head} {line}{beside}"
        return
    yield f"{head}{_anchor(value, ' ')}{beside}"
    yield from _body(value, indent + _STEP)


def _item(entry: Entry, indent: int) -> Iterator[str]:
    pad, value, beside = " " * indent, entry.value, _beside(entry)
    head = f"{pad}- "
    if not isinstance(value, Group):
        yield from _leaf(head, value, indent + _STEP, beside)
        return
    line = _inline(value, WIDTH - len(head) - len(beside))
    if line is None and beside:
        # A comment beside the dash moves above it, which leaves more room.
        yield f"{pad}{entry.beside}"
        line, beside = _inline(value, WIDTH - len(head)), ""
    if line is not None:
        yield f"{head}{line}{beside}"
    elif value.anchor:
        yield f"{head}&{value.anchor}"
        yield from _body(value, indent + _STEP)
    else:
        body = list(_body(value, indent + _STEP))
        start = next(number for number, line in enumerate(body) if not line.lstrip().startswith("#"))
        yield from (line[_STEP:] for line in body[:start])
        yield head + body[start][indent + _STEP :]
        yield from body[start + 1 :]


def _leaf(head: str, value: Scalar | Alias, indent: int, beside: str) -> Iterator[str]:
    if isinstance(value, Alias):
        yield f"{head}*{value.name}{beside}"
    elif value.literal:
        yield f"{head}{_anchor(value, '', ' ')}{value.text}{beside}"
    else:
        yield from scalars.lines(head + _anchor(value, "", " "), value.text, indent, beside)


def _beside(entry: Entry) -> str:
    return f"  {entry.beside}" if entry.beside else ""


def _anchor(piece: Scalar | Group, before: str, behind: str = "") -> str:
    return f"{before}&{piece.anchor}{behind}" if piece.anchor else ""


def _inline(piece: Piece, room: int) -> str | None:
    """A piece on one line of at most ``room`` characters; None when it does not fit."""
    if isinstance(piece, Alias):
        text = f"*{piece.name}"
    elif isinstance(piece, Scalar):
        if "\n" in piece.text:
            return None
        text = _anchor(piece, "", " ") + (piece.text if piece.literal else yaml_text.scalar(piece.text, True))
    elif not piece.entries:
        return None if piece.after else _anchor(piece, "", " ") + ("{}" if piece.mapping else "[]")
    elif not piece.inline or 3 * len(piece.entries) > room or commented(piece):
        return None
    else:
        return _brackets(piece, room)
    return text if len(text) <= room else None


def _brackets(group: Group, room: int) -> str | None:
    parts = []
    left = room - 2 - len(_anchor(group, "", " "))
    for entry in group.entries:
        head = f"{yaml_text.key(entry.key or '', True)}: " if group.mapping else ""
        inner = _inline(entry.value, left - len(head)) if len(head) <= _LONG_INLINE_KEY else None
        if inner is None:
            return None
        parts.append(head + inner)
        left -= len(head) + len(inner) + 2
    first, last = "{}" if group.mapping else "[]"
    return f"{_anchor(group, '', ' ')}{first}{', '.join(parts)}{last}"


def _key(key: str, pad: str) -> str:
    text = yaml_text.key(key)
    return text if len(text) < _LONG_KEY else f"? {text}\n{pad}"
