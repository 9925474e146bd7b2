"""A source of many operations: copies of those of a small one, each with a name, a title and an address of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

MOST_CHARACTERS = 900
"""Longer operations are not copied: 500 of them would exceed the size that the platform accepts, 1 MiB."""
_LISTED = re.compile(r"^operations:\n((?:  - \S+\n)+)", re.MULTILINE)


def large_source(given: Path, folder: Path, count: int) -> Path:
    """A copy of a source at ``folder`` with ``count`` operations in files of their own.

    ``given`` lists each of its operations as a file. What the copies name, such as types and the operations of
    drop-downs, they share with the first ones.
    """
    shutil.copytree(given, folder, ignore=shutil.ignore_patterns("recordings", ".schemas"))
    top = folder / "connector.yaml"
    text = top.read_text(encoding="utf-8")
    listed = _LISTED.search(text)
    assert listed is not None, "the operations are not listed as files"
    names = [line.removeprefix("  - ") for line in listed[1].splitlines()]
    short = [name for name in names if len((folder / name).read_text(encoding="utf-8")) <= MOST_CHARACTERS]
    made = list(names)
    number = 1
    while len(made) < count:
        number += 1
        for name in short[: count - len(made)]:
            made.append(f"more/{number}/{name}")
            file = folder / made[-1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_copied((folder / name).read_text(encoding="utf-8"), number), encoding="utf-8")
    block = "".join(f"  - {name}\n" for name in made)
    top.write_text(text[: listed.start(1)] + block + text[listed.end(1) :], encoding="utf-8")
    return folder


def _copied(text: str, number: int) -> str:
    text = re.sub(r"^((?:action|trigger): \w+)", rf"\1_{number}", text, flags=re.MULTILINE)
    text = re.sub(r"^(summary: .*)", rf"\1 {number}", text, flags=re.MULTILINE)
    return re.sub(r"^(request: [A-Z]+ )/", rf"\1/copy{number}/", text, flags=re.MULTILINE)
