"""The command for replay: a folder of recordings or a HAR file to findings and lines."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit import pipeline
from connectorkit.contract import evidence
from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.recording import folder, har, marks, observing, recorder, subject
from connectorkit.recording.exchange import HAR, SANDBOX, Origin, Recording
from connectorkit.recording.rebuilt import Rebuilder, imported
from connectorkit.recording.redaction import Redactor
from connectorkit.recording.replay import Replayed, replay
from connectorkit.recording.subject import Subject
from connectorkit.write import build_folder


@dataclass(slots=True)
class ReplayResult:
    """The result: findings, lines to print, and the evidence of each operation.

    ``failed``: not everything was recorded. ``dates`` are the days of recordings of the service that are evidence.
    """

    findings: list[Finding] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)
    failed: bool = False
    dates: dict[str, str] = field(default_factory=dict)


def run(source: Path, place: Path, url: str = "") -> ReplayResult:
    """Replay a folder of recordings, or a HAR file. Raises Unusable when there is none.

    ``url`` is the service of a HAR file, if it is not that of the source.
    """
    made = ReplayResult()
    loaded, findings = subject.load(source)
    if loaded is None:
        made.findings = findings
        return made
    if place.suffix == ".har" or place.is_file():
        kept, made.lines = _of_har(loaded, place, url)
        recordings = kept.recordings
    else:
        recordings, made.findings = folder.read(place)
    replayed = _replayed(source, loaded, recordings)
    made.dates = folder.dates(replayed.right)
    made.findings = ordered([*made.findings, *replayed.findings])
    made.lines += list(_table(loaded, replayed, made))
    return made


def _replayed(source: Path, loaded: Subject, recordings: Sequence[Recording]) -> Replayed:
    built = pipeline.build(source, ("client",))
    if built.blocked:
        raise Unusable(f"{source}: has errors; run `connectorkit check`")
    with tempfile.TemporaryDirectory() as scratch:
        build_folder.write(Path(scratch) / "build", built.files)
        with imported(loaded.spec["package"], Path(scratch) / "build" / "client") as module:
            return replay(loaded, recordings, Rebuilder(loaded, module))


def _table(loaded: Subject, replayed: Replayed, made: ReplayResult) -> list[str]:
    """The lines of the table: the evidence of each operation, what could not be compared, and the counts."""
    names = [route["operation"] for route in loaded.spec["routes"]]
    evidenced = evidence.of(names, made.dates, (), evidence.today())
    by_sandbox = {one.operation: one.origin.date for one in replayed.right if one.origin.kind == SANDBOX}
    width = max(map(len, names), default=0)
    lines = []
    for name, said in evidenced.items():
        made.evidence.append({"operation": name, "evidence": said})
        more = f" (recorded from a sandbox {by_sandbox[name]})" if name in by_sandbox and said == evidence.MODEL else ""
        lines.append(f"{name.ljust(width)}  {said}{more}")
    lines += dict.fromkeys(replayed.remarks)
    lines += [f"not simulated: {text}" for text in loaded.spec.get("not_simulated", ())]
    lines.append(f"replayed: {replayed.exchanges} exchanges, {replayed.rebuilt} requests rebuilt by the client")
    lines.append(evidence.counted(evidenced, len(loaded.spec.get("not_simulated", ()))))
    return lines


def convert(source: Path, file: Path, place: Path, url: str = "") -> ReplayResult:
    """Write the exchanges of a HAR file as recordings into a folder. Raises Unusable when there is none.

    ``url``: as for :func:`run`.
    """
    loaded, findings = subject.load(source)
    if loaded is None:
        return ReplayResult(findings, failed=True)
    folder.require(place)
    kept, lines = _of_har(loaded, file, url)
    if kept.recordings:
        folder.write(place, kept.recordings, [route["operation"] for route in loaded.spec["routes"]])
    return ReplayResult(lines=lines, failed=bool(kept.refused) or not kept.recordings)


def _of_har(loaded: Subject, file: Path, url: str) -> tuple[observing.Kept, list[str]]:
    hosts = loaded.hosts(url)
    read = har.read(file, loaded.spec, hosts)
    secrets = recorder.values(loaded.spec, marks.secrets(loaded.connector))
    redactor = Redactor(
        secrets, marks.marks(loaded.connector), frozenset(marks.public(loaded.connector)), tuple(read.secrets)
    )
    origin = Origin(HAR, read.date, loaded.spec["title"], read.service)
    kept = observing.kept(read.taken, redactor, origin)
    return kept, [*read.lines(str(file)), *kept.lines]
