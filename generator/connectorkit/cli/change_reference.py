"""docs/changes.md: every kind of change with its verdict, rendered from the records of the kinds.

usage: python -m connectorkit.cli.change_reference docs/changes.md [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from connectorkit.cli.reference_pages import write_page
from connectorkit.cli.reports.changes.summary import AUDIENCES, TITLES
from connectorkit.diagnostics import phrases
from connectorkit.diff.kind import BREAKS, FINE, LEVELS, MAY_BREAK, NOTICE, Kind
from connectorkit.diff.kinds import KINDS
from connectorkit.render.templates import Templates

_VERBS = {BREAKS: "breaks", MAY_BREAK: "may break", NOTICE: "is noticed by"}


def page(kind: Kind, templates: Templates) -> str:
    """The page of one kind of change, as Markdown that is also readable in a terminal."""
    said = "; ".join(_audiences(kind)) or "no audience notices it"
    return templates.render("changes/kind.md.j2", {"kind": kind, "audiences": said[:1].upper() + said[1:]})


def _audiences(kind: Kind) -> Iterator[str]:
    """The audiences that a kind of change affects, the worst effect first: `breaks flows and Power Apps`."""
    for level in LEVELS[:-1]:
        hit = [TITLES[name] for name, one in zip(AUDIENCES, kind.verdict, strict=True) if one == level]
        if hit:
            yield f"{_VERBS[level]} {phrases.together(hit)}"


def render(templates: Templates) -> bytes:
    """The page with all kinds."""
    rows = [
        {
            "id": kind.id,
            "title": kind.title,
            "verdict": " | ".join("-" if level == FINE else level for level in kind.verdict),
            "why": kind.why,
            "remedy": kind.remedy.replace("<", "&lt;"),
        }
        for kind in KINDS
    ]
    return templates.render("changes/index.md.j2", {"kinds": rows}).encode()


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` compare it; returns the exit status: 0, or 1 if it is out of date."""
    return write_page("change_reference", render, arguments)


if __name__ == "__main__":
    sys.exit(main())
