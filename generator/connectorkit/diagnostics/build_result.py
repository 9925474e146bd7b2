"""The result of a build as a value, and as bytes for the cache. Light to import."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from connectorkit.diagnostics.finding import Change, Finding, Span


class Built(NamedTuple):
    """The files of a build below the output folder, and the findings about the source."""

    files: dict[str, bytes]
    findings: list[Finding]

    @property
    def blocked(self) -> bool:
        """True when an error stopped the build before rendering; output that referees reject is still rendered."""
        return not self.files and self.failed

    @property
    def failed(self) -> bool:
        """True when there is an error."""
        return any(finding.blocking for finding in self.findings)


def pack(built: Built) -> bytes:
    """One line of JSON (findings, names and sizes), then the files one after another."""
    head = {"findings": built.findings, "files": [(name, len(data)) for name, data in built.files.items()]}
    return json.dumps(head).encode() + b"\n" + b"".join(built.files.values())


def unpack(data: bytes) -> Built:
    """The reverse of :func:`pack`; raises ValueError when ``data`` has another form."""
    line, _, rest = data.partition(b"\n")
    head = json.loads(line)
    files, start = {}, 0
    for name, size in head["files"]:
        files[name] = rest[start : start + size]
        start += size
    if start != len(rest):
        raise ValueError("not a packed build")
    return Built(files, [_finding(*entry) for entry in head["findings"]])


def _finding(*entry: Any) -> Finding:  # The fields of a Finding in order, each of its own type.
    one = Finding._make(entry)
    return one._replace(
        span=Span(*one.span),
        related=tuple(Span(*span) for span in one.related),
        changes=tuple(Change(Span(*span), text) for span, text in one.changes),
    )
