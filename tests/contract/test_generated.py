"""The generator's knowledge of an operation: bounds, safe values, calls of the client, and guarantees of the source."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectorkit import pipeline
from connectorkit.contract.answer import Answer, Each, Known, Moment, Some, Starts
from connectorkit.render.contract_tests import sandbox_pair, suite
from connectorkit.render.contract_tests.bounds import bounds, values
from connectorkit.render.contract_tests.python_literals import literal
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.render.templates import Templates
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Shape
from tests.contract import suites
from tests.contract.correct_sources import CORRECT, HEAD
from tests.paths import CONNECTOR
from tests.sandbox.helpers import spec_of, tiny

Doc = dict[str, Any]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    connector, findings = pipeline.load(CONNECTOR)
    assert connector is not None, findings
    made = suite.render(connector, Templates())
    return {Path(name).name: content.decode() for name, content in made.items()}


@pytest.mark.parametrize(
    ("shape", "value", "at", "over"),
    [
        ({"type": "string", "limits": {"maxLength": 3}}, "abc", "abc", "abcc"),
        ({"type": "string", "limits": {"minLength": 5}}, "abcde", "abcde", "abcd"),
        ({"type": "integer", "limits": {"minimum": 2}}, 3, 2, 1),
        ({"type": "integer", "limits": {"maximum": 9}}, 3, 9, 10),
        ({"type": "integer", "limits": {"maximum": 9, "exclusiveMaximum": True}}, 3, 8, 9),
        ({"type": "integer", "limits": {"minimum": 0, "multipleOf": 5}}, 5, 0, -5),
        ({"type": "number", "limits": {"minimum": 0.5}}, 1, 0.5, -0.5),
        ({"type": "array", "items": {"type": "integer"}, "limits": {"maxItems": 2}}, [1], [1, 1], [1, 1, 1]),
        ({"type": "array", "items": {"type": "integer"}, "limits": {"minItems": 2}}, [1, 1], [1, 1], [1]),
        ({"type": "string", "choices": ["a", "b"]}, "a", "b", "no-such-choice"),
        ({"type": "integer", "choices": [0, 1]}, 0, 1, 2),
        ({"type": "string", "limits": {"pattern": "^[A-Z]{2}$"}}, "AU", "AU", ""),
    ],
)
def test_each_bound_has_a_value_at_it_and_one_over_it(shape: Shape, value: Any, at: Any, over: Any) -> None:
    (found,) = bounds(values(shape, value, "body.x"))
    assert found.path == "body.x"
    assert (found.at[-1], found.over) == (at, [over])


def test_bounds_that_cannot_be_tried_are_left_out() -> None:
    both: Shape = {"type": "string", "limits": {"pattern": "^[a-z]{2}$", "maxLength": 40}}
    found = {one.says: (one.at, one.over) for one in bounds(values(both, "ab", "body.x"))}
    assert found["at most 40 characters"][0] == []
    shape: Shape = {"type": "string", "internal": True, "default": "x", "choices": ["x"]}
    constant: Shape = {"type": "object", "fields": [{"name": "a", "required": True, "shape": shape}]}
    assert list(bounds(values(constant, {"a": "x"}, "body"))) == []


def test_sends_are_safe_where_all_goes_to_safe_values() -> None:
    connector, _ = pipeline.load(CONNECTOR)
    assert connector is not None
    spec = project(connector)
    requests = Requests(spec)
    safe = {route["operation"]: requests.safe(route, requests.request(route)) for route in spec["routes"]}
    assert {name for name, good in safe.items() if good} == set(
        """
        sms_send send_voice send_mms send_fax send_letter get_contact_lists view_list_contacts search_contact_list
        get_countries get_voice_languages get_return_addresses
        """.split()
    )


@pytest.mark.parametrize(
    ("security", "single"),
    [
        ("[{key: [], login: []}, {key: []}]", ["wrong api_key"]),
        ("[{key: [], login: []}, {login: []}]", ["wrong username", "wrong password"]),
        ("[{key: [], login: []}, {other: []}]", ["wrong api_key", "wrong username", "wrong password"]),
        ("[{login: []}, {key: [], login: []}]", ["wrong username", "wrong password"]),
        ("[{key: [], other: [], login: []}, {key: [], other: []}, {login: [], key: []}]", ["wrong api_key"]),
    ],
)
def test_a_wrong_credential_that_another_alternative_does_not_need_is_not_tried(
    tmp_path: Path, security: str, single: list[str]
) -> None:
    keyed = f"""authentication:
  login: {{type: basic}}
  key: {{type: apiKey, in: header, name: X-Key}}
  other: {{type: apiKey, in: query, name: other}}
security: {security}"""
    found = suite.learned_cases(spec_of(tiny(tmp_path / "shop", keyed)))["drop_order"].case["credentials"]
    assert found == ["wrong", "missing", *single]


def test_call_is_written_with_the_client_s_own_classes(files: dict[str, str]) -> None:
    sms, contact = files["test_sms_send.py"], files["test_create_list_contact.py"]
    assert "from clicksend_sms import SmsSendMessage" in sms
    assert 'client.sms_send(messages=[SmsSendMessage(to="+61411111111", body="sandbox body")])' in sms
    assert 'list_id=known["list_id"],' in contact


def test_promises_of_the_source_are_told_from_what_is_new_each_time(files: dict[str, str]) -> None:
    sms, deleted = files["test_sms_send.py"], files["test_delete_list.py"]
    assert '"data.messages[].direction": ["out"],' in sms
    assert '"data.messages[].date": Each(Moment()),' in sms
    assert '"data.messages[].message_id": Each(Some("string")),' in sms
    assert '"response_msg": Known("list_id", "List #{} has been deleted."),' in deleted
    assert '"data.date_delete": Moment(604800),' in files["test_upload_media.py"]
    assert 'KEPT: dict[str, int | None] = {"lists": -1}' in deleted


def test_every_file_is_python_of_readable_width(files: dict[str, str]) -> None:
    for name, text in files.items():
        if name.endswith(".py"):
            ast.parse(text)
            assert max(map(len, text.splitlines())) <= 120, name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ab" + "c" * 100, '"ab" + "c" * 100'),
        ([{"a": 1}] * 5, '[{"a": 1}] * 5'),
        (Starts(["a"], 3), 'Starts(["a"], 3)'),
        (Each(Some("integer")), 'Each(Some("integer"))'),
        (Known("id"), 'Known("id")'),
        (Moment(), "Moment()"),
        ({1: None, "x": [True]}, '{1: None, "x": [True]}'),
    ],
)
def test_values_are_written_as_a_person_would(value: Any, text: str) -> None:
    assert literal(value) == text
    known = {"Each": Each, "Known": Known, "Moment": Moment, "Some": Some, "Starts": Starts}
    assert eval(text, known) == value


@pytest.mark.parametrize(
    ("document", "path", "expected", "told"),
    [
        ({"a": 1}, "a", 2, "a: expected 2, got 1"),
        ({"a": 1}, "a", True, "a: expected true, got 1"),
        ({}, "a", None, "a: expected null, got nothing"),
        ({"a": [{"b": 1}]}, "a[].b", [1, 1], "a[].b: expected [1, 1], got 1"),
        ({"a": [{"b": 1}, {"b": 2}]}, "a[].b", Each(1), "a[].b: expected in each item 1, got [1, 2]"),
        ({"a": "x"}, "a", Some("integer"), "a: expected some integer, got x"),
        ({"a": 13}, "a", Moment(1), "a: expected the time of the sandbox +1 s, got 13"),
        ({"a": "List 6"}, "a", Known("id", "List {}"), "a: expected List <the id of the path>, got List 6"),
        ({"a": [{"b": 1}]}, "a[].b", Starts([1], 2), "a[].b: expected 2 values that begin with [1], got 1"),
    ],
)
def test_what_is_not_as_promised_is_said_in_one_line(document: Any, path: str, expected: Any, told: str) -> None:
    answer = Answer("get (GET /x)", 200, {}, "", document, known={"id": 5}, clock=11)
    with pytest.raises(AssertionError) as failure:
        answer.equals(path, expected)
    assert str(failure.value) == f"get (GET /x): {told}"


@pytest.mark.parametrize(
    ("document", "path", "expected"),
    [
        ({"a": 1}, "a", 1),
        ({"a": 1.0}, "a", 1),
        ({"a": [{"b": 1}, {"b": 1}]}, "a[].b", Each(1)),
        ({"a": 12}, "a", Moment(1)),
        ({"a": "12"}, "a", Moment(1)),
        ({"a": "List 5"}, "a", Known("id", "List {}")),
        ({"a": 5}, "a", Known("id")),
        ({"a": [{"b": 1}, {"b": 2}]}, "a[].b", Starts([1], 2)),
        ({"a": [{"b": None}]}, "a[].b", [None]),
    ],
)
def test_what_is_as_promised_passes(document: Any, path: str, expected: Any) -> None:
    answer = Answer("get (GET /x)", 200, {}, "", document, known={"id": 5}, clock=11)
    answer.equals(path, expected)
    with pytest.raises(AssertionError):
        answer.equals(path, "what nobody promised")


UNLIKE = """connector: Contoso
description: Modes.
version: "1"
server: https://api.contoso.com
operations:
- action: SetModes
  request: POST /modes
  body: {schema: {example: [{mode: x}], items: {fields: {Mode: {type: string, required: true}}}}}
  returns: {fields: {ok: boolean}}
"""


@pytest.mark.part(0)
def test_the_suite_passes_where_an_example_is_unlike_its_schema(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(UNLIKE, encoding="utf-8")
    assert "SRC008" in [one.id for one in pipeline.load(tmp_path)[1]]
    status, printed = suites.outcome(suites.rendered(tmp_path, tmp_path))
    assert status == 0, printed


@pytest.mark.part(0.2)
@pytest.mark.parametrize("operations", CORRECT.values(), ids=list(CORRECT))
def test_the_suite_of_a_correct_source_passes(tmp_path: Path, operations: str) -> None:
    (tmp_path / "connector.yaml").write_text(HEAD + operations, encoding="utf-8")
    status, printed = suites.outcome(suites.rendered(tmp_path, tmp_path), "-W", "error::FutureWarning")
    assert status == 0, printed


def test_a_suite_is_rendered_where_an_event_loop_runs() -> None:
    async def nothing() -> str:
        return "done"

    async def notebook() -> str:
        return sandbox_pair.run(nothing())

    assert asyncio.run(notebook()) == sandbox_pair.run(nothing()) == "done"
