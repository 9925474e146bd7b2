"""Inputs that are marked as deprecated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectorkit.diff.change import Change
from connectorkit.diff.kind import NOTHING, Kind, verdict
from connectorkit.diff.pairs import Pair

DEPRECATED = Kind(
    "BRK210",
    "An input was marked as deprecated",
    verdict("nnBn"),
    "Power Apps does not support a function with a deprecated input.",
    "Remove the mark, and mention in the description that the input is no longer used.",
    "Power Fx ValidateSupportedOpenApiParameters",
    hidden=True,
)
REVIVED = Kind(
    "BRK211",
    "An input is no longer deprecated",
    verdict("-nnn"),
    "Power Apps supports the function again.",
    NOTHING,
    "Power Fx ValidateSupportedOpenApiParameters",
)


def deprecation(pair: Pair) -> Iterator[Change]:
    """An input that became deprecated, or is no longer so."""
    old, new = (
        next((key for key in ("deprecated", "x-deprecated", "x-ms-deprecated") if one.words.get(key) is True), "")
        for one in (pair.old, pair.new)
    )
    if pair.is_input and bool(old) != bool(new):
        kind, said = (DEPRECATED, "was marked as") if new else (REVIVED, "is no longer")
        yield pair.change(kind, f"{said} deprecated", new or old)


KINDS: Final = (DEPRECATED, REVIVED)
