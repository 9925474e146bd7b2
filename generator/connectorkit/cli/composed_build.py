"""A build and the check that can stop it, from one reading of the source."""

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
    """The files of :func:`connectorkit.pipeline.build`, and all findings of a check in ``profile``.

    Only the environment that is built is checked: the findings of a build must not name another one.
    The caller, who knows the user's options, decides whether the findings stop the build.
    """
    source = pipeline.read(folder)
    rendered = environments.applied(source, environment)
    within = (environment,) if environment else ()
    return of_checked(rendered, checks.of_source(source, profile, within=within).findings, only, loose)


def of_checked(source: Source, findings: list[Finding], only: tuple[str, ...] = (), loose: bool = False) -> Built:
    """Like :func:`build`, for a source that was already read, with the findings of its check."""
    # Only `check` shows fixes, because it verifies them.
    found = [one._replace(fix="") for one in findings]
    built = pipeline.render(source, only, loose, verified=True)
    return Built(built.files, ordered([*found, *_missed(built, found)]))


def _missed(built: Built, found: list[Finding]) -> list[Finding]:
    """The errors of a build that a check does not report: template errors, and errors that are waived."""
    errors = [one for one in built.findings if one.blocking]
    if built.files or any(refusals.refused(one) for one in found):
        return [one for one in errors if one.id.startswith("TPL")]
    return errors
