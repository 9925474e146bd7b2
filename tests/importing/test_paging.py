"""x-ms-pageable comes back exactly, as `pages` where that is certain; other paging is named, not guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectorkit import pipeline
from connectorkit.importing import run as importing
from connectorkit.write import new_folder
from tests.importing.test_command import folder, swagger

Doc = dict[str, Any]
TEXT: Doc = {"type": "string"}
ROWS: Doc = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT}}}


def paged(said: Any, properties: Doc | None = None, method: str = "get", parameters: Any = ()) -> Doc:
    """A definition with one list."""
    fields = {"value": ROWS, "nextLink": TEXT} if properties is None else properties
    operation: Doc = {
        "operationId": "ListRows",
        "summary": "List rows",
        "description": "Lists all rows.",
        "parameters": list(parameters),
        "responses": {"200": {"description": "OK", "schema": {"type": "object", "properties": fields}}},
    }
    if said is not None:
        operation["x-ms-pageable"] = said
    return {**swagger(), "paths": {"/rows": {method: operation}}}


def imported(tmp_path: Path, definition: Doc) -> tuple[Doc, Doc, list[str]]:
    """The imported operation, the operation built from it, and the ids of the import's findings."""
    tree, findings = importing.files(folder(tmp_path / "old", definition))
    new_folder.fill(tmp_path / "new", tree)
    texts = [yaml.safe_load(data) for name, data in tree.items() if name.endswith(".yaml")]
    written = next(
        one
        for text in texts
        for one in [text, *[o for o in text.get("operations", []) if isinstance(o, dict)]]
        if one.get("action") == "ListRows"
    )
    built = pipeline.build(tmp_path / "new", ("connector",), True)
    document = json.loads(built.files["connector/apiDefinition.swagger.json"])
    operation = next(iter(document["paths"]["/rows"].values()))
    return written, operation, [one.id for one in findings]


CERTAIN: dict[str, tuple[Doc, Doc | None, Doc]] = {
    "a link and value": ({"nextLinkName": "nextLink"}, None, {"next": "nextLink", "platform": True}),
    "a link with a dot": (
        {"nextLinkName": "@odata.nextLink"},
        {"value": ROWS, "@odata.nextLink": TEXT},
        {"next": r"@odata\.nextLink", "platform": True},
    ),
    "named items and operation": (
        {"nextLinkName": "next", "itemName": "rows", "operationName": "ListRows"},
        {"rows": ROWS, "next": TEXT},
        {"next": "next", "items": "rows[]", "platform": {"item_name": "rows", "operation": "ListRows"}},
    ),
    "items named as usual": (
        {"nextLinkName": "nextLink", "itemName": "value"},
        None,
        {"next": "nextLink", "platform": {"item_name": "value"}},
    ),
}


@pytest.mark.parametrize(("said", "properties", "pages"), CERTAIN.values(), ids=list(CERTAIN))
def test_what_is_certain_becomes_pages(tmp_path: Path, said: Doc, properties: Doc | None, pages: Doc) -> None:
    written, built, _ = imported(tmp_path, paged(said, properties))
    assert written["pages"] == {"by": "link", "items": "value[]", **pages}
    assert "pageable" not in written and built["x-ms-pageable"] == said


UNCERTAIN: dict[str, Doc] = {
    "no link": paged({"nextLinkName": None}),
    "an empty link": paged({"nextLinkName": ""}),
    "a link that is no field": paged({"nextLinkName": "next"}),
    "a link of another type": paged({"nextLinkName": "nextLink"}, {"value": ROWS, "nextLink": {"type": "object"}}),
    "a list of another name": paged({"nextLinkName": "nextLink"}, {"rows": ROWS, "nextLink": TEXT}),
    "items that are no list": paged({"nextLinkName": "nextLink", "itemName": "nextLink"}),
    "another key": paged({"nextLinkName": "nextLink", "other": 1}),
    "items without a name": paged({"nextLinkName": "nextLink", "itemName": ""}),
    "a POST": paged({"nextLinkName": "nextLink"}, None, "post"),
    "nothing in it": paged({}),
    "no object": paged("nextLink"),
}


@pytest.mark.parametrize("definition", UNCERTAIN.values(), ids=list(UNCERTAIN))
def test_what_is_not_certain_is_kept(tmp_path: Path, definition: Doc) -> None:
    written, built, _ = imported(tmp_path, definition)
    (operation,) = definition["paths"]["/rows"].values()
    assert "pages" not in written and built.get("x-ms-pageable") == operation["x-ms-pageable"]


def query(name: str, kind: str = "integer") -> Doc:
    return {"name": name, "in": "query", "type": kind, "x-ms-summary": "X", "description": "X."}


@pytest.mark.parametrize(
    "parameter",
    [query("page"), query("$skip"), query("start_at", "number"), query("pageToken", "string"), query("Offset")],
    ids=lambda one: one["name"],
)
def test_what_looks_like_paging_is_named_and_not_guessed(tmp_path: Path, parameter: Doc) -> None:
    written, _, ids = imported(tmp_path, paged(None, None, "get", [parameter]))
    assert "IMP127" in ids and "pages" not in written


QUIET: dict[str, Doc] = {
    "a page by name": paged(None, None, "get", [query("page", "string")]),
    "a size alone": paged(None, None, "get", [query("limit")]),
    "no list": paged(None, {"nextLink": TEXT}, "get", [query("page")]),
    "another place": paged(None, None, "get", [{**query("page"), "in": "header"}]),
    "declared already": paged({"nextLinkName": "nextLink"}, None, "get", [query("page")]),
}


@pytest.mark.parametrize("definition", QUIET.values(), ids=list(QUIET))
def test_nothing_is_reported_otherwise(tmp_path: Path, definition: Doc) -> None:
    assert "IMP127" not in imported(tmp_path, definition)[2]
