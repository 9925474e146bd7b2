"""The clean connector as the JSON files that are published, for faults that are put into them."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.check.rules.example import resolved, write

from connectorkit.check.check import check
from connectorkit.diagnostics.finding import Finding
from connectorkit.render.swagger import documents

Plain = dict[str, Any]


@cache
def _clean() -> tuple[str, str]:
    with TemporaryDirectory() as folder:
        connector = resolved(write(Path(folder), "{}"))
    return json.dumps(documents.definition(connector)), json.dumps(documents.properties(connector))


def definition() -> Plain:
    """The definition of the clean connector, to be changed at will."""
    made: Plain = copy.deepcopy(json.loads(_clean()[0]))
    return made


def properties() -> Plain:
    """Its apiProperties.json."""
    made: Plain = json.loads(_clean()[1])
    return made


def findings(folder: Path, definition: object, profile: str = "certified", properties: object = None) -> list[Finding]:
    """The findings about the connector folder with ``definition`` that the clean one does not have."""
    found = _said(folder / "broken", definition, profile, properties)
    return [finding for finding in found if finding.fingerprint not in _known(profile)]


@cache
def _known(profile: str) -> frozenset[str]:
    """The fingerprints of the findings about the clean connector."""
    with TemporaryDirectory() as folder:
        found = _said(Path(folder), json.loads(_clean()[0]), profile, None)
    return frozenset(finding.fingerprint for finding in found)


def line(finding: Finding) -> str:
    """The text of the line of a finding."""
    return Path(finding.span.file).read_text(encoding="utf-8").splitlines()[finding.span.line - 1]


def _said(folder: Path, definition: object, profile: str, properties: object) -> list[Finding]:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(definition, indent=2, ensure_ascii=False)
    (folder / "apiDefinition.swagger.json").write_text(text, encoding="utf-8")
    beside = json.loads(_clean()[1]) if properties is None else properties
    (folder / "apiProperties.json").write_text(json.dumps(beside, indent=2), encoding="utf-8")
    return check(folder, profile).findings


_clean_properties = properties


def reported(folder: Path, definition: object, properties: object = None, **files: str) -> dict[str, Finding]:
    """The last finding of each rule about the clean connector with these documents and files beside them."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "broken").mkdir(exist_ok=True)
        (folder / "broken" / name).write_text(text, encoding="utf-8")
    found = findings(folder, definition, "certified", properties or _clean_properties())
    return {one.id: one for one in found}


def errors(found: dict[str, Finding]) -> set[str]:
    return {id for id, one in found.items() if one.severity == "error"}


def order_fields(definition: Plain) -> Plain:
    """The fields of the body of CreateOrder."""
    fields: Plain = definition["paths"]["/orders"]["post"]["parameters"][0]["schema"]["properties"]
    return fields
