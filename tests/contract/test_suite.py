"""The generated suite passes on a faithful sandbox, and fails on each kind of unfaithful one."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from connectorkit.contract import target
from connectorkit.contract.contract import Contract
from connectorkit.model.json_value import listed, mapping
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Document
from tests.contract.proxy import CONTROL, Back, Mutation, Proxy, Sent, exchange
from tests.contract.suites import outcome, rendered
from tests.paths import CONNECTOR
from tests.sandbox.helpers import spec_of, tiny

Doc = dict[str, Any]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, shop: Path) -> Path:
    return rendered(tmp_path_factory.mktemp("suite"), shop)


@pytest.fixture(scope="module")
def clicksend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("clicksend"), CONNECTOR)


def test_clicksend_passes_and_all_is_exercised(clicksend: Path) -> None:
    status, text = outcome(clicksend)
    assert status == 0, text
    assert "operations exercised: 15 of 15 (helpers: 4 of 4)" in text
    assert "response paths exercised: 308 of 308 (of helpers and hidden ones: 35 of 35)" in text
    assert "not seen" not in text and "not documented" not in text and "not run" not in text


@pytest.mark.part(0)
@pytest.mark.parametrize("seed", ["1", "2"])
def test_order_does_not_matter(suite: Path, seed: str) -> None:
    status, text = outcome(suite, "-p", "tests.contract.shuffled", SHUFFLE_SEED=seed)
    assert status == 0, text


@pytest.mark.part(0)
def test_clicksend_passes_in_another_order_too(clicksend: Path) -> None:
    status, text = outcome(clicksend, "-p", "tests.contract.shuffled", "-k", "not test_fault", SHUFFLE_SEED="3")
    assert status == 0, text


@pytest.mark.part(0)
def test_parallel_workers_have_a_sandbox_each_or_take_turns(suite: Path, shop: Path) -> None:
    status, text = outcome(suite, "-n", "2")
    assert status == 0, text
    assert "operations exercised: 4 of 4 (helpers: 1 of 1)" in text
    with serve(spec_of(shop)) as running:
        status, text = outcome(suite, "-n", "2", "--base-url", running.url)
    assert status == 0, text
    assert "add_order: not run: its effect is 'creates', which needs --full" in text


@pytest.mark.part(0)
def test_small_connector_passes(suite: Path) -> None:
    status, text = outcome(suite)
    assert status == 0, text
    assert "response paths exercised: 11 of 11" in text


@pytest.mark.part(0)
def test_faults_do_not_depend_on_how_fast_the_machine_is(suite: Path) -> None:
    status, text = outcome(suite, "-p", "tests.contract.hasty", "-k", "test_fault")
    assert status == 0, text


@pytest.mark.part(0)
def test_without_a_client_the_faults_are_left_out_by_name(tmp_path: Path, shop: Path) -> None:
    status, text = outcome(rendered(tmp_path, shop, "tests"))
    assert status == 0, text
    assert "add_order: faults not tested: there is no client next to the tests" in text


def drop_path(spec: Doc) -> None:
    fields = spec["routes"][0]["result"]["fields"]
    spec["routes"][0]["result"]["fields"] = [one for one in fields if one["name"] != "@odata.type"]


def retype_path(spec: Doc) -> None:
    response_paths.at(spec["routes"][0]["result"], ("lines", "[]", "price"))["type"] = "string"


def accept_missing(spec: Doc) -> None:
    for one in spec["routes"][0]["body"]["shape"]["fields"]:
        one["required"] = False


def ignore_credentials(spec: Doc) -> None:
    spec["auth"] = []


def change_status(spec: Doc) -> None:
    spec["routes"][2]["status"] = 200


def retype_event(spec: Doc) -> None:
    response_paths.at(spec["routes"][3]["event"], ("id",))["type"] = "string"


def forget_header(spec: Doc) -> None:
    spec["routes"][1]["parameters"] = [one for one in spec["routes"][1]["parameters"] if one["in"] != "header"]


def move_bound(spec: Doc) -> None:
    response_paths.at(spec["routes"][0]["body"]["shape"], ("title",))["limits"]["maxLength"] = 21


def tighten_bound(spec: Doc) -> None:
    response_paths.at(spec["routes"][0]["body"]["shape"], ("amount",))["limits"]["maximum"] = 8


def forget_choices(spec: Doc) -> None:
    del response_paths.at(spec["routes"][0]["body"]["shape"], ("kind",))["choices"]


@pytest.mark.part(0.1)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drop_path, "add_order (POST /orders): @odata\\.type: expected string, got nothing"),
        (retype_path, "add_order (POST /orders): lines[].price: expected number, got string"),
        (accept_missing, "(POST /orders) without body.amount: status: expected 400 that names amount, got 200"),
        (ignore_credentials, "find_orders (GET /orders) with wrong credentials: status: expected 401, got 200"),
        (change_status, "drop_order (DELETE /orders/{id}): status: expected 204, got 200"),
        (retype_event, "order_added (event): id: expected integer, got string"),
        (forget_header, "find_orders (GET /orders) without headers.X-Tenant: status: expected 400 that names X-Tenant"),
        (move_bound, "which is not allowed: status: expected 400 that names title, got 200"),
        (tighten_bound, "add_order (POST /orders) with body.amount 9, which is allowed: status: expected 200, got 400"),
        (forget_choices, 'with body.kind "no-such-choice", which is not allowed: status: expected 400 that names kind'),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_unfaithful_server_is_found(suite: Path, shop: Path, change: Callable[[Document], None], told: str) -> None:
    spec = spec_of(shop)
    change(spec)
    with serve(spec) as running:
        status, text = outcome(suite, "--base-url", running.url, "--full", "-k", "not test_fault")
    assert status == 1
    assert told in text, text


def test_webhook_that_cannot_be_ended_is_found(suite: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(spec_of(shop)) as running:
        monkeypatch.setattr(type(running.state), "unsubscribe", lambda *_: True)
        status, text = outcome(suite, "--base-url", running.url, "--full", "-k", "test_unsubscribe")
    assert status == 1
    told = (
        "order_added, ended by drop_hook (DELETE /hooks/{hook}): deliveries after the end of the subscription: expected"
    )
    assert told in text


@pytest.fixture
def proxied(shop: Path) -> Iterator[Proxy]:
    spec = spec_of(shop)
    with serve(spec) as running, Proxy(spec, running.url) as proxy:
        yield proxy


@pytest.mark.part(0)
def test_faithful_proxy_changes_nothing(suite: Path, proxied: Proxy) -> None:
    status, text = outcome(suite, "--base-url", proxied.url, "--full")
    assert status == 0, text


@pytest.mark.part(0)
def test_call_that_is_handled_twice_is_found(suite: Path, proxied: Proxy) -> None:
    proxied.mutation = Mutation("add_order", twice=True)
    status, text = outcome(suite, "--base-url", proxied.url, "--full")
    assert status == 1
    assert "add_order (POST /orders): calls requests: expected 1, got 2" in text
    assert "requests that the server saw: expected 1, got 2" in text


def test_answer_that_does_not_come_is_told(proxied: Proxy, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "SECONDS", 0.2)
    proxied.mutation = Mutation("find_orders", delay=1.0)
    contract = Contract(spec_of(shop), proxied.url, {"api_key": "sandbox"})
    with pytest.raises(AssertionError, match="answer: expected one within"):
        contract.call({"operation": "find_orders", "method": "GET", "path": "/orders"})


@pytest.mark.part(0)
def test_what_is_not_documented_is_reported_and_no_failure(suite: Path, proxied: Proxy) -> None:
    def more(sent: Sent, back: Back) -> Back:
        return back.with_json({**back.json(), "surprise": 1}) if back.status == 200 else back

    proxied.mutation = Mutation("add_order", answer=more)
    status, text = outcome(suite, "--base-url", proxied.url, "--full", "-k", "test_happy_path")
    assert status == 0, text
    assert "not documented: add_order: surprise (integer)" in text


@pytest.mark.part(0)
def test_foreign_address_sees_reads_only_and_the_rest_is_named(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop)) as running:
        status, text = outcome(suite, "--base-url", running.url)
        assert {call["method"] for call in running.state.calls} == {"GET"}
    assert status == 0, text
    assert "add_order: not run: its effect is 'creates', which needs --full" in text
    assert "operations exercised: 1 of 4" in text


@pytest.mark.part(0)
def test_foreign_address_gets_sends_to_safe_values_only(clicksend: Path) -> None:
    with serve(spec_of(CONNECTOR)) as running:
        status, text = outcome(clicksend, "--base-url", running.url)
        calls = [call for call in running.state.calls if call["method"] != "GET"]
    assert status == 0, text
    assert "send_postcard: not run: its effect is 'sends', which needs --full" in text
    assert "view_list_contacts: not tested: get_contact_lists (GET /lists) lists nothing" in text
    assert "operations exercised: 7 of 15" in text
    sends = {"/sms/send", "/mms/send", "/voice/send", "/fax/send", "/post/letters/send"}
    assert {call["path"] for call in calls} == sends
    sent = [mapping(one) for call in calls for one in listed(mapping(call["body"]).get("messages"))]
    assert {one["to"] for one in sent} == {"+61411111111", "+61261111111"}
    letters = [mapping(one) for call in calls for one in listed(mapping(call["body"]).get("recipients"))]
    assert {one["address_postal_code"] for one in letters} == {"11111"}


@pytest.mark.part(0)
def test_address_that_is_no_sandbox_is_tested_without_its_controls(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop)) as running, bare(running.root) as url:
        status, text = outcome(suite, "--base-url", url + "/api", "--full")
    assert status == 0, text
    assert "add_order: faults, events and examples not tested: the target is not a sandbox" in text
    assert "operations exercised: 4 of 4 (helpers: 1 of 1)" in text


class bare:
    """Passes all calls on but those to control paths."""

    def __init__(self, behind: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path, _, query = self.path.partition("?")
                sent = Sent("", self.command, path, parse_qs(query), dict(self.headers.items()), body)
                hidden = path.startswith(CONTROL)
                back = Back(404, [], b"{}") if hidden else exchange(behind.removeprefix("http://"), sent)
                assert back is not None
                self.send_response_only(back.status)
                for name, value in back.headers:
                    self.send_header(name, value)
                if back.status != 204 and not any(name.lower() == "content-length" for name, _ in back.headers):
                    self.send_header("Content-Length", str(len(back.body)))
                self.end_headers()
                self.wfile.write(back.body)

            do_GET = do_POST = do_DELETE = _serve

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.mark.part(0)
def test_credentials_come_from_the_environment(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop), credentials={"api_key": "from-outside"}) as running:
        arguments = ("--base-url", running.url, "--full", "-k", "not test_fault")
        assert outcome(suite, *arguments)[0] == 1
        status, text = outcome(suite, *arguments, TINY_SHOP_API_KEY="from-outside")
    assert status == 0, text
    assert "from-outside" not in text


@pytest.mark.part(0)
def test_address_without_a_path_gets_the_base_path(suite: Path, shop: Path) -> None:
    with serve(spec_of(shop)) as running:
        assert outcome(suite, "--base-url", running.root, "--full", "-k", "not test_fault")[0] == 0


@pytest.mark.part(0.3)
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://127.0.0.1/api", "--base-url ftp://127.0.0.1/api: not an http or https URL."),
        ("http://127.0.0.1:99999", "--base-url http://127.0.0.1:99999: not a URL."),
        (
            "http://me:secret@127.0.0.1:9",
            "--base-url http://127.0.0.1:9: the target did not respond (connection refused).",
        ),
    ],
)
def test_a_target_that_is_none_is_said_in_one_line(suite: Path, url: str, said: str) -> None:
    status, text = outcome(suite, "--base-url", url)
    assert status == pytest.ExitCode.USAGE_ERROR
    assert said in text
    assert text.strip().count("\n") == 0 and "secret" not in text


def test_a_wrong_document_is_said_in_one_line(suite: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(suite, tmp_path / "contract_tests"))
    document = json.loads((broken / "sandbox.json").read_bytes())
    del document["routes"][0]["method"]
    (broken / "sandbox.json").write_text(json.dumps(document), "utf-8")
    status, text = outcome(broken)
    assert status == pytest.ExitCode.USAGE_ERROR
    assert 'sandbox.json: not a sandbox document of this version of connectorkit: routes.0: "method" is a req' in text
    assert text.strip().count("\n") == 0
