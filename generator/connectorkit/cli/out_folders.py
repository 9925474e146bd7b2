"""--out: checks that the output folders are safe to write."""

from __future__ import annotations

import os
from collections.abc import Sequence

from connectorkit.diagnostics.finding import Unusable
from connectorkit.read.source_paths import Found


def require_names(found: Sequence[Found]) -> None:
    """Raises Unusable if two sources have the same name, which is also the name of the output folder."""
    first: dict[str, str] = {}
    for one in found:
        if one.name in first:
            both = f"{first[one.name]} and {one.path}"
            raise Unusable(f"{both} would both be written to a folder '{one.name}'; run the command once for each.")
        first[one.name] = one.path


def refuse_overlap(out: str, sources: Sequence[str], option: str = "--out") -> None:
    """Raises Unusable if the output folder is a source, is inside one, or contains one; links are followed."""
    if not out:
        raise Unusable(f"{option}: the name is empty; name a folder")
    for source in sources:
        if _within(out, source):
            raise Unusable(f"{option} {out}: is inside the source {source}; choose a folder outside it")
        if _within(source, out):
            raise Unusable(f"{option} {out}: contains the source {source}; choose a separate folder")


def _within(inner: str, outer: str) -> bool:
    """Whether a path is ``outer`` or below it, even if a folder has two names because of letter case or a mount."""
    if not os.path.exists(outer):
        return False
    path = os.path.realpath(inner)
    while True:
        if os.path.exists(path) and os.path.samefile(path, outer):
            return True
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
