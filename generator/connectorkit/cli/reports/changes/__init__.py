"""Reports of a comparison, in the formats that people and programs read; all formats are registered here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from connectorkit.diff.comparison import Comparison

Render = Callable[[Comparison, bool], str]


def _text(comparison: Comparison, color: bool) -> str:
    from connectorkit.cli.reports.changes import text

    return text.render(comparison, color)


def _json(comparison: Comparison, _: bool) -> str:
    from connectorkit.cli.reports.changes import plain_json

    return plain_json.render(comparison)


def _markdown(comparison: Comparison, _: bool) -> str:
    from connectorkit.cli.reports.changes import markdown

    return markdown.render(comparison)


def _sarif(comparison: Comparison, _: bool) -> str:
    from connectorkit.cli.reports.changes import sarif

    return sarif.render(comparison)


def _github(comparison: Comparison, _: bool) -> str:
    from connectorkit.cli.reports import github

    return github.render(comparison.findings)


FORMATS: Final[dict[str, Render]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "markdown": _markdown,
}
