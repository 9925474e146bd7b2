"""The generated suite checks the client and the sandbox against the policies of a connector."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from connectorkit import pipeline
from connectorkit.render.contract_tests.suite import note_untested_hosts
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes import document_file
from connectorkit.sandbox.shapes.document import project
from tests.contract.measure import bench, built
from tests.contract.suites import outcome, rendered
from tests.contract.test_suite import bare

SOURCE = Path(__file__).parents[1] / "render" / "client" / "policies"
SAME = """
connector: Same Requests
description: A shop with two operations that policies route to one request, made for tests of the suite.
version: "1.0"
server: https://shop.example.com/base
credentials: {region: {type: string, label: Region}}
policies:
- template: setqueryparameter
  title: Kept
  with: {name: region, value: "@connectionParameters('region')", existsAction: skip}
- {template: routerequesttoendpoint, title: One, with: {newPath: "/things"}, operations: [get_a, get_b]}
- {template: routerequesttoendpoint, title: Two, with: {newPath: "/told/apart"}, operations: [set_a, set_b]}
operations:
- {action: get_a, summary: Get a, request: GET /a, returns: {fields: {id: int32}}}
- {action: get_b, summary: Get b, request: GET /b, returns: {fields: {id: int32}}}
- {action: set_a, summary: Set a, request: PUT /set/a, body: {fields: {a: {type: string, required: true}}}}
- {action: set_b, summary: Set b, request: PUT /set/b, body: {fields: {b: {type: string, required: true}}}}
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("policies"), SOURCE)


@pytest.mark.part(0)
def test_the_suite_passes_and_names_what_is_not_simulated(suite: Path) -> None:
    status, text = outcome(suite)
    assert status == 0, text
    assert "not simulated: Answered (all operations): it changes the response" in text
    assert "not simulated: Replaced (raw_order): it changes the body" in text
    readme = (suite / "README.md").read_text("utf-8")
    assert "| Answered | it changes the response | all operations |" in readme


@pytest.mark.parametrize(
    ("module", "step", "failing"),
    [
        ("list_orders", '("header", "x-language"', "test_list_orders.py::test_fault"),
        ("list_orders", '("query", "size"', "test_list_orders.py::test_fault"),
        ("update_order", '("method"', "test_update_order.py::test_fault"),
        ("get_status", '("host"', "test_get_status.py::test_address"),
    ],
)
def test_a_client_that_leaves_out_a_policy_fails(suite: Path, module: str, step: str, failing: str) -> None:
    path = suite.parent / "client" / "policy_shop" / "types" / f"{module}.py"
    text = path.read_text("utf-8")
    changed = re.sub(rf"\n        {re.escape(step)}.*?\),(?=\n    \)|\n        \()", "", text, count=1, flags=re.DOTALL)
    assert changed != text
    path.write_text(changed, "utf-8")
    try:
        status, shown = outcome(suite, "-k", failing.partition("::")[2] + " and " + failing.partition(".py")[0])
    finally:
        path.write_text(text, "utf-8")
    assert status == 1 and f"FAILED {failing}" in shown, shown


@pytest.mark.part(0.4)
@pytest.mark.parametrize(
    ("operation", "kind", "name", "failing"),
    [
        ("list_orders", "header", "x-tenant", "test_list_orders.py::test_policy[header x-tenant]"),
        ("list_orders", "query", "format", "test_list_orders.py::test_policy[query format]"),
        ("get_help", "header", "authorization", "test_get_help.py::test_credentials[wrong]"),
        ("update_order", "path", "/virtual/orders/{id}", "test_update_order.py::test_happy_path"),
        ("update_order", "method", "POST", "test_update_order.py::test_happy_path"),
    ],
)
def test_a_server_that_honours_the_model_but_not_a_policy_fails(
    suite: Path, operation: str, kind: str, name: str, failing: str
) -> None:
    spec = document_file.read(suite / document_file.NAME)
    route = next(one for one in spec["routes"] if one["operation"] == operation)
    kept = [one for one in route["policies"] if one["do"] != kind or one["name"] not in (name, "")]
    assert len(kept) < len(route["policies"])
    route["policies"] = kept
    if kind in ("path", "method"):
        route[kind] = name  # type: ignore[literal-required]  # That of the connector, before policies change it.
    with serve(spec) as running:
        module = failing.partition(".py")[0]
        status, text = outcome(suite, "--base-url", running.url, "--full", "-k", f"{module} and not test_fault")
    assert status == 1 and failing in text, text


@pytest.mark.part(0)
def test_each_policy_that_a_server_may_ignore_is_caught(tmp_path: Path) -> None:
    with bench(built(SOURCE, tmp_path)) as made:
        ignoring = [one for one in made.mutants() if one.kind == "policy ignored"]
        assert len(ignoring) >= 8
        assert [str(one) for one in ignoring if not made.caught(one)[0]] == []


def test_what_no_test_can_tell_of_a_policy_is_named(suite: Path) -> None:
    connector, _ = pipeline.load(SOURCE)
    assert connector is not None
    spec = project(connector)
    route = next(one for one in spec["routes"] if one["operation"] == "get_status")
    routed = [one for one in route["policies"] if one["do"] == "host"]
    routed[0]["value"] = ["https://", {"from": "header", "name": "x-region", "default": None}, ".example.com"]
    cases: list[dict[str, object]] = [{"operation": "get_status", "call": "client.get_status()", "address": ""}]
    note_untested_hosts(spec, cases)
    assert "Subdomain (get_status): no test can detect which host it sets" in spec["not_simulated"]


@pytest.mark.part(0)
def test_policies_are_named_where_no_sandbox_demands_them(suite: Path) -> None:
    spec = document_file.read(suite / document_file.NAME)
    with serve(spec) as running, bare(running.root) as url:
        _, text = outcome(suite, "--base-url", url + "/base", "-k", "test_policy")
    assert "list_orders: policies not tested: only a sandbox checks what they set" in text


@pytest.mark.part(0)
def test_requests_that_cannot_be_told_apart_are_named_and_not_tested(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "connector.yaml").write_text(SAME, "utf-8")
    suite = rendered(tmp_path, tmp_path / "source")
    status, text = outcome(suite)
    assert status == 0, text
    assert "not tested: get_b: policies route it to the request of get_a" in text
    assert not (suite / "test_get_b.py").exists() and (suite / "test_set_b.py").exists()
    assert "get_b: the request of get_a" in (suite / "README.md").read_text("utf-8").replace("`", "")
