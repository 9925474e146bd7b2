"""The recorded layout of a source: whether its file can be used."""

from __future__ import annotations

import json

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.read.source import Source


def findings(source: Source) -> list[Finding]:
    """Findings about the file that ``layout`` names; none without such a file."""
    text, node = source.texts.get("layout"), source.named("layout")
    if text is None or node is None:
        return []
    from connectorkit.write import layout_file  # start-up time: few sources have one

    try:
        layout_file.read(text)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        span = Span(str(source.folder / node.text), line, column, line, column)
        help = "Remove `layout` from connector.yaml, or record it again with an import."
        return [Finding("SRC011", f"The recorded layout cannot be read: {why}.", span, help)]
    return []
