"""The summary of an update, in sentences that several reports share."""

from __future__ import annotations

from collections import Counter
from typing import Final

from connectorkit.diagnostics.finding import SEVERITIES
from connectorkit.diff.comparison import Comparison
from connectorkit.diff.kind import FINE, Verdict
from connectorkit.diff.release import Release
from connectorkit.diff.version import NONE

AUDIENCES: Final = ("wire", "flows", "apps", "agents")
TITLES: Final = {
    "wire": "service and clients",
    "flows": "flows and Logic Apps",
    "apps": "Power Apps",
    "agents": "agents",
}
_LETTERS: Final = {FINE: "-"}


def letters(verdict: Verdict) -> str:
    """A verdict on one line: `wire b  flows B  apps B  agents -`."""
    return "  ".join(f"{name} {_LETTERS.get(one, one)}" for name, one in zip(AUDIENCES, verdict, strict=True))


def counted(comparison: Comparison) -> str:
    """The number of changes by severity, and how many were approved."""
    counts = Counter(one.finding.severity for one in comparison.open)
    parts = [_count(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
    approved = len(comparison.approved)
    parts += [f"{approved} approved"] if approved else []
    return ", ".join(parts) or "no change"


def _count(number: int, severity: str) -> str:
    return f"{number} {severity}" + ("s" if number > 1 and severity != "advice" else "")


def version(one: Release) -> str:
    """The required next version, and whether the update has it."""
    if one.step == NONE:
        return f"Version {one.new or 'not given'}: nothing changed, so no new version is needed."
    follows = f"a {one.step} version follows" + (f": {one.follows}" if one.follows else "")
    if one.raised:
        return f"Version {one.new}: {follows}; it was raised from {one.old}."
    short = "it was not raised" if one.old == one.new else f"{one.old or 'no version'} to {one.new} is not enough"
    return f"Version {one.new or 'not given'}: {follows}; {short}."


def certification(one: Release) -> str:
    """How certification classifies the update; "" if nothing changed."""
    if one.step == NONE:
        return ""
    if one.quick:
        return "Certification counts it as a minor update (only texts and appearance)."
    return "Certification does not count it as a minor update."


def left_out(comparison: Comparison) -> str:
    """What could not be compared; "" if everything was compared."""
    sides = (comparison.old.contents, comparison.new.contents)
    missing = [name for name, side in zip(("OLD", "NEW"), sides, strict=True) if side.properties is None]
    said = []
    if len(missing) == 1:
        said.append(f"{missing[0]} has no apiProperties.json: connections, policies and appearance were not compared.")
    elif any(side.unsupported for side in sides):
        said.append("A solution contains no publisher, stack owner or capabilities, so these were not compared.")
    named = sorted({name for side in sides for name in side.variables})
    if named:
        said.append(f"The values of environment variables were not compared: {', '.join(named)}.")
    return " ".join(said)
