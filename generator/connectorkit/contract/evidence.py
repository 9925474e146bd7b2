"""The evidence of each operation: the model alone, a recording of the service, or the service itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

MODEL, RECORDED, LIVE = "model", "recorded", "live"


def today() -> str:
    """The date in UTC, such as 2026-11-30."""
    return datetime.now(UTC).date().isoformat()


def of(operations: Sequence[str], recorded: Mapping[str, str], answered: Collection[str], date: str) -> dict[str, str]:
    """The evidence by operation: `live DATE`, `recorded DATE` or `model`.

    ``recorded`` are the dates of recordings of the service, ``answered`` the operations to which the service itself
    responded as declared on ``date``.
    """
    found = {}
    for name in operations:
        said = f"{RECORDED} {recorded[name]}" if name in recorded else MODEL
        found[name] = f"{LIVE} {date}" if name in answered else said
    return found


def counts(evidenced: Mapping[str, str]) -> dict[str, int]:
    """The number of operations by kind of evidence."""
    found = Counter(said.partition(" ")[0] for said in evidenced.values())
    return {kind: found[kind] for kind in (MODEL, RECORDED, LIVE)}


def counted(evidenced: Mapping[str, str], not_simulated: int) -> str:
    """The line of the counts, such as ``evidence: model 12, recorded 5, live 2; not simulated: 0``."""
    kinds = ", ".join(f"{kind} {number}" for kind, number in counts(evidenced).items())
    return f"evidence: {kinds}; not simulated: {not_simulated}"
