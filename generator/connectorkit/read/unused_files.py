"""YAML files below a source folder that connector.yaml does not reference."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.model import file_names
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.read.yaml_document import Node, parse, read_bytes

# Folders that are never part of a source, at any depth. Neither are hidden ones, nor those of another source.
_OTHER_FOLDERS = frozenset(
    ("templates", "build", "dist", "node_modules", "venv", "env", "__pycache__", "tests", "docs")
)
# Files of other tools that are common beside a source.
_OTHER_FILES = (
    *("mkdocs", "docker-compose", "compose", "codecov", "azure-pipelines", "action", "pnpm-lock", "renovate"),
    *("catalog-info", "cloudbuild", "bitbucket-pipelines", "appveyor", "environment", "dependabot", "conda"),
)
# Top-level keys of other formats.
_OTHER_KEYS = frozenset(("swagger", "openapi", "apiVersion", "asyncapi", "services", "repos", "jobs", "stages"))
_OPERATION = frozenset(("action", "trigger", "mcp", "path"))
_SANDBOX = frozenset(("collections", "batches", "deliveries", "mistyped"))
_ENDINGS = (".yaml", ".yml")
MOST_FILES = 20_000
_UNUSED = "unused file"


def findings(folder: Path, used: Collection[Path], instead: Mapping[str, bytes], kept: Kept = NOTHING) -> list[Finding]:
    """A warning for each YAML file of the source that is not ``used``; other parameters as in :func:`source.load`."""
    named = [str(path) for path in (*used, folder / file_names.SOURCE)]
    plainly = set(named)
    others = [name for name in islice(_files(folder), MOST_FILES) if name not in plainly]
    if not others:
        return []
    known = set(map(os.path.realpath, named))
    unused = [Path(name) for name in others if os.path.realpath(name) not in known]
    found = [_kept_finding(folder, path, instead, kept) for path in unused]
    kept.turn(_UNUSED)
    return [one for one in found if one is not None]


def _kept_finding(folder: Path, path: Path, instead: Mapping[str, bytes], kept: Kept) -> Finding | None:
    try:
        # A pipe of this name has nothing to read until somebody writes to it.
        data = instead[str(path)] if str(path) in instead else read_bytes(path) if path.is_file() else None
    except Unusable:
        data = None
    return kept.once(_UNUSED, (str(path), data), lambda: _finding(folder, path, data))


def _files(folder: Path) -> Iterator[str]:
    """The YAML files that may belong to a source, in order; links are not followed."""
    for root, folders, names in os.walk(folder):
        if root != str(folder) and (file_names.SOURCE in names or "pyvenv.cfg" in names):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _OTHER_FOLDERS)
        yield from (os.path.join(root, name) for name in sorted(names) if _may_belong(name))


def _may_belong(name: str) -> bool:
    stem, ending = os.path.splitext(name)
    return ending in _ENDINGS and not name.startswith((".", "_")) and stem.lower() not in _OTHER_FILES


def _finding(folder: Path, path: Path, data: bytes | None) -> Finding | None:
    shown = path.relative_to(folder).as_posix()
    try:
        tree, broken = parse(str(path), data) if data is not None else (None, [])
    except Unusable:
        tree, broken = None, []
    if tree is not None and _OTHER_KEYS & tree.mapping.keys():
        return None
    span = Span(str(path), 1, 1, 1, 1)
    message = f"The file '{shown}' is not used: nothing in connector.yaml references it."
    if tree is None:
        where = f" at line {broken[0].span.line}" if broken else ""
        message = f"The file '{shown}' is not used, and it is not valid YAML{where}."
    return Finding("SRC006", message, span, _suggestion(shown, tree), "warning")


def _suggestion(shown: str, tree: Node | None) -> str:
    if tree is None:
        return "Fix and reference it, or remove it."
    if _SANDBOX & tree.mapping.keys():
        return f"Add `sandbox: {shown}` to connector.yaml, or remove the file."
    if shown.startswith("environments/"):
        return f"Add `{Path(shown).stem}: {shown}` to 'environments' in connector.yaml, or remove the file."
    key = "operations" if _OPERATION & tree.mapping.keys() else "types" if tree.mapping else ""
    return f"Add `{shown}` to '{key}' in connector.yaml, or remove the file." if key else "Remove the file."
