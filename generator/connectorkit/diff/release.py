"""What an update means for its version: which one follows, whether it was raised, and how certification counts it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectorkit.diff.change import Change
from connectorkit.diff.kind import BREAKS
from connectorkit.diff.version import MAJOR, MINOR, NONE, PATCH, following, parsed

_STEPS = (NONE, PATCH, MINOR, MAJOR)


class Release(NamedTuple):
    """The version of an update.

    ``step`` is `major`, `minor`, `patch` or `none`; ``follows`` the version that it leads to, "" when the old one is
    no version. ``raised``: the new version is higher by at least that step. ``quick``: only what certification counts
    as a minor update changed (OK-02).
    """

    old: str
    new: str
    step: str
    follows: str
    raised: bool
    quick: bool


def release(old: str, new: str, changes: Iterable[Change]) -> Release:
    """The version that follows ``old`` after ``changes``; ``new`` is the one that the update has."""
    listed = list(changes)
    step = _step(listed)
    before, after = parsed(old), parsed(new)
    raised = before is not None and after is not None and _reaches(after, before, step)
    quick = bool(listed) and all(one.kind.quick for one in listed)
    return Release(old, new, step, following(old, step), raised, quick)


def _reaches(after: tuple[int, ...], before: tuple[int, ...], step: str) -> bool:
    """Whether a version is higher than another by at least a step."""
    count = {MAJOR: 1, MINOR: 2}.get(step)
    return after[:count] > before[:count]


def _step(changes: list[Change]) -> str:
    """The step of the heaviest change: what breaks the service, flows or apps is major; wording alone is a patch."""
    steps = [NONE]
    for change in changes:
        breaks = BREAKS in change.verdict[:3]
        steps.append(MAJOR if breaks else PATCH if change.kind.text else MINOR)
    return max(steps, key=_STEPS.index)
