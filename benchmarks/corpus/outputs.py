"""For how many published connectors each output works; ``python -m benchmarks.corpus.outputs FOLDER``.

Each connector below FOLDER is imported and built. Then its client is imported and type-checked, its contract tests run
against its sandbox, its pages are parsed, and each operation of its sandbox is called. Prints a line for each problem,
a line for the cost of its contract tests, and the totals.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks.corpus import calls, client, docs, sandbox, score, suite
from connectorkit import pipeline
from connectorkit.diagnostics.finding import Unusable
from connectorkit.importing import run
from connectorkit.render.swagger.documents import DEFINITION
from connectorkit.sandbox.shapes import document_file
from connectorkit.sandbox.shapes.document_types import Document
from connectorkit.write import new_folder

OUTPUTS = ("build", "client", "types", "tests", "docs", "sandbox", "calls")
EVIDENCE = ("model", "recorded", "live", "not simulated")
Use = Callable[[Path], list[str]]
_AT_ONCE = 60  # clients in one run of mypy: more would take more memory than small machines have


@dataclass(slots=True)
class Outcome:
    """One connector: the problems of each output; ``why`` it was not imported, "" when it was.

    ``evidence`` counts its operations by evidence; ``run`` is the run of its contract tests.
    """

    name: str
    why: str = ""
    problems: dict[str, list[str]] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)
    run: suite.Run | None = None


def outcome(source: Path, folder: Path) -> Outcome:
    """Import one connector, build all outputs into ``folder``, and test each, except for types."""
    made = Outcome(source.name)
    try:
        tree, findings = run.files(source)
    except Unusable as error:
        return Outcome(source.name, str(error))
    blocking = [finding.message for finding in findings if finding.blocking]
    if not tree or blocking:
        return Outcome(source.name, blocking[0] if blocking else "no files")
    new_folder.fill(folder / "source", tree)
    made.problems["build"] = _tried(_built, folder)
    if not made.problems["build"]:
        made.problems |= {name: _tried(use, folder) for name, use in USES.items()}
        made.evidence = suite.evidence(folder / "contract_tests")
        made.run = suite.run(folder / "contract_tests")
    return made


def _tried(use: Use, folder: Path) -> list[str]:
    """The problems of a test; an exception is a problem, so that one connector does not end the run."""
    try:
        return use(folder)
    except Exception as error:
        return [f"{type(error).__name__}: {error}"[:300]]


def _built(folder: Path) -> list[str]:
    built = pipeline.build(folder / "source")
    new_folder.fill(folder, built.files)
    return [finding.message for finding in built.findings if finding.blocking] if built.blocked else []


def _package(folder: Path) -> Path:
    return next((folder / "client").glob("*/py.typed")).parent


def _spec(folder: Path) -> Document:
    return document_file.read(folder / "contract_tests" / document_file.NAME)


def _client(folder: Path) -> list[str]:
    return client.imports(folder / "client", _package(folder).name)


def _tests(folder: Path) -> list[str]:
    return suite.problems(folder / "contract_tests")


def _docs(folder: Path) -> list[str]:
    page, markdown = (folder / "docs" / name for name in ("index.html", "reference.md"))
    return [*docs.html(page.read_text("utf-8")), *docs.markdown(markdown.read_text("utf-8"))]


def _sandbox(folder: Path) -> list[str]:
    return sandbox.problems(_spec(folder), json.loads((folder / DEFINITION).read_bytes()))


def _calls(folder: Path) -> list[str]:
    connector = pipeline.load(folder / "source")[0]
    assert connector is not None, "it was built a moment ago"
    return calls.problems(_package(folder), connector, _spec(folder))


USES: dict[str, Use] = {"client": _client, "tests": _tests, "docs": _docs, "sandbox": _sandbox, "calls": _calls}


def _job(job: tuple[Path, Path]) -> Outcome:
    return outcome(*job)


def outcomes(sources: list[Path], folder: Path, jobs: int = 1) -> Iterator[Outcome]:
    """The outcome of each source, in order; the outputs are in numbered folders below ``folder``."""
    for start in range(0, len(sources), _AT_ONCE):
        batch = [
            (source, folder / f"{start // _AT_ONCE}" / f"c{start + number:04}")
            for number, source in enumerate(sources[start : start + _AT_ONCE])
        ]
        with multiprocessing.Pool(jobs) as pool:
            made = pool.map(_job, batch, chunksize=1)
        yield from _typed(made, batch)


def _typed(made: list[Outcome], batch: list[tuple[Path, Path]]) -> list[Outcome]:
    clients = batch[0][1].parent / "clients"
    clients.mkdir(parents=True)
    for _, folder in batch:
        if (folder / "client").is_dir():
            (clients / folder.name).symlink_to(folder / "client")
    found = client.types(clients)
    for one, (_, folder) in zip(made, batch, strict=True):
        if "client" in one.problems:
            one.problems["types"] = [*found.get(folder.name, []), *found.get("", [])]
    return made


def _told(one: Outcome) -> str:
    """A line about the contract tests of one connector: their cost, and the evidence of its operations."""
    counted = ", ".join(f"{kind} {one.evidence[kind]}" for kind in EVIDENCE if one.evidence.get(kind))
    return f"{one.run or 'did not end'}; evidence: {counted or 'none'}"


def summary(made: list[Outcome]) -> str:
    """The totals of many connectors in a few lines."""
    imported = [one for one in made if not one.why]
    lines = [f"{len(made)} connectors, {len(imported)} imported"]
    for output in OUTPUTS:
        good = sum(not one.problems.get(output, ["not built"] if output != "build" else []) for one in imported)
        lines.append(f"{output}: {good} of {len(imported)}")
    runs = [one.run for one in imported if one.run is not None]
    tests, seconds = sum(one.tests for one in runs), sum(one.seconds for one in runs)
    lines.append(
        f"contract tests: {sum(one.passed for one in runs)} of {tests} passed, {seconds:.0f} s CPU in all, "
        f"{1000 * seconds / max(tests, 1):.2f} ms a test, at most {max((one.mib for one in runs), default=0):.0f} MiB"
    )
    counted = sum((Counter(one.evidence) for one in imported), Counter())
    lines.append("operations by evidence: " + ", ".join(f"{kind} {counted[kind]}" for kind in EVIDENCE))
    return "\n".join(lines)


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as scratch:
        yield Path(scratch).resolve()


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--keep", type=click.Path(path_type=Path), help="A new folder for what is built; else it is deleted.")
@click.option("--jobs", default=1, show_default=True, help="Connectors at a time.")
@click.option("--only", default="", help="Only connectors whose folder name holds this text.")
def main(folder: Path, keep: Path | None, jobs: int, only: str) -> None:
    """Import every connector below FOLDER, build all outputs, and test each."""
    sources = [source for source in score.connectors(folder) if only in source.name]
    made = []
    with _place(keep) as place:
        for one in outcomes(sources, place, jobs):
            made.append(one)
            if one.why:
                click.echo(f"{one.name}: not imported: {one.why}")
            for output, problems in one.problems.items():
                for problem in problems:
                    click.echo(f"{one.name}: {output}: {problem}")
            if not one.why:
                click.echo(f"{one.name}: contract tests: {_told(one)}")
    click.echo(summary(made))
    sys.exit(1 if any(any(one.problems.values()) for one in made) else 0)


if __name__ == "__main__":
    main()
