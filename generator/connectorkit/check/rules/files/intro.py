"""Rules about intro.md, the introduction of the reference page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.markdown import Page, has, lacking, page
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.words import plain
from connectorkit.model.file_names import INTRO
from connectorkit.model.patterns import lazy

_SECTIONS = {
    "Prerequisites": ("prerequisit", "pre-requisit", "requirement"),
    "How to get credentials": ("credential", "authenticat"),
    "Get started with your connector": ("get started", "getting started", "quick start"),
    "Known issues and limitations": ("known issue", "limitation"),
}
_LISTS = lazy(r"(supported )?(actions|triggers|operations|actions and triggers)( supported)?\Z", re.IGNORECASE)
_WARNED = Severities("warning", "warning", "off")


def _hit(pointer: str, message: str) -> Hit:
    return Hit(pointer, message, document=INTRO)


def _intro(subject: Subject) -> Page | None:
    data = subject.files.get(INTRO)
    return page(data) if data is not None else None


def _sections(subject: Subject) -> Iterator[Hit]:
    intro = subject.once(_intro)
    if intro is not None and subject.published:
        missing = [name for name, words in _SECTIONS.items() if not has(intro.sections, words)]
        if missing:
            yield _hit("", f"intro.md lacks {lacking(missing)}.")


def _start(subject: Subject) -> Iterator[Hit]:
    intro = subject.once(_intro)
    if intro is None:
        return
    first = _first(intro)
    if first and plain(first) == plain(subject.info.text("description")):
        yield _hit(_line_of(intro, first), "The introduction begins with the description of the connector.")


def _length(subject: Subject) -> Iterator[Hit]:
    intro = subject.once(_intro)
    first = _first(intro) if intro is not None else ""
    count = len(re.findall(r"[.!?](?=\s+[A-Z]|\s*\Z)", first))
    if intro is not None and count > 8:
        message = f"The first paragraph of the introduction has {count} sentences; 8 are allowed."
        yield _hit(_line_of(intro, first), message)


def _first(intro: Page) -> str:
    """The first paragraph, with or without a heading above it."""
    body = intro.before if intro.before.strip() or not intro.sections else intro.sections[0].text
    return next((part.strip() for part in re.split(r"\r?\n[ \t]*\r?\n", body) if part.strip()), "")


def _line_of(intro: Page, part: str) -> str:
    return f"/line/{intro.text.count(chr(10), 0, max(intro.text.find(part), 0)) + 1}"


def _operations(subject: Subject) -> Iterator[Hit]:
    intro = subject.once(_intro)
    for section in intro.sections if intro is not None else ():
        if _LISTS.match(section.title):
            yield _hit(
                section.pointer, f"The introduction lists '{short(section.title)}', which the page already lists."
            )


RULES = (
    Rule(
        "DOC020",
        "The introduction has the sections of the reference page",
        why="The reference page consists of these sections, and reviewers reject an introduction without them.",
        source="Microsoft Learn, Submit your connector for certification",
        severity=Severities("advice", "advice", "off"),
        help="Add a heading and a sentence for each.",
        good="published: {indent: 2}",
        check=_sections,
    ),
    Rule(
        "DOC021",
        "The introduction adds to the description",
        why="The reference page shows the introduction below the description.",
        source="Microsoft Learn, Submit your connector for certification",
        severity=_WARNED,
        help="Describe what makers can do with the connector.",
        bad="intro: Orders of the Contoso shop, read and placed from a flow.",
        good="intro: Makers of Contoso look up orders and place new ones.",
        check=_start,
    ),
    Rule(
        "DOC022",
        "The first paragraph of an introduction has at most eight sentences",
        why="The reference page shows it as a summary.",
        source="Microsoft Learn, Submit your connector for certification",
        severity=_WARNED,
        help="Shorten it, or move part of it to the sections below.",
        good="intro: Orders are read. They are placed as well.",
        check=_length,
    ),
    Rule(
        "DOC023",
        "The introduction does not list actions and triggers",
        why="The reference page lists them below.",
        source="Microsoft Learn, Submit your connector for certification",
        severity=_WARNED,
        help="Remove the list.",
        good="intro: Makers look up orders.",
        check=_operations,
    ),
)
