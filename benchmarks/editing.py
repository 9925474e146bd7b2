"""CPU of one edit: a check, builds and the findings of the language server, warm, as multiples of a bare Python start.

``python -m benchmarks.editing`` measures the connector of this repository, and the server on one of 500 operations that
is made of it; a SOURCE names another one.
"""

from __future__ import annotations

import gc
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.large_source import large_source
from connectorkit.cli import composed_build
from connectorkit.desk.library import Library
from connectorkit.lsp.workspace import Workspace, everything

EDITS = 15
KEY = "description: "
OPERATIONS = 500
# Seconds of CPU from an edit to its findings, at the median.
SMALL_GOAL, LARGE_GOAL = 0.1, 0.3


def bare() -> float:
    """Seconds of CPU of an empty Python process, the least of several starts."""
    found = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def median(edit: Callable[[int], None]) -> float:
    """Seconds of CPU of an edit; the first three warm up."""
    taken = []
    for number in range(EDITS):
        start = time.process_time()
        edit(number)
        taken.append(time.process_time() - start)
    return statistics.median(taken[3:])


def measured(source: Path) -> dict[str, float]:
    """Seconds of CPU after an edit of one operation of a source."""
    written = [path for path in sorted(source.rglob("*.yaml")) if KEY in path.read_text(encoding="utf-8")]
    file = next(path for path in written if "\naction: " in f"\n{path.read_text(encoding='utf-8')}")
    text = file.read_text(encoding="utf-8")
    library = Library(source)
    library.refresh()
    library.findings()

    def edited(number: int) -> str:
        return text.replace(KEY, f"{KEY}{'The ' * (number % 7 + 1)}", 1)

    def behaves_otherwise(number: int) -> str:
        return re.sub(r"^request: \S+ /\S*", rf"\g<0>/part{number % 7}", text, count=1, flags=re.MULTILINE)

    def check(number: int) -> None:
        library.with_text(file, edited(number))
        library.findings()

    def build(only: tuple[str, ...], change: Callable[[int], str] = edited) -> Callable[[int], None]:
        def made(number: int) -> None:
            library.with_text(file, change(number))
            assert library.source is not None
            assert composed_build.of_checked(library.source, library.findings(), only).files

        return made

    return {
        "check": median(check),
        "build --only connector": median(build(("connector",))),
        "build": median(build(())),
        "build, with another path of a request,": median(build((), behaves_otherwise)),
        **served(file, text, edited, ""),
    }


def served(file: Path, text: str, edited: Callable[[int], str], of: str) -> dict[str, float]:
    """Seconds of CPU until the findings of the language server after an edit of ``file``, by the kind of the edit."""
    workspace = Workspace(lambda method, values: None, everything)
    workspace.open(file.as_uri(), text, 1)
    workspace.settle()

    def serve(write: Callable[[int], str]) -> Callable[[int], None]:
        def made(number: int) -> None:
            workspace.change(file.as_uri(), [{"text": write(number)}], number)
            workspace.settle()

        return made

    said = f"findings of the language server{of}"
    return {
        said: median(serve(edited)),
        f"{said}, with an unknown key": median(serve(lambda number: f"{edited(number)}unknown: x\n")),
        f"{said}, with broken YAML": median(serve(lambda number: f"{edited(number)}x: [\n")),
        f"{said}, broken and whole in turn": median(
            serve(lambda number: edited(number) + ("x: [\n" if number % 2 else ""))
        ),
    }


def large(given: Path, folder: Path) -> dict[str, float]:
    """The figures of the server on a source of OPERATIONS operations, made of a small one."""
    source = large_source(given, folder, OPERATIONS)
    file = next(path for path in sorted(source.rglob("*.yaml")) if "\naction: " in path.read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")

    def edited(number: int) -> str:
        return text.replace(KEY, f"{KEY}{'The ' * (number % 7 + 1)}", 1)

    return served(file, text, edited, f" on {OPERATIONS} operations")


def main() -> None:
    """Print the figures."""
    gc.set_threshold(100_000, 50, 50)
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("connector")
    goals: dict[str, str] = {"check": "2", "build --only connector": "3", "build": "6"}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(shutil.copytree(given, Path(folder) / "source"))
        one = bare()
        print(f"bare python -c pass: {one * 1000:.1f} ms of CPU = 1")
        figures = measured(source)
        if len(sys.argv) == 1:
            figures |= large(given, Path(folder) / "large")
        for what, seconds in figures.items():
            goal = f" (goal {goals[what]})" if what in goals else ""
            most = LARGE_GOAL if "operations" in what else SMALL_GOAL
            goal = f" (goal {most * 1000:.0f} ms)" if what.startswith("findings") else goal
            print(f"{what} after an edit: {seconds / one:.1f}{goal}, {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
