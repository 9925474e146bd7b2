"""The clean connectors that faults are put into, as YAML sources and as published folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from tests.check.rules.example import png
from tests.check.rules.mutations.jsontext import DEFINITION, PROPERTIES, printed
from tests.check.rules.mutations.yamltext import Tree, keys
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.check.check import check
from connectorkit.importing import run

_LARGE = 120_000
SOURCES = {
    "clean": ROOT / "tests" / "check" / "rules" / "clean.yaml",
    "visits": ROOT / "tests" / "check" / "rules" / "connectors" / "visits.yaml",
    "forms": ROOT / "tests" / "check" / "rules" / "connectors" / "forms.yaml",
    "agents": ROOT / "tests" / "check" / "rules" / "connectors" / "agents.yaml",
    "clicksend": ROOT / "connector",
}


class Base(NamedTuple):
    """A connector in both forms: its folders, the trees of its YAML files, and both JSON documents.

    ``waived`` are the rules of its waivers: their faults would not be reported.
    """

    name: str
    source: Path
    published: Path
    trees: list[Tree]
    documents: dict[str, Any]
    waived: frozenset[str]


def make(name: str, folder: Path) -> Base:
    """The connector ``name`` under ``folder``: written as a source, and built from it as it is published."""
    source, published = folder / "source", folder / "published"
    if SOURCES[name].is_dir():
        shutil.copytree(SOURCES[name], source)
    else:
        source.mkdir(parents=True)
        text = SOURCES[name].read_text(encoding="utf-8")
        listed = text if name != "clean" else _listed(text)
        (source / "connector.yaml").write_text(f"{listed.rstrip()}\nicon: icon.png\n", encoding="utf-8")
        (source / "icon.png").write_bytes(png())
    published.mkdir()
    for path, data in pipeline.build(source, ("connector",), loose=True).files.items():
        (published / Path(path).name).write_bytes(data)
    documents = {name: json.loads((published / name).read_bytes()) for name in (DEFINITION, PROPERTIES)}
    for document, value in documents.items():
        (published / document).write_text(printed(value)[0], encoding="utf-8")
    files = sorted(source.rglob("*.yaml"))
    trees = [Tree(str(file.relative_to(source)), file.read_text(encoding="utf-8")) for file in files]
    waived = frozenset(keys(tree.at(("waive",)).value)) if (tree := _top(trees)) else frozenset[str]()
    return Base(name, source, published, trees, documents, waived)


def _top(trees: list[Tree]) -> Tree | None:
    """The file that has waivers for the connector as a whole."""
    return next((tree for tree in trees if any(entry.path == ("waive",) for entry in tree.entries())), None)


def _listed(text: str) -> str:
    """The operations of clean.yaml, which are a mapping there, as the list that a source has."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        inside = line == "operations:" or (inside and line.startswith(" "))
        if inside and line.startswith("    ") and lines[-1] == "  -":
            lines[-1] = f"  - {line.strip()}"
        else:
            lines.append("  -" if inside and line.startswith("  ") and line[2] != " " else line)
    return "\n".join(lines)


def samples(folder: str, scratch: Path) -> list[Base]:
    """The published connectors below ``folder`` without findings above advice, imported; none for ""."""
    found = sorted({path.parent for path in Path(folder).rglob(DEFINITION)}) if folder else []
    return [_sample(one, scratch / one.name) for one in found if _clean(one)]


def _clean(folder: Path) -> bool:
    whole = (folder / PROPERTIES).is_file() and (folder / DEFINITION).stat().st_size < _LARGE
    return whole and all(one.severity == "advice" for one in check(folder).findings)


def _sample(folder: Path, scratch: Path) -> Base:
    source, published = scratch / "source", scratch / "published"
    shutil.copytree(folder, published)
    documents = {name: json.loads((folder / name).read_text(encoding="utf-8-sig")) for name in (DEFINITION, PROPERTIES)}
    for name, value in documents.items():
        (published / name).write_text(printed(value)[0], encoding="utf-8")
    for path, data in run.files(published)[0].items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes(data)
    trees = [Tree(str(file.relative_to(source)), file.read_text(encoding="utf-8")) for file in source.rglob("*.yaml")]
    said = frozenset(one.id for one in check(published).findings)
    return Base(folder.name, source, published, trees, documents, said)
