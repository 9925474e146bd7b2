"""The position of the cursor in a YAML text, derived from indentation and brackets, so that the file may be broken."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Final

ITEM: Final = 0
"""In a path, an item of a list."""
_MOST_LINES = 2_000
_MOST_FLOW = 60
_KEY = re.compile(
    r"""(?P<indent> *)(?P<dashes>(?:- +)*)"""
    r"""(?P<key>"[^"]*"|'[^']*'|[^\s#\-\[\]{},"'][^:#]*?|-[^\s:#][^:#]*?)\s*:(?:\s+(?P<rest>.*)|$)"""
)
_DASH = re.compile(r"(?P<indent> *)(?P<dashes>(?:-(?: +|$))+)(?P<rest>.*)")
_WORD = re.compile(r"[^\s,\[\]{}\"'#]*\Z")
_PAIR = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s,:\[\]{}][^,:\[\]{}]*?))\s*:(?:\s|\Z)""")
_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\[\]{},]|(?<!\S)#.*""")
Path = tuple["str | int", ...]


@dataclass(slots=True)
class Context:
    """The syntactic context of the cursor.
    ``path``: the keys from the top to the enclosing mapping or list, ITEM for an item. ``key``: the key whose value is
    being written; "" for a key, or for an item of a list (``item``). ``word``: the text up to the cursor; ``whole``
    includes the text after it. ``start``: the column where the word begins. ``beside``: the other entries of the
    mapping, with their values if on one line. ``indent``: the column of the keys of the mapping. ``outer``: within
    brackets, the entries of the next enclosing mapping.
    """

    path: Path
    key: str = ""
    item: bool = False
    word: str = ""
    whole: str = ""
    start: int = 0
    beside: dict[str, str] = field(default_factory=dict)
    indent: int = 0
    in_flow: bool = False
    outer: dict[str, str] = field(default_factory=dict)


def at(lines: list[str], line: int, column: int) -> Context | None:
    """The context at a line and column, both counted from 0; None in a comment or a multi-line string."""
    before = lines[line][:column] if line < len(lines) else ""
    if _comment(before) or _in_block_text(lines, line):
        return None
    flow = _flow(lines, line, before)
    context = flow if flow is not None else _block(lines, line, before)
    after = lines[line][column:] if line < len(lines) else ""
    found = re.match(r"[^\s,\[\]{}\"'#:]*(?::(?=\S)[^\s,\[\]{}\"'#:]*)*", after)
    context.whole = context.word + (found[0] if found else "")
    context.start = column - len(context.word)
    return context


def _comment(before: str) -> bool:
    return any(found[0].startswith("#") for found in _TOKEN.finditer(before))


def _in_block_text(lines: list[str], line: int) -> bool:
    """Whether a line belongs to a block scalar (`|` or `>`)."""
    indent = _indent(lines[line]) if line < len(lines) and lines[line].strip() else None
    for index in range(line - 1, max(-1, line - 200), -1):
        text = lines[index]
        if not text.strip():
            continue
        if indent is None or _indent(text) < indent:
            found = _KEY.match(text)
            if found and re.fullmatch(r"[|>][+\-0-9]*\s*(?:#.*)?", found["rest"] or ""):
                return indent is not None
            if indent is None:
                return False
            indent = min(indent, _indent(text)) if found is None else _indent(text)
            if found is not None or indent == 0:
                return False
    return False


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _unquoted(key: str) -> str:
    return key[1:-1] if len(key) > 1 and key[0] in "\"'" and key[-1] == key[0] else key


def _block(lines: list[str], line: int, before: str) -> Context:
    """The context in block style."""
    found = _KEY.match(before)
    if found is not None:
        indent = len(found["indent"]) + len(found["dashes"])
        path = _above(lines, line, indent, before)
        word = (found["rest"] or "").lstrip("\"'")
        key = _unquoted(found["key"])
        return Context(path, key, word=word, beside=_beside(lines, line, indent, key), indent=indent)
    dash = _DASH.match(before)
    indent = len(dash["indent"]) + len(dash["dashes"]) if dash else _indent(before)
    word = before[indent:].lstrip("\"'") if len(before) >= indent else ""
    path = _above(lines, line, indent, before)
    beside = _beside(lines, line, indent, "")
    item = dash is not None and not beside
    return Context(path, item=item, word=word, beside=beside, indent=indent)


def _above(lines: list[str], line: int, indent: int, text: str) -> Path:
    """The path of the mapping whose keys are in column ``indent``, found by reading upwards from its first line."""
    path: list[str | int] = []
    limit = indent
    limit = _dashes(text, limit, path)
    for index in range(line - 1, max(-1, line - _MOST_LINES), -1):
        above = lines[index]
        if not above.strip() or above.lstrip().startswith("#") or (limit == 0 and not path):
            if limit == 0 and not path:
                break
            continue
        found, column = _KEY.match(above), _indent(above)
        if found is not None:
            at_key = len(found["indent"]) + len(found["dashes"])
            # A list may be indented like its key.
            if at_key < limit or (at_key == limit and path[:1] == [ITEM] and not found["dashes"]):
                path.insert(0, _unquoted(found["key"]))
                limit = _dashes(above, at_key, path)
                continue
        if column < limit and _DASH.match(above):
            limit = _dashes(above, limit, path)
    return tuple(path)


def _dashes(text: str, limit: int, path: list[str | int]) -> int:
    """Prepend an ITEM to ``path`` for each dash of a line left of ``limit``; returns the new limit."""
    found = _DASH.match(text)
    if found is None:
        return limit
    columns = [len(found["indent"]) + at.start() for at in re.finditer("-", found["dashes"])]
    for column in reversed(columns):
        if column < limit:
            path.insert(0, ITEM)
            limit = column
    return limit


def _beside(lines: list[str], line: int, indent: int, but: str) -> dict[str, str]:
    """The other keys of the mapping whose keys are in column ``indent``, each with the rest of its line."""
    found: dict[str, str] = {}
    for step in (-1, 1):
        index = line if step < 0 else line + 1
        while 0 <= index < len(lines) and abs(index - line) < _MOST_LINES:
            text = lines[index]
            pair = _KEY.match(text)
            column = len(pair["indent"]) + len(pair["dashes"]) if pair else _indent(text)
            if text.strip() and not text.lstrip().startswith("#"):
                if pair is not None and column == indent and (step < 0 or not pair["dashes"]):
                    if index != line:
                        found.setdefault(_unquoted(pair["key"]), (pair["rest"] or "").strip())
                elif column < indent and index != line:
                    break
                dash = _DASH.match(text)
                if dash is not None and len(dash["indent"]) < indent and (step < 0 or index != line):
                    break
            index += step
    found.pop(but, None)
    return found


def around(lines: list[str], line: int, indent: int) -> dict[str, str]:
    """The entries of the mapping that contains the mapping at ``line``, whose keys are in column ``indent``."""
    for index in range(line - 1, max(-1, line - _MOST_LINES), -1):
        found = _KEY.match(lines[index])
        if found is not None and (column := len(found["indent"]) + len(found["dashes"])) < indent:
            return {**_beside(lines, index, column, ""), _unquoted(found["key"]): (found["rest"] or "").strip()}
    return {}


def keys_below(lines: list[str], line: int, key: str) -> list[str]:
    """The keys of the nearest block mapping under a ``key`` at or above a line."""
    for index in range(min(line, len(lines) - 1), -1, -1):
        found = _KEY.match(lines[index])
        if found is not None and found["key"] == key and not found["rest"]:
            return _keys_right_of(lines[index + 1 :], len(found["indent"]) + len(found["dashes"]))
    return []


def _keys_right_of(lines: list[str], column: int) -> list[str]:
    """The keys of the mapping that begins on the first of ``lines``, right of ``column``."""
    listed = [found for text in lines if (found := _KEY.match(text)) is not None]
    inner = list(itertools.takewhile(lambda one: len(one["indent"]) > column, listed))
    return [_unquoted(one["key"]) for one in inner if one["indent"] == inner[0]["indent"]]


def _flow(lines: list[str], line: int, before: str) -> Context | None:
    """The context in brackets; None outside brackets."""
    text, opened_at = before, line
    stack = _open(text)
    while not stack and opened_at > 0 and line - opened_at < _MOST_FLOW:
        opened_at -= 1
        if not lines[opened_at].strip():
            continue
        if _KEY.match(lines[opened_at]) and not re.search(r"[\[{,]\s*(?:#.*)?$", lines[opened_at]):
            return None
        text = f"{lines[opened_at]}\n{text}"
        stack = _open(text)
    if not stack:
        return None
    outer = text[: stack[0]]
    first = outer.rsplit("\n", 1)[-1]
    head = _KEY.match(first)
    indent = len(head["indent"]) + len(head["dashes"]) if head else _indent(first)
    path = [*_above(lines, opened_at, indent, first), *([_unquoted(head["key"])] if head else [])]
    for start, end in itertools.pairwise(stack):
        path.append(ITEM) if text[start] == "[" else path.append(_last_key(text[start + 1 : end]))
    inner = text[stack[-1] + 1 :]
    last = _entry(inner)
    word = (_WORD.search(last) or [""])[0]
    if text[stack[-1]] == "[":
        pair = _PAIR.match(last)
        return Context((*path, ITEM), item=True, word=(last.strip() if not pair else word).lstrip("\"'"), in_flow=True)
    pair = _PAIR.match(last)
    beside = _entries(inner[: len(inner) - len(last)] + _rest(lines, line, len(before)))
    if pair is not None:
        key = next(one for one in pair.groups() if one is not None)
        value = last[pair.end() :].lstrip().lstrip("\"'")
        beside.pop(key, None)
        return Context(tuple(path), key, word=value, beside=beside, in_flow=True)
    one_more = len(stack) > 1 and text[stack[-2]] == "{"
    around_it = _entries(text[stack[-2] + 1 : stack[-1]]) if one_more else _beside(lines, opened_at, indent, "")
    return Context(tuple(path), word=word, beside=beside, in_flow=True, outer=around_it)


def _open(text: str) -> list[int]:
    """The offsets of the brackets that are still open at the end of ``text``."""
    stack: list[int] = []
    for found in _TOKEN.finditer(text):
        if found[0] in "[{" and len(found[0]) == 1:
            stack.append(found.start())
        elif found[0] in "]}" and stack:
            stack.pop()
    return stack


def _entry(inner: str) -> str:
    """The text after the last comma of an open bracket."""
    depth, last = 0, 0
    for found in _TOKEN.finditer(inner):
        if found[0] in ("[", "{"):
            depth += 1
        elif found[0] in ("]", "}"):
            depth -= 1
        elif found[0] == "," and depth == 0:
            last = found.end()
    return inner[last:]


def _last_key(text: str) -> str:
    pair = _PAIR.match(_entry(text))
    return next((one for one in pair.groups() if one is not None), "") if pair else ""


def _rest(lines: list[str], line: int, column: int) -> str:
    """The text after the cursor on its line, up to the end of the enclosing brackets."""
    text = lines[line][column:] if line < len(lines) else ""
    depth = 0
    for found in _TOKEN.finditer(text):
        depth += (found[0] in ("[", "{")) - (found[0] in ("]", "}"))
        if depth < 0:
            return text[: found.start()]
    return text


def _entries(text: str) -> dict[str, str]:
    """The entries of a mapping in brackets that are key-value pairs."""
    found: dict[str, str] = {}
    depth, start = 0, 0
    for token in [*_TOKEN.finditer(text), None]:
        mark = token[0] if token is not None else ","
        if mark == "," and depth == 0:
            part = text[start : token.start() if token is not None else len(text)]
            pair = _PAIR.match(part)
            if pair is not None:
                found[next(one for one in pair.groups() if one is not None)] = part[pair.end() :].strip()
            start = token.end() if token is not None else start
        elif mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth -= 1
    return found
