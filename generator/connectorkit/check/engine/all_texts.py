"""Every text that people read in a connector: of both documents, and the lines of readme and introduction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Operation, Subject, listed, mapping
from connectorkit.check.engine.labels import called
from connectorkit.check.engine.properties import parameters
from connectorkit.model import encodings
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, INTRO, PROPERTIES, README

_KEYS = {
    "info": ("title", "description"),
    "operation": ("summary", "description", "x-ms-trigger-hint"),
    "parameter": ("x-ms-summary", "title", "description"),
    "schema": ("x-ms-summary", "title", "description"),
    "response": ("description",),
    "header": ("description",),
    "tag": ("description",),
    "notification": ("description",),
}
_FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
_CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>\s]+>|(?:https?://|www\.)\S+")
_SHOWN = ("displayName", "description", "tooltip")


class Text(NamedTuple):
    """A text, its place, and what it is in words that begin a sentence. ``markdown``: a line of a Markdown file."""

    pointer: str
    document: str
    text: str
    what: str
    markdown: bool = False


def texts(subject: Subject) -> list[Text]:
    """All texts of a connector."""
    return subject.once(_texts)


def _texts(subject: Subject) -> list[Text]:
    return [*_of_definition(subject), *_of_connection(subject), *_of_files(subject)]


def _of_definition(subject: Subject) -> Iterator[Text]:
    for kind, keys in _KEYS.items():
        for key in keys:
            for at in subject.having(kind, key):
                value = at.node[key]
                if isinstance(value, str) and value.strip() and not (isinstance(at, Operation) and at.hidden):
                    yield Text(at.at(key), DEFINITION, value, _what(at, key))
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, "x-ms-enum-values"):
            for index, one in enumerate(listed(at.node["x-ms-enum-values"])):
                yield from _one(
                    at.at("x-ms-enum-values", index, "displayName"), DEFINITION, _name(one), f"A choice of {called(at)}"
                )


def _name(entry: Json) -> Json:
    return mapping(entry).get("displayName")


def _what(at: At, key: str) -> str:
    word = {"x-ms-summary": "title", "x-ms-trigger-hint": "hint"}.get(key, key)
    return f"The {word} of {'the connector' if at.kind == 'info' else called(at)}"


def _of_connection(subject: Subject) -> Iterator[Text]:
    for one in parameters(subject):
        for key in _SHOWN:
            at = f"{one.pointer}/uiDefinition/{key}"
            yield from _one(at, PROPERTIES, one.shown.get(key), f"The {key} of {one.called_within}")


def _one(pointer: str, document: str, value: Json, what: str) -> Iterator[Text]:
    if isinstance(value, str) and value.strip():
        yield Text(pointer, document, value, what)


def _of_files(subject: Subject) -> Iterator[Text]:
    """The prose of readme and introduction, without code, addresses and tables. A readme that is rendered repeats the
    texts above."""
    for name in (README, INTRO):
        if name in subject.files and (name != README or subject.published):
            yield from _prose(name, encodings.utf8(subject.files[name], "replace"))


def _prose(name: str, text: str) -> Iterator[Text]:
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.strip() and not line.startswith(("    ", "\t")) and line.count("|") < 2:
            yield Text(f"/line/{number}", name, _CODE.sub("\u241f", line), f"Line {number} of {name}", True)
