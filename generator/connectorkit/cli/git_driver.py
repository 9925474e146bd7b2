"""A diff driver of git for the YAML of a source: the lines that differ, then the changes and their audiences.

Git calls it once per file, with the old and the new file. The rest of the source comes from the work tree.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from connectorkit.cli.reports.changes import summary
from connectorkit.cli.reports.terminal_safe import block, line
from connectorkit.diagnostics.finding import Unusable
from connectorkit.diff import comparison
from connectorkit.diff.sides import load
from connectorkit.read import source_paths


def render(arguments: Sequence[str]) -> str:
    """The output for git about a file; arguments: ``path old-file old-hex old-mode new-file new-hex new-mode``."""
    path, old_file, new_file = arguments[0], arguments[1], arguments[4]
    old, new = _read(old_file), _read(new_file)
    head = f"diff --connectorkit a/{path} b/{path}\n"
    return head + block(_lines(path, old, new)) + "".join(f"# {one}\n" for one in _meaning(path, old, new))


def _read(file: str) -> bytes | None:
    """The bytes of one side; None if the file does not exist on this side."""
    if file == "/dev/null":
        return None
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None


def _lines(path: str, old: bytes | None, new: bytes | None) -> str:
    texts = [(data or b"").decode("utf-8", "replace").splitlines(keepends=True) for data in (old, new)]
    before, after = (f"{side}/{path}" if data is not None else "/dev/null" for side, data in (("a", old), ("b", new)))
    made = difflib.unified_diff(texts[0], texts[1], before, after)
    return "".join(one if one.endswith("\n") else f"{one}\n\\ No newline at end of file\n" for one in made)


def _meaning(path: str, old: bytes | None, new: bytes | None) -> list[str]:
    """The changes that the file causes, one line each; or the reason why they are unknown."""
    if old is None or new is None:
        return ["The file exists on one side only; compare revisions to see the effect: connectorkit diff git:REV ."]
    try:
        folder = Path(source_paths.find(path).path)
    except Unusable:
        return ["This file is not part of a connector source."]
    key = str(folder / Path(path).absolute().relative_to(folder.absolute()))
    try:
        sides = [load.load(str(folder), {key: data}) for data in (old, new)]
    except Unusable as error:
        return [f"The effect of the change is unknown: {line(str(error))}"]
    found = comparison.compare(sides[0], sides[1])
    changes = [
        f"{one.finding.severity} {one.finding.id}: {line(one.finding.message)} [{summary.letters(one.change.verdict)}]"
        for one in found.reported
    ]
    return [*changes, line(summary.version(found.release))] if changes else ["The meaning is the same."]
