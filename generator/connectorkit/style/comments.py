"""Comments: which entry each comment of a file belongs to.

A comment at the end of a line belongs to the entry of that line. A comment on its own line belongs to the entry below
it, unless it is indented deeper than that entry: then it ends the group whose entries are in its column.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.read.line_offsets import Lines
from connectorkit.style.parse import SPACE, Parsed, Placed, Room
from connectorkit.style.pieces import Document

BREAKS = "\n\x85\u2028\u2029"
_COMMENT = re.compile(f"#[^{BREAKS}]*")
_MODELINE = re.compile(r"#\s*yaml-language-server\s*:")


class Comment(NamedTuple):
    """A comment: its offset, its text, its column, and whether it is on its own line."""

    at: int
    text: str
    column: int
    alone: bool


def find(text: str, parsed: Parsed, lines: Lines) -> list[Comment]:
    """The comments of a text, in order."""
    found = []
    for start, end in parsed.gaps:
        for match in _COMMENT.finditer(text, start, end) if end - start > 1 else ():
            line = lines.start(match.start())
            alone = not text[line : match.start()].strip(SPACE)
            found.append(Comment(match.start(), match[0].rstrip(SPACE), match.start() - line, alone))
    return found


def attach(text: str, parsed: Parsed) -> tuple[Document, list[str]]:
    """The document with comments and empty lines attached, and a list of all comments."""
    placer = _Placer(text, parsed)
    found = find(text, parsed, placer.lines)
    for comment in found:
        placer.take(comment)
    for placed in parsed.entries:
        if placer.after_space(placed.start):
            placed.entry.before.append("")
    return _headed(Document(parsed.root, placer.head), parsed), [comment.text for comment in found]


def _headed(document: Document, parsed: Parsed) -> Document:
    """Make comments that an empty line separates from the first entry, and modelines, comments of the file."""
    for placed in parsed.rooms[0].entries[:1] if parsed.rooms else ():
        above = placed.entry.before
        lines = above[1:] if above[:1] == [""] else above
        count = max((number for number, line in enumerate(lines) if not line), default=0)
        if count:
            document.head += lines[:count]
        elif lines and _MODELINE.match(lines[0]):
            document.head.append(lines[0])
            document.parted = False
        placed.entry.before = lines[len(document.head) + bool(count) :]
    return document


class _Placer:
    def __init__(self, text: str, parsed: Parsed) -> None:
        self.text, self.parsed = text, parsed
        self.lines = Lines("file.yaml", text)
        self.head: list[str] = []
        self.starts = [placed.start for placed in parsed.entries]
        self.touches = sorted(_touches(parsed), key=lambda touch: touch[0])
        self.touched = [offset for offset, _ in self.touches]
        self.flows = [room for room in parsed.rooms if room.flow]
        # Of the comments between two entries, each is nested at most as deep as the one before it.
        self.gap = -1
        self.deepest: Room | None = None
        self.lowered = False

    def take(self, comment: Comment) -> None:
        """Attach one comment."""
        count = bisect_right(self.touched, comment.at)
        owner = self.touches[count - 1][1] if count else None
        if not comment.alone and owner is not None:
            self._beside(owner, comment.text)
        else:
            if count != self.gap:
                self.gap, self.deepest, self.lowered = count, None, False
            lines = self._place(owner, comment)
            if self.after_space(comment.at):
                lines.append("")
            lines.append(comment.text)

    def _beside(self, owner: Placed, comment: str) -> None:
        if owner.entry.beside:
            owner.entry.before.append(owner.entry.beside)
        owner.entry.beside = comment

    def _place(self, owner: Placed | None, comment: Comment) -> list[str]:
        """The list of comments to which a comment on its own line belongs."""
        if owner is not None and owner.value > comment.at and not owner.block:
            return owner.entry.before
        number = bisect_left(self.starts, comment.at)
        following = self.parsed.entries[number] if number < len(self.starts) else None
        flow = self._flow_around(comment.at)
        if flow is not None:
            inside = following is not None and following.start < flow.end
            return following.entry.before if following is not None and inside else flow.group.after
        room = self._room_above(owner, following, comment)
        if room is not None:
            self.deepest = room
            return room.group.after
        self.lowered = True
        if following is not None:
            return following.entry.before
        return self.parsed.rooms[0].group.after if self.parsed.rooms else self.head

    def _flow_around(self, at: int) -> Room | None:
        around = [room for room in self.flows if room.start < at < room.end]
        return around[-1] if around else None

    def _room_above(self, owner: Placed | None, following: Placed | None, comment: Comment) -> Room | None:
        """The group above that the comment ends; None for a comment that belongs to the next entry."""
        if following is not None and comment.column <= following.room.column:
            return None
        below = set(map(id, _rooms(following)))
        for room in () if self.lowered else _rooms(owner):
            if id(room) in below:
                return None
            if self.deepest is not None and room.column > self.deepest.column:
                continue
            # The dashes of a list may be in the column of the keys around it; a comment in it belongs to these keys.
            level = room.owner is not None and room.owner.room.column == room.column
            if not room.flow and not level and 0 <= room.column <= comment.column:
                return room
        return None

    def after_space(self, at: int) -> bool:
        """Whether the text at ``at`` begins its line, and the line above is empty."""
        line = self.lines.start(at)
        if line == 0 or self.text[line:at].strip(SPACE):
            return False
        return not self.text[self.lines.start(line - 1) : line].strip(SPACE)


def _rooms(placed: Placed | None) -> Iterator[Room]:
    """The groups around an entry, the innermost first."""
    while placed is not None:
        yield placed.room
        placed = placed.room.owner


def _touches(parsed: Parsed) -> Iterator[tuple[int, Placed]]:
    """Offsets, each with the entry to which a comment after it belongs."""
    for placed in parsed.entries:
        yield placed.start, placed
    for room in parsed.rooms:
        if room.flow and room.owner is not None:
            yield room.start, room.owner
            yield room.end - 1, room.owner
