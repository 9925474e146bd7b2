"""The check of published connectors: JSON files, for example from a repository or an export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import Subject, subject
from connectorkit.check.engine.json_words import in_json
from connectorkit.check.json_places import ForeignPlaces, JsonPlaces
from connectorkit.check.judgement import Checked, Rules
from connectorkit.check.rules.security import address
from connectorkit.diagnostics.finding import Finding, ordered
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, ICON, INTRO, PROPERTIES, README, SCRIPT
from connectorkit.read import connector_folder, json_document
from connectorkit.read.json_positions import JsonText, Text
from connectorkit.read.yaml_document import Node
from connectorkit.verify import referees

Plain = dict[str, Json]
Files = dict[str, tuple[str, Text | None]]
_BESIDE = (ICON, README, INTRO, SCRIPT)


def of_published(path: Path, profile: str, instead: Mapping[str, bytes], rules: Rules) -> Checked:
    """Check a connector folder, or a single swagger. Raises Unusable when there is neither.

    ``instead`` holds bytes that replace those of a file, by path.
    """
    file = connector_folder.definition_file(path)
    definition, findings = _read(file, instead)
    files: Files = {DEFINITION: (str(file), definition.text if definition else None)}
    properties, more = _properties(path, files, instead) if path.is_dir() else (None, [])
    findings += more
    if definition is None:
        return Checked(ordered(findings), profile)
    tree = definition.tree
    places = ForeignPlaces(files, str(path), {DEFINITION: tree}) if tree else JsonPlaces(files, str(path))
    wrong = unreadable(definition.value, places)
    if wrong:
        return Checked(ordered([*findings, wrong]), profile)
    plain = definition.value if isinstance(definition.value, dict) else {}
    subject = _subject(path, plain, properties, profile, files)
    judged = [worded(one) for one in run.judge(subject, rules, profile, places, referees.verdicts(plain, properties))]
    found = ordered([*findings, *(one.finding for one in judged)])
    return Checked(found, profile, judged, places, {DEFINITION: plain, PROPERTIES: properties})


def worded(one: run.Judged) -> run.Judged:
    """A finding with its suggestion reworded for JSON."""
    return one._replace(finding=one.finding._replace(help=in_json(one.finding.help)))


class _Document(NamedTuple):
    """A published file: its value, its text, and for YAML its tree."""

    value: Json
    text: Text
    tree: Node | None = None


def _read(file: Path, instead: Mapping[str, bytes]) -> tuple[_Document | None, list[Finding]]:
    data = instead[str(file)] if str(file) in instead else connector_folder.read_bytes(file)
    if data is None:
        return None, [json_document.too_large(str(file))]
    if not connector_folder.is_yaml(file, data):
        document, findings = json_document.read(str(file), data)
        return (_Document(*document) if document else None), findings
    tree, findings = connector_folder.read_yaml(str(file), data)
    if tree is None:
        return None, findings
    return _Document(tree.plain(), Text(str(file), data.decode("utf-8", "replace")), tree), findings


def _properties(path: Path, files: Files, instead: Mapping[str, bytes]) -> tuple[Json, list[Finding]]:
    found = connector_folder.beside(path, PROPERTIES)
    if found is None:
        return None, []
    document, findings = _read(found, instead)
    files[PROPERTIES] = (str(found), document.text if document else None)
    return (document.value if document else None), findings


def unreadable(value: Json, places: JsonPlaces) -> Finding | None:
    """The finding about a document that rules cannot check: OpenAPI 3, or not an API description."""
    hit = address.version(value) if isinstance(value, dict) and "openapi" in value else None
    if hit is not None:
        return Finding("SEC010", hit.message, places.span(DEFINITION, hit.pointer), hit.help, pointer=hit.pointer)
    if not isinstance(value, dict) or not isinstance(value.get("paths", {}), dict):
        return Finding(
            "IMP001",
            "The file is not an API description: it, or its `paths`, is not an object.",
            places.span(DEFINITION, "/paths"),
            "Name a Swagger 2.0 file or a connector folder.",
        )
    if not value.keys() & {"swagger", "paths"}:
        way = connector_folder.foreign(value) or "Name a Swagger 2.0 file or a connector folder."
        message = "The file is not an API description: it has neither `swagger` nor `paths`."
        return Finding("IMP001", message, places.span(DEFINITION, ""), way)
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
        # Rules about the spelling of JSON do not apply to YAML.
        text=text.text if isinstance(text, JsonText) else "",
        names=names,
        profile=profile,
    )
