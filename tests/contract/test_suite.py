"""The generated suite passes on a faithful sandbox, and fails on each kind of unfaithful one."""

from __future__ import annotations

import ast
import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import connectorkit
from connectorkit import pipeline
from connectorkit.outputs import contract_tests
from connectorkit.sandbox import shapes
from connectorkit.sandbox.contract import Answer, Contract
from connectorkit.sandbox.server import serve
from connectorkit.templating import Templates
from tests.sandbox.helpers import CONNECTOR, spec_of, tiny

Doc = dict[str, Any]


def rendered(folder: Path, source: Path) -> Path:
    connector, findings = pipeline.load(source)
    assert connector is not None, findings
    for name, content in contract_tests.render(connector, Templates()).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder / "contract_tests"


def outcome(suite: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit status and output of the suite in a process of its own."""
    generator = str(Path(connectorkit.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": generator, "COLUMNS": "160", **variables}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(suite)]
    command += [*arguments, str(suite)]
    done = subprocess.run(command, cwd=suite, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, shop: Path) -> Path:
    return rendered(tmp_path_factory.mktemp("suite"), shop)


def test_clicksend_passes_and_every_response_path_is_exercised(tmp_path: Path) -> None:
    status, text = outcome(rendered(tmp_path, CONNECTOR))
    assert status == 0, text
    assert "sms_send                       1/1    30/30" in text
    assert "failed" not in text


def test_small_connector_passes(suite: Path) -> None:
    status, text = outcome(suite)
    assert status == 0, text
    assert "order_added  1/1    -      1/1       2/2          4/4" in text


def drop_path(spec: Doc) -> None:
    fields = spec["routes"][0]["result"]["fields"]
    spec["routes"][0]["result"]["fields"] = [one for one in fields if one["name"] != "@odata.type"]


def retype_path(spec: Doc) -> None:
    shapes.at(spec["routes"][0]["result"], ("lines", "[]", "price"))["type"] = "string"


def accept_missing(spec: Doc) -> None:
    for one in spec["routes"][0]["body"]["shape"]["fields"]:
        one["required"] = False


def ignore_credentials(spec: Doc) -> None:
    spec["auth"] = []


def change_status(spec: Doc) -> None:
    spec["routes"][2]["status"] = 200


def retype_event(spec: Doc) -> None:
    shapes.at(spec["routes"][3]["event"], ("id",))["type"] = "string"


def forget_header(spec: Doc) -> None:
    spec["routes"][1]["parameters"] = [one for one in spec["routes"][1]["parameters"] if one["in"] != "header"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drop_path, r"POST /api/orders: @odata\.type is missing"),
        (retype_path, "POST /api/orders: lines[].price is string ('sandbox price'), expected number"),
        (accept_missing, "POST /api/orders without body.amount: status 200 without the required amount"),
        (ignore_credentials, "GET /api/orders: status 200 with wrong credentials, expected 401"),
        (change_status, "DELETE /api/orders/1: status 200, expected 204"),
        (retype_event, "the delivered event: id is string"),
        (forget_header, "GET /api/orders without headers.X-Tenant: status 200 without the required X-Tenant"),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_unfaithful_server_is_found(suite: Path, shop: Path, change: Callable[[Doc], None], told: str) -> None:
    spec = spec_of(shop)
    change(spec)
    with serve(spec) as running:
        status, text = outcome(suite, "--base-url", running.url, "--full")
    assert status == 1
    assert told.replace("\\.", "\\\\.") in text or told in text


def test_webhook_that_cannot_be_ended_is_found(suite: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(spec_of(shop)) as running:
        monkeypatch.setattr(type(running.state), "unsubscribe", lambda *_: True)
        status, text = outcome(suite, "--base-url", running.url, "--full")
    assert status == 1
    assert "an event was delivered after the webhook had been ended" in text


def test_foreign_address_sees_reads_only_and_the_rest_is_named(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop)) as running:
        status, text = outcome(suite, "--base-url", running.url)
        assert {call["method"] for call in running.state.calls} == {"GET"}
    assert status == 0, text
    assert "not run: add_order (effect creates: runs with --full only)" in text


def test_credentials_come_from_the_environment(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop), credentials={"api_key": "from-outside"}) as running:
        arguments = ("--base-url", running.url, "--full")
        assert outcome(suite, *arguments)[0] == 1
        assert outcome(suite, *arguments, TINY_SHOP_API_KEY="from-outside")[0] == 0


def test_address_without_a_path_gets_the_base_path(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop)) as running:
        assert outcome(suite, "--base-url", running.root, "--full")[0] == 0


OTHER: Doc = {"string": 5, "integer": "x", "number": "x", "boolean": "x", "object": 5, "array": 5}


def changed(document: Any, steps: tuple[str, ...], drop: bool, kinds: list[str]) -> Any:
    """A copy with the last step taken out, or of a type that no declaration allows."""
    out = copy.deepcopy(document)
    place: Any = out
    for step in steps[:-1]:
        place = place[0] if step == "[]" else place[step]
    if drop:
        del place[steps[-1]]
    else:
        place[steps[-1]] = next(one for one in ({"a": 1}, [1], True, 5, "x") if not shapes.fits(one, tuple(kinds)))
    return out


def test_each_single_response_path_of_clicksend_is_guarded() -> None:
    spec = spec_of(CONNECTOR)
    checked = 0
    with serve(spec) as running:
        contract = Contract(spec, running.url, {"username": "sandbox", "password": "sandbox"})
        for route in spec["routes"]:
            made = contract_tests.case(route, spec)
            answer = contract.call(ast.literal_eval(made["request"]), ast.literal_eval(made["before"]))
            response = dict(made["paths"])
            for path, kinds in response.items():
                answer.holds(path, response)
                for drop in (True, False):
                    document = changed(answer.document, shapes.split(path), drop, kinds.split(" or "))
                    mutant = Answer(answer.call, answer.status, {}, json.dumps(document), document)
                    with pytest.raises(AssertionError, match=path.replace("[", r"\[")):
                        mutant.holds(path, response)
                    checked += 1
    assert checked == 2 * 346
