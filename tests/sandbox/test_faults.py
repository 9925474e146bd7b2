"""Faults on demand, the journal, limits and start-up."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from connectorkit.diagnostics.finding import Unusable
from connectorkit.sandbox.server import server
from connectorkit.sandbox.server.own_hosts import steers
from connectorkit.sandbox.server.server import Running, serve
from connectorkit.sandbox.shapes.document_types import Document
from tests.sandbox.helpers import Api

GENERATOR = str(Path(server.__file__).resolve().parents[3])


def test_status_fault_counts_down(api: Api) -> None:
    api.call("POST", "/_sandbox/faults", {"status": 500, "times": 2})
    assert [api.call("GET", "/countries")[0] for _ in range(3)] == [500, 500, 200]


def test_fault_of_one_operation_leaves_the_others_alone(api: Api) -> None:
    fault = {"status": 502, "operation": "create_list", "body": "<html>bad gateway</html>"}
    api.call("POST", "/_sandbox/faults", fault)
    assert api.call("GET", "/lists")[0] == 200
    assert api.raw("POST", "/lists", b'{"list_name": "x"}')[::2] == (502, "<html>bad gateway</html>")
    assert api.call("GET", "/lists")[1]["data"]["total"] == 0


def test_rate_limit_says_when_to_come_back(api: Api) -> None:
    api.call("POST", "/_sandbox/faults", {"rate_limit": {"retry_after": 7}})
    status, headers, text = api.raw("GET", "/lists")
    assert (status, headers["retry-after"], json.loads(text)["response_code"]) == (429, "7", "HTTP_TOO_MANY_REQUESTS")


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_reset_before_or_after_the_request_was_carried_out(api: Api, when: str, made: int) -> None:
    api.call("POST", "/_sandbox/faults", {"reset": when, "operation": "create_list"})
    with pytest.raises(ConnectionResetError):
        api.call("POST", "/lists", {"list_name": "x"})
    assert api.call("GET", "/lists")[1]["data"]["total"] == made


def test_truncated_body(api: Api) -> None:
    api.call("POST", "/_sandbox/faults", {"truncate": True})
    with pytest.raises(http.client.IncompleteRead):
        api.call("GET", "/countries")


@pytest.mark.parametrize("fault", [{"sttus": 500}, {"status": "500"}, {"status": 99}, {"reset": "maybe"}])
def test_fault_that_says_nothing_clear_is_refused(api: Api, fault: dict[str, Any]) -> None:
    assert api.call("POST", "/_sandbox/faults", fault)[0] == 400
    assert api.call("GET", "/lists")[0] == 200


def test_journal_holds_calls_and_no_secret(spec: Document) -> None:
    with serve(spec, credentials={"username": "user-8", "password": "secret-9"}) as running:
        api = Api(running.root, running.url, {"Authorization": "Basic dXNlci04OnNlY3JldC05"})
        api.call("POST", "/lists", {"list_name": "x"})
        text = api.raw("GET", "/_sandbox/requests")[2]
        assert "secret-9" not in text + repr(running.state)
        assert "dXNlci04" not in text
    (call,) = json.loads(text)["requests"]
    assert (call["operation"], call["status"], call["body"]) == ("create_list", 200, {"list_name": "x"})


def test_body_over_the_limit(api: Api) -> None:
    status, _, text = api.raw("POST", "/lists", b'"' + b"x" * (16 * 1024 * 1024) + b'"')
    assert status == 413
    assert "Traceback" not in text


def test_headers_over_the_limit(api: Api) -> None:
    assert api.raw("GET", "/lists", None, **{f"X-{n}": "x" * 7000 for n in range(12)})[0] in (400, 431)
    assert api.call("GET", "/lists")[0] == 200


def test_deep_json_is_refused_without_a_traceback(api: Api) -> None:
    status, _, text = api.raw("POST", "/lists", b'{"list_name":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    assert status == 400
    assert "Traceback" not in text


def test_control_paths_refuse_a_foreign_name(api: Api) -> None:
    for headers in ({"Host": "attacker.example"}, {"Origin": "https://attacker.example"}, {"Origin": "null"}):
        assert api.call("POST", "/_sandbox/reset", None, **headers)[0] == 403
    assert api.call("POST", "/_sandbox/reset", None, Origin=api.root)[0] == 200
    assert api.call("POST", "/_sandbox/reset", None)[0] == 200


@pytest.mark.parametrize(
    ("host", "address", "own"),
    [
        ("localhost:{port}", "127.0.0.1", True),
        ("LocalHost.:{port}", "127.0.0.1", True),
        ("127.0.0.1:{port}", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("[::1]:{port}", "::1", True),
        ("[0:0:0:0:0:0:0:1]", "::1", True),
        ("localhost:{port}", "::1", True),
        ("[::1]:{port}", "127.0.0.1", False),
        ("127.0.0.2:{port}", "127.0.0.1", False),
        ("localhost:1", "127.0.0.1", True),
        ("localhost:99999", "127.0.0.1", False),
        ("localhost:", "127.0.0.1", False),
        ("localhost:x", "127.0.0.1", False),
        ("localhost..", "127.0.0.1", False),
        ("me@localhost:{port}", "127.0.0.1", False),
        ("localhost:{port}/x", "127.0.0.1", False),
        ("localhost:{port}#x", "127.0.0.1", False),
        ("localhost.attacker.example", "127.0.0.1", False),
        ("127.0.0.1.attacker.example:{port}", "127.0.0.1", False),
        ("127.1:{port}", "127.0.0.1", False),
        ("2130706433:{port}", "127.0.0.1", False),
        ("lòcalhost", "127.0.0.1", False),
        ("localhost:{port}", "192.0.2.7", False),
        ("192.0.2.7:{port}", "192.0.2.7", False),
        ("", "127.0.0.1", False),
    ],
)
def test_control_paths_take_the_hosts_that_are_served_and_no_others(host: str, address: str, own: bool) -> None:
    raw = host.format(port=8080).encode("latin-1")
    assert steers([(b"Host", raw)], address) is own
    assert steers([(b"host", raw), (b"origin", b"http://" + raw)], address) is own


def test_control_paths_take_one_host_and_a_page_of_that_host_only() -> None:
    served = "127.0.0.1"
    assert not steers([(b"host", b"attacker.example"), (b"host", b"localhost")], served)
    assert not steers([], served) and not steers([(b"host", b"localhost")], "")
    for origin in (b"https://localhost:8080", b"null", b"http://localhost:3000", b"http://localhost", b"file://", b""):
        assert not steers([(b"host", b"localhost:8080"), (b"origin", origin)], served)


def test_unknown_control_path_and_event_say_so(api: Api) -> None:
    for method, path in (("GET", "nothing"), ("PUT", "faults"), ("POST", "events/nothing")):
        status, document = api.call(method, f"/_sandbox/{path}", {} if method != "GET" else None)
        assert (status, "There is no" in document["error"]) == (404, True)
    status, _, text = api.raw("POST", "/_sandbox/faults", b"[1]")
    assert (status, "JSON object" in text) == (400, True)


def test_port_in_use_is_one_clear_line(running: Running, spec: Document) -> None:
    port = int(running.root.rpartition(":")[2])
    with pytest.raises(Unusable, match=f"127.0.0.1:{port}: cannot listen on this address"):
        serve(spec, port=port)


def test_closed_sandbox_listens_no_more(spec: Document) -> None:
    running = serve(spec)
    running.close()
    running.close()
    with pytest.raises(ConnectionRefusedError):
        Api(running.root, running.url).call("GET", "/lists")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_ends_on_a_signal(tmp_path: Path, spec: Document, number: signal.Signals) -> None:
    (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = (
        "import json,sys;from connectorkit.sandbox.server.server import run;"
        "sys.exit(run(json.load(open('spec.json')),%d))"
    )
    environment = {**os.environ, "PYTHONPATH": GENERATOR}
    process = subprocess.Popen(
        [sys.executable, "-c", code % port], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert f"http://127.0.0.1:{port}/v3" in process.stderr.readline()
    process.send_signal(number)
    rest = process.communicate(timeout=20)[1]
    assert (process.returncode, rest) == (0, "")


def test_serving_needs_no_model(tmp_path: Path) -> None:
    code = (
        "import sys, connectorkit.sandbox.server.server; "
        "print([m for m in sys.modules if m.endswith(('.connector', 'yaml'))])"
    )
    environment = {**os.environ, "PYTHONPATH": GENERATOR}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
