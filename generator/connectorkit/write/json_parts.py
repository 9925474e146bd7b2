"""A JSON text as a tree of parts that keep how it was written: blanks, key order, spelling of each value."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from json.encoder import encode_basestring, encode_basestring_ascii

from connectorkit.model.connector import Json
from connectorkit.model.patterns import lazy
from connectorkit.model.record import record

_BLANK = lazy(r"[ \t\n\r]*")
_STRING = lazy(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = lazy(r"[^\s,\]}]+")
_INDENT = lazy(r"\n([ \t]*)\Z")


@record
class Part:
    """A value, its text, and for an object or a list what is around each member.

    ``leads`` are the blanks before a member, ``heads`` its key with the colon ("" in a list), ``gaps`` the blanks
    between it and the comma; ``tail`` are the blanks before the closing bracket. Of equal keys the last one counts,
    and the others are not kept.
    """

    value: Json
    text: str
    keys: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    below: list[Part] = field(default_factory=list)
    tail: str = ""


@record(frozen=True)
class Style:
    """How new parts of a text are written.

    ``indent`` is that of one level (None: all on one line). ``colon`` and ``comma`` include their blanks. ``ascii`` and
    ``slashes``: non-ASCII characters, and slashes, are escaped.
    """

    indent: str | None = "  "
    newline: str = "\n"
    colon: str = ": "
    comma: str = ","
    ascii: bool = False
    slashes: bool = False

    def dump(self, value: Json, margin: str = "", flat: bool = False) -> str:
        """The text of ``value``; its further lines begin with ``margin``. ``flat``: on one line."""
        if isinstance(value, str):
            text = encode_basestring_ascii(value) if self.ascii else encode_basestring(value)
            return text.replace("/", "\\/") if self.slashes else text
        if not value or not isinstance(value, (dict, list)):
            return json.dumps(value)
        indent = None if flat else self.indent
        comma = self.comma if indent is not None else self.comma.rstrip() + (" " if self.indent is not None else "")
        text = json.dumps(value, ensure_ascii=self.ascii, indent=indent, separators=(comma, self.colon))
        if self.slashes:
            text = text.replace("/", "\\/")
        return text.replace("\n", self.newline + margin) if indent is not None else text


@record
class Whole:
    """A text: what is before and after its value, and its style."""

    before: str
    root: Part
    after: str
    style: Style


def parse(text: str) -> Whole:
    """The parts of a JSON text. Raises ValueError where it is not JSON."""
    start = _skip(text, 0)
    root, end = _part(text, start)
    return Whole(text[:start], root, text[end:], _style(text, root))


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _part(text: str, at: int) -> tuple[Part, int]:
    opening = text[at : at + 1]
    if opening in ("{", "["):
        return _container(text, at, "}" if opening == "{" else "]")
    found = (_STRING if opening == '"' else _SCALAR).match(text, at)
    if found is None:
        raise ValueError(f"no value at {at}")
    return Part(json.loads(found[0], strict=False), found[0]), found.end()


def _container(text: str, start: int, closing: str) -> tuple[Part, int]:
    part = Part({} if closing == "}" else [], "")
    at = start + 1
    first = _skip(text, at)
    if text[first : first + 1] == closing:
        part.tail, part.text = text[at:first], text[start : first + 1]
        return part, first + 1
    while True:
        at = _member(text, at, part, closing == "}")
        if text[at : at + 1] == closing:
            break
        if text[at : at + 1] != ",":
            raise ValueError(f"no comma at {at}")
        at += 1
    part.tail, part.gaps[-1] = part.gaps[-1], ""
    part.text = text[start : at + 1]
    _value(part)
    return part, at + 1


def _member(text: str, at: int, part: Part, keyed: bool) -> int:
    """Read a member from behind the comma before it up to the comma or bracket after it."""
    start = _skip(text, at)
    part.leads.append(text[at:start])
    head = start
    if keyed:
        key = _STRING.match(text, start)
        if key is None:
            raise ValueError(f"no key at {start}")
        colon = _skip(text, key.end())
        if text[colon : colon + 1] != ":":
            raise ValueError(f"no colon at {colon}")
        head = _skip(text, colon + 1)
        part.keys.append(json.loads(key[0], strict=False))
    part.heads.append(text[start:head])
    below, end = _part(text, head)
    part.below.append(below)
    after = _skip(text, end)
    part.gaps.append(text[end:after])
    return after


def _value(part: Part) -> None:
    if isinstance(part.value, list):
        part.value = [below.value for below in part.below]
        return
    last = {key: index for index, key in enumerate(part.keys)}
    if len(last) < len(part.keys):
        kept = sorted(last.values())
        for name in ("keys", "leads", "heads", "gaps", "below"):
            setattr(part, name, [getattr(part, name)[index] for index in kept])
    part.value = {key: below.value for key, below in zip(part.keys, part.below, strict=True)}


def every(part: Part) -> Iterator[Part]:
    """A part and all parts in it."""
    yield part
    for below in part.below:
        yield from every(below)


def margin(lead: str) -> str | None:
    """The indentation of a member by the blanks before it; None when it does not begin its line."""
    found = _INDENT.search(lead)
    return found[1] if found else None


def _style(text: str, root: Part) -> Style:
    steps: Counter[str] = Counter()
    colons: Counter[str] = Counter()
    for part in every(root):
        colons.update(head[head.rindex('"') + 1 :] for head in part.heads if head)
        inner, outer = margin(part.leads[0]) if part.leads else None, margin(part.tail)
        if inner is not None and outer is not None and inner.startswith(outer) and inner != outer:
            steps[inner[len(outer) :]] += 1
    strings = text.isascii()
    return Style(
        indent=steps.most_common(1)[0][0] if steps else ("  " if "\n" in text else None),
        newline="\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n",
        colon=colons.most_common(1)[0][0] if colons else ": ",
        comma="," if steps or ", " not in text else ", ",
        ascii=strings and "\\u" in text,
        slashes="\\/" in text and text.count("\\/") == text.count("/"),
    )
