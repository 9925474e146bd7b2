"""Parts of a document about findings: rendered in the process that checked the source, and joined at the end.

This way, the processes of a check share the work, and the parent holds neither the findings nor the document in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Span, mark

_CHUNK = 1_000_000


class Facts(NamedTuple):
    """The facts about all findings for a frame: their number, how many are errors, and the first one of each id."""

    number: int
    blocking: int
    first: dict[str, Finding]


class Frame(NamedTuple):
    """The text before, between and after the parts. ``last`` completes a part, given the id of its finding."""

    head: str
    between: str
    tail: str
    last: Callable[[str, str], str] = lambda _, text: text


class Kind(NamedTuple):
    """How a document is rendered: the part of a finding, and the frame around the parts."""

    part: Callable[[Finding], str]
    frame: Callable[[Facts], Frame]


class Part(NamedTuple):
    """The part of a finding. ``finding`` lacks the fields that only its text needs."""

    finding: Finding
    text: bytes


def joined(findings: Sequence[Finding], part: Callable[[Finding], str], frame: Callable[[Facts], Frame]) -> str:
    """A document about findings that are in memory, in their order."""
    head, between, tail, last = frame(_facts(findings))
    return head + between.join(last(one.id, part(one)) for one in findings) + tail


def made(findings: Iterable[Finding], kind: Kind) -> list[Part]:
    """The parts of findings."""
    return [Part(_small(one), encoded(kind.part(one))) for one in findings]


def encoded(text: str) -> bytes:
    """A text as UTF-8; lone surrogates are escaped."""
    return text.encode("utf-8", "backslashreplace")


class Spool:
    """Stores parts in an unnamed temporary file until their document is written, so that they use little memory."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        # Closed together with the spool, which exists until the command ends.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._end = 0
        self._found: dict[tuple[str, str, Span], tuple[Finding, int, int]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, parts: Iterable[Part]) -> None:
        """Add parts; of two about the same finding, the last counts."""
        for finding, text in parts:
            self._file.write(text)
            self._found[finding.id, finding.message, finding.span] = finding, self._end, len(text)
            self._end += len(text)

    def pieces(self) -> Iterator[bytes]:
        """The document in pieces of about a megabyte: the findings by location, each with a unique fingerprint."""
        listed = sorted(self._found.values(), key=lambda one: _place(one[0]))
        head, between, tail, last = self._kind.frame(_facts([one for one, _, _ in listed]))
        taken: dict[tuple[str, str], int] = {}
        waiting, size = [encoded(head)], 0
        for index, (finding, start, length) in enumerate(listed):
            self._file.seek(start)
            text = self._file.read(length)
            print_ = finding.fingerprint
            again = taken[finding.span.file, print_] = taken.get((finding.span.file, print_), 0) + 1
            if again > 1:  # Two sources share a file.
                other = mark(finding.id, print_, str(again))
                text = text.replace(f': "{print_}"'.encode(), f': "{other}"'.encode(), 1)
            waiting.append(encoded(between if index else "") + encoded(last(finding.id, text.decode())))
            size += length
            if size > _CHUNK:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join([*waiting, encoded(tail)])


def _facts(findings: Sequence[Finding]) -> Facts:
    first: dict[str, Finding] = {}
    for one in findings:
        first.setdefault(one.id, one)
    return Facts(len(findings), sum(one.blocking for one in findings), first)


def _place(one: Finding) -> tuple[str, int, int, str, str]:
    return one.span.file, one.span.line, one.span.column, one.id, one.message


def _small(one: Finding) -> Finding:
    return one._replace(pointer="", related=(), fix="", changes=(), operation="", members=())
