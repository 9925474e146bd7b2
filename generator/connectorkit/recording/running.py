"""Running the contract tests of a source in a separate process, with this toolkit's data about recordings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from connectorkit import pipeline
from connectorkit.contract.evidence import today
from connectorkit.contract.summary_table import Known
from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.recording import folder, marks, own_address, replaying
from connectorkit.recording.recorder import Job
from connectorkit.write import build_folder


class Ran(NamedTuple):
    """The exit status, the findings of a source that cannot be built, and the table as JSON if requested.

    ``remark`` is a line about recordings that do not match.
    """

    status: int
    findings: list[Finding]
    table: str = ""
    remark: str = ""


def run(source: Path, built: Built, url: str, full: bool, record: str, table: bool) -> Ran:
    """Write the suite and the client in ``built`` into a temporary folder, and run pytest there.

    ``record`` is the folder for recordings, "" for none. With ``table``, the output of pytest goes to standard error.
    """
    if built.blocked:
        return Ran(1, built.findings)
    if record:
        folder.require(Path(record))
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        build_folder.write(place / "build", built.files)
        dates, remark = recorded(source)
        known: Known = {"recorded": dates, "today": today()}
        if table:
            known["table"] = str(place / "table.json")
        (place / "known.json").write_text(json.dumps(known), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        options = ["--known", str(place / "known.json"), *(["--base-url", url] if url else [])]
        options += ["--full"] if full else []
        if record:
            (place / "job.json").write_text(json.dumps(_job(source, Path(record))), encoding="utf-8")
            command += ["-p", "connectorkit.recording.recorder"]
            options += ["--record-job", str(place / "job.json")]
        suite = place / "build" / "contract_tests"
        out = sys.stderr.fileno() if table else None
        status = subprocess.run([*command, ".", *options], cwd=suite, stdout=out, check=False).returncode
        text = ""
        with suppress(OSError):
            text = (place / "table.json").read_text(encoding="utf-8")
    return Ran(status if status in (0, 1) else 2, [], text, remark)


def recorded(source: Path) -> tuple[dict[str, str], str]:
    """The days of the matching recordings of the service in the folder of a source, and a line if some do not match."""
    place = source / folder.NAME
    try:
        kept, wrong_ones = folder.read(place) if place.is_dir() else ([], [])
        # Recordings of a sandbox are never evidence.
        replayed = wrong_ones or folder.dates(kept)
        came = replaying.run(source, place) if replayed else replaying.ReplayResult()
    except Unusable as error:
        return {}, str(error)
    wrong = sum(one.blocking for one in came.findings)
    line = f"{place}: {wrong} finding{'s' * (wrong > 1)}; see `connectorkit test {source} --replay {place}`"
    return came.dates, line if wrong else ""


def _job(source: Path, place: Path) -> Job:
    connector = pipeline.load(source)[0]
    assert connector is not None, "it was built a moment ago"
    return {
        "folder": os.path.abspath(place),
        "secrets": marks.secrets(connector),
        "marks": marks.marks(connector),
        "public": marks.public(connector),
        "server": own_address.server(connector.schemes, connector.host),
    }
