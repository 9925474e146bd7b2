"""Edits as changes of a JSON text; indentation, escapes and line ends are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from connectorkit.check.engine.rule import Edit
from connectorkit.diagnostics.finding import Change, Span
from connectorkit.edit import scalar_edits
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape
from connectorkit.read.json_positions import JsonText, Member

_BLANK = re.compile(r"[ \t\r\n]*")
_UNIT = re.compile(r"\n([ \t]+)\S")
Made = tuple[int, int, str] | None


def changes(text: JsonText, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """The changes for all ``edits``; empty when one of their pointers has no value."""
    gone = {edit.pointer for edit in edits if edit.what == "remove"}
    made = [_made(text, edit, gone) for edit in edits]
    return () if None in made else tuple(Change(_span(text, one[0], one[1]), one[2]) for one in made if one)


def _made(text: JsonText, edit: Edit, gone: Set[str]) -> Made:
    found = text.member(edit.pointer)
    if found is None:
        return None
    if edit.what == "remove":
        return _remove(text, found, edit, gone)
    make = {"set": _set, "rename": _rename, "add": _add}[edit.what]
    return make(text, found, edit)


class _Style(NamedTuple):
    """The style of a document: escapes of non-ASCII letters, line end ("" on one line), one step of indentation."""

    ascii_only: bool
    line_end: str
    unit: str
    blank_after_colon: bool


@lru_cache(maxsize=4)
def _style(text: str) -> _Style:
    found = _UNIT.search(text)
    line_end = "" if "\n" not in text else "\r\n" if "\r\n" in text else "\n"
    unit = found[1] if found else "  " if line_end else ""
    return _Style(text.isascii() and "\\u" in text, line_end, unit, '": ' in text)


def _set(text: JsonText, found: Member, edit: Edit) -> Made:
    old = text.text[found.start : found.end]
    if isinstance(edit.value, (dict, list)):
        return found.start, found.end, _written(text, edit.value, _line_indent(text.text, found.start))
    return found.start, found.end, scalar_edits.json_text(old, edit.value, _style(text.text).ascii_only)


def _rename(text: JsonText, found: Member, edit: Edit) -> Made:
    if found.key < 0 or not isinstance(edit.value, str):
        return None
    old = text.text[found.key : found.key_end]
    return found.key, found.key_end, scalar_edits.json_text(old, edit.value, _style(text.text).ascii_only)


def _remove(text: JsonText, found: Member, edit: Edit, gone: Set[str]) -> Made:
    """Remove an entry with one comma and the blanks around it.

    It is the comma after the entry if other entries follow and stay, else the one before it.
    """
    whole = text.text
    start = found.key if found.key >= 0 else found.start
    above = edit.pointer.rpartition("/")[0]
    beside = reversed(text.members(text.find(above)).items())
    last = next((one.start for name, one in beside if f"{above}/{escape(name)}" not in gone), -1)
    after = _skip(whole, found.end)
    if last > found.end:
        return start, _skip(whole, after + 1), ""
    before = _behind(whole, start)
    if whole[before - 1] == ",":
        return before - 1, found.end if last >= 0 or whole[after] == "," else after, ""
    return before, found.end if whole[after] == "," else after, ""


def _add(text: JsonText, found: Member, edit: Edit) -> Made:
    whole, style = text.text, _style(text.text)
    if whole[found.start] != "{":
        return None
    members = list(text.members(found).values())
    key = json.dumps(edit.key, ensure_ascii=style.ascii_only)
    indent = _line_indent(whole, found.start)
    if not members:
        inner = indent + style.unit
        value = _written(text, edit.value, inner)
        return found.start, found.end, f"{{{style.line_end}{inner}{key}: {value}{style.line_end}{indent}}}"
    last = members[-1]
    before = whole[_behind(whole, last.key) : last.key]
    colon = whole[last.key_end : last.start]
    value = _written(text, edit.value, _line_indent(whole, last.key))
    return last.end, last.end, f",{before}{key}{colon}{value}"


def _written(text: JsonText, value: Json, indent: str) -> str:
    """A value as written after a key on a line that begins with ``indent``."""
    style = _style(text.text)
    if not style.line_end:
        separators = (",", ": " if style.blank_after_colon else ":")
        return json.dumps(value, ensure_ascii=style.ascii_only, separators=separators)
    made = json.dumps(value, ensure_ascii=style.ascii_only, indent=style.unit)
    return made.replace("\n", style.line_end + indent)


def _line_indent(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    found = re.compile(r"[ \t]*").match(text, start)
    return found[0] if found and _style(text).line_end else ""


def _behind(text: str, at: int) -> int:
    """The offset after the last non-blank character before ``at``."""
    while at and text[at - 1] in " \t\r\n":
        at -= 1
    return at


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _span(text: JsonText, start: int, end: int) -> Span:
    return text.span(start, end)
