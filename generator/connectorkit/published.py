"""Published: the check of connectors that are JSON files, as they lie in a repository or come from an export."""

from __future__ import annotations

from pathlib import Path

from connectorkit import jsonread, verify
from connectorkit.checking import Checked
from connectorkit.findings import Finding, ordered
from connectorkit.importing import gather
from connectorkit.jsontext import JsonText
from connectorkit.model import Json
from connectorkit.places import JsonPlaces
from connectorkit.rules import RULES, engine
from connectorkit.rules.record import DEFINITION, ICON, INTRO, PROPERTIES, README, SCRIPT
from connectorkit.rules.subject import Subject, subject

Plain = dict[str, Json]
_BESIDE = (ICON, README, INTRO, SCRIPT)
_TOO_NEW = "The file is OpenAPI {version}; the platform takes Swagger 2.0."


def check(path: Path, profile: str) -> Checked:
    """Everything about a connector folder, or about a swagger alone. Raises Unusable when there is neither."""
    file = gather.definition_file(path)
    definition, findings = _read(file)
    files = {DEFINITION: (str(file), definition.text if definition else None)}
    properties, more = _properties(path, files) if path.is_dir() else (None, [])
    findings += more
    if definition is None:
        return Checked(ordered(findings), profile)
    value, text = definition
    wrong = _version(value, text)
    if wrong:
        return Checked(ordered([*findings, wrong]), profile)
    plain = value if isinstance(value, dict) else {}
    places = JsonPlaces(files, str(path))
    subject = _subject(path, plain, properties, profile, files)
    judged = engine.judge(subject, RULES, profile, places, verify.verdicts(plain, properties))
    return Checked(ordered([*findings, *(one.finding for one in judged)]), profile, judged, places)


def _read(file: Path) -> tuple[jsonread.Document | None, list[Finding]]:
    data = gather.read_bytes(file)
    return jsonread.read(str(file), data) if data is not None else (None, [jsonread.too_large(str(file))])


def _properties(path: Path, files: dict[str, tuple[str, JsonText | None]]) -> tuple[Json, list[Finding]]:
    found = gather.beside(path, PROPERTIES)
    if found is None:
        return None, []
    document, findings = _read(found)
    files[PROPERTIES] = (str(found), document.text if document else None)
    return (document.value if document else None), findings


def _version(value: Json, text: JsonText) -> Finding | None:
    """What is wrong with a document that is no Swagger 2.0; rules would speak of another format."""
    if isinstance(value, dict) and "openapi" in value:
        way = "Bring it down with `connectorkit import`, which says what is lost."
        message = _TOO_NEW.format(version=value["openapi"])
        return Finding("SEC010", message, text.shown(text.find("/openapi")), way, pointer="/openapi")
    if not isinstance(value, dict) or not isinstance(value.get("paths", {}), dict):
        return Finding("IMP001", "The file describes no API: it is no object, or its `paths` is none.",
                       text.shown(text.find("/paths")), "Name a Swagger 2.0 file or a connector folder.")  # fmt: skip
    return None


def _subject(
    path: Path, definition: Plain, properties: Json, profile: str, files: dict[str, tuple[str, JsonText | None]]
) -> Subject:
    beside: dict[str, bytes] = {}
    for name in _BESIDE if path.is_dir() else ():
        found = gather.beside(path, name)
        data = gather.read_bytes(found) if found is not None else None
        if found is not None and data is not None:
            beside[name] = data
            files[name] = (str(found), None)
    size = Path(files[DEFINITION][0]).stat().st_size
    return subject(definition, properties if isinstance(properties, dict) else None, files=beside, published=True,
                   folder=path.is_dir(), size=size, profile=profile)  # fmt: skip


