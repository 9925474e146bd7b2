"""What a caller asks of a package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from connectorkit.diagnostics.finding import Finding
from connectorkit.package.base import Base

Evidence = Callable[[Sequence[Finding]], Mapping[str, bytes]]
Chosen = Callable[[Sequence[Finding]], Sequence[Finding]]

SOLUTION: Final = "solution"
CERTIFICATION: Final = "certification"
UNPACKED: Final = "unpacked"
REPOSITORY: Final = "repository"
ASSETS: Final = "PkgAssets"
"""The folder of the solutions in a certification zip."""
PARTS: Final = (SOLUTION, CERTIFICATION, UNPACKED, REPOSITORY)


@dataclass(frozen=True, slots=True)
class Request:
    """``parts`` are those to write, all of PARTS by default; ``managed`` adds the managed zip.

    ``evidence`` makes the files of the folder of that name from all findings; ``tests`` says whether contract tests
    are among them. ``base`` is an earlier form of the connector, whose ids must not change. ``chosen`` gives the
    findings that the settings of a caller let through.
    """

    parts: tuple[str, ...] = PARTS
    managed: bool = False
    evidence: Evidence = lambda _: {}
    tests: bool = False
    base: Base | None = None
    chosen: Chosen = lambda found: found
