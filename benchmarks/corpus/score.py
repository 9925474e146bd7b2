"""Score: how well a folder of published connectors is imported; ``python -m benchmarks.corpus.score FOLDER``.

Each connector is imported, built from the YAML, compared with the original, and imported again from the build. Prints a
line for each connector that differs, then the totals.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

import click

from connectorkit import pipeline
from connectorkit.cli import original as original_files
from connectorkit.diagnostics.finding import Unusable
from connectorkit.importing import run
from connectorkit.model import compare, file_names
from connectorkit.model.connector import Json
from connectorkit.read import connector_folder
from connectorkit.read.source import load
from connectorkit.render.swagger.documents import DEFINITION, PROPERTIES
from connectorkit.write import new_folder

Plain = dict[str, Json]
_NAMES = frozenset(("fields", "parameters", "types"))  # the keys below these are names of the API
# Keys that only preserve the original. `exact`, and `style` in it, only group them: they do not count.
_EXTRA, _EXACT = "extra", "exact"
# Keys with raw JSON in place of a concept of the format.
_AS_IT_IS = frozenset(("raw", "constraints", "settings"))


@dataclass(frozen=True, slots=True)
class Score:
    """One connector. ``fault`` is its first difference, or why it was not imported; "" when it is the same.

    ``lines`` is the ratio of YAML lines to the original's JSON lines. Of the ``keys``, ``extra`` are under `extra` or
    `exact`, and ``as_it_is`` hold raw JSON elsewhere. ``changed`` and ``recorded`` are the shares of lines of the
    swagger that change after an import and a build, with `--like` and with the recorded layout.
    """

    name: str
    read: bool
    fault: str = ""
    again: bool = False
    lines: float = 0.0
    keys: int = 0
    extra: int = 0
    as_it_is: int = 0
    changed: float = 0.0
    recorded: float = 0.0


def score(source: Path, exact: bool = False) -> Score:
    """The score of one connector folder or swagger; ``exact``: keys without effect count too."""
    try:
        original, findings = connector_folder.gather(source)
        tree, findings = run.files(source, exact) if original else ({}, findings)
    except Unusable as error:
        return Score(source.name, False, str(error))
    if original is None or not tree:
        blocking = [finding for finding in findings if finding.blocking]
        return Score(source.name, original is not None, blocking[0].message if blocking else "no files")
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as scratch:
        folder = Path(scratch) / source.name
        new_folder.fill(folder, tree)
        built = pipeline.build(folder, ("connector",), loose=True)
        if built.blocked:
            return Score(source.name, True, next(f.message for f in built.findings if f.blocking))
        counts = _keys(folder)
        files = [DEFINITION, *([PROPERTIES] if original.properties is not None else [])]
        connector = {name.removeprefix("connector/"): built.files[name] for name in files}
        new_folder.fill(Path(scratch) / "again", connector)
        again = run.files(Path(scratch) / "again", exact)[0]
    old: list[Json] = [original.definition, *([original.properties] if original.properties is not None else [])]
    new = [json.loads(built.files[name]) for name in files]
    differ = compare.exactly if exact else compare.definition
    fault = differ(old[0], new[0]) or (compare.properties(old[1], new[1]) if len(old) > 1 else "")
    size = sum(len(json.dumps(document, indent=2).splitlines()) for document in old)
    recorded = built.files[DEFINITION]
    originals = {file_names.DEFINITION: original_files.read(str(source), source)[file_names.DEFINITION]}
    like = original_files.laid_out(built, originals).files[DEFINITION]
    bytes_ = originals[file_names.DEFINITION].data
    shares = changed(bytes_, like), changed(bytes_, recorded)
    return Score(source.name, True, fault, _yaml(again) == _yaml(tree), _lines(tree) / size, *counts, *shares)


def changed(old: bytes, new: bytes) -> float:
    """The share of the lines of ``old`` that a diff to ``new`` removes or changes."""
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if lines == others:
        return 0.0
    same = sum(block.size for block in SequenceMatcher(None, lines, others).get_matching_blocks())
    return 1 - same / max(len(lines), len(others), 1)


def _yaml(tree: dict[str, bytes]) -> dict[str, bytes]:
    """The YAML files, without the names of copied files."""
    named = [f"{key}: {name}\n".encode() for key, name in file_names.NAMED.items()]
    made = {name: data for name, data in tree.items() if name.endswith(".yaml")}
    for line in named:
        made[file_names.SOURCE] = made[file_names.SOURCE].replace(line, b"")
    return made


def _lines(tree: dict[str, bytes]) -> int:
    return sum(bool(line.strip()) for data in _yaml(tree).values() for line in data.splitlines())


def _keys(folder: Path) -> tuple[int, int, int]:
    """The number of all keys of a source, of those that only preserve the original, and of others with raw JSON."""
    source = load(folder)
    nodes: list[Json] = [source.root.plain(), *(node.plain() for node in source.operations)]
    nodes += [node.plain() for node in source.types.values()]
    return sum(map(_count, nodes)), sum(map(_extra, nodes)), sum(map(_held, nodes))


def _count(node: Json) -> int:
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return (len(node) if isinstance(node, dict) else 0) + sum(map(_count, below))


def _extra(node: Json) -> int:
    def counted(key: str, below: Json) -> int | None:
        if key == _EXTRA:
            return 1 + _count(below)
        gathers = isinstance(below, dict) and "style" in below
        return _count(below) - gathers if key == _EXACT else None

    return _found(node, counted)


def _held(node: Json) -> int:
    told = (_EXTRA, _EXACT)
    return _found(node, lambda key, below: 0 if key in told else 1 + _count(below) if key in _AS_IT_IS else None)


def _found(node: Json, counted: Callable[[str, Json], int | None]) -> int:
    """The sum of ``counted`` for the keys of a source, and for those below keys for which it returns None."""
    if isinstance(node, list):
        return sum(_found(item, counted) for item in node)
    total = 0
    for key, below in node.items() if isinstance(node, dict) else ():
        if key in _NAMES and isinstance(below, dict):
            total += sum(_found(one, counted) for one in below.values())
            continue
        here = counted(key, below)
        total += _found(below, counted) if here is None else here
    return total


def summary(scores: Iterable[Score]) -> str:
    """The totals of many connectors in a few lines."""
    scores = list(scores)
    read = [one for one in scores if one.read]
    made = [one for one in read if one.lines]
    keys, extra, held = (sum(getattr(one, key) for one in made) for key in ("keys", "extra", "as_it_is"))
    return "\n".join(
        [
            f"{len(scores)} connectors, {len(read)} readable",
            f"the same after import and build: {sum(not one.fault for one in read)} of {len(read)}",
            f"the same YAML from a second import: {sum(one.again for one in made)} of {len(made)}",
            f"lines of YAML to lines of JSON, median: {median([one.lines for one in made] or [0]):.3f}",
            f"keys under extra and exact: {extra} of {keys} ({100 * extra / max(keys, 1):.2f} %)",
            f"keys that hold JSON beside them: {held} of {keys} ({100 * held / max(keys, 1):.2f} %)",
            f"lines of the swagger changed with --like, median: {100 * median([o.changed for o in made] or [0]):.2f} %",
            f"lines changed without, median: {100 * median([o.recorded for o in made] or [0]):.2f} %",
        ]
    )


def connectors(folder: Path) -> list[Path]:
    """The connector folders at any depth below ``folder``, by path."""
    return sorted({path.parent for path in folder.rglob("*") if path.name.lower().endswith("swagger.json")})


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--each", is_flag=True, help="A line for each connector, also for those that are the same.")
@click.option("--exact", is_flag=True, help="Import with --exact, and compare what stands for nothing as well.")
def main(folder: Path, each: bool, exact: bool) -> None:
    """Import every connector below FOLDER, build it, and compare."""
    gc.set_threshold(100_000, 50, 50)
    scores = []
    for path in connectors(folder):
        one = score(path, exact)
        scores.append(one)
        if each or one.fault or not one.again:
            click.echo(f"{one.name}: {one.fault or ('the same' if one.again else 'other YAML from the second import')}")
    click.echo(summary(scores))
    sys.exit(1 if any(one.fault for one in scores) else 0)


if __name__ == "__main__":
    main()
