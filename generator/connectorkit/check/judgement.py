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
    """The outcome of a check: what there is to say, and of that what came from rules, with fixes and places.

    ``documents`` are the values that were judged, by the name of their file.
    """

    findings: list[Finding]
    profile: str
    judged: list[Judged] = field(default_factory=list)
    places: Places | None = None
    documents: dict[str, Json] = field(default_factory=dict)
