"""CPU of one edit: a check, builds and the findings of the language server, warm, as multiples of a bare Python start.

``python -m benchmarks.editing`` measures the connector of this repository; a SOURCE names another one.
"""

from __future__ import annotations

import gc
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from connectorkit.cli import composed_build
from connectorkit.desk.library import Library
from connectorkit.lsp.workspace import Workspace, everything

EDITS = 15
KEY = "description: "


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

    def check(number: int) -> None:
        library.with_text(file, edited(number))
        library.findings()

    def build(only: tuple[str, ...]) -> Callable[[int], None]:
        def made(number: int) -> None:
            check(number)
            assert library.source is not None
            composed_build.of_checked(library.source, library.findings(), only)

        return made

    workspace = Workspace(lambda method, values: None, everything)
    workspace.open(file.as_uri(), text, 1)
    workspace.settle()

    def serve(number: int) -> None:
        workspace.change(file.as_uri(), [{"text": edited(number)}], number)
        workspace.settle()

    return {
        "check": median(check),
        "build --only connector": median(build(("connector",))),
        "build": median(build(())),
        "findings of the language server": median(serve),
    }


def main() -> None:
    """Print the figures."""
    gc.set_threshold(100_000, 50, 50)
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("connector")
    goals = {"check": 2, "build --only connector": 3, "build": 6}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(shutil.copytree(given, Path(folder) / "source"))
        one = bare()
        print(f"bare python -c pass: {one * 1000:.1f} ms of CPU = 1")
        for what, seconds in measured(source).items():
            goal = f" (goal {goals[what]})" if what in goals else ""
            print(f"{what} after an edit: {seconds / one:.1f}{goal}, {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
