"""Reads pairs from a page: under each heading a block of `diff` that changes the source, and what is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PAIR = re.compile(r"^#+ (.+?)\n(.*?)```diff\n(.*?)```\n(.*?)```text\n(.*?)```", re.MULTILINE | re.DOTALL)


class Written(NamedTuple):
    """A pair as a page shows it: its title, the lines of the change, and the lines that are reported."""

    title: str
    diff: str
    report: tuple[str, ...]


def pairs(page: Path) -> Iterator[Written]:
    """The pairs of a page, in their order."""
    for section in re.split(r"^(?=#+ )", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
        found = _PAIR.match(section)
        if found is not None:
            yield Written(found[1], found[3], tuple(found[5].strip().splitlines()))


def changed(text: str, diff: str) -> str:
    """A text after the change of a block; each hunk must occur in it exactly once."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        old, new = ("".join(line[1:] or "\n" for line in lines if line[:1] != sign) for sign in "+-")
        if lines:
            assert text.count(old) == 1, f"stands {text.count(old)} times:\n{old}"
            text = text.replace(old, new)
    return text
