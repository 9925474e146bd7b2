"""A side of a comparison: the documents of a connector, and the places of their values."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectorkit.diagnostics.finding import Span
from connectorkit.diff.change import Place
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.model.connector import Connector, Json


@dataclass(slots=True)
class Side:
    """A loaded connector. ``name`` is its argument on the command line.

    ``package`` is the content of a solution beyond the connector; ``connector`` is the model of a source.
    """

    name: str
    contents: Contents
    span_of: Callable[[str, str], Span]
    package: Mapping[str, Json] = field(default_factory=dict)
    connector: Connector | None = None

    def show_below(self, folder: str) -> None:
        """Show files below a folder by their relative path."""
        span_of, above = self.span_of, os.path.join(folder, "") if folder else ""

        def shortened(document: str, pointer: str) -> Span:
            span = span_of(document, pointer)
            return span._replace(file=span.file.removeprefix(above).replace(os.sep, "/"))

        self.span_of = shortened

    def span(self, place: Place) -> Span:
        """The place of a value, or of the nearest value around it."""
        return self.span_of(place.document, place.pointer)

    @property
    def version(self) -> str:
        """The info.version of the connector; "" without one."""
        info = self.contents.definition.get("info")
        said = info.get("version") if isinstance(info, dict) else None
        return said.strip() if isinstance(said, str) else ""
