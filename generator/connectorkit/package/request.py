"""The options of a package."""

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
    """The options of a package. ``parts`` are those to write, by default all; ``managed`` adds the managed zip.

    ``evidence`` creates the files of the folder `evidence` from all findings; ``tests``: they include contract tests.
    ``base`` is an earlier version of the connector, whose ids must not change. ``chosen`` filters findings by the
    settings of the caller.
    """

    parts: tuple[str, ...] = PARTS
    managed: bool = False
    evidence: Evidence = lambda _: {}
    tests: bool = False
    base: Base | None = None
    chosen: Chosen = lambda found: found
