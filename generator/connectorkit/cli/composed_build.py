"""A build with the rules that can stop it, from one reading of the source."""

from __future__ import annotations

from pathlib import Path

from connectorkit import pipeline
from connectorkit.check import source as checks
from connectorkit.diagnostics import refusals
from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import Finding, ordered
from connectorkit.read.source import Source
from connectorkit.resolve import environments


def build(
    folder: Path, only: tuple[str, ...] = (), loose: bool = False, profile: str = "", environment: str = ""
) -> Built:
    """The files of :func:`connectorkit.pipeline.build`, and everything that a check in ``profile`` reports.

    Of the environments, only the one that is built is judged: what is written of production names no other.
    Whether the findings stop the build is for the caller to decide, who knows what the user allows.
    """
    source = pipeline.read(folder)
    rendered = environments.applied(source, environment)
    within = (environment,) if environment else ()
    return of_checked(rendered, checks.of_source(source, profile, within=within).findings, only, loose)


def of_checked(source: Source, findings: list[Finding], only: tuple[str, ...] = (), loose: bool = False) -> Built:
    """The same of a source that was read, with what a check reports about it."""
    # A fix is shown by `check` alone, which proves that it works.
    found = [one._replace(fix="") for one in findings]
    built = pipeline.render(source, only, loose, verified=True)
    return Built(built.files, ordered([*found, *_missed(built, found)]))


def _missed(built: Built, found: list[Finding]) -> list[Finding]:
    """The errors of a build that a check does not report: those of templates, and what only a waiver hides."""
    errors = [one for one in built.findings if one.blocking]
    if built.files or any(refusals.refused(one) for one in found):
        return [one for one in errors if one.id.startswith("TPL")]
    return errors
