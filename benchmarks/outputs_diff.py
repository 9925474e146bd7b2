"""What another revision of the toolkit renders differently: ``python benchmarks/outputs_diff.py REV --sample FOLDER``.

Every connector below FOLDER is imported and built, and ``connector/`` is built, twice: with the code of REV and with
that of the working tree, each through its own command line. Differences are counted for each kind of output and for
each connector, and the most frequent changes of each kind are shown. The exit status is 0 when the listing is complete,
whatever differs, and 2 when REV or FOLDER cannot be used.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The YAML that an import writes, the outputs of a build, and what the commands print.
KINDS = ("source", "connector", "client", "contract_tests", "docs", "messages")
FREQUENT = 3  # changes shown for each kind
LINES = 12  # lines shown of one change
WIDTH = 160  # characters shown of one line
Hunk = tuple[str, ...]

# Runs in a separate process with one toolkit on its path. It only uses the command line, which is the same in all
# revisions; one process for many connectors saves start-up time.
_WORKER = """
import contextlib, io, json, os, sys
from connectorkit import __main__ as toolkit

def call(*arguments):
    sys.argv, said, status = ["connectorkit", *arguments], io.TextIOWrapper(io.BytesIO(), "utf-8"), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            toolkit.main()
        except SystemExit as stop:
            status = stop.code
        except BaseException as error:
            said.write(f"{type(error).__name__}: {error}")
            status = "a traceback"
    said.flush()
    text = said.buffer.getvalue().decode("utf-8", "replace")
    return f"connectorkit {arguments[0]}: exit status {status}\\n{text}"

for job in json.load(sys.stdin):
    os.makedirs(job["folder"])
    os.chdir(job["folder"])
    os.symlink(job["source"], "original")
    said = call("import", "original", "--out", "source") if job["import"] else ""
    said += call("build", "source" if job["import"] else "original", "--out", "build")
    os.unlink("original")
    os.makedirs("messages")
    with open("messages/messages.txt", "w", encoding="utf-8") as file:
        file.write(said)
"""


@dataclass(slots=True)
class Change:
    """The differences in one kind of output of one connector: files, lines, and the count of each hunk."""

    files: int = 0
    added: int = 0
    removed: int = 0
    hunks: Counter[Hunk] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.files} file{'s' * (self.files != 1)} +{self.added} -{self.removed}"


Changes = dict[str, dict[str, Change]]


class Unusable(Exception):
    """The call cannot be carried out; one line."""


def unpack(revision: str, folder: Path) -> None:
    """Write the files of a commit below ``folder``; the repository is not changed."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    if not commit:
        raise Unusable(f"'{revision}' is not a commit of this repository.")
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", commit], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    if not (folder / "generator" / "connectorkit" / "__main__.py").is_file():
        raise Unusable(f"'{revision}' has no toolkit in generator/connectorkit.")


def connectors(sample: Path, limit: int | None) -> list[Path]:
    """The connector folders below ``sample`` by path; ``limit`` takes as many, spread over all of them."""
    found = sorted({path.parent for path in sample.rglob("*") if path.name.lower().endswith("swagger.json")})
    if limit is None or limit >= len(found):
        return found
    return [found[index * len(found) // limit] for index in range(limit)]


def jobs(sample: Path, limit: int | None) -> Iterator[dict[str, object]]:
    """The connector of the repository, then those of the sample; ``name`` is unique."""
    yield {"name": "connector/ of this repository", "source": str(ROOT / "connector"), "import": False}
    for path in connectors(sample, limit):
        yield {"name": path.relative_to(sample).as_posix(), "source": str(path), "import": True}


def render(toolkit: Path, listed: Sequence[dict[str, object]], place: Path, number: int) -> None:
    """Import and build every job with one toolkit; job N goes to ``place/N``. Raises Unusable when that fails."""
    given = [{**job, "folder": str(place / str(job["number"]))} for job in listed]
    environment = {
        **os.environ,
        "PYTHONPATH": str(toolkit / "generator"),
        "CONNECTORKIT_CACHE": str(place / f"cache{number}"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", _WORKER]
    done = subprocess.run(
        command, input=json.dumps(given), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1]
        raise Unusable(f"The toolkit in {toolkit} cannot be run: {last}")


def kind_folder(place: Path, kind: str) -> Path:
    """The folder of one kind of output of a job."""
    folder = place / kind if kind in ("source", "messages") else place / "build" / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def compare(old: Path, new: Path) -> dict[str, Change]:
    """The differences between two folders of one job, by kind, without equal kinds."""
    changes = {kind: difference(kind_folder(old, kind), kind_folder(new, kind)) for kind in KINDS}
    return {kind: change for kind, change in changes.items() if change.files}


def difference(old: Path, new: Path) -> Change:
    """The differences between two folders, by git."""
    command = "git -c core.quotePath=false diff --no-index --no-color --no-ext-diff --no-renames -U0 --".split()
    text = subprocess.run([*command, str(old), str(new)], capture_output=True, check=False).stdout
    return read_diff(text.decode("utf-8", "replace").split("\n"))


def read_diff(lines: Iterable[str]) -> Change:
    """A unified diff without context, as counts and hunks."""
    change, hunk, inside = Change(), list[str](), False
    for line in lines:
        if line.startswith("diff --git "):
            change.files, inside = change.files + 1, False
        elif line.startswith("Binary files "):
            change.hunks[("(a binary file differs)",)] += 1
        if line.startswith(("diff --git ", "@@")) and hunk:
            change.hunks[tuple(hunk)] += 1
            hunk = []
        if line.startswith("@@"):
            inside = True
        elif inside and line[:1] in ("+", "-"):
            change.added += line[0] == "+"
            change.removed += line[0] == "-"
            hunk.append(line)
    if hunk:
        change.hunks[tuple(hunk)] += 1
    return change


def report(revision: str, names: Sequence[str], changes: Changes) -> Iterator[str]:
    """The listing: totals and frequent changes of each kind, then one line for each connector that differs."""
    yield f"{len(names)} connectors, rendered by {revision} and by the working tree: {len(changes)} differ"
    for kind in KINDS:
        of_kind = [found[kind] for found in changes.values() if kind in found]
        total = Change(*(sum(getattr(one, count) for one in of_kind) for count in ("files", "added", "removed")))
        yield f"{kind}: " + (f"{len(of_kind)} of {len(names)} connectors, {total}" if of_kind else "no change")
        yield from _frequent(of_kind)
    for name, found in changes.items():
        yield f"{name}: " + ", ".join(f"{kind} {change}" for kind, change in found.items())


def _frequent(changes: Sequence[Change]) -> Iterator[str]:
    """The changes that occur most often, each with the number of its places and of connectors."""
    places, holders = Counter[Hunk](), Counter[Hunk]()
    for change in changes:
        places.update(change.hunks)
        holders.update(change.hunks.keys())
    ranked = sorted(places, key=lambda hunk: (-holders[hunk], -places[hunk], hunk))
    for hunk in ranked[:FREQUENT]:
        yield f"    in {places[hunk]} places, {holders[hunk]} connectors:"
        yield from (f"        {line[:WIDTH]}" for line in hunk[:LINES])
        if len(hunk) > LINES:
            yield f"        ... {len(hunk) - LINES} more lines"
    if len(ranked) > FREQUENT:
        yield f"    and {len(ranked) - FREQUENT} other changes"


def listing(revision: str, sample: Path, limit: int | None, processes: int) -> Iterator[str]:
    """Render everything twice and compare; the lines of the report. Raises Unusable."""
    if not sample.is_dir():
        raise Unusable(f"{sample}: no such folder; name one with --sample (SAMPLE= of make).")
    todo = [{**job, "number": number} for number, job in enumerate(jobs(sample.resolve(), limit))]
    with tempfile.TemporaryDirectory(prefix="outputs-diff-") as scratch, ThreadPoolExecutor(processes) as pool:
        place = Path(scratch).resolve()
        unpack(revision, place / "toolkit")
        # Jobs are dealt out in turn, since neighbours in a sample often have similar sizes.
        hands = [todo[start::processes] for start in range(processes)]
        sides = (("old", place / "toolkit"), ("new", ROOT))
        runs = [
            pool.submit(render, toolkit, hand, place / side, number)
            for side, toolkit in sides
            for number, hand in enumerate(hands)
            if hand
        ]
        for run in runs:
            run.result()
        folders = [str(job["number"]) for job in todo]
        found = list(pool.map(lambda name: compare(place / "old" / name, place / "new" / name), folders))
        names = [str(job["name"]) for job in todo]
        yield from report(revision, names, {name: one for name, one in zip(names, found, strict=True) if one})


def main() -> int:
    """Print the listing; gives the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0] + ".")
    parser.add_argument("revision", help="a commit, a branch or a tag of this repository")
    parser.add_argument("--sample", type=Path, required=True, help="a folder of published connectors, at any depth")
    parser.add_argument("--limit", type=int, help="as many connectors of the sample, spread over all of them")
    parser.add_argument("--processes", type=int, default=2, help="toolkits that run at a time (default 2)")
    given = parser.parse_args()
    if given.processes < 1 or (given.limit is not None and given.limit < 0):
        parser.error("--processes is at least 1 and --limit at least 0")
    try:
        for line in listing(given.revision, given.sample, given.limit, given.processes):
            print(line)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
