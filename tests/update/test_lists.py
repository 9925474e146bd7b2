"""Lists in short form: keys and texts that a vendor adds to an item are merged by `update`, and reported as drift."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectorkit.importing import record
from connectorkit.importing.select import WHOLE
from connectorkit.model import file_names
from connectorkit.recording import drifting
from connectorkit.style import style
from connectorkit.update import settling, steps
from connectorkit.update.update import Updated, grown, update
from tests.recording.test_drift import serving

Plain = dict[str, Any]  # JSON that tests take apart.
HEAD = """\
connector: Contoso Tasks
description: Reads the tasks of a team.
version: "1.0"
server: https://tasks.example/v1
authentication:
  key: {type: apiKey, in: query, name: key}
credentials:
  api_key: {type: securestring, label: API key, role: api_key}
style: {types: TYPES}
operations:
"""
OPERATION = """\
  - action: list_NAME
    summary: List NAME
    description: Reads the tasks of NAME.
    request: GET /NAME
    returns:
"""
TYPES = """\
types:
  Task:
    fields:
      id: string
  Page:
    fields:
      total: integer
      tasks[]:
        fields:
          id: string
  Pages:
    fields:
      pages: {type: "Page[]", description: The pages.}
"""


def source(folder: Path, *returns: str, types: str = "inline", tidy: bool = True) -> Path:
    """A source whose operations `list_a`, `list_b` ... return something; ``tidy``: in the style of the format."""
    text = HEAD.replace("TYPES", types)
    for name, one in zip("abc", returns, strict=False):
        lines = "".join(f"      {line}\n" for line in one.splitlines())
        text += OPERATION.replace("NAME", name) + lines
    folder.mkdir()
    data = (text + TYPES).encode()
    (folder / "connector.yaml").write_bytes(style.styled("", data, "connector").data if tidy else data)
    return folder


def styled(folder: Path) -> bool:
    """Whether `connectorkit format --check` passes."""
    file = folder / "connector.yaml"
    return style.is_styled(str(file), file.read_bytes(), "connector")


def rendered(folder: Path) -> Plain:
    found = settling.rendered(folder, {})
    assert found is not None
    return copy.deepcopy(found[1])


def schema(document: Plain, name: str = "a") -> Any:
    """The `returns` of an operation."""
    return document["paths"][f"/{name}"]["get"]["responses"]["200"]["schema"]


def item(node: Plain) -> Any:
    """The item of the list in a field `tasks`."""
    return node["properties"]["tasks"]["items"]


def extra(node: Plain) -> Any:
    """A property that the vendor adds."""
    return node.setdefault("properties", {}).update(extra={"type": "integer", "x-ms-summary": "Extra"})


def arrived(folder: Path, edit: Callable[[Plain], Any]) -> str:
    """The YAML after an edit of the definition arrived, wholly and in the style; a second time changes nothing."""
    old, before, tidy = rendered(folder), (folder / "connector.yaml").read_text(encoding="utf-8"), styled(folder)
    new = copy.deepcopy(old)
    edit(new)
    made = grown(folder, old, new)
    assert made.notes == []
    made.draft.write()
    assert steps.canonical(rendered(folder)) == steps.canonical(new)
    assert styled(folder) is tidy
    again: Updated = grown(folder, rendered(folder), new)
    assert not again.arrived and not again.draft.new
    return added(before, folder)


def added(before: str, folder: Path) -> str:
    """The lines that the source has now and did not have, without their indent."""
    after = (folder / "connector.yaml").read_text(encoding="utf-8")
    kept = [line for line in after.splitlines() if line not in before.splitlines()]
    return "\n".join(line.strip() for line in kept)


TASKS = 'fields:\n  tasks: {type: "Task[]", description: The tasks., required: true}'
OVERLAID = """\
tasks:
description: The tasks.
required: true
items:
type: Task
fields:
extra: integer"""
TYPED = "extra: integer"
SHORT = """\
fields:
  tasks[]:
    description: The tasks.  # all of them
    # an item
    fields:
      id: string"""
FORMS: dict[str, tuple[tuple[str, ...], Callable[[Plain], Any], str]] = {
    "a list of a type": ((TASKS,), lambda new: extra(item(schema(new))), TYPED),
    "a list of a type that says no more": (
        ('fields:\n  tasks: "Task[]"',),
        lambda new: extra(item(schema(new))),
        TYPED,
    ),
    "a response that is a list of a type": (('type: "Task[]"',), lambda new: extra(schema(new)["items"]), TYPED),
    "a list of lists": (
        ('fields:\n  tasks: "Task[][]"',),
        lambda new: extra(item(schema(new))["items"]),
        TYPED,
    ),
    "a type of several, in one of them": ((TASKS, TASKS), lambda new: extra(item(schema(new))), OVERLAID),
    "a type of several, in all of them": (
        (TASKS, TASKS),
        lambda new: [extra(item(schema(new, one))) for one in "ab"],
        TYPED,
    ),
    "a type of several in a list of lists": (
        ('fields:\n  tasks: "Task[][]"', TASKS),
        lambda new: extra(item(schema(new))["items"]),
        "tasks:\nitems:\nitems:\ntype: Task\nfields:\nextra: integer",
    ),
    "items of a type": (
        ("fields:\n  tasks: {items: Task, required: true}", TASKS),
        lambda new: extra(item(schema(new))),
        "tasks:\nrequired: true\nitems:\ntype: Task\nfields:\nextra: integer",
    ),
    "a list of objects": ((SHORT,), lambda new: extra(item(schema(new))), TYPED),
    "a list of objects in brackets": (
        ("fields:\n  tasks[]: {fields: {id: string}}",),
        lambda new: extra(item(schema(new))),
        "tasks[]: {fields: {id: string, extra: integer}}",
    ),
    "a list in a list": (
        ("fields:\n  tasks[]:\n    fields:\n      steps[]:\n        fields:\n          id: string",),
        lambda new: extra(item(schema(new))["properties"]["steps"]["items"]),
        TYPED,
    ),
    "an object without fields": (
        ('fields:\n  tasks: {type: "object[]", description: The tasks.}',),
        lambda new: extra(item(schema(new))),
        "tasks[]:\ndescription: The tasks.\nfields:\nextra: integer",
    ),
    "an item of another type": (
        ('fields:\n  tasks: {type: "string[]", description: The tasks.}',),
        lambda new: schema(new)["properties"]["tasks"].update(items={"type": "integer"}),
        'tasks: {type: "integer[]", description: The tasks.}',
    ),
    "an item that becomes an object": (
        ('fields:\n  tasks: {type: "string[]", description: The tasks.}',),
        lambda new: schema(new)["properties"]["tasks"].update(
            items={"type": "object", "properties": {"extra": {"type": "integer", "x-ms-summary": "Extra"}}}
        ),
        "tasks[]:\ndescription: The tasks.\nfields:\nextra: integer",
    ),
    "choices of an item": (
        ('fields:\n  tasks: {type: "string[]", description: The tasks.}',),
        lambda new: item(schema(new)).update(enum=["open", "done"]),
        "tasks:\ndescription: The tasks.\nitems: {type: string, choices: [open, done]}",
    ),
    "choices of the item of a word": (
        ('fields:\n  tasks: "string[]"',),
        lambda new: item(schema(new)).update(enum=["open", "done"]),
        "tasks:\nitems: {type: string, choices: [open, done]}",
    ),
    "a description of an item": (
        (SHORT,),
        lambda new: item(schema(new)).update(description="One of them."),
        "tasks:\nitems:\ndescription: One of them.\nfields:\nid: string",
    ),
    "a description of an item in brackets": (
        ("fields:\n  tasks[]: {description: All., fields: {id: string}}",),
        lambda new: item(schema(new)).update(description="One of them."),
        "tasks: {description: All., items: {description: One of them., fields: {id: string}}}",
    ),
    "a description of an item of a type": (
        (TASKS, TASKS),
        lambda new: item(schema(new)).update(description="One of them."),
        "tasks:\ndescription: The tasks.\nrequired: true\nitems: {type: Task, description: One of them.}",
    ),
    "another item of a list of objects": (
        ("fields:\n  tasks[]:\n    fields: {id: string}",),
        lambda new: schema(new)["properties"]["tasks"].update(items={"type": "string"}),
        "tasks: string[]",
    ),
    "a list in a type of several, in one of them": (
        ("type: Page", "type: Page"),
        lambda new: extra(item(schema(new))),
        "returns:\ntype: Page\nfields:\ntasks[]:\nfields:\nid: string\nextra: integer",
    ),
    "a list in a type of a list of several": (
        ("type: Pages", "type: Pages"),
        lambda new: extra(item(schema(new)["properties"]["pages"]["items"])),
        "returns:\ntype: Pages\nfields:\npages[]:\nfields:\ntotal: integer\n"
        "tasks[]:\nfields:\nid: string\nextra: integer",
    ),
    "the values of a map": (
        ("fields:\n  tasks:\n    additional: Task", TASKS),
        lambda new: extra(schema(new)["properties"]["tasks"]["additionalProperties"]),
        "tasks:\nadditional:\ntype: Task\nfields:\nextra: integer",
    ),
    "lists as the values of a map": (
        ('fields:\n  tasks: {additional: "Task[]"}', TASKS),
        lambda new: extra(schema(new)["properties"]["tasks"]["additionalProperties"]["items"]),
        "tasks:\nadditional:\nitems:\ntype: Task\nfields:\nextra: integer",
    ),
}


@pytest.mark.part(0.2)
@pytest.mark.parametrize("form", FORMS)
def test_what_a_vendor_adds_arrives(tmp_path: Path, form: str) -> None:
    returns, edit, expected = FORMS[form]
    folder = source(tmp_path / "tasks", *returns, tidy="in brackets" not in form)
    assert arrived(folder, edit) == expected


def test_comments_of_a_list_that_is_written_out_stay(tmp_path: Path) -> None:
    folder = source(tmp_path / "tasks", SHORT)
    arrived(folder, lambda new: item(schema(new)).update(description="One of them."))
    text = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert "description: The tasks.  # all of them\n" in text and "# an item\n" in text


UPDATED = ("a list of a type", "a type of several, in one of them", "a list in a list", "choices of an item")


@pytest.mark.part(0.2)
@pytest.mark.parametrize("form", UPDATED)
def test_an_update_from_a_document_brings_it(tmp_path: Path, form: str) -> None:
    returns, edit, expected = FORMS[form]
    folder = source(tmp_path / "tasks", *returns)
    old, before = rendered(folder), (folder / "connector.yaml").read_text(encoding="utf-8")
    (folder / file_names.IMPORTED).write_text(record.text(old, WHOLE), encoding="utf-8")
    edit(old)
    (tmp_path / "new.json").write_text(json.dumps(old), encoding="utf-8")
    made = update(folder, str(tmp_path / "new.json"))
    assert made.notes == []
    made.draft.write()
    assert styled(folder) and added(before, folder) == expected
    assert not update(folder, str(tmp_path / "new.json")).draft.new


TASK: Plain = {"id": "1", "extra": 5}
DRIFTED: dict[str, tuple[tuple[str, ...], Any, str]] = {
    "a list of a type": ((TASKS,), {"tasks": [TASK]}, TYPED),
    "a list of a type that says no more": (('fields:\n  tasks: "Task[]"',), {"tasks": [TASK]}, TYPED),
    "a response that is a list of a type": (('type: "Task[]"',), [TASK], TYPED),
    "a list of lists": (('fields:\n  tasks: "Task[][]"',), {"tasks": [[TASK]]}, TYPED),
    "a type of several, in one of them": ((TASKS, "fields:\n  tasks: Task"), {"tasks": [TASK]}, OVERLAID),
    "items of a type": (("fields:\n  tasks: {items: Task}",), {"tasks": [TASK]}, TYPED),
    "a list of objects": ((SHORT,), {"tasks": [TASK]}, TYPED),
    "a list of objects in brackets": (
        ("fields:\n  tasks[]: {fields: {id: string}}",),
        {"tasks": [TASK]},
        "tasks[]: {fields: {id: string, extra: integer}}",
    ),
    "a list in a list": (
        ("fields:\n  tasks[]:\n    fields:\n      steps[]:\n        fields:\n          id: string",),
        {"tasks": [{"steps": [TASK]}]},
        TYPED,
    ),
    "the values of a map": (("fields:\n  tasks: {additional: Task}",), {"tasks": {"a": TASK}}, TYPED),
    "lists as the values of a map": (('fields:\n  tasks: {additional: "Task[]"}',), {"tasks": {"a": [TASK]}}, TYPED),
    "a text where an object comes": (("fields:\n  tasks: string[]",), {"tasks": [TASK]}, ""),
    "a new list of objects": (
        ("fields:\n  id: string",),
        {"more": [TASK]},
        "more[]:\nfields:\nid: string\nextra: integer",
    ),
}


@pytest.mark.part(0.2)
@pytest.mark.parametrize("inline", ["inline", "definitions"])
@pytest.mark.parametrize("form", DRIFTED)
def test_what_a_service_responds_beyond_the_source_arrives(tmp_path: Path, form: str, inline: str) -> None:
    returns, document, expected = DRIFTED[form]
    tidy = "in brackets" not in form
    folder = source(tmp_path / "tasks", *returns, types=inline, tidy=tidy)
    before = (folder / "connector.yaml").read_text(encoding="utf-8")
    with serving(document) as (url, _):
        for number in range(2):
            came = drifting.run(folder, url, True, False)
            assert not [line for line in came.lines if "not written" in line]
            assert bool(came.patch) is (number == 0 and bool(expected))
    # A type that is a definition of the connector has one place, regardless of its users.
    shared = form == "a type of several, in one of them" and inline == "definitions"
    assert added(before, folder) == (TYPED if shared else expected)
    assert styled(folder) is tidy
