"""A connector without a sandbox.yaml works from its shapes alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from connectorkit.contract.contract import Listener
from connectorkit.sandbox.server.server import serve
from tests.sandbox.helpers import BASIC, Api, spec_of, tiny

ORDER = {"title": "Ink", "amount": 2, "lines": [{"sku": "a"}, {"sku": "b"}]}
NODES = """
- action: get_node
  summary: Get a node
  request: GET /nodes
  returns: Node
style: {types: definitions}
types:
  Base: {fields: {id: int32}}
  Node: {all_of: [Base, {fields: {class: string, next: Node, children: "Node[]"}}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny(tmp_path / "shop")


def test_answers_echo_the_request_by_name(folder: Path) -> None:
    with serve(spec_of(folder)) as running:
        status, document = Api(running.root, running.url, {"X-Key": "sandbox"}).call("POST", "/orders", ORDER)
    assert (status, document["title"], [one["sku"] for one in document["lines"]]) == (200, "Ink", ["a", "b"])
    assert set(document) == {"id", "title", "@odata.type", "lines"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"amount": 10}, "amount"),
        ({"amount": "2"}, "amount"),
        ({"amount": True}, "amount"),
        ({"title": "x" * 21}, "title"),
        ({"kind": "huge"}, "kind"),
        ({"lines": [{}]}, "lines.0.sku"),
    ],
)
def test_limits_are_held(folder: Path, change: dict[str, object], named: str) -> None:
    with serve(spec_of(folder)) as running:
        status, _, text = Api(running.root, running.url, {"X-Key": "sandbox"}).raw(
            "POST", "/orders", str({**ORDER, **change}).replace("'", '"').replace("True", "true").encode()
        )
    assert status == 400
    assert named in text


def test_query_and_header_are_required(folder: Path) -> None:
    with serve(spec_of(folder)) as running:
        api = Api(running.root, running.url, {"X-Key": "sandbox"})
        assert api.call("GET", "/orders?since=2026-01-01", **{"X-Tenant": "t"})[0] == 200
        assert "since" in api.raw("GET", "/orders", None, **{"X-Tenant": "t"})[2]
        assert "X-Tenant" in api.raw("GET", "/orders?since=2026-01-01")[2]


@pytest.mark.parametrize("value", ['"\\ud800"', '"\\udc00 after"', "NaN", "-Infinity", "1e999"])
def test_what_cannot_be_written_again_is_refused_and_kept_nowhere(folder: Path, value: str) -> None:
    with serve(spec_of(folder)) as running:
        api = Api(running.root, running.url, {"X-Key": "sandbox"})
        status, _, text = api.raw("POST", "/orders", f'{{"title": "a", "amount": 1, "more": {value}}}'.encode())
        assert status == 400 and "not valid JSON" in text
        status, _, text = api.raw("POST", "/_sandbox/events/order_added", f'{{"title": {value}}}'.encode())
        assert status == 400 and "JSON" in text
        assert api.call("GET", "/_sandbox/state")[0] == 200


def test_gone_has_no_body(folder: Path) -> None:
    with serve(spec_of(folder)) as running:
        api = Api(running.root, running.url, {"X-Key": "sandbox"})
        assert api.call("DELETE", "/orders/7") == (204, None)
        assert api.call("DELETE", "/orders/seven")[0] == 400


def test_webhook_is_ended_at_its_location(folder: Path) -> None:
    with serve(spec_of(folder)) as running, Listener() as listener:
        api = Api(running.root, running.url, {"X-Key": "sandbox"})
        status, headers, _ = api.raw("POST", "/hooks", b'{"target": "%s"}' % listener.url.encode())
        assert (status, headers["location"]) == (201, f"{running.url}/hooks/1")
        api.call("POST", "/_sandbox/events/order_added", {"title": "Ink"})
        assert listener.taken() == [{"id": 1, "title": "Ink"}]
        assert api.call("DELETE", "/hooks/1")[0] == 200
        assert api.call("DELETE", "/hooks/1")[0] == 404
        api.call("POST", "/_sandbox/events/order_added")
        assert listener.taken() == []


@pytest.mark.parametrize(
    ("security", "good", "bad"),
    [
        ("", {}, None),
        ("authentication: {k: {type: apiKey, in: header, name: X-Key}}", {"X-Key": "sandbox"}, {"X-Key": "other"}),
        ("authentication: {b: {type: basic}}", {"Authorization": BASIC}, {"Authorization": "Basic ?"}),
        ("authentication: {o: {type: oauth2}}", {"Authorization": "Bearer sandbox"}, {"Authorization": BASIC}),
    ],
)
def test_each_kind_of_credentials(
    tmp_path: Path, security: str, good: dict[str, str], bad: dict[str, str] | None
) -> None:
    with serve(spec_of(tiny(tmp_path / "shop", security))) as running:
        assert Api(running.root, running.url, good).call("DELETE", "/orders/7")[0] == 204
        if bad is not None:
            assert Api(running.root, running.url, bad).call("DELETE", "/orders/7")[0] == 401


def test_credentials_that_are_needed_together_are_checked_by_the_names_of_their_connection_parameters(
    tmp_path: Path,
) -> None:
    security = """authentication: {k: {type: apiKey, in: header, name: X-Key}, b: {type: basic}}
security: [{k: [], b: []}]
credentials:
  tenant: {type: string}
  my_login: {type: string}
  my_secret: {type: securestring, role: password}
  own: {type: securestring}
"""
    known = {"my_login": "ann", "my_secret": "b", "own": "c"}
    pair = {"Authorization": f"Basic {base64.b64encode(b'ann:b').decode()}"}
    with serve(spec_of(tiny(tmp_path / "shop", security)), credentials=known) as running:
        sent = [{"X-Key": "c", **pair}, {"X-Key": "c"}, pair, {"X-Key": "b", **pair}]
        found = [Api(running.root, running.url, one).call("DELETE", "/orders/7")[0] for one in sent]
    assert found == [204, 401, 401, 401]


def test_an_account_is_accepted_only_where_a_user_name_is_needed(tmp_path: Path) -> None:
    security = """authentication: {k: {type: apiKey, in: header, name: X-Key}, b: {type: basic}, o: {type: oauth2}}
security: [{k: [], b: []}]
"""
    more = """sandbox: {accounts: {poor: {}}}
- {action: login, summary: Log in, request: POST /login, security: [{b: []}], responses: {204: OK}}
- {action: keyed, summary: Keyed, request: POST /keyed, security: [{k: []}], responses: {204: OK}}
- {action: either, summary: Either, request: POST /either, security: [{k: []}, {b: []}, {o: []}], responses: {204: OK}}
"""
    account, rows = more.split("\n", 1)
    poor = {"Authorization": f"Basic {base64.b64encode(b'poor:any').decode()}"}
    other = {"Authorization": f"Basic {base64.b64encode(b'other:any').decode()}"}
    with serve(spec_of(tiny(tmp_path / "shop", security, f"{rows}{account}\n"))) as running:
        sent = {"account": poor, "other": other, "both": {**poor, "X-Key": "sandbox"}, "wrong": {**poor, "X-Key": "x"}}
        calls = [("DELETE", "/orders/7"), ("POST", "/login"), ("POST", "/keyed"), ("POST", "/either")]
        found = {
            name: [Api(running.root, running.url, one).call(*call)[0] for call in calls] for name, one in sent.items()
        }
    assert found == {
        "account": [401, 204, 401, 204],
        "other": [401, 401, 401, 401],
        "both": [204, 204, 204, 204],
        "wrong": [401, 204, 401, 204],
    }


def test_key_in_the_query(tmp_path: Path) -> None:
    security = "authentication: {k: {type: apiKey, in: query, name: key}}"
    with serve(spec_of(tiny(tmp_path / "shop", security))) as running:
        api = Api(running.root, running.url, {})
        found = [api.call("DELETE", f"/orders/7{query}")[0] for query in ("?key=sandbox", "?key=x", "")]
    assert found == [204, 401, 401]


def test_a_type_that_holds_itself_is_cut(tmp_path: Path) -> None:
    with serve(spec_of(tiny(tmp_path / "shop", more=NODES))) as running:
        status, document = Api(running.root, running.url, {"X-Key": "sandbox"}).call("GET", "/nodes")
    assert (status, set(document)) == (200, {"id", "class", "children"})
    assert document["children"] == []
