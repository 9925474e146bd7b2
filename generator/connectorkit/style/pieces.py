"""Pieces: the content of a YAML file with its comments and empty lines, but without its layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Scalar:
    """A string, or (``literal``) the spelling of a number, boolean or null."""

    text: str
    literal: bool = False
    anchor: str = ""


@dataclass(slots=True, eq=False)
class Alias:
    """A reference to the piece with the anchor ``name``."""

    name: str


@dataclass(slots=True, eq=False)
class Entry:
    """An entry of a mapping, or an item of a list, which has no key.

    ``before`` are the comments above it, with "" for an empty line; ``beside`` is the comment at the end of its line.
    ``number`` is its position in the group as written.
    """

    key: str | None
    value: Piece
    before: list[str] = field(default_factory=list)
    beside: str = ""
    number: int = 0


@dataclass(slots=True, eq=False)
class Group:
    """A mapping or a list. ``after`` are the comments below its last entry.

    :mod:`arrange` sets the layout: ``inline``: it can be written in brackets; ``apart``: empty lines separate the
    mappings of the list.
    """

    mapping: bool
    entries: list[Entry] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    anchor: str = ""
    inline: bool = True
    apart: bool = False


Piece = Scalar | Alias | Group


@dataclass(slots=True, eq=False)
class Document:
    """A whole file: ``head`` are the comments about the file, which stay at its top.

    ``parted``: an empty line follows the head.
    """

    root: Piece
    head: list[str] = field(default_factory=list)
    parted: bool = True


def groups(piece: Piece) -> Iterator[Group]:
    """All groups of a tree, the outer ones first."""
    waiting = [piece]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Group):
            yield here
            waiting += [entry.value for entry in reversed(here.entries)]
