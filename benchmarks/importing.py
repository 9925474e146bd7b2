"""CPU of import and of build for each byte of swagger, as multiples of json.loads and json.dumps of the same bytes.

``python benchmarks/importing.py FOLDER``: over the connectors below FOLDER, and how the cost grows with size. Each
figure is the least of three runs in one process; nothing is kept between them.
"""

from __future__ import annotations

import copy
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.corpus import score
from connectorkit import pipeline
from connectorkit.importing import run
from connectorkit.write import new_folder

TIMES = 3
SIZES = (1, 2, 4, 8)


def least(call: Callable[[], object]) -> float:
    """The least CPU of several calls, in seconds."""
    spent = []
    for _ in range(TIMES):
        before = time.process_time()
        call()
        spent.append(time.process_time() - before)
    return min(spent)


def plain(data: bytes) -> None:
    """The baseline: read and write the swagger."""
    json.dumps(json.loads(data))


def costs(source: Path, data: bytes) -> tuple[float, float]:
    """Import and build of one connector, as multiples of reading and writing its swagger."""
    base = least(lambda: plain(data))
    tree, _ = run.files(source)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "source"
        new_folder.fill(folder, tree)
        built = least(lambda: pipeline.build(folder, ("connector",), loose=True))
    return least(lambda: run.files(source)) / base, built / base


def _strict(data: bytes) -> bool:
    """Whether the standard library can read the file."""
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def sample(folder: Path) -> None:
    """The medians over a folder of connectors, by size."""
    rows = []
    for source in score.connectors(folder):
        file = next(path for path in source.iterdir() if path.name.lower().endswith("swagger.json"))
        data = file.read_bytes()
        if _strict(data) and run.files(source)[0]:
            rows.append((len(data), *costs(source, data)))
    rows.sort()
    for name, part in (("all", rows), ("small half", rows[: len(rows) // 2]), ("large half", rows[len(rows) // 2 :])):
        size = median(row[0] for row in part) / 1000
        imported, built = median(row[1] for row in part), median(row[2] for row in part)
        print(f"{name}, {len(part)} connectors, median {size:.0f} kB: {_said(imported, built)}")


def _said(imported: float, built: float) -> str:
    return f"import {imported:.0f}, build {built:.0f} times json.loads + json.dumps"


def grown(swagger: dict[str, Any], times: int) -> dict[str, Any]:
    """The connector with every path and definition repeated ``times``, with unique names."""
    made = {**swagger, "paths": {}, "definitions": {}}
    for number in range(times):
        made["definitions"] |= {f"{name}{number}": one for name, one in swagger.get("definitions", {}).items()}
        for path, item in copy.deepcopy(swagger["paths"]).items():
            for operation in item.values():
                if isinstance(operation, dict) and "operationId" in operation:
                    operation["operationId"] += str(number)
            made["paths"][f"/{number}{path}"] = item
    return made


def growth(source: Path) -> None:
    """The cost of one connector at several times its size."""
    swagger = json.loads(source.read_bytes())
    for times in SIZES:
        data = json.dumps(grown(swagger, times), indent=2).encode()
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "grown.swagger.json"
            file.write_bytes(data)
            imported, built = costs(file, data)
        print(f"{times} times the size, {len(data) / 1000:.0f} kB: {_said(imported, built)}")


def main() -> None:
    """Print both tables."""
    os.environ["CONNECTORKIT_CACHE"] = "off"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "corpus"
    if folder.is_dir():
        sample(folder)
    growth(Path(__file__).resolve().parents[1] / "build" / "connector" / "apiDefinition.swagger.json")


if __name__ == "__main__":
    main()
