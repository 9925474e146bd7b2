"""Tests of reference pages: links have targets, tables are complete, and no text of a source became markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from connectorkit.render.docs.markdown_text import Anchors

_TAGS = frozenset(
    """a body caption code div h1 h2 h3 h4 h5 h6 head header html li main meta nav ol p pre section span strong style
    table tbody td th thead title tr ul""".split()
)
_VOID = frozenset(("meta", "br"))
_URL = ("#", "https://", "http://", "mailto:")
_LINK = re.compile(r"(?<!\\)\]\(#([^)]*)\)")
_CELL = re.compile(r"(?<!\\)(?:\\\\)*\|")


def html(text: str) -> list[str]:
    """The problems of a page: foreign tags, unclosed ones, repeated or missing anchors."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    found = [f"<{tag}> is left open" for tag in reader.open]
    found += [f"the anchor {name} stands twice" for name, times in reader.anchors.items() if times > 1]
    found += [f"a link leads to #{name}, which is nowhere" for name in reader.links if name not in reader.anchors]
    return [*reader.problems, *found]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors: Counter[str] = Counter()
        self.links: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.problems.append(f"<{tag}> is no tag of the page")
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            self._attribute(name, value or "")

    def _attribute(self, name: str, value: str) -> None:
        if name.startswith("on"):
            self.problems.append(f"the attribute {name} runs something")
        if name == "id":
            self.anchors[value] += 1
        if name == "href" and not value.lower().startswith(_URL):
            self.problems.append(f"a link leads to {value[:60]}")
        if name == "href" and value.startswith("#"):
            self.links.append(value[1:])

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes nothing")
        else:
            self.open.pop()


def markdown(text: str) -> list[str]:
    """The problems of a page: rows with another width than their table, raw tags, links to missing headings."""
    lines = list(_outside_fences(text))
    anchors = Anchors()
    known = {anchors.take(_shown(re.sub("^#+ ", "", line))) for line in lines if re.match(r"#{1,6} ", line)}
    found = [
        f"a link leads to #{name}, which is nowhere"
        for line in lines
        for name in _LINK.findall(line)
        if name not in known
    ]
    width = 0
    for line in lines:
        cells = len(_CELL.findall(line)) if line.startswith("|") else 0
        if width and cells and cells != width:
            found.append(f"a row has {cells - 1} cells, its table {width - 1}: {line[:80]}")
        width = cells and (width or cells)
    return found + [f"a tag is live: {line[:80]}" for line in lines if _live(line)]


def _outside_fences(text: str) -> Iterator[str]:
    fence = ""
    for line in text.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            yield line


def _shown(heading: str) -> str:
    """The displayed text of a heading."""
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", heading)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _live(line: str) -> bool:
    shown = line.replace("\\`", "").replace("<br>", "")
    outside = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", shown)
    return re.search(r"<(?!(?:https?://|mailto:)[^\s<>]*>)[a-zA-Z/!?]", outside) is not None
