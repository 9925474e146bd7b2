"""The check of one source, which worker processes run. Light to import."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from connectorkit.cli import selection, settings
from connectorkit.cli.settings import Given, Settings
from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.read.source_paths import Found

if TYPE_CHECKING:
    from connectorkit.cli.baseline import Known


class Asked(NamedTuple):
    """The options for each source.

    ``changes``: include the file changes of fixes. ``every``: include all findings in addition to the selected ones.
    ``revision``: the git revision whose findings are known, if any.
    """

    given: Given
    changes: bool = False
    every: bool = False
    revision: str | None = None


class Examined(NamedTuple):
    """The result of checking a source.

    ``wrong`` are findings about its settings file; ``before`` are its findings in the revision.
    """

    found: Found
    chosen_by: Settings
    wrong: list[Finding]
    chosen: selection.Chosen
    findings: list[Finding]
    before: Known


def examine(asked: Asked, found: Found | Unusable) -> Examined | Unusable:
    """Check a source, from the cache if possible; Unusable with the reason if it cannot be used."""
    try:
        if isinstance(found, Unusable):
            return found
        from connectorkit.cli import result_cache

        chosen_by, wrong = settings.of(found.path, asked.given)
        findings = result_cache.findings_of(found.path, chosen_by.profile, asked.changes)
        examined = chosen(found, chosen_by, wrong, findings)
        before = (
            _then(found.path, chosen_by, asked.revision) if asked.revision is not None else Counter[tuple[str, str]]()
        )
        return examined._replace(findings=findings if asked.every else [], before=before)
    except Unusable as reason:
        return reason


def chosen(found: Found, chosen_by: Settings, wrong: list[Finding], findings: list[Finding]) -> Examined:
    """The result for a source, with the findings that its settings select."""
    choice = selection.choose(findings, chosen_by, _owns(chosen_by.file, found.path))
    return Examined(found, chosen_by, wrong, choice, findings, Counter())


def _then(path: str, chosen_by: Settings, revision: str) -> Known:
    """The findings of a source as of a revision."""
    from connectorkit.check.check import findings
    from connectorkit.cli import revision as revisions

    with revisions.checked_out(path, revision) as old:
        try:
            before = findings(str(old), chosen_by.profile) if old is not None else []
        except Unusable:
            # A revision that cannot be checked has no known findings.
            before = []
    return Counter((path, one.fingerprint) for one in before)


def _owns(file: str, source: str) -> bool:
    """Whether a settings file belongs to this source only: it is in its folder, or next to the folder `connector`."""
    import os

    if not file:
        return False
    home, folder = os.path.dirname(os.path.realpath(file)), os.path.realpath(source)
    return home == folder or (home == os.path.dirname(folder) and os.path.basename(folder) == "connector")
