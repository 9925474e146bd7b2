"""The record of an import: its contents, its omissions, and that only an update reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Unusable
from connectorkit.importing import record, run
from connectorkit.importing.select import Selection
from connectorkit.pipeline import build
from connectorkit.update.update import update
from tests.update.vendor import OLD, changed, get, imported, schema, write

TOKEN = "AKIA3XQ7TZB2M5W9KD4F"


def test_an_import_records_the_definition_and_the_part_that_was_chosen(tmp_path: Path) -> None:
    target = tmp_path / "source"
    options = run.Options(selection=Selection(("getOrder",), (), ("/orders*",)))
    run.run(write(tmp_path / "old.json", OLD), target, lambda line: None, options)
    said = json.loads((target / "imported.json").read_text(encoding="utf-8"))
    assert said["format"] == 1
    assert said["selection"] == {"operations": ["getOrder"], "paths": ["/orders*"]}
    assert said["definition"]["swagger"] == "2.0"
    assert list(said["definition"]["paths"]) == ["/orders/{order_id}"]

    def edit(new: dict[str, Any]) -> None:
        new["paths"]["/carts"] = {"get": {"operationId": "getCart", "responses": {"200": {"description": "A cart"}}}}
        get(new, "paths", "/orders/{order_id}", "get")["description"] = "Reads it."

    made = update(target, str(write(tmp_path / "new.json", changed(edit))))
    assert len(made.arrived) == 1


def test_secrets_are_not_recorded(tmp_path: Path) -> None:
    def edit(new: dict[str, Any]) -> None:
        get(new, "paths", "/shops", "get")["description"] = f"Lists all shops with {TOKEN}."

    folder = imported(tmp_path, changed(edit))
    text = (folder / "imported.json").read_text(encoding="utf-8")
    assert TOKEN not in text
    assert record.REMOVED in text
    assert update(folder, str(tmp_path / "old.json")).draft.new == {}


def test_neither_check_nor_build_reads_it(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    findings, files = unproven(folder).findings, build(folder).files
    (folder / "imported.json").write_text("no JSON", encoding="utf-8")
    assert unproven(folder).findings == findings
    assert build(folder).files == files
    assert not any("imported" in one.message or "imported" in one.span.file for one in findings)


WRONG = {
    "no JSON": "Expecting value",
    "[]": "another format",
    '{"format": 2}': "another format",
    '{"format": 1, "definition": {}, "more": 1}': "unknown key 'more'",
    '{"format": 1}': "'definition' is not a Swagger document",
    '{"format": 1, "definition": {"paths": []}}': "'definition' is not a Swagger document",
    '{"format": 1, "definition": {}, "selection": {"tags": "a"}}': "'selection' has an invalid value",
    "[" * 100_000: "",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_broken_record_is_one_line(text: str, tmp_path: Path) -> None:
    folder = imported(tmp_path)
    (folder / "imported.json").write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        update(folder, str(tmp_path / "old.json"))
    assert WRONG[text] in str(refused.value)
    assert "name the old document with --base" in str(refused.value)


def test_without_a_record_the_old_document_is_named(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    (folder / "imported.json").unlink()
    new = write(tmp_path / "new.json", changed(lambda new: schema(new, "Order")["properties"].update(paid={})))
    with pytest.raises(Unusable, match="no import is recorded"):
        update(folder, str(new))
    made = update(folder, str(new), base=str(tmp_path / "old.json"))
    assert len(made.arrived) == 1
    made.draft.write()
    assert update(folder, str(new)).draft.new == {}
