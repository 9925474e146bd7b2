"""Edits of documents as values: the expected connector after a fix."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable

from connectorkit.check.engine.rule import Edit
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Json, Unset


def value(document: Json, pointer: str) -> Json | Unset:
    """The value at ``pointer``; UNSET when there is none."""
    return json_pointer.find(document, pointer, UNSET)


def edited(document: Json, edits: Iterable[Edit]) -> Json:
    """A copy of ``document`` with all ``edits`` made; their pointers are those of the old one.

    Raises LookupError for an edit of a missing value.
    """
    made = copy.deepcopy(document)
    unique = {json.dumps(edit): edit for edit in edits}.values()
    # Edits that keep pointers valid come first; those that move values run from the inside and the end.
    for edit in sorted(unique, key=lambda edit: (edit.what in ("rename", "remove"), _depth(edit))):
        made = _edit(made, edit)
    return made


def _depth(edit: Edit) -> list[tuple[int, int]]:
    return [
        (-len(json_pointer.split(edit.pointer)), -int(step) if step.isdecimal() else 0)
        for step in json_pointer.split(edit.pointer)
    ]


def _edit(document: Json, edit: Edit) -> Json:
    if edit.what == "set" and not edit.pointer:
        return edit.value
    parts = json_pointer.split(edit.pointer)
    above, last = _at(document, parts[:-1] if edit.what != "add" else parts), parts[-1] if parts else ""
    if isinstance(above, list) and edit.what in ("set", "remove"):
        index = int(last) if last.isdecimal() else len(above)
        if edit.what == "set":
            above[index] = edit.value
        else:
            del above[index]
        return document
    if not isinstance(above, dict):
        raise LookupError(edit.pointer)
    if edit.what == "add":
        above[edit.key] = edit.value
    elif last not in above:
        raise LookupError(edit.pointer)
    elif edit.what == "set":
        above[last] = edit.value
    elif edit.what == "remove":
        del above[last]
    else:
        _rename(above, last, str(edit.value))
    return document


def _rename(node: dict[str, Json], old: str, new: str) -> None:
    pairs = [(new if key == old else key, below) for key, below in node.items()]
    if len({key for key, _ in pairs}) < len(pairs):
        raise LookupError(new)
    node.clear()
    node.update(pairs)


def _at(document: Json, parts: list[str]) -> Json:
    here = document
    for step in parts:
        if isinstance(here, list) and step.isdecimal():
            here = here[int(step)]
        elif isinstance(here, dict):
            here = here[step]
        else:
            raise LookupError(step)
    return here


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same JSON; 1, 1.0 and true are not, and the order of keys does not count."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
