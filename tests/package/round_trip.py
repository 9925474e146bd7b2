"""A published connector to a source, to a package, back to a source, and to a package again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from connectorkit import pipeline
from connectorkit.diagnostics import package_notes
from connectorkit.importing import run
from connectorkit.package import judge
from connectorkit.package.assemble import Packaged, assemble
from connectorkit.package.request import Request
from connectorkit.package.verify import Source, verify
from connectorkit.write import build_folder, new_folder

STRUCTURE = {note[0] for note in package_notes.NOTES if note[0] < "PKG060" and note[0] != "PKG022"}


class Trip(NamedTuple):
    """Both packages, and the findings about the first one's zips that are errors of the structure."""

    first: Packaged
    second: Packaged
    wrong: list[str]
    verified: bool


def imported(origin: Path, target: Path) -> Path:
    """The source that an import of ``origin`` gives, written to ``target``."""
    tree, findings = run.files(origin)
    assert tree, [finding.message for finding in findings]
    new_folder.create(target, tree)
    return target


def packaged(source: Path, managed: bool = False) -> Packaged:
    """The package of a source, in memory."""
    built = pipeline.build(source, ("connector",))
    return assemble(source, built.files, Request(managed=managed))


def trip(origin: Path, scratch: Path) -> Trip:
    """The round trip through the solution zip."""
    source = imported(origin, scratch / "source")
    first = packaged(source, managed=True)
    if not first.files:
        return Trip(first, first, [], False)
    build_folder.write(scratch / "out", first.files)
    zips = sorted((scratch / "out").glob("*.zip"))
    wrong = [f"{one.id} {one.message}" for path in zips for one in judge.findings(path) if one.id in STRUCTURE]
    known = Source(source, pipeline.build(source, ("connector",)).files)
    verified = all(verify(known, path).same for path in (*zips, scratch / "out", scratch / "out" / "solution"))
    again = imported(next(path for path in zips if path.name.endswith("_solution.zip")), scratch / "again")
    return Trip(first, packaged(again, managed=True), wrong, verified)


def of_solution(package: Packaged) -> dict[str, bytes]:
    """The solution zips and the unpacked solution of a package."""
    return {
        name: data
        for name, data in package.files.items()
        if name.endswith(("_solution.zip", "_solution_managed.zip")) or name.startswith("solution/")
    }
