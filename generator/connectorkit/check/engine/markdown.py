"""Markdown texts split at their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import Subject
from connectorkit.model import encodings
from connectorkit.model.file_names import README

_HEADING = re.compile(r"(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*\Z")
_UNDERLINE = re.compile(r"(=+|-{3,})[ \t]*\Z")
_FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")


class Section(NamedTuple):
    """A heading with its line, counted from 1, and the text below it up to the next heading."""

    line: int
    level: int
    title: str
    text: str

    @property
    def pointer(self) -> str:
        """The pointer of the heading: its line."""
        return f"/line/{self.line}"


class Page(NamedTuple):
    """A Markdown text: the part before the first heading, and the sections."""

    text: str
    before: str
    sections: tuple[Section, ...]


def page(data: bytes) -> Page:
    """A Markdown text split at its headings; lines in code blocks do not count as headings."""
    text = encodings.utf8(data, "replace")
    lines = text.split("\n")
    headings = list(_headings(lines))
    ends = [*(line - 1 for line, _, _, _ in headings[1:]), len(lines)][: len(headings)]
    sections = tuple(
        Section(line, level, title, "\n".join(lines[start:end]))
        for (line, level, title, start), end in zip(headings, ends, strict=True)
    )
    before = "\n".join(lines[: headings[0][0] - 1] if headings else lines)
    return Page(text, before, sections)


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str, int]]:
    """Line, level and title of each heading, and the index of the line after it."""
    fenced = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            found = _HEADING.match(line.rstrip("\r"))
            below = lines[index + 1].rstrip("\r") if index + 1 < len(lines) else ""
            if found:
                yield index + 1, len(found[1]), found[2], index + 1
            elif line.strip() and _UNDERLINE.match(below) and not line.lstrip().startswith(("-", "|", ">", "*")):
                yield index + 1, 1 if below[0] == "=" else 2, line.strip(), index + 2


def has(sections: tuple[Section, ...], words: tuple[str, ...]) -> bool:
    """Whether a heading has one of the words."""
    return any(word in section.title.lower() for section in sections for word in words)


def lacking(names: list[str]) -> str:
    """A list of missing sections, for a message."""
    quoted = [f"'{name}'" for name in names]
    what = "the section" if len(names) == 1 else "the sections"
    return f"{what} {', '.join(quoted[:-1])}{' and ' if len(quoted) > 1 else ''}{quoted[-1]}"


def readme_page(subject: Subject) -> Page | None:
    """The readme beside the definition; None when there is none."""
    return subject.once(_readme)


def _readme(subject: Subject) -> Page | None:
    data = subject.files.get(README)
    return page(data) if data is not None else None
