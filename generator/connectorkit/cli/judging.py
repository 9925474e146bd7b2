"""The output of a check about one source, rendered in the process that checked the source. Light to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from connectorkit.cli import examination, output, selection
from connectorkit.cli.examination import Asked, Examined
from connectorkit.cli.statistics import Count
from connectorkit.diagnostics import grouping
from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.read.source_paths import Found

if TYPE_CHECKING:
    from connectorkit.cli.reports.parts import Part

# Formats with one report about all sources; the others are printed source by source.
DOCUMENTS = frozenset(("json", "sarif", "junit"))


class Look(NamedTuple):
    """How findings are shown: the format, "" for no report; ``recording``: to a baseline, not as a report."""

    form: str
    recording: bool = False


class Judged(NamedTuple):
    """The result for a source. ``lines`` are for standard error; ``text`` is for standard output, ``parts`` for a
    document. ``failed``: a finding is at or above fail_on. ``below``: the number of findings below the severity that is
    shown. ``counted`` counts those that are shown.
    """

    path: str
    quiet: bool
    lines: list[str]
    failed: bool
    below: int
    counted: Count
    text: bytes
    parts: list[Part]


def examined(asked: Asked, look: Look, found: Found | Unusable) -> Judged | Unusable:
    """Check a source; if there is a baseline, it is a revision, not a file."""
    made = examination.examine(asked, found)
    if isinstance(made, Unusable):
        return made
    chosen = made.chosen.findings
    if asked.revision is not None:
        from connectorkit.cli import baseline

        chosen = baseline.new(chosen, made.found.path, made.before)[0]
    return judged(look, made, chosen)


def judged(look: Look, of: Examined, new: Sequence[Finding]) -> Judged:
    """The result for a source, from the selected findings that are ``new``."""
    said = of.chosen_by
    lines = [_how(of, len(of.chosen.findings) - len(new))] if said.verbose else []
    counted = grouping.grouped([*of.wrong, *new])
    failed = any(selection.at_least(one.severity, said.fail_on) for one in counted)
    shown = [one for one in counted if selection.at_least(one.severity, said.severity)]
    below = len(counted) - len(shown)
    if look.recording:
        shown = [one for one in shown if one.id.startswith("CFG")]
    listed = ordered(shown) if look.form else []
    text, parts = b"", list["Part"]()
    if look.form in DOCUMENTS:
        from connectorkit.cli import reports
        from connectorkit.cli.reports import parts as documents

        parts = documents.made(listed, reports.kind_of(look.form))
    elif listed:
        text = output.rendered(listed, look.form, said.verbose)
    failed = failed and not look.recording
    return Judged(of.found.path, said.quiet, lines, failed, below, Count.of(shown), text, parts)


def _how(of: Examined, known: int) -> str:
    """How a source was checked, in one line."""
    said, chosen = of.chosen_by, of.chosen
    parts = [
        "published connector" if of.found.published else "source",
        f"profile {said.profile}" if said.profile else "profile of the source",
        f"settings from {said.file}" if said.file else "no settings file",
        f"{chosen.left_out} findings not selected",
        f"{chosen.waived} waived by the settings",
        f"{known} known",
    ]
    return f"{of.found.path}: {', '.join(parts)}"
