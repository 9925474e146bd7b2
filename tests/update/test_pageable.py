"""x-ms-pageable: changes are merged into the equivalent `pages`, and a new one is written as by an import."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectorkit.importing import run
from connectorkit.update import settling
from connectorkit.update.update import Updated, update

Plain = dict[str, Any]  # JSON that tests take apart.
KEY = "x-ms-pageable"


def listing(name: str, **said: Any) -> Plain:
    """A path with a list; ``said`` are further keys of the operation."""
    text, rows = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    fields = {"value": rows, "more": rows, "nextLink": text, "other.link": text}
    response = {"description": "All", "schema": {"type": "object", "properties": fields}}
    operation = {"operationId": name, "summary": f"List {name}", "responses": {"200": response}, **said}
    return {"get": operation}


def document(**said: Any) -> Plain:
    return {
        "swagger": "2.0",
        "info": {"title": "Contoso", "description": "Orders.", "version": "1.0"},
        "host": "orders.example.com",
        "schemes": ["https"],
        "paths": {"/orders": listing("Orders", **said)},
    }


def orders(new: Plain) -> Any:
    return new["paths"]["/orders"]["get"]


def updated(tmp_path: Path, old: Plain, edit: Callable[[Plain], Any]) -> tuple[Path, Updated, str]:
    """The source, its update, and the YAML of the operations after it."""
    folder, new = tmp_path / "source", copy.deepcopy(old)
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    run.run(tmp_path / "old.json", folder, lambda line: None)
    edit(new)
    (tmp_path / "new.json").write_text(json.dumps(new), encoding="utf-8")
    made = update(folder, str(tmp_path / "new.json"))
    made.draft.write()
    assert not update(folder, str(tmp_path / "new.json")).draft.new
    found = settling.rendered(folder, {})
    assert found is not None
    paths: Any = found[1]["paths"]
    for path, item in new["paths"].items():
        assert made.notes or paths[path]["get"].get(KEY) == item["get"].get(KEY)
    return folder, made, "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml")))


LINK = {KEY: {"nextLinkName": "nextLink"}}
CHANGES: dict[str, tuple[Plain, Any, str]] = {
    "another link": (LINK, {"nextLinkName": "other.link"}, "next: other\\.link,"),
    "another list": (LINK, {"nextLinkName": "nextLink", "itemName": "more"}, "items: more[]\n"),
    "an operation for the next page": (
        LINK,
        {"nextLinkName": "nextLink", "operationName": "Next"},
        "platform: {operation: Next}\n",
    ),
    "the operation goes": (
        {KEY: {"nextLinkName": "nextLink", "operationName": "Next"}},
        {"nextLinkName": "nextLink"},
        "platform: true}\n",
    ),
    "pages that were not there": (
        {},
        {"nextLinkName": "nextLink"},
        'pages: {by: link, items: "value[]", next: nextLink, platform: true}\n',
    ),
}


@pytest.mark.part(0.3)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_arrives_in_pages(tmp_path: Path, change: str) -> None:
    said, value, line = CHANGES[change]
    _, made, text = updated(tmp_path, document(**said), lambda new: orders(new).update({KEY: value}))
    assert made.notes == []
    assert text.count("pages:") == 1 and line in text
    assert KEY not in text and "pageable" not in text


def test_pages_that_go_are_those_of_the_platform(tmp_path: Path) -> None:
    _, made, text = updated(tmp_path, document(**LINK), lambda new: orders(new).pop(KEY))
    assert made.notes == []
    assert "next: nextLink" in text and "platform" not in text


def test_a_link_that_no_response_has_waits_for_a_person(tmp_path: Path) -> None:
    _, made, text = updated(
        tmp_path, document(**LINK), lambda new: orders(new).update({KEY: {"nextLinkName": "nowhere"}})
    )
    assert [one.id for one in made.notes] == ["UPD030"]
    assert "next: nextLink" in text and KEY not in text


def test_a_new_operation_has_the_pages_of_an_import(tmp_path: Path) -> None:
    _, made, text = updated(tmp_path, document(), lambda new: new["paths"].update({"/shops": listing("Shops", **LINK)}))
    assert made.notes == []
    assert text.count('pages: {by: link, items: "value[]", next: nextLink, platform: true}\n') == 1
    assert KEY not in text and "pageable" not in text
