"""A folder of recordings: one JSON file for each operation."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.edit import files
from connectorkit.model.json_pointer import join
from connectorkit.model.json_value import Json
from connectorkit.read import json_document
from connectorkit.read.json_positions import JsonText
from connectorkit.recording.exchange import SANDBOX, VERSION, Exchange, Origin, Recording

if TYPE_CHECKING:
    import jsonschema_rs

NAME = "recordings"
"""The folder in a source that recordings are looked for in."""
MOST_FILES = 1000
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z", re.IGNORECASE)


def file_name(operation: str, others: Iterable[str]) -> str:
    """The file name of an operation; ``others`` are the operations of the source."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", operation)[:80]
    alike = any(one != operation and one.lower() == operation.lower() for one in others)
    if stem != operation or alike or _RESERVED.match(stem):
        stem = f"{stem}-{sha256(operation.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"{stem}.json"


def read(folder: Path) -> tuple[list[Recording], list[Finding]]:
    """The recordings in a folder, sorted by name, and findings about its files.

    Raises Unusable when there is no such folder, or no recording in it.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError as error:
        raise Unusable(f"{folder}: cannot be read ({error.strerror or error})") from None
    if not paths:
        raise Unusable(f"{folder}: contains no recordings; `connectorkit test --record {folder}` writes some")
    if len(paths) > MOST_FILES:
        raise Unusable(f"{folder}: contains {len(paths)} files; at most {MOST_FILES} are read")
    made: list[Recording] = []
    findings: list[Finding] = []
    for path in paths:
        recording, wrong = read_file(path)
        made += [recording] if recording is not None else []
        findings += wrong
    return made, findings


def read_file(path: Path) -> tuple[Recording | None, list[Finding]]:
    """The recording in a file, or None and findings."""
    try:
        if not path.is_file() or path.stat().st_size > json_document.MAX_BYTES:
            return None, [_wrong(str(path), "The file is not a regular file, or is larger than 20 MB.")]
        data = path.read_bytes()
    except OSError as error:
        return None, [_wrong(str(path), f"The file cannot be read ({error.strerror or error}).")]
    document, findings = json_document.read(str(path), data)
    if document is None:
        return None, findings
    findings += _faults(document.value, document.text, str(path))
    if findings:
        return None, findings
    value = cast("dict[str, Any]", document.value)  # The schema has validated it.
    exchanges: list[Exchange] = value["exchanges"]
    origin = Origin(value["from"], value["recorded"], value["connector"], value["service"])
    return Recording(value["operation"], origin, exchanges, str(path)), []


def _faults(value: Json, text: JsonText, file: str) -> list[Finding]:
    if isinstance(value, dict) and value.get("version", VERSION) != VERSION:
        span = text.shown(text.find("/version"))
        said = (
            f"The recording has the version {json.dumps(value['version'])[:40]}; this toolkit reads version {VERSION}."
        )
        return [Finding("REC010", said, span, "Use a newer toolkit, or record the operation again.")]
    found = []
    for error in _validator().iter_errors(value):
        pointer = join(error.instance_path)
        message = " ".join(error.message.split())
        message = message if len(message) <= 120 else f"{message[:117]}..."
        place = pointer or "the top level"
        found.append(_wrong(file, f"The recording is not valid at {place}: {message}.", text.shown(text.find(pointer))))
    if not found and isinstance(value, dict) and not _is_day(str(value["recorded"])):
        span = text.shown(text.find("/recorded"))
        found.append(_wrong(file, f"The recording is not valid: {value['recorded']} is not a valid date.", span))
    return found[:20]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _wrong(file: str, message: str, span: Span | None = None) -> Finding:
    return Finding(
        "REC010", message, span or Span(file, 1, 1, 1, 1), "Record the operation again, or restore the file."
    )


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs  # Imported only when a recording is read.

    schema = json.loads(Path(__file__).with_name("recording.schema.json").read_bytes())
    return jsonschema_rs.Draft202012Validator(schema)


def require(folder: Path) -> None:
    """Raise Unusable, before a run, where no recordings could be written."""
    nearest = next(one for one in (folder, *folder.absolute().parents) if one.exists() or one.is_symlink())
    if not nearest.is_dir():
        raise Unusable(f"{nearest}: is not a folder; recordings are written to a folder")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise Unusable(f"{nearest}: cannot be written to")


def write(folder: Path, recordings: Sequence[Recording], operations: Sequence[str]) -> list[str]:
    """Write the file of each recording, all or none, and return their names; other files stay.

    Raises Unusable when another file has the name of a recording, or when the disk refuses.
    """
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for one in recordings:
        path = folder / file_name(one.operation, operations)
        before = _before(path)
        data = one.text().encode("utf-8", "surrogatepass")
        if before is not None:
            old[str(path)] = before
        if before != data:
            new[str(path)] = data
    files.write(old, new)
    return sorted(new)


def _before(path: Path) -> bytes | None:
    """The current content of a file; None where there is none."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Unusable(f"{path}: is not a regular file; nothing was written")
    if not path.exists():
        return None
    try:
        data = path.read_bytes()
        document = json.loads(data)
    except (OSError, ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or not {"version", "operation", "exchanges"} <= document.keys():
        raise Unusable(f"{path}: is not a recording; nothing was written")
    return data


def dates(recordings: Iterable[Recording]) -> dict[str, str]:
    """The day of the last recording of the service for each operation, without those of a sandbox."""
    found: dict[str, str] = {}
    for one in recordings:
        if one.origin.kind != SANDBOX:
            found[one.operation] = max(one.origin.date, found.get(one.operation, ""))
    return found
