"""Ids of findings as entered by users: whether an id exists, and suggestions for unknown ones."""

from __future__ import annotations

from collections.abc import Sequence

from connectorkit.diagnostics.phrases import nearest

# Letters that are easily confused with digits.
_DIGITS = str.maketrans("OIL", "011")


def is_known(word: str, known: Sequence[str]) -> bool:
    """Whether ``word`` is the id of a finding, or the beginning of one."""
    upper = word.upper()
    return any(one.upper().startswith(upper) for one in known) or upper.startswith("FMT-")


def suggestion(word: str, known: Sequence[str]) -> str:
    """A suggestion for ``word``: an id with letters corrected to digits, its family, or a similar id."""
    upper = word.upper()
    right = upper[:3] + upper[3:].translate(_DIGITS)
    families = sorted({one[:3] for one in known})
    if right in known:
        return f"Did you mean '{right}'?"
    if upper[:3] in families:
        return f"The family {upper[:3]} has no such rule; `connectorkit explain rules` lists its rules."
    near = nearest(upper, [*known, *families], 0.6)
    return f"Did you mean '{near}'?" if near else f"Families: {', '.join(families)}."
