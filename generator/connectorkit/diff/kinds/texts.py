"""Titles and descriptions, which people read, and by which agents choose operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectorkit.diff.change import Change
from connectorkit.diff.kind import NOTHING, Kind, verdict
from connectorkit.diff.meaning.operations import Operation, text
from connectorkit.diff.pairs import OperationPair, Pair, from_to

INPUT_TITLE = Kind(
    "BRK470",
    "The title of an input changed",
    verdict("-n-n"),
    "Cards show the new title immediately; flows store values by name.",
    NOTHING,
    "LogicAppsUX: titles are looked up afresh",
    text=True,
)
SUMMARY = Kind(
    "BRK471",
    "The title of an operation changed",
    verdict("-n-n"),
    "Makers and agents find the operation under its new title.",
    NOTHING,
    "certification OK-02",
    quick=True,
    text=True,
)
DESCRIPTION = Kind(
    "BRK480",
    "A description changed",
    verdict("---n"),
    "Agents choose operations and fill in inputs by their descriptions.",
    "Review how an agent reads the new text.",
    "certification OK-02",
    quick=True,
    text=True,
)
OUTPUT_TITLE = Kind(
    "BRK580",
    "The title of an output changed",
    verdict("-n-n"),
    "Dynamic content is shown under the new title; flows refer to it by name.",
    NOTHING,
    "LogicAppsUX: tokens are labelled afresh",
    text=True,
)


def titles(pair: Pair) -> Iterator[Change]:
    """A changed title of an input or an output."""
    if pair.old.title != pair.new.title:
        key = "title" if "title" in pair.new.words else "x-ms-summary"
        said = from_to(pair.old.title, pair.new.title)
        yield pair.change(INPUT_TITLE if pair.is_input else OUTPUT_TITLE, f"has a different title: it {said}", key)


def descriptions(pair: Pair) -> Iterator[Change]:
    """A changed description of an input or an output."""
    if text(pair.old.words, "description") != text(pair.new.words, "description"):
        yield pair.change(DESCRIPTION, "has a different description", "description")


def of_operation(pair: OperationPair) -> Iterator[Change]:
    """A changed title, description or hint of an operation, or a changed description of a response."""
    if pair.old.summary != pair.new.summary:
        said = from_to(pair.old.summary, pair.new.summary)
        yield pair.change(SUMMARY, f"has a different title: it {said}", "summary")
    for key in ("description", "x-ms-trigger-hint"):
        if text(pair.old.words, key) != text(pair.new.words, key):
            word = "hint" if key.endswith("hint") else "description"
            yield pair.change(DESCRIPTION, f"has a different {word}", key)
    if _responses(pair.old) != _responses(pair.new) and pair.old.responses.keys() == pair.new.responses.keys():
        yield pair.change(DESCRIPTION, "has different descriptions of its responses", "responses")


def _responses(operation: Operation) -> dict[str, str]:
    return {status: text(one.at.node, "description") for status, one in operation.responses.items()}


KINDS: Final = (INPUT_TITLE, SUMMARY, DESCRIPTION, OUTPUT_TITLE)
JUDGES: Final = (titles, descriptions)
