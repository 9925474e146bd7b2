"""Refusals: which errors stop a build. Light to import.

There are two kinds of error. *Refused*: the platform cannot import, load or run the connector, or the source has no
meaning. *Certification*: reviewers, or the validation of a submission, send the connector back. An error that no rule
reports (the format, YAML and JSON, files, types, undefined names, openapi-spec-validator) is refused. The kind of a
rule's error is in its record in :mod:`connectorkit.diagnostics.evidence`.
"""

from __future__ import annotations

from connectorkit.diagnostics import evidence
from connectorkit.diagnostics.finding import Finding

# Errors about the use of this tool; the connector itself is not affected.
_HARMLESS = ("WVR", "CFG")
_RULE_LENGTH = 6


def refused(finding: Finding) -> bool:
    """Whether a finding stops a build: the platform could not use the result, or the source has no meaning."""
    if finding.severity != "error" or finding.id.startswith(_HARMLESS):
        return False
    if not of_rule(finding.id):
        return True
    record = evidence.RECORDS.get(finding.id)
    return record is not None and record.kind == evidence.REFUSED


def of_rule(id: str) -> bool:
    """Whether ``id`` is that of a rule, not of a reader, a schema or a referee."""
    return len(id) == _RULE_LENGTH and id.startswith(FAMILIES)


FAMILIES = ("INF", "OPR", "SEC", "PAR", "RSP", "PRP", "TRG", "DYN", "EXT", "VER", "DOC", "ICO", "CSX", "PRQ")
"""The letters with which the ids of rules begin."""
