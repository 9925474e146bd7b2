"""Dynamic values while a card is filled in: fields and choices; and files, missing values, and records that stay."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectorkit.cli import new_project
from connectorkit.desk.library import Library, Snapshot
from connectorkit.desk.published_model import Models
from connectorkit.desk.trial import Refused, Trial
from connectorkit.desk.view import View
from connectorkit.model.json_value import Object, listed, mapping
from tests.conftest import Run

pytestmark = pytest.mark.part(1)

FORMS = Path(__file__).with_name("forms")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FORMS, tmp_path / "forms"))


def snapshot_of(folder: Path, published: bool = False) -> Snapshot:
    library = Library(folder, published)
    library.refresh()
    assert library.snapshot is not None, (library.problems, library.unusable)
    return library.snapshot


@pytest.fixture
def trial() -> Iterator[Trial]:
    made = Trial("http://127.0.0.1:1/hook")
    yield made
    made.close()


def test_fields_appear_when_what_they_depend_on_is_filled_in(trial: Trial, folder: Path) -> None:
    forms = snapshot_of(folder)
    assert trial.fields(forms, "fill_form", "body.$", {}, False) == {"rows": [], "missing": ["Form"]}
    made = trial.fields(forms, "fill_form", "body.$", {"path.$.form": "f1"}, False)
    rows = [mapping(row) for row in listed(made["rows"])]
    assert [(row["key"], row["label"], row["required"], row["editor"]) for row in rows] == [
        ("body.$.name", "Full name", True, "text"),
        ("body.$.size", "Size", False, "choice"),
        ("body.$.age", "Age", False, "text"),
    ]
    made = trial.fields(forms, "fill_form", "body.$", {"path.$.form": "f1"}, True)
    assert [mapping(row)["title"] for row in listed(made["rows"])] == ["Full name", "Size", "Age"]


def test_fields_that_were_loaded_are_sent_and_have_values(trial: Trial, folder: Path) -> None:
    forms = snapshot_of(folder)
    for outputs in (False, True):
        trial.fields(forms, "fill_form", "body.$", {"path.$.form": "f1"}, outputs)
    made = trial.call(forms, "fill_form", {"path.$.form": "f1", "body.$.name": "Ada", "body.$.age": "36"})
    assert mapping(made["request"])["body"] == {"name": "Ada", "age": 36}
    assert "body.$.name" in mapping(made["tokens"])


def test_a_sandbox_that_describes_nothing_is_named(trial: Trial, folder: Path) -> None:
    with pytest.raises(Refused, match="The response of no_fields in the sandbox has no schema at 'schema'"):
        trial.fields(snapshot_of(folder), "send_form", "body.$", {}, False)
    with pytest.raises(Refused, match="cannot call the operation that loads"):
        trial.fields(snapshot_of(folder), "plan", "body.$", {}, False)


def test_a_drop_down_in_a_list_is_filled(trial: Trial, folder: Path) -> None:
    made = trial.choices(snapshot_of(folder), "add_rows", ["body.$.rows", "$.kind"], {"$.text": "x"})
    assert made == {"choices": [{"title": "Heading", "value": "k1"}], "missing": []}


def test_a_file_is_sent_with_its_name(trial: Trial, folder: Path) -> None:
    values: Object = {
        "formData.$.file.$content": "hello",
        "formData.$.file.$filename": 'a "b"\r\nX-Evil: 1.txt',
        "formData.$.note": "n",
    }
    made = trial.call(snapshot_of(folder), "add_file", values)
    body = str(mapping(made["request"])["body"])
    name = 'form-data; name="file"; filename="a %22b%22%0D%0AX-Evil: 1.txt"\r\n'
    assert name in body
    assert 'form-data; name="note"\r\n\r\nn\r\n' in body
    assert mapping(made["response"])["status"] == 200


def test_what_a_definition_requires_and_the_card_does_not_is_explained(trial: Trial, folder: Path) -> None:
    forms = snapshot_of(folder)
    made = trial.call(forms, "plan", {"body.$.place": "here"})
    assert mapping(made["response"])["status"] == 400
    why = "The definition requires 'day', but the card allows makers to leave it empty: the body is optional."
    assert made["lacking"] == [why]
    assert trial.call(forms, "plan", {"body.$.place": "here", "body.$.day": "now"})["lacking"] == []


def test_records_stay_after_an_edit_of_a_text_and_go_after_one_of_the_sandbox(trial: Trial, folder: Path) -> None:
    trial.call(snapshot_of(folder), "plan", {})
    file = folder / "connector.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("summary: Plan", "summary: Make a plan").replace("title: Day", "title: Date"), "utf-8")
    assert trial.call(snapshot_of(folder), "plan", {})["restarted"] is False
    file.write_text(text.replace("day: {type: string", "day: {type: int32"), "utf-8")
    assert trial.call(snapshot_of(folder), "plan", {})["restarted"] is True


def test_published_files_are_tried_and_have_a_reference_page(trial: Trial, folder: Path, run: Run) -> None:
    assert (
        run("build", folder, "--only", "connector", "--allow-findings", "--out", folder.parent / "out").exit_code == 0
    )
    library = Library(folder.parent / "out" / "connector", published=True)
    library.refresh()
    assert library.snapshot is not None
    made = trial.call(library.snapshot, "plan", {"body.$.day": "now"})
    assert mapping(made["response"])["status"] == 200
    assert b"Make a plan" not in View(library, None).reference()
    assert b"Contoso Forms" in View(library, None).reference()


def test_files_that_are_gone_tell_why_nothing_can_be_tried(tmp_path: Path) -> None:
    file = tmp_path / "apiDefinition.swagger.json"
    file.write_text('{"swagger": "2.0", "info": {"title": "A", "version": "1"}, "paths": {}}', "utf-8")
    snapshot = snapshot_of(tmp_path, published=True)
    file.unlink()
    why = Models().of(snapshot)
    assert isinstance(why, str)
    assert why.startswith("These files cannot be imported: ")


def test_an_agent_gets_the_tools_of_a_server(trial: Trial, tmp_path: Path) -> None:
    new_project.create(tmp_path / "project", "Orders", template="mcp")
    made = trial.call(snapshot_of(tmp_path / "project" / "connector"), "InvokeServer", {})
    tools = listed(mapping(mapping(mapping(made["response"])["document"])["result"])["tools"])
    assert [mapping(tool)["name"] for tool in tools] == ["find_orders", "place_order"]
    assert mapping(mapping(made["request"])["body"])["method"] == "tools/list"
