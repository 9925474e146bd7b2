"""Scalars of a YAML description keep their text where the schema says string."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectorkit.read import connector_folder

DOCUMENT = """\
openapi: 3.0.0
info: {title: 2048, version: 1.10, description: 1.20}
paths:
  /a:
    get:
      operationId: 007
      tags: [1.0]
      parameters:
      - {name: 01, in: query, schema: {type: string, default: 007}, example: 1e3, description: 4.50}
      - {name: n, in: query, schema: {type: integer, default: 007}}
      responses:
        200:
          description: 200
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Place'}
              example: {zip: 01234, count: 1, more: [1.10], any: {x: 2.0}, open: 12:30:45, "on": no}
              examples: {first: {value: {zip: 0099}}}
components:
  schemas:
    Place:
      allOf:
      - type: object
        required: [zip, 1.10]
        properties:
          zip: {type: string, nullable: true, enum: [090, 1.50, yes, null], default: ~}
          count: {type: integer}
          more: {type: array, items: {type: [string, 'null']}}
          any: {}
          open: {type: string}
          on: {type: string}
          example: {type: number, example: 1.50}
"""


def read(tmp_path: Path) -> dict[str, object]:
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    original, findings = connector_folder.gather(tmp_path / "api.yaml")
    assert original is not None and findings == []
    return {pointer: at(original.definition, pointer) for pointer in WANTED}


def at(value: Any, pointer: str) -> object:  # Any: JSON that the test takes apart.
    for key in pointer.split(" "):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


GET = "paths /a get"
EXAMPLE = f"{GET} responses 200 content application/json example"
ZIP = "components schemas Place allOf 0 properties zip"
WANTED: dict[str, object] = {
    "info": {"title": "2048", "version": "1.10", "description": "1.20"},
    f"{GET} operationId": "007",
    f"{GET} tags": ["1.0"],
    f"{GET} parameters 0": {
        **{"name": "01", "in": "query", "example": "1e3", "description": "4.50"},
        "schema": {"type": "string", "default": "007"},
    },
    f"{GET} parameters 1 schema default": 7,
    f"{GET} responses 200 description": "200",
    EXAMPLE: {"zip": "01234", "count": 1, "more": ["1.10"], "any": {"x": 2.0}, "open": "12:30:45", "on": "no"},
    f"{GET} responses 200 content application/json examples first value zip": "0099",
    f"{ZIP} enum": ["090", "1.50", "yes", None],
    f"{ZIP} default": None,
    "components schemas Place allOf 0 required": ["zip", "1.10"],
    "components schemas Place allOf 0 properties example example": 1.5,
}


@pytest.mark.parametrize("pointer", WANTED)
def test_a_scalar_is_what_its_schema_says(pointer: str, tmp_path: Path) -> None:
    assert read(tmp_path)[pointer] == WANTED[pointer]


def test_references_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(
        "openapi: 3.0.0\npaths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/A', example: 01}}}\n"
    )
    assert connector_folder.gather(tmp_path / "api.yaml")[0] is not None
