"""The command for drift: compare with a service, and optionally add new fields to the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from connectorkit.contract.address import unusable
from connectorkit.contract.pytest_plugin import credentials
from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.recording import growth, subject
from connectorkit.recording.drift import drift
from connectorkit.render.contract_tests import same_requests
from connectorkit.render.contract_tests.requests import Requests


@dataclass(slots=True)
class DriftResult:
    """The result: findings, lines to print, called and skipped operations, and the patch."""

    findings: list[Finding] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    patch: str = ""


def run(source: Path, url: str, update: bool, diff: bool) -> DriftResult:
    """Compare a source with the service at ``url``; with ``update``, write new fields unless ``diff``.

    Raises Unusable when the service cannot be used.
    """
    loaded, findings = subject.load(source)
    if loaded is None:
        return DriftResult(findings)
    wrong = unusable(url)
    if wrong:
        raise Unusable(wrong)
    same_requests.mark(loaded.spec, Requests(loaded.spec))
    found = drift(loaded, url, credentials(loaded.spec))
    made = DriftResult(ordered(found.findings), called=found.called, skipped=found.skipped)
    if update:
        grown, made.lines = growth.grow(source, loaded, found.new)
        if grown is not None:
            made.patch = grown.shown()
            if not diff:
                grown.draft.write()
        if grown is not None and grown.arrived:
            count = f"{len(grown.arrived)} new field{'' if len(grown.arrived) == 1 else 's'}"
            made.lines.append(f"{source}: {count} {'would be ' if diff else ''}written; review each of them")
    made.lines += [*dict.fromkeys(found.remarks), *made.skipped]
    made.lines.append(f"compared: {len(found.called)} of {len(loaded.spec['routes'])} operations")
    return made
