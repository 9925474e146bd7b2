"""The evidence for each rule that can be an error: what rejects a connector that breaks it, with source and date.

*refused*: the platform cannot import, load or run the connector; no accepted connector breaks the rule.
*certification*: the validation of a submission or its reviewers send the connector back. A connector that was accepted
earlier may break a newer rule of this kind.

The records are in the tables of the two kinds. Light to import.
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.diagnostics import evidence_certification, evidence_refused

REFUSED, CERTIFICATION = "refused", "certification"


class Evidence(NamedTuple):
    """Why a rule can be an error. ``kind``: REFUSED or CERTIFICATION; ``date``: of the source, year first."""

    kind: str
    source: str
    date: str
    detail: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The record in one line."""
        about = f": {self.detail.rstrip('.')}" if self.detail else ""
        said = f"{self.source}{about} ({self.date})."
        return f"{said} {self.note}" if self.note else said


MEANING = {
    REFUSED: "The platform cannot import, load or run a connector that breaks this rule.",
    CERTIFICATION: "The validation of a submission, or its reviewers, reject a connector that breaks this rule.",
}
"""What the kind of a record means, in one sentence."""
RECORDS = {
    id: Evidence(kind, source, date, detail, note)
    for kind, table in ((REFUSED, evidence_refused.TABLE), (CERTIFICATION, evidence_certification.TABLE))
    for source, date, note, lines in table
    for line in lines.strip().splitlines()
    for id, _, detail in [line.strip().partition(" ")]
}
"""The record of each rule that can be an error in some profile, by its id."""
