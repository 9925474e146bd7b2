"""The version of an update: the next one, whether it was raised far enough, and its kind for certification."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectorkit.diff.change import Change
from connectorkit.diff.kind import BREAKS
from connectorkit.diff.version import MAJOR, MINOR, NONE, PATCH, following, parsed

_STEPS = (NONE, PATCH, MINOR, MAJOR)


class Release(NamedTuple):
    """The version of an update.

    ``step`` is `major`, `minor`, `patch` or `none`; ``follows`` is the next version by that step, "" when the old one
    is not a version. ``raised``: the new version is higher by at least that step. ``quick``: it is a minor update for
    certification (OK-02).
    """

    old: str
    new: str
    step: str
    follows: str
    raised: bool
    quick: bool


def release(old: str, new: str, changes: Iterable[Change]) -> Release:
    """The release of ``changes`` from version ``old``; ``new`` is the version of the update."""
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
    """The step of the most severe change: a break of the service, flows or apps is major; wording alone is a patch."""
    steps = [NONE]
    for change in changes:
        breaks = BREAKS in change.verdict[:3]
        steps.append(MAJOR if breaks else PATCH if change.kind.text else MINOR)
    return max(steps, key=_STEPS.index)
