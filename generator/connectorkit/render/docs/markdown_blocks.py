"""Free Markdown texts as plain blocks, for the HTML page: the part of Markdown that intros use.

A block is ``{"kind": paragraph | heading | list | code, ...}``; its text is a list of spans
``{"kind": text | code | strong | link, "text", "url"}``. Nothing here is HTML: the template escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

Span = dict[str, str]
Block = dict[str, object]

_ITEM = re.compile(r"\s*(?:([-*+])|(\d{1,9})[.)])\s+(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)[\s#]*$")
_URL = r"(?:https?://|mailto:)[^\s<>()\[\]\"']+(?:\([^\s<>()\"']*\)[^\s<>()\[\]\"']*)*"
_INLINE = re.compile(
    rf"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\[\]]+)\]\(\s*({_URL})\s*\)|<({_URL})>|({_URL})|\\([!-/:-@\[-`{{-~])",
    re.IGNORECASE,
)


def blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text; what is no known Markdown is shown as it is written."""
    made: list[Block] = []
    parts = re.split(r"^(```|~~~)[^\n]*\n", text if text.endswith("\n") else text + "\n", flags=re.MULTILINE)
    inside = ""
    for part in parts:
        if part in ("```", "~~~") and inside in ("", part):
            inside = "" if inside else part
        elif inside:
            made.append({"kind": "code", "text": part.rstrip("\n")})
        else:
            made += _prose(part)
    return made


def spans(text: str) -> list[Span]:
    """The spans of one paragraph."""
    found: list[Span] = []
    start = 0
    for match in _INLINE.finditer(text):
        found += [_span("text", text[start : match.start()]), _matched(match)]
        start = match.end()
        if match[6]:
            tail = match[6][len(found[-1]["text"]) :]
            start -= len(tail)
    found.append(_span("text", text[start:]))
    return [span for span in found if span["text"]]


def _span(kind: str, text: str, url: str = "") -> Span:
    return {"kind": kind, "text": text, "url": url}


def _matched(match: re.Match[str]) -> Span:
    code, strong, label, target, angled, bare, escaped = match.groups()
    if code:
        return _span("code", code)
    if strong:
        return _span("strong", strong)
    if escaped:
        return _span("text", escaped)
    url = target or angled or bare.rstrip(".,;:!?")
    return _span("link", label or url, url)


def _prose(text: str) -> Iterator[Block]:
    for kind, group in groupby(text.splitlines(), key=_kind):
        part = list(group)
        if kind == "heading":
            yield from (_heading(line) for line in part)
        elif kind in ("bullets", "numbers"):
            yield {"kind": "list", "ordered": kind == "numbers", "items": [spans(_item(line)) for line in part]}
        elif kind:
            yield {"kind": "paragraph", "spans": spans(" ".join(line.strip() for line in part))}


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    item = _ITEM.match(line)
    if item:
        return "bullets" if item[1] else "numbers"
    return "heading" if _HEADING.match(line) else "text"


def _item(line: str) -> str:
    found = _ITEM.match(line)
    return found[3] if found else line


def _heading(line: str) -> Block:
    found = _HEADING.match(line)
    level, text = (len(found[1]), found[2]) if found else (3, line)
    return {"kind": "heading", "level": min(max(level, 3), 6), "spans": spans(text)}
