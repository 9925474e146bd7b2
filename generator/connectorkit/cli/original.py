"""Original: the files whose layout `build --like` copies, and the build in this layout."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.model import compare, encodings, file_names
from connectorkit.read import connector_folder, git_revision, json_document
from connectorkit.write import json_layout, json_like

UNUSABLE = "LIK001"
_NAMES = {name.lower(): name for name in (file_names.DEFINITION, file_names.PROPERTIES, file_names.SETTINGS)}


class File(NamedTuple):
    """A JSON file of the original: its location and its bytes."""

    place: str
    data: bytes


def read(original: str, out: Path) -> dict[str, File]:
    """The JSON files of an original, by the names of the corresponding files in a build.

    ``original`` is a connector folder, a swagger file, or ``git:REV[:PATH]``; without PATH the connector in ``out``
    is read from that revision. Raises Unusable if there is none.
    """
    if original.startswith(git_revision.PREFIX):
        revision, _, committed = original.removeprefix(git_revision.PREFIX).partition(":")
        return _committed(original, revision, committed or str(out / file_names.FOLDER))
    path = Path(original)
    definition = connector_folder.definition_file(path)
    found = {file_names.DEFINITION: definition}
    for name in (file_names.PROPERTIES, file_names.SETTINGS):
        beside = connector_folder.beside(path, name) if path.is_dir() else None
        found |= {name: beside} if beside is not None else {}
    return {name: File(str(file), connector_folder.read_bytes(file) or b"") for name, file in found.items()}


def _committed(original: str, revision: str, path: str) -> dict[str, File]:
    if not revision or revision.startswith("-"):
        raise Unusable(f"{original}: not a revision; write git:REV or git:REV:PATH")
    absolute = Path(os.path.abspath(path))
    folder = next(parent for parent in absolute.parents if parent.is_dir())
    # `./` makes the path relative to the folder in which git runs, not to the root of the repository.
    inside = f"{revision}:./{PurePosixPath(*absolute.relative_to(folder).parts)}"
    if path.lower().endswith((".json", ".yaml", ".yml")):
        return {file_names.DEFINITION: File(original, git_revision.git(original, str(folder), "show", inside))}
    listed = (
        git_revision.git(original, str(folder), "ls-tree", "--full-tree", "--name-only", "-z", inside)
        .decode("utf-8", "replace")
        .split("\0")
    )
    known = {_NAMES[name.lower()]: name for name in listed if name.lower() in _NAMES}
    swaggers = [name for name in listed if name.lower().endswith("swagger.json")]
    if file_names.DEFINITION not in known and len(swaggers) == 1:
        known[file_names.DEFINITION] = swaggers[0]
    if not known:
        raise Unusable(f"{original}: contains no connector (no {file_names.DEFINITION})")
    return {
        name: File(f"{original}/{file}", git_revision.git(original, str(folder), "show", f"{inside}/{file}"))
        for name, file in known.items()
    }


def laid_out(built: Built, originals: dict[str, File]) -> Built:
    """The build with its JSON files in the layout of the original, where that is possible."""
    files, findings = dict(built.files), list(built.findings)
    for name, original in originals.items():
        path = file_names.built(name)
        if path not in files:
            continue
        try:
            files[path] = _like(original, files[path], json_layout.KINDS.get(name, "data"))
        except (ValueError, RecursionError):
            message = f"{name} could not be written in the layout of the original, so it has the default layout."
            help = "Check that the original is valid JSON and describes the same connector."
            findings.append(Finding(UNUSABLE, message, Span(original.place, 1, 1, 1, 1), help, "warning"))
    return Built(files, findings)


def _like(original: File, data: bytes, kind: str) -> bytes:
    """``data`` in the layout of ``original``. Raises ValueError if the result would not be equivalent."""
    document, _ = json_document.read(original.place, original.data)
    if document is None:
        raise ValueError("not JSON")
    value = json.loads(data)
    text = json_like.like(document.text.text, value, kind)
    if not compare.same(kind, value, json.loads(text)):
        raise ValueError("another value")
    return json_layout.encoded(text, encodings.marked(original.data) is not None)
