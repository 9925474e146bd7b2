"""CPU time of comparing two versions of a connector, as a multiple of reading both sides.

usage: python -m benchmarks.diff [SAMPLE]

The old side is a published connector, the new one the same after seeded mutations, as the tests make them. Reading is
the definition alone, from bytes to values. Each figure is the least of several runs.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from functools import partial
from pathlib import Path

from tests.diff.mutations import Plain, mutated

from benchmarks.rules import CORPUS, least
from connectorkit.diagnostics.finding import Unusable
from connectorkit.diff.comparison import compare
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.diff.sides.load import load
from connectorkit.diff.sides.side import Side
from connectorkit.model.json_value import mapping
from connectorkit.read import json_document


def changed(old: Side) -> Side:
    """The side after mutations that are the same in each run."""
    definition = mutated(old.contents.definition, random.Random(old.name))
    return Side(old.name, Contents(definition, old.contents.properties), old.span_of)


def larger(old: Side, times: int) -> Side:
    """A side with all its paths repeated ``times``, with unique names."""
    definition: Plain = {**old.contents.definition, "paths": {}}
    for number in range(times):
        text = json.dumps(old.contents.definition["paths"])
        for path, item in json.loads(text).items():
            for operation in item.values():
                if isinstance(operation, dict) and "operationId" in operation:
                    operation["operationId"] += f"_{number}"
            definition["paths"][f"/n{number}{path}"] = item
    return Side(old.name, Contents(definition, old.contents.properties), old.span_of)


def read_both(data: bytes) -> None:
    """Read a definition twice, as a comparison of files does."""
    for _ in range(2):
        json_document.read("definition", data)


def main(sample: Path) -> None:
    """Print the median and the most of all connectors below ``sample``, and the growth with the operations."""
    rows = []
    for file in sorted(sample.rglob("*piDefinition.swagger.json")):
        try:
            old = load(str(file))
        except Unusable:
            continue
        new, data = changed(old), file.read_bytes()
        rows.append((least(partial(compare, old, new)), least(partial(read_both, data)), file.parent.name, old))
    times = sorted(row[0] for row in rows)
    ratios = [row[0] / row[1] for row in rows]
    print(
        f"{len(rows)} connectors: compared in {statistics.median(times):.3f} s at the median, {times[-1]:.2f} s at most"
    )
    print(f"as a multiple of reading both sides: {statistics.median(ratios):.1f} at the median")
    middle = sorted(rows, key=lambda row: row[0])[len(rows) // 2][3]
    for count in (10, 20, 40):
        side = larger(middle, count)
        new = changed(side)
        paths = mapping(side.contents.definition["paths"])
        operations = sum(len(mapping(item)) for item in paths.values())
        print(f"{operations} operations: {least(partial(compare, side, new)):.3f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
