"""Statements in the layout of `ruff format`: on one line where they fit, else broken at their brackets."""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache

from connectorkit.model.patterns import lazy
from connectorkit.model.record import record
from connectorkit.render.python_text import width

LINE = 120
_TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[()\[\]{},]|[^"'()\[\]{},]+|.)""", re.DOTALL)
_BLANKS = re.compile(r"\s\s+|[^\S ]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ESCAPE = lazy(r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\.|.", re.DOTALL)


@record
class Group:
    """The items between two brackets. ``comma``: a comma follows the last one; ``flat``: the text on one line."""

    opening: str
    items: list[Parts] = field(default_factory=list)
    comma: bool = False
    applied: bool = False
    flat: str = ""

    @property
    def closing(self) -> str:
        """The bracket that ends the group."""
        return _CLOSING[self.opening]

    @property
    def single(self) -> bool:
        """Whether this is a tuple of one item, whose comma means nothing else."""
        return self.opening == "(" and not self.applied and len(self.items) == 1


Parts = list["str | Group"]


def opens(line: str) -> int:
    """How many more brackets a line opens than it closes, outside strings."""
    tokens = [token for token in _TOKEN.findall(line) if token in "()[]{}"]
    return sum(1 if token in "([{" else -1 for token in tokens)


@lru_cache(maxsize=8192)
def statement(text: str) -> tuple[str, ...]:
    """The lines of an indented statement. A comma after the last item of a group keeps it on several lines."""
    return tuple(_statement(text))


def _statement(text: str) -> list[str]:
    indent = len(text) - len(text.lstrip(" "))
    parts = _parsed(_TOKEN.findall(text.strip()))
    if parts and isinstance(parts[0], str) and parts[0].startswith(("def ", "async def ")):
        at = next(i for i, part in enumerate(parts) if isinstance(part, Group))
        return _broken(parts, at, indent, "", defines=True)
    return _layout(parts, indent, "", whole=True)


def _parsed(tokens: list[str]) -> Parts:
    outer = Group("(")
    stack = [outer]
    item: Parts = []
    held = [item]
    for token in tokens:
        if token in _CLOSING:
            before = held[-1][-1] if held[-1] else ""
            applied = isinstance(before, Group) or (bool(re.search(r"\w$", before)) and before != "return")
            group = Group(token, applied=applied)
            held[-1].append(group)
            stack.append(group)
            held.append([])
        elif token in (")", "]", "}"):
            group, last = stack.pop(), _trimmed(held.pop())
            group.comma = bool(group.items) and not last
            group.items += [last] if last else []
        elif token == "," and len(stack) > 1:
            stack[-1].items.append(_trimmed(held[-1]))
            held[-1] = []
        else:
            quoted = token[:1] in "\"'"
            held[-1].append(token if quoted or not _BLANKS.search(token) else _BLANKS.sub(" ", token))
    return _trimmed(held[0])


def _trimmed(parts: Parts) -> Parts:
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return [part for part in parts if part != ""]


def _flat(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else _flat_group(part) for part in parts)


def _flat_group(group: Group) -> str:
    if not group.flat:
        comma = "," if group.single and group.comma else ""
        group.flat = f"{group.opening}{', '.join(map(_flat, group.items))}{comma}{group.closing}"
    return group.flat


def _kept_broken(parts: Parts) -> bool:
    groups = [part for part in parts if isinstance(part, Group)]
    return any((g.comma and not g.single) or any(map(_kept_broken, g.items)) for g in groups)


def _layout(parts: Parts, indent: int, tail: str, whole: bool = False) -> list[str]:
    line = f"{' ' * indent}{_flat(parts)}{tail}"
    if width(line) <= LINE and not _kept_broken(parts):
        return [line]
    union = next((i for i, part in enumerate(parts) if isinstance(part, str) and _joins(part)), None)
    if union is not None:
        kind, rest = str(parts[union]).split(" | ", 1)
        before = [part for part in (*parts[:union], kind) if part != ""]
        return _union(before, [f"| {rest}", *parts[union + 1 :]], indent, tail, whole)
    groups = [i for i in reversed(range(len(parts))) if _items(parts[i])]
    if not groups:
        return _text(parts, indent, tail)
    # Break at the last group whose opening bracket still fits on the line.
    at = next((i for i in groups if indent + width(_flat(parts[:i])) < LINE), groups[0])
    return _broken(parts, at, indent, tail)


def _joins(text: str) -> bool:
    return " | " in text and text[:1] not in "\"'"


def _items(part: str | Group) -> list[Parts]:
    return part.items if isinstance(part, Group) else []


def _union(before: Parts, after: Parts, indent: int, tail: str, whole: bool) -> list[str]:
    """The alternatives of a union type, one per line."""
    pad = " " * indent
    name, colon, kind = str(before[0]).partition(": ")
    if not whole or not colon:
        return [*_layout(before, indent, ""), f"{pad}{_flat(after)}{tail}"]
    before = [part for part in (kind, *before[1:]) if part != ""]
    inner = [f"{pad}    {_flat(before)} {_flat(after)}"]
    if width(inner[0]) > LINE:
        inner = [*_layout(before, indent + 4, ""), f"{pad}    {_flat(after)}"]
    return [f"{pad}{name}: (", *inner, f"{pad}){tail}"]


def _broken(parts: Parts, at: int, indent: int, tail: str, defines: bool = False) -> list[str]:
    """``parts`` broken at the group at ``at``, where they do not fit or are kept broken."""
    line, pad = f"{' ' * indent}{_flat(parts)}{tail}", " " * indent
    group = parts[at]
    if (width(line) <= LINE and not _kept_broken(parts)) or not isinstance(group, Group):
        return [line]
    one = f"{pad}    {', '.join(map(_flat, group.items))}"
    lone = defines and len(group.items) == 1
    call = group.applied and group.opening == "(" and not lone
    if call and not any(map(_kept_broken, group.items)) and not group.comma and width(one) <= LINE:
        inner = [one]
    else:
        comma = "," if len(group.items) > 1 or group.comma or lone else ""
        inner = [text for item in group.items for text in _layout(item, indent + 4, comma)]
    return [f"{pad}{_flat(parts[:at])}{group.opening}", *inner, f"{pad}{group.closing}{_flat(parts[at + 1 :])}{tail}"]


def _text(parts: Parts, indent: int, tail: str) -> list[str]:
    """A string that is too long for a line, in pieces."""
    pad, last = " " * indent, parts[-1] if parts else ""
    if not isinstance(last, str) or last[:1] not in "\"'" or not last:
        name, _, value = _flat(parts).partition(" = ")
        if value and indent + 4 + width(value) <= LINE:
            return [f"{pad}{name} = (", f"{pad}    {value}", f"{pad}){tail}"]
        return [f"{pad}{_flat(parts)}{tail}"]
    if len(parts) == 1:
        pieces = _pieces(last, LINE - indent - len(tail))
        return [*(f"{pad}{piece}" for piece in pieces[:-1]), f"{pad}{pieces[-1]}{tail}"]
    pieces = _pieces(last, LINE - indent - 4)
    return [f"{pad}{_flat(parts[:-1])}(", *(f"{pad}    {piece}" for piece in pieces), f"{pad}){tail}"]


def _pieces(quoted: str, room: int) -> list[str]:
    """A string literal as several that mean the same, cut after white space where there is some."""
    units = _ESCAPE.findall(quoted[1:-1])
    pieces: list[str] = []
    start = 0
    while start < len(units):
        end, used = start, 2
        while end < len(units) and used + width(units[end]) <= max(room, 20):
            used += width(units[end])
            end += 1
        if end < len(units):
            blank = next((i for i in range(end - 1, start + (end - start) // 2, -1) if units[i] == " "), None)
            end = blank + 1 if blank is not None else end
        end = max(end, start + 1)
        pieces.append(_requoted(units[start:end]))
        start = end
    return pieces


def _requoted(units: list[str]) -> str:
    """A string of characters and escapes, in the quotes that need fewer escapes."""
    plain = [unit[1] if unit in ('\\"', "\\'") else unit for unit in units]
    quote = "'" if plain.count('"') > plain.count("'") else '"'
    return quote + "".join(f"\\{unit}" if unit == quote else unit for unit in plain) + quote
