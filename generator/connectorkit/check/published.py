"""Published: the check of connectors that are JSON files, as they lie in a repository or come from an export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import Subject, subject
from connectorkit.check.engine.json_words import in_json
from connectorkit.check.judgement import Checked, Rules
from connectorkit.check.locate import JsonPlaces
from connectorkit.check.rules.security import address
from connectorkit.diagnostics.finding import Finding, ordered
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, ICON, INTRO, PROPERTIES, README, SCRIPT
from connectorkit.read import connector_folder, json_document
from connectorkit.read.json_positions import JsonText, Text
from connectorkit.verify import referees

Plain = dict[str, Json]
Files = dict[str, tuple[str, Text | None]]
_BESIDE = (ICON, README, INTRO, SCRIPT)


def check(path: Path, profile: str, instead: Mapping[str, bytes], rules: Rules) -> Checked:
    """Everything about a connector folder, or about a swagger alone. Raises Unusable when there is neither.

    ``instead`` holds bytes that count in place of those of a file, by its path.
    """
    file = connector_folder.definition_file(path)
    definition, findings = _read(file, instead)
    files: Files = {DEFINITION: (str(file), definition.text if definition else None)}
    properties, more = _properties(path, files, instead) if path.is_dir() else (None, [])
    findings += more
    if definition is None:
        return Checked(ordered(findings), profile)
    value, text = definition
    wrong = unreadable(value, text)
    if wrong:
        return Checked(ordered([*findings, wrong]), profile)
    plain = value if isinstance(value, dict) else {}
    places = JsonPlaces(files, str(path))
    subject = _subject(path, plain, properties, profile, files)
    judged = [worded(one) for one in run.judge(subject, rules, profile, places, referees.verdicts(plain, properties))]
    found = ordered([*findings, *(one.finding for one in judged)])
    return Checked(found, profile, judged, places, {DEFINITION: plain, PROPERTIES: properties})


def worded(one: run.Judged) -> run.Judged:
    """What a rule says, with a suggestion in the words of JSON."""
    return one._replace(finding=one.finding._replace(help=in_json(one.finding.help)))


def _read(file: Path, instead: Mapping[str, bytes]) -> tuple[json_document.Document | None, list[Finding]]:
    data = instead[str(file)] if str(file) in instead else connector_folder.read_bytes(file)
    return json_document.read(str(file), data) if data is not None else (None, [json_document.too_large(str(file))])


def _properties(path: Path, files: Files, instead: Mapping[str, bytes]) -> tuple[Json, list[Finding]]:
    found = connector_folder.beside(path, PROPERTIES)
    if found is None:
        return None, []
    document, findings = _read(found, instead)
    files[PROPERTIES] = (str(found), document.text if document else None)
    return (document.value if document else None), findings


def unreadable(value: Json, text: JsonText) -> Finding | None:
    """What is wrong with a document that rules would not understand: OpenAPI 3, or no API at all."""
    hit = address.version(value) if isinstance(value, dict) and "openapi" in value else None
    if hit is not None:
        return Finding("SEC010", hit.message, text.shown(text.find(hit.pointer)), hit.help, pointer=hit.pointer)
    if not isinstance(value, dict) or not isinstance(value.get("paths", {}), dict):
        return Finding(
            "IMP001",
            "The file describes no API: it is no object, or its `paths` is none.",
            text.shown(text.find("/paths")),
            "Name a Swagger 2.0 file or a connector folder.",
        )
    return None


def _subject(path: Path, definition: Plain, properties: Json, profile: str, files: Files) -> Subject:
    beside: dict[str, bytes] = {}
    for name in _BESIDE if path.is_dir() else ():
        found = connector_folder.beside(path, name)
        data = connector_folder.read_bytes(found) if found is not None else None
        if found is not None and data is not None:
            beside[name] = data
            text = None if name == ICON else Text(str(found), data.decode("utf-8", "replace"))
            files[name] = (str(found), text)
    file, text = files[DEFINITION]
    names = tuple(sorted(one.name for one in path.iterdir() if one.is_file())) if path.is_dir() else ()
    return subject(
        definition,
        properties if isinstance(properties, dict) else None,
        files=beside,
        published=True,
        folder=path.is_dir(),
        size=Path(file).stat().st_size,
        text=text.text if text else "",
        names=names,
        profile=profile,
    )
