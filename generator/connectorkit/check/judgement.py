"""The outcome of a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from connectorkit.check.engine.rule import Rule
from connectorkit.check.engine.run import Judged
from connectorkit.check.locate import Places
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Json
from connectorkit.model.record import record

Plain = dict[str, Json]
Rules = Sequence[Rule]


@record
class Checked:
    """The result of a check: all findings, and those of rules with fixes and places.

    ``documents`` are the checked documents, by file name.
    """

    findings: list[Finding]
    profile: str
    judged: list[Judged] = field(default_factory=list)
    places: Places | None = None
    documents: dict[str, Json] = field(default_factory=dict)
