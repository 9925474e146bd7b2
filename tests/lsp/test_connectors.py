"""A day of work through a real client: on the connector of this repository, and on one of 500 operations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.large_source import large_source

from connectorkit.check.target import unproven
from connectorkit.model.file_names import DEFINITION
from tests.lsp.editor import Editor
from tests.paths import ROOT

NEW = "actions/find_contact.yaml"


def written(folder: Path, changed: dict[str, str]) -> tuple[object, list[str]]:
    """Save the files; the swagger and the findings that they give."""
    for name, text in changed.items():
        (folder / name).write_text(text, encoding="utf-8")
    checked = unproven(folder)
    return checked.documents.get(DEFINITION), [one.id for one in checked.findings]


@pytest.fixture(scope="module")
def clicksend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """A session on a copy of the connector, with a new file that is still empty."""
    folder = tmp_path_factory.mktemp("clicksend") / "connector"
    shutil.copytree(ROOT / "connector", folder)
    (folder / NEW).write_text("", encoding="utf-8")
    with Editor(folder) as editor:
        for name in ("connector.yaml", "types.yaml", NEW, "actions/create_list.yaml"):
            editor.open(name)
        yield editor


# What is typed one after another, and what must be offered where the last piece ends.
STEPS = [
    ("act", {"action", "trigger"}),
    ("ion: ", {"find_contact"}),
    ("find_contact\nsummary: Find contact\ndescription: Finds a contact of a list.\neff", {"effect"}),
    ("ect: ", {"reads", "sends"}),
    ("reads\nrequest: ", {"GET /", "POST /"}),
    ("GET ", {"GET /lists/{list_id}/contacts"}),
    ("/lists/{list_id}/found\nparameters:\n  ", {"list_id"}),
    ("list_id:\n    type: ", {"int32", "ListId", "string[]"}),
    ("int32\n    required: ", {"true", "false"}),
    ("true\n    title: List\n    description: The list.\n    options:\n      ", {"operation", "value", "with"}),
    ("operation: ", {"get_contact_lists", "get_countries"}),
    ("get_contact_lists\n      value: ", {"list_id", "list_name"}),
    ("list_id\n      title: ", {"list_id", "list_name"}),
    ("list_name\n      collection: ", {"data"}),
    ("data/", {"data/data"}),
    ("data\n      with:\n        ", {"page", "limit"}),
    ("limit: 100\n  page: {type: int32, title: Page, description: The page., visibility: ", {"advanced", "internal"}),
    ("advanced}\nreturns:\n  type: ", {"Envelope", "Page"}),
    ("Envelope\n  fields:\n    ", {"response_code", "response_msg"}),
    ("data:\n      type: Page\n      fields:\n        data: {title: data, items: ", {"ContactList"}),
    ("ContactList}\npages:\n  items: ", {"data"}),
    ("data.data[]\n  page: ", {"page", "list_id"}),
    ("page\n  current: data.", {"data.current_page", "data.last_page"}),
    ("current_page\nextra: {x-ms-", {"x-ms-visibility"}),
]


@pytest.mark.part(1)
def test_an_action_with_a_drop_down_is_written_by_completion(clicksend: Editor) -> None:
    listed = "  - actions/get_voice_languages.yaml\n"
    clicksend.type("connector.yaml", listed, f"{listed}  - \n")
    assert clicksend.complete("connector.yaml", f"{listed}  - |\n")[0] == NEW
    clicksend.type("connector.yaml", f"{listed}  - \n", f"{listed}  - {NEW}\n")
    text = ""
    for more, offered in STEPS:
        text += more
        clicksend.write(NEW, text)
        assert offered <= set(clicksend.complete(NEW, f"{text}|")), more
    clicksend.write(NEW, text.removesuffix("extra: {x-ms-"))
    assert clicksend.problems(NEW) == []
    shown = clicksend.hover(NEW, "  list|_id:\n")
    assert "input 'List' (required) of 'Find contact'" in shown


@pytest.mark.part(1)
def test_every_type_and_operation_can_be_renamed(clicksend: Editor) -> None:
    before, ids = written(clicksend.folder, {})
    for file, piece in (("types.yaml", "\nContact|List:"), ("types.yaml", "\nPa|ge:"), ("types.yaml", "\nEnv|elope:")):
        changed = clicksend.rename(file, piece, "Other")
        assert len(changed) > 1
        originals = {name: clicksend.text(name) for name in changed}
        assert written(clicksend.folder, changed) == (before, ids)
        written(clicksend.folder, originals)
    changed = clicksend.rename("actions/create_list.yaml", "action: create|_list", "make_list")
    assert "make_list" in changed["sandbox.yaml"]
    assert "actions/create_list.yaml" not in changed.get("connector.yaml", "")


@pytest.mark.part(0)
def test_a_connector_of_500_operations_is_served(tmp_path: Path) -> None:
    folder = large_source(ROOT / "connector", tmp_path / "large", 500)
    with Editor(folder) as editor:
        for name in ("types.yaml", "more/2/actions/create_list.yaml"):
            editor.open(name)
        name = "more/2/actions/create_list.yaml"
        assert editor.problems(name) == []
        editor.type(name, "summary: Create New Contact List 2", "summary: Create New Contact List 2.")
        assert editor.problems(name) == ["OPR090"]
        editor.type(name, "visibility: advanced", "visibility: advancd")
        assert "FMT-enum" in editor.problems(name)
        editor.type(name, "visibility: advancd", "visibility: [")
        assert editor.problems(name)[0].startswith("YAML")
        editor.type(name, "visibility: [", "visibility: advanced")
        assert len(editor.references("types.yaml", "\nEnv|elope:")) > 300
        assert "create_list_9" in editor.complete(name, "look_with: |get_contact_lists")
