"""Frames: readme.md and intro.md as an author wrote them, with placeholders for texts of the source.

A placeholder is an HTML comment on its own line, ``<!-- connectorkit: prerequisites -->``. The rest of a frame is
rendered unchanged. In readme.md, a text of the source without a placeholder gets a section at the end, so that none is
lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from connectorkit.model.patterns import lazy

FRAMES: Final = {"readme": "readme.md", "intro_page": "intro.md"}
"""The keys of connector.yaml that name a frame, and the file that is rendered from it."""
OPERATIONS: Final = "operations"
SECTIONS: Final = {
    "prerequisites": "Prerequisites",
    "credentials_help": "Obtaining Credentials",
    "known_issues": "Known Issues and Limitations",
}
"""Texts of the source that a page must have, and the heading of each where a frame has no place for it."""
PLACES: Final = ("intro", *SECTIONS, OPERATIONS)
_PLACE = lazy(r"<!-- connectorkit: (.*?) -->")


def place(key: str) -> str:
    """The placeholder of a frame for the text ``key`` of the source."""
    return f"<!-- connectorkit: {key} -->"


def places(frame: str) -> Iterator[tuple[str, int]]:
    """The key of each placeholder of a frame, and its line counted from 1."""
    for found in _PLACE.finditer(frame):
        yield found[1], frame.count("\n", 0, found.start()) + 1


def newline(frame: str) -> str:
    """The line end that a frame uses."""
    return "\r\n" if "\r\n" in frame else "\n"


def fill(frame: str, texts: Mapping[str, str], complete: bool = True) -> str:
    """``frame`` with the texts of the source in their placeholders, with the line ends of the frame.

    ``complete``: a text without a placeholder gets a section at the end.
    """
    end = newline(frame)
    known = {key for key, _ in places(frame)}
    filled = _PLACE.sub(lambda found: _lines(texts.get(found[1], ""), end), frame)
    for key in SECTIONS if complete else ():
        if key in known or not texts.get(key):
            continue
        filled = f"{filled.rstrip()}{end}{end}## {SECTIONS[key]}{end}{end}{_lines(texts[key], end)}{end}"
    return filled


def _lines(text: str, end: str) -> str:
    return end.join(re.split(r"\r\n?|\n", text))
