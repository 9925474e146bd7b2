"""Parse: the text of a file to pieces with offsets, from which :mod:`comments` finds the entry of each comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml

from connectorkit.read import yaml_scalars
from connectorkit.style.pieces import Alias, Entry, Group, Piece, Scalar

SPACE = " \t\n"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refused(Exception):
    """The file has something that could not be written back; the message is the reason, ``line`` its line."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(slots=True, eq=False)
class Placed:
    """An entry with offsets: its ``start``, that of its value, and that of its dash (``dash``).

    ``room`` is the group around it.
    """

    entry: Entry
    room: Room
    start: int
    value: int = -1
    block: bool = False


@dataclass(slots=True, eq=False)
class Room:
    """A group with offsets; ``owner`` is the entry that has it as value, None for the whole file."""

    group: Group
    owner: Placed | None
    flow: bool
    start: int
    end: int = -1
    column: int = -1
    entries: list[Placed] = field(default_factory=list)


@dataclass(slots=True)
class Parsed:
    """A file: its root, its groups (the outer ones first), its entries in order, and the gaps between its tokens."""

    root: Piece
    rooms: list[Room] = field(default_factory=list)
    entries: list[Placed] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """The pieces of a valid text with line feeds as line breaks.

    Raises Refused for directives, tags, and keys with an anchor or alias.
    """
    builder = _Builder()
    for event in yaml.parse(text, LOADER):
        builder.take(event)
    parsed = builder.parsed
    dashes = _scan(text, parsed)
    for placed in parsed.entries:
        if placed.entry.key is None and not placed.room.flow:
            placed.start, column = next(dashes)
            placed.room.column = column
    return parsed


def _scan(text: str, parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Record the gaps between tokens, and yield offset and column of each dash of a list."""
    dashes = []
    end = 0
    for token in yaml.scan(text, LOADER):
        start = token.start_mark.index
        if isinstance(token, yaml.DirectiveToken):
            raise Refused("It has a directive (%).", token.start_mark.line + 1)
        if isinstance(token, yaml.TagToken):
            raise Refused("It has a tag (!).", token.start_mark.line + 1)
        if isinstance(token, yaml.BlockEntryToken):
            dashes.append((start, token.start_mark.column))
        if start > end:
            parsed.gaps.append((end, start))
        end = max(end, start)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            # A comment may follow the indicator of a block scalar. The scanner ends the scalar at the next token.
            header = text.find("\n", start)
            parsed.gaps.append((start, header if header >= 0 else len(text)))
            end = start + len(text[start : token.end_mark.index].rstrip(SPACE))
        else:
            end = max(end, token.end_mark.index)
    parsed.gaps.append((end, len(text)))
    return iter(dashes)


def _start(event: yaml.Event) -> yaml.Mark:
    """The start mark of an event; events always have one."""
    mark = event.start_mark
    assert mark is not None
    return cast("yaml.Mark", mark)


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return int(event.end_mark.index)


class _Builder:
    def __init__(self) -> None:
        self.parsed = Parsed(Scalar("null", True))
        self.open: list[Room] = []
        self.key: Placed | None = None

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            if self.open and self.open[-1].group.mapping and self.key is None:
                raise Refused("A key is an alias (*).", _start(event).line + 1)
            self._place(event, Alias(event.anchor or ""))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop().end = _end(event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        room = self.open[-1] if self.open else None
        if room is not None and room.group.mapping and self.key is None:
            if event.anchor:
                raise Refused("A key has an anchor (&).", _start(event).line + 1)
            self.key = self._entry(room, event, str(event.value))
            if room.column < 0:
                room.column = _start(event).column
            return
        value = None if event.style else yaml_scalars.meaning(str(event.value))
        literal = not event.style and not isinstance(value, str)
        text = str(event.value)
        if literal and (value is None or isinstance(value, bool)):
            text = "null" if value is None else str(value).lower()
        self._place(event, Scalar(text, literal, event.anchor or ""))

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        group = Group(isinstance(event, yaml.MappingStartEvent), anchor=event.anchor or "")
        owner = self._place(event, group)
        room = Room(group, owner, bool(event.flow_style), _start(event).index)
        if owner is not None:
            owner.block = not room.flow
        self.parsed.rooms.append(room)
        self.open.append(room)

    def _place(self, event: yaml.Event, piece: Piece) -> Placed | None:
        """Attach a value to its key, its list, or the document."""
        if not self.open:
            self.parsed.root = piece
            return None
        placed = self.key or self._entry(self.open[-1], event, None)
        self.key = None
        placed.entry.value = piece
        placed.value = _start(event).index
        return placed

    def _entry(self, room: Room, event: yaml.Event, key: str | None) -> Placed:
        entry = Entry(key, Scalar("null", True), number=len(room.entries))
        placed = Placed(entry, room, _start(event).index)
        room.group.entries.append(entry)
        room.entries.append(placed)
        self.parsed.entries.append(placed)
        return placed
