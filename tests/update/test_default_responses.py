"""Default responses: a change in all operations changes them; a change in one adds a response there."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectorkit.recording import drifting
from connectorkit.style import style
from connectorkit.update import settling, steps
from connectorkit.update.update import grown
from tests.recording.test_drift import serving

Plain = dict[str, Any]  # JSON that tests take apart.
NAMES = ("a", "b")
SOURCE = """\
connector: Contoso Tasks
description: Reads the tasks of a team.
version: "1.0"
server: https://tasks.example/v1
authentication:
  key: {type: apiKey, in: query, name: key}
credentials:
  api_key: {type: securestring, label: API key, role: api_key}
default_responses:
  202:
    schema:
      fields:
        id: string
        parts[]: {fields: {id: string}}
  400:
    description: Refused
    schema: Problem
  401:
    description: Refused
    schema: Problem[]
  404: Not there
operations:
""" + "".join(
    f"""\
  - action: list_{name}
    summary: List {name}
    description: Reads the tasks of {name}.
    request: GET /{name}
"""
    for name in NAMES
)
TYPES = """\
types:
  Problem:
    fields:
      text: string
"""


def source(folder: Path) -> Path:
    folder.mkdir()
    (folder / "connector.yaml").write_bytes(style.styled("", (SOURCE + TYPES).encode(), "connector").data)
    return folder


def rendered(folder: Path) -> Plain:
    found = settling.rendered(folder, {})
    assert found is not None
    return copy.deepcopy(found[1])


def written_out(document: Plain, node: Any) -> Any:
    """A node with its references followed, so that a type can differ in one place."""
    if isinstance(node, list):
        return [written_out(document, one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return written_out(document, document["definitions"][node["$ref"].rpartition("/")[2]])
    return {key: written_out(document, one) for key, one in node.items()}


def new_field(node: Plain) -> None:
    node["properties"]["extra"] = {"type": "integer", "x-ms-summary": "Extra", "description": "Extra"}


def set_key(key: str, value: Any) -> Callable[[Plain], None]:
    return lambda node: node.update({key: value})


# The status, the change, and the resulting source: for all operations, and for one of them.
CHANGES: dict[str, tuple[str, Callable[[Plain], None], str, str]] = {
    "a field": (
        "202",
        lambda one: new_field(one["schema"]),
        "extra: {type: integer, description: Extra}",
        "responses:\n202:\nschema:\nfields:\nid: string\nparts[]:\nfields:\nid: string\n"
        "extra: {type: integer, description: Extra}",
    ),
    "a field of an item": (
        "202",
        lambda one: new_field(one["schema"]["properties"]["parts"]["items"]),
        "extra: {type: integer, description: Extra}",
        "responses:\n202:\nschema:\nfields:\nid: string\nparts[]:\nfields:\nid: string\n"
        "extra: {type: integer, description: Extra}",
    ),
    "a field of a type": (
        "400",
        lambda one: new_field(one["schema"]),
        "400:\ndescription: Refused\nschema:\ntype: Problem\nfields:\nextra: {type: integer, description: Extra}",
        "responses:\n400:\ndescription: Refused\nschema:\ntype: Problem\nfields:\n"
        "extra: {type: integer, description: Extra}",
    ),
    "a field of an item of a type": (
        "401",
        lambda one: new_field(one["schema"]["items"]),
        "401:\ndescription: Refused\nschema:\nitems:\ntype: Problem\nfields:\n"
        "extra: {type: integer, description: Extra}",
        "responses:\n401:\ndescription: Refused\nschema:\nitems:\ntype: Problem\nfields:\n"
        "extra: {type: integer, description: Extra}",
    ),
    "a required field": (
        "202",
        lambda one: one["schema"].update(required=["id"]),
        "id: {type: string, required: true}",
        "responses:\n202:\nschema:\nfields:\nid: {type: string, required: true}\nparts[]:\nfields:\nid: string",
    ),
    "a schema": (
        "404",
        set_key("schema", {"type": "string"}),
        "404: {description: Not there, schema: string}",
        "responses:\n404: {description: Not there, schema: string}",
    ),
    "a text": ("404", set_key("description", "Gone"), "404: Gone", "responses:\n404: Gone"),
    "headers": (
        "400",
        set_key("headers", {"X-Id": {"type": "string"}}),
        "400:\ndescription: Refused\nschema: Problem\nheaders:\nX-Id: {type: string}",
        "responses:\n400:\ndescription: Refused\nschema: Problem\nextra:\nheaders:\nX-Id: {type: string}",
    ),
}


@pytest.mark.parametrize("count", [2, 1])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_arrives_where_it_belongs(tmp_path: Path, change: str, count: int) -> None:
    status, edit, everywhere, alone = CHANGES[change]
    folder = source(tmp_path / "tasks")
    before = (folder / "connector.yaml").read_text(encoding="utf-8").splitlines()
    old = rendered(folder)
    new = copy.deepcopy(old)
    for name in NAMES[:count]:
        responses = new["paths"][f"/{name}"]["get"]["responses"]
        responses[status] = written_out(old, responses[status])
        edit(responses[status])
    made = grown(folder, old, new)
    assert made.notes == []
    made.draft.write()
    assert steps.canonical(rendered(folder)) == steps.canonical(new)
    after = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert style.is_styled("", after.encode(), "connector")
    lines = [line.strip() for line in after.splitlines()]
    start = next(number for number, line in enumerate(after.splitlines()) if line not in before[number : number + 1])
    end = start + len((everywhere if count == len(NAMES) else alone).splitlines())
    assert "\n".join(lines[start:end]) == (everywhere if count == len(NAMES) else alone)


def test_what_all_share_arrives_once_beside_what_only_one_has(tmp_path: Path) -> None:
    folder = source(tmp_path / "tasks")
    old = rendered(folder)
    new = copy.deepcopy(old)
    for name in NAMES:
        responses = new["paths"][f"/{name}"]["get"]["responses"]
        responses["400"]["description"], responses["404"]["description"] = "Wrong", "Gone"
    new_field(new["paths"]["/a"]["get"]["responses"]["202"]["schema"])
    made = grown(folder, old, new)
    made.draft.write()
    assert steps.canonical(rendered(folder)) == steps.canonical(new)
    text = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert (text.count("Wrong"), text.count("Gone"), text.count("extra")) == (1, 1, 1)


def test_what_a_service_responds_beyond_a_default_response_arrives_there_once(tmp_path: Path) -> None:
    folder = source(tmp_path / "tasks")
    with serving({"id": "1", "parts": [{"id": "1", "size": 2}], "count": 3}, 202) as (url, _):
        came = drifting.run(folder, url, True, False)
    assert not any(line.startswith("not written") for line in came.lines)
    added = [line[1:].strip() for line in came.patch.splitlines() if line[:1] == "+" and line[:3] != "+++"]
    assert added == ["size: integer", "count: integer"]
    response = rendered(folder)["paths"]["/b"]["get"]["responses"]["202"]
    assert response["schema"]["properties"]["count"]["type"] == "integer"


def test_a_default_response_with_a_success_takes_the_place_of_an_empty_one(tmp_path: Path) -> None:
    responses = rendered(source(tmp_path / "tasks"))["paths"]["/a"]["get"]["responses"]
    assert list(responses) == ["202", "400", "401", "404"]
