"""Emit: plain values to YAML as a person writes it.

What is short stands on one line, plain texts unquoted, long texts folded; the rest is block style. Reading
the text back with :mod:`connectorkit.read` gives the same values, with the order of keys and the number types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from connectorkit.model.connector import Json

WIDTH = 120
_SPECIAL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~.][^\n]*\Z|[-.][^\s\-?:,\[\]{}#.][^\n]*\Z")
_NUMBER = re.compile(r"[-+.]?[0-9][0-9_,.:eExob+-]*\Z|[-+]?0[xob][0-9a-fA-F_]*\Z|\.(inf|nan)\Z", re.IGNORECASE)
_WHOLE = re.compile(r"(0|[1-9][0-9]{0,8})\Z", re.ASCII)
_WORDS = frozenset("null true false yes no on off y n ~".split())
_BREAK = re.compile(r"(?<=\S) (?=\S)")


class Commented(dict[str, Json]):
    """A mapping with comments, of one line each: ``comment`` above it, ``notes`` above entries by their key."""

    comment: str = ""

    def __init__(self, value: dict[str, Json]) -> None:
        super().__init__(value)
        self.notes: dict[str, str] = {}


def emit(value: Json) -> str:
    """The YAML text of a mapping or list, with a final newline."""
    return "\n".join(_block(value, 0)) + "\n"


def inline(value: Json, flow: bool = False) -> str:
    """The YAML of a value on one line; ``flow``: it stands inside of brackets, or as a key."""
    if isinstance(value, (dict, list)):
        return _flow(value, 10**9) or json.dumps(value)
    return _scalar(value, flow)


def key(value: str) -> str:
    """The YAML of a key that stands on its line or inside of brackets."""
    return _name(value, True)


def plain(value: str, flow: bool = False) -> bool:
    """Whether a text is read as itself without quotes."""
    return bool(value) and _is_plain(value, flow)


def quoted(value: str) -> str:
    """A text in double quotes, with escapes where YAML wants them."""
    text = json.dumps(value, ensure_ascii=False)
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def special(value: str) -> bool:
    """Whether a text holds characters that only double quotes can spell."""
    return bool(_SPECIAL.search(value))


def _block(value: Json, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, dict):
        yield from _above(value, pad)
        yield from _entries(value, indent)
    elif isinstance(value, list):
        for item in value:
            yield from _item(item, indent)
    else:
        yield pad + _scalar(value, False)


def _above(value: Json, pad: str) -> Iterator[str]:
    if isinstance(value, Commented) and value.comment:
        yield f"{pad}# {value.comment}"


def _entries(value: dict[str, Json], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, below in value.items():
        if isinstance(value, Commented) and key in value.notes:
            yield f"{pad}# {value.notes[key]}"
        yield from _entry(f"{pad}{_key(key, pad)}", below, indent)


def _entry(head: str, value: Json, indent: int) -> Iterator[str]:
    """``head: value``, on one line where it fits."""
    if isinstance(value, (dict, list)):
        line = _flow(value, WIDTH - len(head) - 2)
        if line is not None:
            yield f"{head}: {line}"
        elif _wraps(value):
            yield from _wrapped(f"{head}: ", value, indent + 2)
        else:
            yield f"{head}:"
            yield from _block(value, indent if isinstance(value, list) else indent + 2)
    elif isinstance(value, str):
        yield from _text(f"{head}: ", value, indent + 2)
    else:
        yield f"{head}: {_scalar(value, False)}"


def _item(value: Json, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, (dict, list)):
        line = _flow(value, WIDTH - indent - 2)
        if line is not None:
            yield f"{pad}- {line}"
            return
        yield from _above(value, pad)
        lines = list(_entries(value, indent + 2) if isinstance(value, dict) else _block(value, indent + 2))
        at = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (line[2:] for line in lines[:at])
        yield f"{pad}- {lines[at][indent + 2 :]}"
        yield from lines[at + 1 :]
    elif isinstance(value, str):
        yield from _text(f"{pad}- ", value, indent + 2)
    else:
        yield f"{pad}- {_scalar(value, False)}"


def _text(head: str, value: str, indent: int) -> Iterator[str]:
    """A text after ``head``: plain, quoted, folded or literal."""
    if "\n" in value and _literal(value):
        yield f"{head}|" + ("" if value.endswith("\n") else "-")
        lines = value[:-1].split("\n") if value.endswith("\n") else value.split("\n")
        yield from (" " * indent + line if line else "" for line in lines)
        return
    line = head + _scalar(value, False)
    breaks = len(_BREAK.findall(value))
    if len(line) <= WIDTH or (breaks < 3 and "\n" not in value):
        yield line
    elif _SPECIAL.search(value) or value != value.strip():
        yield from _within_quotes(head, value, indent)
    else:
        yield f"{head}>-"
        yield from (" " * indent + part for part in _folded(value, max(40, WIDTH - indent)))


def _within_quotes(head: str, value: str, indent: int) -> Iterator[str]:
    """A quoted text over several lines: a line break is written out and ends its line, a blank folds."""
    lines = []
    for piece in re.findall(r"[^\n]*\n|[^\n]+", value):
        lines += [quoted(part)[1:-1] for part in _folded(piece, max(40, WIDTH - indent - 4))]
        lines[-1] += "\\" if piece[-1] == "\n" else ""
    lines[-1] = lines[-1].removesuffix("\\") + '"'
    yield f'{head}"\\'
    yield from (" " * indent + ("\\" if line[0] == " " else "") + line for line in lines)


def _folded(value: str, width: int) -> Iterator[str]:
    start, last = 0, -1
    for found in _BREAK.finditer(value):
        if found.start() - start > width and last >= start:
            yield value[start:last]
            start = last + 1
        last = found.start()
    if len(value) - start > width and last >= start:
        yield value[start:last]
        start = last + 1
    yield value[start:]


def _literal(value: str) -> bool:
    """Whether a text of several lines can stand as it is."""
    lines = value.split("\n")
    if _SPECIAL.search(value.replace("\n", "")) or value.endswith("\n\n") or value[:1] in " \n" or not value.strip():
        return False
    return not any(line and not line.strip() for line in lines)


def _wraps(value: dict[str, Json] | list[Json]) -> bool:
    """Whether a container of short scalars alone may run over several lines in flow style."""
    leaves = value.values() if isinstance(value, dict) else value
    if isinstance(value, Commented) or (isinstance(value, dict) and any(len(key) > 50 for key in value)):
        return False
    return len(value) > 2 and all(
        not isinstance(leaf, (dict, list)) and (not isinstance(leaf, str) or (len(leaf) <= 50 and "\n" not in leaf))
        for leaf in leaves
    )


def _wrapped(head: str, value: dict[str, Json] | list[Json], indent: int) -> Iterator[str]:
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    parts = list(_parts(value))
    line = head + first
    for index, part in enumerate(parts):
        piece = part + (last if index == len(parts) - 1 else ",")
        room = WIDTH - len(line) - (0 if line.endswith(first) else 1)
        if len(piece) > room and not line.endswith(first):
            yield line
            line = " " * indent + piece
        else:
            line += ("" if line.endswith(first) else " ") + piece
    yield line


def _parts(value: dict[str, Json] | list[Json]) -> Iterator[str]:
    if isinstance(value, dict):
        for key, leaf in value.items():
            yield f"{_name(key, True)}: {_scalar(leaf, True)}"
    else:
        for leaf in value:
            yield _scalar(leaf, True)


def _flow(value: Json, room: int) -> str | None:
    """One line of flow style of at most ``room`` characters, or None."""
    if isinstance(value, Commented):
        return None
    if not isinstance(value, (dict, list)):
        text = _scalar(value, True)
        return text if len(text) <= room else None
    pairs: Iterator[tuple[str, Json]] | list[tuple[str, Json]]
    pairs = list(value.items()) if isinstance(value, dict) else [("", item) for item in value]
    if 3 * len(pairs) > room:
        return None if pairs else ("{}" if isinstance(value, dict) else "[]")
    parts, left = [], room - 2
    for key, below in pairs:
        if isinstance(below, str) and "\n" in below:
            return None
        head = f"{_name(key, True)}: " if isinstance(value, dict) else ""
        if len(head) > 300:
            return None
        inner = _flow(below, left - len(head))
        if inner is None:
            return None
        parts.append(head + inner)
        left -= len(head) + len(inner) + 2
        if left < -2:
            return None
    joined = ", ".join(parts)
    return "{" + joined + "}" if isinstance(value, dict) else "[" + joined + "]"


def _key(key: str, pad: str) -> str:
    text = _name(key, False)
    return text if len(text) < 1000 else f"? {text}\n{pad}"


def _name(key: str, flow: bool) -> str:
    """A key; keys are texts, so a status such as 200 needs no quotes."""
    return key if _WHOLE.match(key) else _quoted(key, flow)


def _scalar(value: Json, flow: bool) -> str:
    if isinstance(value, str):
        return _quoted(value, flow)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else repr(value)


def _quoted(value: str, flow: bool) -> str:
    """A text, quoted only where it would not be read as itself."""
    return value if _is_plain(value, flow) else quoted(value)


def _is_plain(value: str, flow: bool) -> bool:
    if not _PLAIN.match(value) or value[-1] in " :" or ": " in value or " #" in value or value.lower() in _WORDS:
        return False
    if _NUMBER.match(value) or _SPECIAL.search(value) or "\xa0" in value:
        return False
    return not flow or not any(mark in value for mark in (",", "[", "]", "{", "}", ":?"))
