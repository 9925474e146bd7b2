"""A side of a comparison: the documents of a connector, and the place of every value in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from connectorkit.diagnostics.finding import Span
from connectorkit.diff.change import Place
from connectorkit.diff.pair_of_sides import Contents


@dataclass(slots=True)
class Side:
    """A connector that was read. ``name`` is what the command line calls it; ``version`` is its info.version."""

    name: str
    contents: Contents
    span_of: Callable[[str, str], Span]

    def span(self, place: Place) -> Span:
        """The place of a value, or of the nearest thing around it."""
        return self.span_of(place.document, place.pointer)

    @property
    def version(self) -> str:
        """The version of the connector; "" without one."""
        info = self.contents.definition.get("info")
        said = info.get("version") if isinstance(info, dict) else None
        return said.strip() if isinstance(said, str) else ""
