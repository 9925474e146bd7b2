"""Ids of findings as a person writes them: whether one exists, and which was meant."""

from __future__ import annotations

from collections.abc import Sequence

from connectorkit.diagnostics.phrases import nearest

# Letters that are easily taken for digits.
_DIGITS = str.maketrans("OIL", "011")


def is_known(word: str, known: Sequence[str]) -> bool:
    """Whether ``word`` is the id of a finding, or the beginning of one."""
    upper = word.upper()
    return any(one.upper().startswith(upper) for one in known) or upper.startswith("FMT-")


def suggestion(word: str, known: Sequence[str]) -> str:
    """What was perhaps meant by ``word``: an id with a letter for a digit put right, its family, or a word like it."""
    upper = word.upper()
    right = upper[:3] + upper[3:].translate(_DIGITS)
    families = sorted({one[:3] for one in known})
    if right in known:
        return f"Did you mean '{right}'?"
    if upper[:3] in families:
        return f"The family {upper[:3]} has no such rule; `connectorkit explain rules` lists its rules."
    near = nearest(upper, [*known, *families], 0.6)
    return f"Did you mean '{near}'?" if near else f"Families: {', '.join(families)}."
