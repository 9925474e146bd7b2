"""Sizes and times of packages: ``python -m benchmarks.package FOLDER`` over the connectors below FOLDER.

Sizes are those of the zips as multiples of the swagger inside; they are stored, not compressed. Times are CPU as
multiples of a build of the same connector, each the least of three runs in one process.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.corpus import score
from benchmarks.importing import least
from connectorkit import pipeline
from connectorkit.importing import run
from connectorkit.package import judge
from connectorkit.package.assemble import assemble
from connectorkit.package.request import Request
from connectorkit.package.verify import Source, verify
from connectorkit.write import new_folder


class Row(NamedTuple):
    """One connector: bytes of its swagger and zips, and seconds of CPU."""

    swagger: int
    solution: int
    certification: int
    build: float
    package: float
    verify: float
    check: float


def measured(folder: Path) -> Row | None:
    """The figures of one published connector; None when it cannot be packaged."""
    tree, _ = run.files(folder)
    if not tree:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        new_folder.fill(source, tree)
        built = pipeline.build(source, ("connector",))
        made = assemble(source, built.files, Request())
        zips = {name: data for name, data in made.files.items() if name.endswith(".zip")}
        certification = next((data for name, data in zips.items() if name.endswith("_certification.zip")), None)
        if certification is None:
            return None
        file = Path(scratch) / "a_certification.zip"
        file.write_bytes(certification)
        return Row(
            len(built.files["connector/apiDefinition.swagger.json"]),
            next(len(data) for name, data in zips.items() if name.endswith("_solution.zip")),
            len(certification),
            least(lambda: pipeline.build(source, ("connector",))),
            least(lambda: assemble(source, built.files, Request())),
            least(lambda: verify(Source(source, built.files), file)),
            least(lambda: judge.findings(file)),
        )


def main() -> None:
    """Print the medians, and the largest connector."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.package FOLDER")
    rows = [row for folder in score.connectors(Path(sys.argv[1])) if (row := measured(folder)) is not None]
    if not rows:
        sys.exit(f"{sys.argv[1]}: no connector that can be packaged")
    sizes = [median(row[index] / row.swagger for row in rows) for index in (1, 2)]
    times = [median(row[index] / row.build for row in rows) for index in (4, 5, 6)]
    print(f"{len(rows)} connectors, median swagger {median(row.swagger for row in rows) / 1000:.0f} kB")
    print(f"sizes as multiples of the swagger: solution {sizes[0]:.2f}, certification {sizes[1]:.2f}")
    print("CPU as multiples of a build: package {:.2f}, verify {:.2f}, check of the zip {:.2f}".format(*times))
    large = max(rows, key=lambda row: row.swagger)
    print(f"largest: swagger {large.swagger / 1000:.0f} kB, certification zip {large.certification / 1000:.0f} kB")
    spent = f"build {large.build:.2f} s, package {large.package:.2f} s, check of the zip {large.check:.2f} s"
    print(f"largest: {spent}")


if __name__ == "__main__":
    main()
