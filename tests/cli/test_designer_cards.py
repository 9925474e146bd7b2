"""`connectorkit explain --designer`: cards as text and JSON, of a source, a connector folder or a swagger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Run
from tests.paths import BUILT, CONNECTOR

ORDERS: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Orders", "version": "1.0", "x-ms-api-annotation": {"status": "Preview"}},
    "host": "orders.example.com",
    "paths": {
        "/orders": {
            "get": {
                "operationId": "OnOrder",
                "summary": "When an order is placed",
                "x-ms-trigger": "batch",
                "parameters": [
                    {
                        "name": "shop",
                        "in": "query",
                        "type": "string",
                        "required": True,
                        "x-ms-summary": "Shop",
                        "description": "The shop to watch.",
                        "x-ms-dynamic-values": {"operationId": "ListShops", "value-path": "id"},
                    },
                    {"name": "open", "in": "query", "type": "boolean", "default": True},
                ],
                "responses": {
                    "200": {
                        "description": "OK",
                        "schema": {
                            "type": "object",
                            "properties": {
                                "value": {
                                    "type": "array",
                                    "title": "Orders",
                                    "items": {
                                        "type": "object",
                                        "properties": {
                                            "id": {"type": "string", "title": "Id"},
                                            "tags": {"type": "array", "items": {"type": "string"}},
                                            "hash": {"type": "string", "x-ms-visibility": "advanced"},
                                        },
                                    },
                                }
                            },
                        },
                    }
                },
            }
        }
    },
}
CARD = """\
OnOrder: When an order is placed (batch trigger, Preview)

  Inputs
    Shop *                           drop-down (x-ms-dynamic-values) - The shop to watch.

  Advanced parameters: showing 0 of 1
    open                             drop-down: (empty) | Yes | No, default true

  How often do you want to check for items?
    Interval, required
    Frequency, required: Month, Week, Day, Hour, Minute, Second
    Time zone
    Start time

  Batch
    one run for each item of body/value

  Dynamic content
    Body                             body.$
    Orders Id                        body.$.value.[*].id
    Orders tags                      body.$.value.[*].tags
    Orders Item                      body.$.value.[*].tags.[*] (in a list)
    Orders Item                      body.$.value.[*]

  Dynamic content behind See more
    Orders hash                      body.$.value.[*].hash

  Power Apps: no function, because apps have no triggers
"""


@pytest.fixture
def swagger(tmp_path: Path) -> Path:
    file = tmp_path / "orders.swagger.json"
    file.write_text(json.dumps(ORDERS), encoding="utf-8")
    return file


def test_a_card_as_text(swagger: Path, run: Run) -> None:
    result = run("explain", "--designer", swagger)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == CARD


def test_a_source_and_what_is_built_from_it_have_the_same_cards(run: Run) -> None:
    source = run("explain", "--designer", CONNECTOR, "--format", "json")
    built = run("explain", "--designer", "--source", BUILT, "--format", "json")
    assert source.exit_code == built.exit_code == 0
    assert source.stdout == built.stdout
    found = json.loads(source.stdout)
    assert list(found) == ["order", "operations"]
    assert found["order"] == list(found["operations"])


def test_one_operation(run: Run) -> None:
    found = json.loads(run("explain", "--designer", BUILT, "--operation", "send_postcard", "--format", "json").stdout)
    assert found["order"] == ["send_postcard"]
    assert found["operations"]["send_postcard"]["inputs"][1] == ["file_urls", "body.$.file_urls", "required", "", ""]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--designer", str(BUILT), "--operation", "send_leter"], "Did you mean 'send_letter'"),
        (["--designer", str(BUILT), "--operation", "get_countries"], "no operation"),
        (["--designer", "no/such/folder"], "no such file or folder"),
        (["--designer", str(BUILT), str(CONNECTOR)], "one SOURCE"),
        (["--designer", str(BUILT), "--message", "x"], "cannot be combined with --message"),
        (["OPR080", "--operation", "x"], "--designer"),
        (["OPR080", "--format", "json"], "--designer"),
        (["OPR080", "--reader", "power-apps"], "--designer"),
    ],
)
def test_what_cannot_be_shown_is_one_line(arguments: list[str], message: str, run: Run) -> None:
    result = run("explain", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "{", '{"swagger": "2.0", "paths": []}', '{"openapi": "3.0.0", "paths": {}}']
)
def test_what_is_no_swagger_is_one_line(text: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    result = run("explain", "--designer", tmp_path / "a.json")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_card_that_is_cut_is_named(tmp_path: Path, run: Run) -> None:
    types: Any = {
        f"T{n}": {"type": "object", "properties": {"a": {"$ref": f"#/definitions/T{n + 1}"}}} for n in range(200)
    }
    responses = {"200": {"description": "OK", "schema": {"$ref": "#/definitions/T0"}}}
    paths = {"/a": {"get": {"operationId": "Deep", "responses": responses}}}
    (tmp_path / "a.json").write_text(json.dumps({**ORDERS, "paths": paths, "definitions": types}), encoding="utf-8")
    result = run("explain", "--designer", tmp_path / "a.json")
    assert result.exit_code == 0
    assert result.stderr == "Deep: it has too many or too deeply nested types; the card does not show all of them\n"


def test_text_of_a_file_cannot_break_the_lines_of_a_card(tmp_path: Path, run: Run) -> None:
    ugly = "a\nb\tc" + "\u2028" * 2 + "d"
    parameter = {"name": ugly, "in": "query", "type": "string", "description": ugly, "enum": [ugly], "default": ugly}
    schema = {"type": "object", "properties": {ugly: {"type": "string"}}}
    operation = {
        "operationId": ugly,
        "summary": ugly,
        "x-ms-visibility": ugly,
        "parameters": [parameter],
        "responses": {"200": {"description": "OK", "schema": schema}},
    }
    file = tmp_path / "a.json"
    file.write_text(json.dumps({**ORDERS, "paths": {"/a": {"get": operation}}}), encoding="utf-8")
    shown = run("explain", "--designer", file).stdout
    assert len([line for line in shown.splitlines() if line.strip()]) == 10


def test_a_terminal_that_knows_ascii_only(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    text = json.dumps(ORDERS, ensure_ascii=False).replace("The shop to watch.", "Ünïcödé 店")
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "connectorkit", "explain", "--designer", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\xdcn\\xefc\\xf6d\\xe9 \\u5e97" in done.stdout


def test_a_template_of_the_source_that_is_wrong_is_one_line(source: Path, run: Run) -> None:
    folder = source / "templates" / "connector"
    folder.mkdir(parents=True)
    (folder / "apiDefinition.swagger.json.j2").write_text("{% for %}", encoding="utf-8")
    result = run("explain", "--designer", source)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_power_apps_stands_below_the_card_or_alone(run: Run) -> None:
    beside = run("explain", "--designer", BUILT, "--operation", "view_list_contacts").stdout
    alone = run("explain", "--designer", BUILT, "--operation", "view_list_contacts", "--reader", "power-apps").stdout
    other = run("explain", "--designer", BUILT, "--operation", "view_list_contacts", "--reader", "designer").stdout
    block = "  Power Apps: ClickSendSMS.viewlistcontacts(list_id)\n    returns a record\n"
    assert beside == other + "\n" + block
    assert alone.endswith("\n\n" + block)
    assert "Dynamic content" not in alone


def test_power_apps_as_json(run: Run) -> None:
    command = ("explain", "--designer", BUILT, "--operation", "send_letter", "--format", "json")
    found = json.loads(run(*command, "--reader", "power-apps").stdout)["functions"]
    assert list(found) == ["send_letter"]
    assert found["send_letter"]["formula"].startswith("ClickSendSMS.sendletter(file_url, colour")
    assert [one["in"] for one in found["send_letter"]["required"]] == ["body"] * 5
    assert list(json.loads(run(*command, "--reader", "designer").stdout)) == ["order", "operations"]


def test_what_nobody_can_fill_in_is_named(run: Run, tmp_path: Path) -> None:
    lost = {"name": "filter", "in": "query", "type": "object"}
    operation = {"operationId": "Op", "parameters": [lost], "produces": ["application/pdf"], "responses": {"200": {}}}
    file = tmp_path / "a.swagger.json"
    file.write_text(json.dumps({"swagger": "2.0", "paths": {"/op": {"get": operation}}}), encoding="utf-8")
    shown = run("explain", "--designer", file).stdout
    assert "  Left out by the designer\n    filter: object in query\n" in shown
    assert "  Power Apps: unsupported, so there is no function\n    because the response has the media type" in shown


def test_the_reason_is_named_where_power_apps_has_no_function(run: Run, tmp_path: Path) -> None:
    operation = {"operationId": "Op", "responses": {"200": {}}}
    path = {"x-ms-notification-content": {"schema": {"type": "object"}}, "get": operation}
    file = tmp_path / "a.swagger.json"
    file.write_text(json.dumps({"swagger": "2.0", "paths": {"/op": path}}), encoding="utf-8")
    reason = "because its path is that of a webhook (x-ms-notification-content)"
    assert f"  Power Apps: no function, {reason}\n" in run("explain", "--designer", file).stdout
