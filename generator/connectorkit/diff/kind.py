"""The record of a kind of change, from which its page, its severity and every report are derived."""

from __future__ import annotations

from typing import Final, NamedTuple

BREAKS: Final = "B"
MAY_BREAK: Final = "b"
NOTICE: Final = "n"
FINE: Final = "ok"
LEVELS: Final = (BREAKS, MAY_BREAK, NOTICE, FINE)


class Verdict(NamedTuple):
    """The effect of a change on each of four audiences: one of LEVELS.

    ``wire``: the service and generated clients. ``flows``: saved flows and Logic Apps. ``apps``: formulas of Power
    Apps. ``agents``: what chooses operations by their names and descriptions.
    """

    wire: str
    flows: str
    apps: str
    agents: str

    @property
    def severity(self) -> str:
        """Error where the change breaks an audience, warning where it may break one, else advice."""
        return "error" if BREAKS in self else "warning" if MAY_BREAK in self else "advice"

    @property
    def weight(self) -> tuple[int, ...]:
        """The sort key of verdicts, the worst first: the number of audiences at each level."""
        return tuple(-sum(one == level for one in self) for level in LEVELS[:-1])

    def worse(self, other: Verdict) -> Verdict:
        """For each audience the worse of two verdicts."""
        return Verdict(*(min(both, key=LEVELS.index) for both in zip(self, other, strict=True)))

    @property
    def is_silent(self) -> bool:
        """Whether no audience notices the change."""
        return all(one == FINE for one in self)


def verdict(letters: str) -> Verdict:
    """A verdict from four letters in the order of the audiences; ``-`` is fine."""
    wire, flows, apps, agents = (FINE if letter == "-" else letter for letter in letters)
    return Verdict(wire, flows, apps, agents)


class Kind(NamedTuple):
    """A kind of change. ``id`` is BRK, the row of the collected table times ten, and a running digit.

    An update with only ``quick`` kinds is minor for certification (OK-02). ``text`` kinds only change wording.
    ``hidden`` kinds also matter for things that makers never see.
    """

    id: str
    title: str
    verdict: Verdict
    why: str
    remedy: str
    source: str
    quick: bool = False
    text: bool = False
    hidden: bool = False


KEEP_OPERATION: Final = (
    "Keep the operation as it is, and offer the change in a new version of it: its own path, operationId <Family>_V2, "
    "x-ms-api-annotation with family and revision."
)
KEEP_INPUT: Final = "Keep the input, and offer the change in a new version of the operation (<Family>_V2)."
KEEP_OUTPUT: Final = (
    "Keep the output and add a new one next to it, or offer the change in a new version of the operation (<Family>_V2)."
)
CONFIRM: Final = "Confirm that existing flows keep working, and approve the change with the reason."
NOTHING: Final = "No action is required."
