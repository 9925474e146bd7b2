"""Version numbers of connectors: `1.0`, `2.1.3`, `v1`."""

from __future__ import annotations

import re
from typing import Final

MAJOR: Final = "major"
MINOR: Final = "minor"
PATCH: Final = "patch"
NONE: Final = "none"
_VERSION = re.compile(r"[vV]?(\d{1,9}(?:\.\d{1,9}){0,5})(?:[-+].*)?\Z")
_LEAST: Final = 3


def parsed(version: str) -> tuple[int, ...] | None:
    """The numbers of a version, at least three, with zero for missing ones; None when it is not a version."""
    found = _VERSION.match(version)
    if found is None:
        return None
    numbers = [int(one) for one in found[1].split(".")]
    return tuple(numbers + [0] * (_LEAST - len(numbers)))


def following(version: str, step: str) -> str:
    """The next version by a step, with as many numbers as the old one; "" when that is not a version.

    A patch of a version with two numbers adds a third one.
    """
    numbers = parsed(version)
    if numbers is None:
        return ""
    major, minor, patch = numbers[:_LEAST]
    if step == NONE:
        return version
    made = {MAJOR: [major + 1, 0, 0], MINOR: [major, minor + 1, 0], PATCH: [major, minor, patch + 1]}[step]
    least = 3 if step == PATCH else 2 if step == MINOR else 1
    shown = made[: max(least, version.count(".") + 1)]
    return ("v" if version[:1] in "vV" else "") + ".".join(str(one) for one in shown)
