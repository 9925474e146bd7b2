"""All texts of a connector for people: those of both documents, and the lines of readme and introduction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Operation, Subject, listed, mapping
from connectorkit.check.engine.labels import called
from connectorkit.check.engine.properties import parameters
from connectorkit.model import encodings
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
_CUT_OUT = "\u241f"
_SHOWN = ("displayName", "description", "tooltip")
_NAMES = "x-ms-enum-values"


class Text(NamedTuple):
    """A text under ``key`` of the node ``at`` of the definition, or at ``place`` of a document if ``at`` is None.

    ``words`` name it at the start of a sentence; for a node, :meth:`what` computes them.
    ``markdown``: it is a line of a Markdown file.
    """

    text: str
    at: At | None = None
    key: str = ""
    place: str = ""
    words: str = ""
    document: str = DEFINITION
    markdown: bool = False

    @property
    def pointer(self) -> str:
        """The pointer of the text in ``document``."""
        return self.at.at(self.key) if self.at is not None else self.place

    @property
    def what(self) -> str:
        """A name for the text, at the start of a sentence."""
        return _what(self.at, self.key) if self.at is not None else self.words


def texts(subject: Subject) -> list[Text]:
    """All texts of a connector."""
    return subject.once(_texts)


def whole(subject: Subject) -> str:
    """All texts joined, to check quickly for something that none of them has."""
    return subject.once(_whole)


def _whole(subject: Subject) -> str:
    return "\n".join(one.text for one in texts(subject))


def _texts(subject: Subject) -> list[Text]:
    return [*_of_definition(subject), *_of_choices(subject), *_of_connection(subject), *_of_files(subject)]


def _of_definition(subject: Subject) -> Iterator[Text]:
    for kind, keys in _KEYS.items():
        for key in keys:
            for at in subject.having(kind, key):
                value = at.node[key]
                if isinstance(value, str) and value.strip() and not (isinstance(at, Operation) and at.hidden):
                    yield Text(value, at, key)


def _what(at: At, key: str) -> str:
    word = {"x-ms-summary": "title", "x-ms-trigger-hint": "hint"}.get(key, key)
    return f"The {word} of {'the connector' if at.kind == 'info' else called(at)}"


def _of_choices(subject: Subject) -> Iterator[Text]:
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, _NAMES):
            for index, one in enumerate(listed(at.node[_NAMES])):
                value = mapping(one).get("displayName")
                if isinstance(value, str) and value.strip():
                    yield Text(value, place=at.at(_NAMES, index, "displayName"), words=f"A choice of {called(at)}")


def _of_connection(subject: Subject) -> Iterator[Text]:
    for one in parameters(subject):
        for key in _SHOWN:
            value = one.shown.get(key)
            if isinstance(value, str) and value.strip():
                place = f"{one.pointer}/uiDefinition/{key}"
                yield Text(value, place=place, words=f"The {key} of {one.called_within}", document=PROPERTIES)


def _of_files(subject: Subject) -> Iterator[Text]:
    """The prose of readme and introduction, without code, addresses, tables and rendered texts."""
    for name in (README, INTRO):
        if name in subject.files and (name != README or subject.published):
            yield from _prose(name, encodings.utf8(subject.files[name], "replace"))


def _prose(name: str, text: str) -> Iterator[Text]:
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.strip() and not line.startswith(("    ", "\t")) and line.count("|") < 2:
            said, words = _CODE.sub(_CUT_OUT, line), f"Line {number} of {name}"
            yield Text(said, place=f"/line/{number}", words=words, document=name, markdown=True)
