"""readme.md and intro.md of a connector as texts of a source, with a frame for the rest.

A section whose heading corresponds to a key of the format becomes the text of that key. Everything else stays in the
frame unchanged, so that the rendered page equals the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from connectorkit.model import page_frame
from connectorkit.read import json_document

_HEADING = re.compile(r"[ ]{0,3}(?:(#{2,6})|(#)(?=[ \t]))[ \t]*(?!#)(.*?)[ \t]*#*[ \t]*$")
_BOLD = re.compile(r"[ ]{0,3}(?:\*\*|__)([^*_]+)(?:\*\*|__):?[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_KINDS = (
    ("known_issues", re.compile(r"\b(known issues?|limitations?|restrictions?)\b")),
    ("prerequisites", re.compile(r"\b(pre ?requisites?|prerequisit\w*|before you (begin|start)|requirements)\b")),
    (
        "credentials_help",
        re.compile(
            r"\b(credentials?|authenticat\w+|authori[sz]ation|api keys?|access tokens?|creating a connection)\b"
        ),
    ),
    ("intro", re.compile(r"\b(gett?ing started|get started|quick ?start)\b")),
)
# Sections below one of these are about operations or the repository, whatever their headings.
_OTHERS = re.compile(
    r"\b(operations?|actions?|triggers?|endpoints?|faqs?|frequently|questions?|deploy\w*|install\w*)\b"
)
_BELOW_ALL = 7
_INLINE = 100
_ENDS = re.compile(r"\r\n?")


class Heading(NamedTuple):
    """A heading of a page: its level, its words in lower case, its first line, and the line after it."""

    level: int
    words: str
    first: int
    after: int


class Page(NamedTuple):
    """A page as a frame, and the extracted texts by their key in the source."""

    frame: str
    texts: dict[str, str]


Entry = tuple[str, dict[str, bytes]]
"""The value of a key in connector.yaml, and the files that it names."""


def taken(readme: bytes | None, intro: bytes | None, names: frozenset[str]) -> dict[str, Entry]:
    """The keys of connector.yaml for both pages of a connector.

    ``names`` are the titles of operations. The beginning of intro.md takes precedence over a section of readme.md about
    the start, because the reference page shows it.
    """
    pages = {key: _text(data) for key, data in (("readme", readme), ("intro_page", intro)) if data is not None}
    titles = frozenset(_words(name) for name in names)
    texts, frames = _split(pages, titles)
    if any(_filled(key, frame, texts) != _ENDS.sub("\n", pages[key]) for key, frame in frames.items()):
        # A page that would be rendered differently is kept as a whole.
        texts, frames = {}, pages
    made = {key: written(key, text) for key, text in texts.items()}
    files = {"readme": "readme.md", "intro_page": "intro_page.md"}
    return made | {key: (files[key], {files[key]: frame.encode()}) for key, frame in frames.items()}


def _split(pages: Mapping[str, str], titles: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of both pages by their keys, and the frames."""
    texts: dict[str, str] = {}
    frames: dict[str, str] = {}
    if "intro_page" in pages:
        top = lead(pages["intro_page"])
        texts |= top.texts
        frames["intro_page"] = top.frame
    if "readme" in pages:
        page = split(pages["readme"], titles, texts)
        texts |= page.texts
        frames = {"readme": page.frame, **frames}
    if "intro_page" in frames:
        page = split(frames["intro_page"], titles, texts, only="readme" in pages)
        texts |= page.texts
        frames["intro_page"] = page.frame
    return texts, frames


def _filled(key: str, frame: str, texts: Mapping[str, str]) -> str:
    return _ENDS.sub("\n", page_frame.fill(frame, texts, complete=key == "readme"))


def _text(data: bytes) -> str:
    """The text of a page, including its byte order mark; invalid UTF-8 is read as Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return json_document.decode("", data)[0]


def split(page: str, names: frozenset[str], known: Mapping[str, str], only: bool = False) -> Page:
    """Extract the sections of a page that correspond to keys of the format.

    ``names`` are the titles of operations, whose headings do not start sections. If ``known`` has the text of a key, a
    section is extracted only if it equals that; with ``only``, no other is extracted.
    """
    end = page_frame.newline(page)
    lines = _ENDS.sub("\n", page).split("\n")
    texts: dict[str, str] = {}
    kept: list[str] = []
    done = 0
    for key, first, last in _sections(lines, names):
        text, line = _cut(lines[first:last], key)
        if key in texts or (key in known and known[key] != text) or (only and key not in known):
            continue
        texts[key] = text
        kept += [*lines[done:first], line]
        done = last
    return Page(end.join([*kept, *lines[done:]]), texts)


def lead(page: str) -> Page:
    """Extract the text above the first heading of intro.md, with which the reference page begins."""
    lines = _ENDS.sub("\n", page).split("\n")
    last = next((heading.first for heading in _headings(lines)), len(lines))
    first, last = _trimmed(lines, 0, last)
    if first == last:
        return Page(page, {})
    text, line = _cut(lines[first:last], "intro")
    frame = [*lines[:first], line, *lines[last:]]
    return Page(page_frame.newline(page).join(frame), {"intro": text})


def written(key: str, text: str) -> tuple[str, dict[str, bytes]]:
    """The value of ``key`` in connector.yaml, and the file that it names unless the text is short."""
    if "\n" not in text and len(text) <= _INLINE and not text.endswith(".md"):
        return text, {}
    return f"{key}.md", {f"{key}.md": f"{text}\n".encode()}


def _sections(lines: list[str], names: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Key, first line and line after the text of each section that corresponds to a key of the format."""
    headings = list(_headings(lines))
    above: list[tuple[int, bool]] = []
    for index, heading in enumerate(headings):
        above = [entry for entry in above if entry[0] < heading.level]
        key = "" if heading.words in names else _kind(heading.words)
        closed = any(shut for _, shut in above)
        above.append((heading.level, closed or bool(key) or bool(_OTHERS.search(heading.words))))
        if not key or closed:
            continue
        last = next((one.first for one in headings[index + 1 :] if one.level <= heading.level), len(lines))
        first, last = _trimmed(lines, heading.after, last)
        if first < last:
            yield key, first, last


def _kind(words: str) -> str:
    return next((key for key, pattern in _KINDS if pattern.search(words)), "")


def _trimmed(lines: list[str], first: int, last: int) -> tuple[int, int]:
    """The range of lines without blank ones at either end."""
    while first < last and not lines[first].strip():
        first += 1
    while first < last and not lines[last - 1].strip():
        last -= 1
    return first, last


def _cut(lines: list[str], key: str) -> tuple[str, str]:
    """The text of some lines, and its placeholder in the frame, with the blanks that were at either end."""
    whole = "\n".join(lines)
    text = whole.strip()
    before, after = whole[: len(whole) - len(whole.lstrip())], whole[len(whole.rstrip()) :]
    return text, f"{before}{page_frame.place(key)}{after}"


def _headings(lines: list[str]) -> Iterator[Heading]:
    fence = ""
    for number, line in enumerate(lines):
        opened = _FENCE.match(line)
        if fence:
            fence = "" if opened and opened[1].startswith(fence) and line.strip() == opened[1] else fence
        elif opened:
            fence = opened[1]
        else:
            yield from _heading(lines, number)


def _heading(lines: list[str], number: int) -> Iterator[Heading]:
    line = lines[number]
    if found := _HEADING.match(line):
        yield Heading(len(found[1] or found[2]), _words(found[3]), number, number + 1)
    elif found := _BOLD.match(line):
        yield Heading(_BELOW_ALL, _words(found[1]), number, number + 1)
    # A list item or a table row above a line of dashes is not a heading.
    elif line[:1].isalnum() and number + 1 < len(lines) and (found := _UNDERLINE.match(lines[number + 1])):
        yield Heading(1 if found[1][0] == "=" else 2, _words(line), number, number + 2)


def _words(title: str) -> str:
    """The words of a heading in lower case, without punctuation and numbers around them."""
    return " ".join(re.findall(r"[^\W_]+", title.lower()))
