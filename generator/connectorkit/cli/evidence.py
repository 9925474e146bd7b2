"""The evidence in a package: findings as JSON and SARIF, and the table of the contract tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from connectorkit.cli import reports, result_cache
from connectorkit.diagnostics import grouping
from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.write import build_folder

_TIMED = re.compile(r"^\d+ \w+.* in [0-9.]+s.*$")


class Table(NamedTuple):
    """The output of the contract tests without durations, and whether they passed."""

    text: str
    passed: bool


def files(source: str, findings: Sequence[Finding], table: str, changes: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the folder ``evidence``; paths are relative to the source, so they do not depend on the machine."""
    shown = [_relative(source, one) for one in grouping.grouped(findings)]
    tree = {
        "findings.json": reports.document("json", shown),
        "findings.sarif": reports.document("sarif", shown),
    }
    return tree | dict(changes) | ({"contract_tests.txt": table.encode()} if table else {})


def contract_tests(source: str) -> Table:
    """Run the contract tests of a source against its sandbox. Raises Unusable if they cannot be run."""
    built = result_cache.build(source, ("tests", "client"))
    if built.blocked:
        raise Unusable(f"{source}: has no contract tests to run")
    with tempfile.TemporaryDirectory() as folder:
        build_folder.write(Path(folder) / "build", built.files)
        call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]
        suite = Path(folder) / "build" / "contract_tests"
        done = subprocess.run(call, cwd=suite, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("operation ")), 0)
    kept = [line for line in lines[start:] if not _TIMED.match(line)]
    return Table("\n".join(kept) + "\n", done.returncode == 0)


def _relative(source: str, one: Finding) -> Finding:
    home = os.path.join(source, "")

    def moved(span: Span) -> Span:
        return span._replace(file=span.file.removeprefix(home).replace(os.sep, "/"))

    # Without its own fingerprint, the finding gets one from the name of the file, which does not change.
    members = tuple(_relative(source, other) for other in one.members)
    return one._replace(span=moved(one.span), related=tuple(moved(span) for span in one.related), members=members)
