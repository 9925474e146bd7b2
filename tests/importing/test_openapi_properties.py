"""For any OpenAPI 3 file, the import does not crash, returns only Swagger 2.0, and reports losses."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from pathlib import Path
from typing import Any

import jsonschema_rs
from hypothesis import given

from connectorkit.diagnostics.finding import Span, Unusable
from connectorkit.importing import run
from connectorkit.importing.openapi3 import lower as openapi
from tests.importing.openapi_documents import broken, marked


def swagger_schema() -> Any:
    """openapi-spec-validator's own schema of Swagger 2.0, which lets no key of OpenAPI 3 through."""
    found = importlib.util.find_spec("openapi_spec_validator")
    assert found and found.submodule_search_locations
    file = Path(found.submodule_search_locations[0], "resources", "schemas", "v2.0", "schema.json")
    return jsonschema_rs.validator_for(json.loads(file.read_bytes()))


SWAGGER = swagger_schema()


def lower(document: dict[str, Any]) -> openapi.Lowered:
    return openapi.lower(document, lambda pointer: Span("api.json", 1, 1, 1, 1))


def refused(swagger: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in SWAGGER.iter_errors(swagger)]


def replaced(document: dict[str, Any]) -> set[str]:
    """The pointers of descriptions that are replaced at each reference by one beside it."""
    own: dict[str, list[bool]] = {}
    waiting: list[Any] = [document]
    while waiting:
        node = waiting.pop()
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        if isinstance(node, dict) and str(node.get("$ref")).startswith("#/"):
            own.setdefault(node["$ref"][1:], []).append("description" in node)
    return {f"{pointer}/description" for pointer, all_own in own.items() if all(all_own)}


@given(marked())
def test_every_text_and_number_is_carried_or_said(drawn: tuple[dict[str, Any], dict[str, str]]) -> None:
    document, marks = drawn
    lowered = lower(document)
    made = json.dumps([lowered.swagger, lowered.properties])
    said = {finding.pointer for finding in lowered.findings} | replaced(document)
    gone = [
        f"{at}: {mark}"
        for at, mark in marks.items()
        if mark not in made and not any(f"{at}/".startswith(f"{pointer}/") for pointer in said)
    ]
    assert gone == []
    assert refused(lowered.swagger) == []


@given(broken())
def test_wrong_kinds_anywhere_are_findings(document: dict[str, Any]) -> None:
    assert refused(lower(document).swagger) == []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "api.json")
        file.write_text(json.dumps(document), "utf-8")
        try:
            tree, findings = run.files(file)
        except Unusable as error:
            assert "bundle the document into one file" in str(error)
            return
    assert tree and all(finding.help and finding.span.file == str(file) for finding in findings)
    assert {finding.id for finding in findings} & {"IMP003", "IMP004"} == set(), "the YAML says something else"
