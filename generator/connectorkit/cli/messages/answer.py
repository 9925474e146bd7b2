"""The explanation of pasted messages: their meaning, the rules about them, and the lines of a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from connectorkit.check.rules import find as find_rule
from connectorkit.cli.messages import matching
from connectorkit.cli.messages.catalogue import PLACES, Message
from connectorkit.diagnostics import finding_notes, phrases
from connectorkit.diagnostics.finding import PROFILES, Finding, Unusable
from connectorkit.read import source_paths
from connectorkit.render.templates import Templates

# The separator of the messages of the import, and the beginning of each message.
_BETWEEN = re.compile(r"##|\n|\\+n")
_REPORTED = re.compile(r"(?<![\w])(?:Error|Warning)\s*:", re.IGNORECASE)
# A JSON pointer in a message, with or without the leading slash.
_POINTER = re.compile(r"(?<![\w~/])/?(?:paths|definitions|parameters|responses|info|properties)(?:/[^\s:'\"\\,;]+)+")


class Named(NamedTuple):
    """A rule, or another kind of finding, as the explanation shows it."""

    id: str
    title: str
    help: str


class Part(NamedTuple):
    """The explanation of one message."""

    message: Message
    times: int
    cut: bool
    rules: list[Named]
    findings: list[Finding]


class Answer(NamedTuple):
    """The explanation as text, and whether any message was known."""

    text: str
    known: bool


def answer(pasted: str, source: str | None) -> Answer:
    """Explain every known message in ``pasted``; with ``source``, list the lines that the rules report.

    Raises Unusable if the source cannot be used.
    """
    known = matching.found(pasted)
    templates = Templates()
    if not known:
        near = matching.near(pasted)
        return Answer(templates.render("explain/unknown_message.txt.j2", {"near": near}), known=False)
    findings = _findings(source, (one.message for one in known)) if source is not None else []
    pointers = {f"/{found.group().lstrip('/')}" for found in _POINTER.finditer(pasted[: matching.MOST])}
    parts = [_part(one, matching.narrowed(one.message, pasted), findings, pointers) for one in known]
    values = {
        "unknown": list(_unknown(pasted)),
        "parts": parts,
        "source": source,
        "places": PLACES,
        "sure": len(parts) == 1 or not parts[0].cut,
    }
    return Answer(templates.render("explain/messages.txt.j2", values), known=True)


def _unknown(pasted: str) -> Iterator[str]:
    """The lines with unknown messages."""
    for line in _BETWEEN.split(pasted[: matching.MOST]):
        reported = list(_REPORTED.finditer(line))
        if reported and not matching.found(line):
            yield phrases.short(line[reported[-1].start() :].strip(), 160)


def named(id_: str) -> Named:
    """A rule or another kind of finding by its id."""
    found = find_rule(id_) or finding_notes.find(id_)
    return Named(id_, found.title, found.help) if found is not None else Named(id_, "", "")


def _part(one: matching.Known, rules: Sequence[str], findings: Sequence[Finding], pointers: set[str]) -> Part:
    own = [finding for finding in findings if finding.id in rules]
    # If a message contains a pointer, only findings at that location are relevant.
    there = [finding for finding in own if any(_about(finding.pointer, pointer) for pointer in pointers)]
    return Part(one.message, one.times, one.cut, [named(id_) for id_ in rules], there or own)


def _about(place: str, pointer: str) -> bool:
    return place == pointer or place.startswith(f"{pointer}/") or (place != "" and pointer.startswith(f"{place}/"))


def _findings(source: str, messages: Iterable[Message]) -> list[Finding]:
    """The findings of a check of the source. Microsoft's validation applies the rules of certified connectors."""
    from connectorkit.check.target import unproven

    path = source_paths.find(source, published=True).path
    if not Path(path).exists():
        raise Unusable(f"{source}: there is no such file or folder")
    profile = PROFILES[0] if all("validation" in message.where for message in messages) else ""
    return unproven(Path(path), profile).findings
