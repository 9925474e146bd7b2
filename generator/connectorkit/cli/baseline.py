"""Baseline: findings that are known, so that a check reports only what is new.

A finding is identified by its source and its fingerprint, which does not change when lines move or parts are reordered.
A baseline is a file, or a revision of the repository, whose findings are then computed.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.write import whole_file

VERSION = 1
Known = Counter[tuple[str, str]]


class Entry(NamedTuple):
    """A finding of a source; ``source`` is the path of the source relative to the folder of the baseline."""

    source: str
    finding: Finding


def place(source: str, file: str) -> str:
    """The path of a source as written in a baseline."""
    folder = os.path.dirname(os.path.realpath(file))
    try:
        return os.path.relpath(os.path.realpath(source), folder).replace(os.sep, "/")
    except ValueError:
        return os.path.realpath(source).replace(os.sep, "/")


def text(entries: Iterable[Entry]) -> str:
    """The baseline as JSON: an object per finding, in an order that does not depend on line numbers."""
    listed = [
        {
            "source": one.source,
            "id": one.finding.id,
            "fingerprint": one.finding.fingerprint,
            "message": one.finding.message,
        }
        for one in entries
    ]
    listed.sort(key=lambda one: (one["source"], one["id"], one["fingerprint"], one["message"]))
    return json.dumps({"version": VERSION, "findings": listed}, ensure_ascii=False, indent=2) + "\n"


def write(file: str, entries: Iterable[Entry]) -> None:
    """Write a baseline atomically; raises Unusable if that is impossible."""
    whole_file.write(file, [text(entries).encode("utf-8", "backslashreplace")])


def read(file: str) -> Known:
    """The findings in a baseline file; raises Unusable if it is not a valid baseline."""
    try:
        with open(file, "rb") as opened:
            document = json.loads(opened.read())
        if document["version"] != VERSION:
            raise Unusable(f"{file}: a baseline of another version ({document['version']!r}); write it again")
        return Counter((str(one["source"]), str(one["fingerprint"])) for one in document["findings"])
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unusable(f"{file}: not a baseline; `check --write-baseline {file}` writes one") from None


def by_source(known: Known) -> dict[str, Known]:
    """The known findings of each source."""
    parts: dict[str, Known] = {}
    for key, count in known.items():
        parts.setdefault(key[0], Counter())[key] = count
    return parts


def new(findings: Sequence[Finding], source: str, known: Known) -> tuple[list[Finding], Known]:
    """The findings of a source that are not in ``known``, and those in ``known`` that the source no longer has."""
    left = Counter({key: count for key, count in known.items() if key[0] == source})
    fresh = []
    for one in findings:
        key = (source, one.fingerprint)
        if left[key] > 0:
            left[key] -= 1
        else:
            fresh.append(one)
    return fresh, +left
