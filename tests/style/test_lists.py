"""Lists of objects in fields: `messages[]`, in both directions and at their places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from connectorkit import pipeline
from connectorkit.cli.commands import command
from connectorkit.style import style

HEAD = 'connector: Orders\ndescription: Orders of a shop.\nversion: "1"\nserver: https://x.example\n'
UNKNOWN = "FMT-additionalProperties"
LONG = """Order:
  fields:
    # The lines of the order.
    lines:  # several
      description: What was bought.
      required: true
      items:
        # One line.
        fields:
          parts:
            items:
              fields:
                code: string
              additional: false
    tags: string[]
    notes: {items: {type: string, max_length: 9}}
    named:
      items:
        description: A name.
        fields:
          name: string
"""
SHORT = """Order:
  fields:
    # The lines of the order.
    lines[]:  # several
      description: What was bought.
      required: true
      # One line.
      fields:
        parts[]:
          fields:
            code: string
          additional: false
    tags: string[]
    notes:
      items: {type: string, max_length: 9}
    named:
      items:
        description: A name.
        fields:
          name: string
"""


def source(folder: Path, types: str) -> Path:
    folder.mkdir()
    operation = "operations:\n  - action: Get\n    request: GET /orders\n    returns: Order\n"
    (folder / "connector.yaml").write_text(HEAD + operation + "types: types.yaml\n")
    (folder / "types.yaml").write_text(types)
    return folder


def test_format_writes_lists_of_objects_short() -> None:
    assert style.styled("types.yaml", LONG.encode(), "types").data.decode() == SHORT
    assert style.styled("types.yaml", SHORT.encode(), "types").data.decode() == SHORT


def test_both_forms_are_the_same_connector(tmp_path: Path) -> None:
    both = [pipeline.build(source(tmp_path / name, text)) for name, text in (("long", LONG), ("short", SHORT))]
    assert both[0].files and both[0].files == both[1].files
    definition = json.loads(both[1].files["connector/apiDefinition.swagger.json"])
    got = definition["paths"]["/orders"]["get"]["responses"]["200"]["schema"]
    assert got["required"] == ["lines"]
    assert got["properties"]["lines"]["description"] == "What was bought."
    assert "description" not in got["properties"]["lines"]["items"]
    assert list(got["properties"]["lines"]["items"]["properties"]) == ["parts"]


def test_a_parameter_of_that_name_keeps_it(tmp_path: Path) -> None:
    text = "operations:\n- {action: A, request: GET /a, parameters: {'ids[]': {type: array, items: string}}}\n"
    folder = tmp_path / "orders"
    folder.mkdir()
    (folder / "connector.yaml").write_text(HEAD + text)
    made = json.loads(pipeline.build(folder, ("connector",)).files["connector/apiDefinition.swagger.json"])
    assert made["paths"]["/a"]["get"]["parameters"][0]["name"] == "ids[]"


@pytest.mark.parametrize(
    ("types", "found"),
    [
        ("Order:\n  fields:\n    a: string\n    a[]:\n      fields: {b: string}\n", [(4, "TYP004", "error")]),
        ("Order:\n  fields:\n    a: string\n    a[]: string\n", [(4, "TYP004", "error")]),
        ("Order:\n  fields:\n    a[]: string\n", [(3, "TYP005", "warning")]),
        ("Order:\n  fields:\n    a[]: {type: string}\n", []),
        ("Order:\n  fields:\n    a[]: {type: object, fields: {b: string}}\n", []),
        ("Order:\n  fields:\n    a[]:\n      fields: {b: strng}\n", [(4, "TYP001", "error")]),
        (
            "Order:\n  fields:\n    a[]:\n      fields: {b: {tpye: string}}\n",
            [(4, "FMT-additionalProperties", "error")],
        ),
    ],
)
def test_a_wrong_list_is_found_at_its_place(tmp_path: Path, types: str, found: list[tuple[int, str, str]]) -> None:
    built = pipeline.build(source(tmp_path / "orders", types), ("connector",))
    mine = [one for one in built.findings if Path(one.span.file).name == "types.yaml"]
    assert [(one.span.line, one.id, one.severity) for one in mine] == found


def test_findings_of_rules_keep_their_lines(tmp_path: Path) -> None:
    types = "Order:\n  fields:\n    a[]:\n      title: none\n      fields:\n        b: {type: string, title: none}\n"
    folder = source(tmp_path / "orders", types)
    found = json.loads(CliRunner().invoke(command, ["check", str(folder), "--format", "json"]).stdout)["findings"]
    mine = [one for one in found if Path(one["file"]).name == "types.yaml"]
    assert [(one["line"], one["id"]) for one in mine] == [(4, "RSP141"), (6, "RSP142")]
    assert [one["line"] for one in mine[0]["related"]] == [6]
