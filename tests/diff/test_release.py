"""Which version follows an update, whether it was raised, and how certification counts it."""

from __future__ import annotations

import pytest

from connectorkit.diff.release import Release
from connectorkit.diff.version import following, parsed
from tests.diff.base import GONE, Edit, compared, put

GET = "/definition/paths/~1orders~1{order_id}/get"
BREAK = put(f"{GET}/parameters/1", GONE)
MAY_BREAK = put(f"{GET}/parameters/3/default", "all")
ADDED = put(f"{GET}/parameters/5", {"name": "x", "in": "query", "type": "string"})
TEXT = put(f"{GET}/description", "Another.")
TITLE = put(f"{GET}/parameters/3/x-ms-summary", "Another")


def version(number: str) -> Edit:
    return put("/definition/info/version", number)


@pytest.mark.parametrize(
    ("edits", "step", "follows", "raised", "quick"),
    [
        ((), "none", "1.0", False, False),
        ((BREAK,), "major", "2.0", False, False),
        ((BREAK, version("1.1")), "major", "2.0", False, False),
        ((BREAK, version("2.0")), "major", "2.0", True, False),
        ((MAY_BREAK, version("1.1")), "minor", "1.1", True, False),
        ((ADDED, TEXT, version("1.1.0")), "minor", "1.1", True, False),
        ((TEXT,), "patch", "1.0.1", False, True),
        ((TEXT, version("1.0.1")), "patch", "1.0.1", True, True),
        ((TITLE, TEXT), "patch", "1.0.1", False, False),
        ((TEXT, version("next")), "patch", "1.0.1", False, True),
    ],
)
def test_the_version_that_follows(edits: tuple[Edit, ...], step: str, follows: str, raised: bool, quick: bool) -> None:
    found = compared(*edits).release
    assert found == Release("1.0", found.new, step, follows, raised, quick)


def test_a_lowered_version_may_break_something() -> None:
    assert [one.finding.id for one in compared(version("0.9")).reported] == ["BRK740"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", (1, 0, 0)),
        ("1.2", (1, 2, 0)),
        ("v2.0.1-beta", (2, 0, 1)),
        ("1.0.0.7", (1, 0, 0, 7)),
        ("", None),
        ("one", None),
    ],
)
def test_versions_are_read(text: str, numbers: tuple[int, ...] | None) -> None:
    assert parsed(text) == numbers


@pytest.mark.parametrize(
    ("text", "step", "next_"),
    [("1", "major", "2"), ("v1.2", "minor", "v1.3"), ("1.2.3", "major", "2.0.0"), ("x", "major", "")],
)
def test_versions_follow_in_their_own_form(text: str, step: str, next_: str) -> None:
    assert following(text, step) == next_
