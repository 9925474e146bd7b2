"""The shared command line for pages that are rendered from code: write or compare them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from connectorkit.render.templates import Templates


def write_page(program: str, render: Callable[[Templates], bytes], arguments: list[str] | None) -> int:
    """Write one page, or with ``--check`` compare it; returns the exit status: 0, or 1 if it is out of date."""
    target, checking = _parsed(program, "file", "the page", arguments)
    name = target.name
    return _settle(target.parent, {name: render(Templates())}, [name] if target.is_file() else [], checking)


def write_folder(program: str, render: Callable[[Templates], Mapping[str, bytes]], arguments: list[str] | None) -> int:
    """Write all pages of a folder and remove obsolete ones; ``--check`` and exit status as in :func:`write_page`."""
    target, checking = _parsed(program, "folder", "the folder of the pages", arguments)
    return _settle(target, render(Templates()), [path.name for path in target.glob("*.md")], checking)


def _parsed(program: str, word: str, help: str, arguments: list[str] | None) -> tuple[Path, bool]:
    parser = argparse.ArgumentParser(prog=f"python -m connectorkit.cli.{program}")
    parser.add_argument("target", metavar=word, type=Path, help=help)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with status 1 if a page is out of date"
    )
    given = parser.parse_args(arguments)
    return given.target, given.check


def _settle(folder: Path, pages: Mapping[str, bytes], there: list[str], checking: bool) -> int:
    known = {name: (folder / name).read_bytes() for name in there}
    stale = sorted(name for name in {*known, *pages} if known.get(name) != pages.get(name))
    if checking:
        for name in stale:
            print(f"{folder / name}: not up to date", file=sys.stderr)
        return int(bool(stale))
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        path = folder / name
        path.write_bytes(pages[name]) if name in pages else path.unlink()
    return 0
