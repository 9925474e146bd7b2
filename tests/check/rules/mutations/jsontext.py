"""JSON documents as texts: change a value, print the document, and know the line of every pointer."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

DEFINITION, PROPERTIES = "apiDefinition.swagger.json", "apiProperties.json"
GONE = object()


class Edit(NamedTuple):
    """A value put at a pointer; GONE takes it away, and a pointer beyond the end of a list appends."""

    pointer: str
    value: Any
    document: str = DEFINITION


class Fault(NamedTuple):
    """One fault: its edits, and the pointer of the expected finding."""

    edits: tuple[Edit, ...]
    at: str
    document: str = DEFINITION


def put(pointer: str, value: Any, at: str = "", document: str = DEFINITION) -> Fault:
    """A fault made by one edit. The finding is expected at its place, or at ``at``."""
    return Fault((Edit(pointer, value, document),), at or pointer, document)


def drop(pointer: str, at: str = "", document: str = DEFINITION) -> Fault:
    """A fault made by removing a value. The finding is expected at the node around it, or at ``at``."""
    return put(pointer, GONE, at or pointer.rpartition("/")[0], document)


def join(*steps: str | int) -> str:
    """A pointer from its steps."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def steps(pointer: str) -> list[str]:
    """The steps of a pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def get(document: Any, pointer: str) -> Any:
    """The value at a pointer; None for nothing."""
    for step in steps(pointer):
        if isinstance(document, list):
            document = document[int(step)] if int(step) < len(document) else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


def walk(document: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its pointer, from the top down."""
    yield pointer, document
    if isinstance(document, dict):
        for key, below in document.items():
            yield from walk(below, pointer + join(key))
    elif isinstance(document, list):
        for index, below in enumerate(document):
            yield from walk(below, f"{pointer}/{index}")


def edited(documents: dict[str, Any], fault: Fault) -> dict[str, Any]:
    """The documents with a fault in them."""
    changed = copy.deepcopy(documents)
    for edit in fault.edits:
        *above, last = steps(edit.pointer)
        node = get(changed[edit.document], join(*above))
        if isinstance(node, list):
            index = int(last)
            node[index : index + 1] = [] if edit.value is GONE else [edit.value]
        elif edit.value is GONE:
            del node[last]
        else:
            node[last] = edit.value
    return changed


def printed(document: Any) -> tuple[str, dict[str, int]]:
    """The published document, and the line of each pointer."""
    lines: list[str] = []
    places: dict[str, int] = {}
    _print(document, "", "", "", lines, places)
    return "\n".join(lines) + "\n", places


def _print(value: Any, pointer: str, indent: str, start: str, lines: list[str], places: dict[str, int]) -> None:
    places[pointer] = len(lines) + 1
    if not isinstance(value, (dict, list)) or not value:
        lines.append(f"{indent}{start}{json.dumps(value, ensure_ascii=False)}")
        return
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    lines.append(f"{indent}{start}{opening}")
    listed = value.items() if isinstance(value, dict) else enumerate(value)
    for name, below in listed:
        key = f"{json.dumps(name, ensure_ascii=False)}: " if isinstance(value, dict) else ""
        _print(below, pointer + join(name), indent + "  ", key, lines, places)
        lines[-1] += ","
    lines[-1] = lines[-1].removesuffix(",")
    lines.append(f"{indent}{closing}")


def column(document: Any, pointer: str, text: str) -> int:
    """The column of :func:`line`: that of a value, of the key of an object or a list, or of an item's name."""
    places = printed(document)[1]
    while pointer not in places:
        pointer = pointer.rpartition("/")[0]
    here = get(document, pointer)
    name = pointer.rpartition("/")[2]
    item = isinstance(get(document, pointer.rpartition("/")[0]), list)
    if item and isinstance(here, dict) and isinstance(here.get("name"), str):
        pointer, here, name, item = f"{pointer}/name", here["name"], "name", False
    shown = text.splitlines()[places[pointer] - 1]
    start = len(shown) - len(shown.lstrip())
    if item or isinstance(here, (dict, list)) or not pointer:
        return start + 1
    return start + len(json.dumps(steps(f"/{name}")[0], ensure_ascii=False)) + 3


def line(document: Any, places: dict[str, int], pointer: str) -> int:
    """The line at which a finding about a pointer is reported: its own, or that of the nearest node around it.

    An item of a list with a name is reported at the name.
    """
    while pointer not in places:
        pointer = pointer.rpartition("/")[0]
    here = get(document, pointer)
    named = pointer.rpartition("/")[2].isdigit() and isinstance(here, dict) and isinstance(here.get("name"), str)
    return places[f"{pointer}/name" if named else pointer]
