"""Catalogue: the known messages, read from the YAML files in this folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypedDict, cast

import yaml

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "messages.schema.json"
FILES = ("validator.yaml", "platform.yaml")
PLACES = {
    "import": "import of a connector or solution",
    "portal": "portal and designer",
    "pac": "pac and paconn",
    "validation": "certification and its validators",
}
"""Where a message appears, in the words of the page."""

_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})


class Message(NamedTuple):
    """A message. If ``coded``, ``name`` is Microsoft's code; ``source`` is a public page or thread that contains it.

    ``text`` has placeholders ``{name}`` for variable parts. ``frame``: it only introduces other messages. ``narrow``:
    the rules for each property that can replace ``{property}``.
    """

    name: str
    text: str
    meaning: str
    rules: tuple[str, ...]
    do: str
    where: tuple[str, ...]
    source: str
    coded: bool
    frame: bool
    narrow: Mapping[str, Sequence[str]] = _NONE


class _Entry(TypedDict, total=False):
    """A message as messages.schema.json describes it."""

    code: str
    name: str
    message: str
    meaning: str
    rules: list[str]
    narrow: dict[str, list[str]]
    do: str
    where: list[str]
    frame: bool
    source: str


class _File(TypedDict):
    source: str
    messages: list[_Entry]


@cache
def messages() -> tuple[Message, ...]:
    """All messages in the order of the files."""
    return tuple(_message(entry, file.get("source", "")) for file in map(_read, FILES) for entry in file["messages"])


def _read(name: str) -> _File:
    # The tests validate the files against the schema, so they are not validated here.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return cast("_File", yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader))


def _message(entry: _Entry, source: str) -> Message:
    return Message(
        entry.get("code") or entry["name"],
        entry["message"],
        entry["meaning"],
        tuple(entry["rules"]),
        entry.get("do", ""),
        tuple(entry["where"]),
        entry.get("source", source),
        "code" in entry,
        entry.get("frame", False),
        entry.get("narrow", {}),
    )
