"""Switches: in the source, on the command line, by the control path."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from connectorkit.sandbox.server import server
from connectorkit.sandbox.server.server import serve
from tests.paths import CONNECTOR
from tests.sandbox.helpers import Api, spec_of, tiny

GENERATOR = str(Path(server.__file__).resolve().parents[3])
PERSON = {"phone_number": "+61411111111"}


@contextmanager
def command(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command line's sandbox, and the line that it prints."""
    call = [sys.executable, "-m", "connectorkit", "sandbox", str(CONNECTOR), "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONPATH": GENERATOR, "CONNECTORKIT_CACHE": "off"}
    process = subprocess.Popen(call, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield process, process.stderr.readline()
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_control_path_shows_changes_and_refuses(api: Api) -> None:
    assert api.call("GET", "/_sandbox/settings")[1]["parts_limit"] == 8
    assert api.call("POST", "/_sandbox/settings", {"parts_limit": "6", "lenient": "on"})[1]["parts_limit"] == 6
    for wrong, told in (({"part_limit": 6}, "Did you mean 'parts_limit'?"), ({"parts_limit": "few"}, "whole number")):
        status, document = api.call("POST", "/_sandbox/settings", {"lenient": False, **wrong})
        assert (status, told in document["error"]) == (400, True), document
    assert api.call("GET", "/_sandbox/settings")[1]["lenient"] is True
    api.call("POST", "/_sandbox/reset")
    assert api.call("GET", "/_sandbox/settings")[1]["parts_limit"] == 8


def test_command_line_sets_and_says_no_given_secret() -> None:
    with command("--set", "parts_limit=6", "--credential", "password=secret-9") as (_, line):
        root = line.split(" ")[2].removesuffix("/v3")
        assert Api(root, root).call("GET", "/_sandbox/settings")[1]["parts_limit"] == 6
    assert "secret-9" not in line
    assert "username=sandbox" in line
    assert "password as given" in line


@pytest.mark.part(0.3)
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--set", "part_limit=6"), "Did you mean 'parts_limit'?"),
        (("--set", "parts_limit"), "NAME=VALUE"),
        (("--credential", "secret-9"), "NAME=VALUE"),
    ],
)
def test_wrong_command_line_is_one_clear_line(arguments: tuple[str, ...], told: str) -> None:
    with command(*arguments) as (process, line):
        assert process.wait(20) == 2
    assert told in line
    assert "secret-9" not in line


def test_changed_source_is_served_anew(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "shop", "")
    environment = {**os.environ, "PYTHONPATH": GENERATOR, "CONNECTORKIT_CACHE": str(tmp_path / "cache")}
    call = [sys.executable, "-m", "connectorkit", "sandbox", str(folder), "--port", "0"]
    titles = []
    for title in ("Tiny Shop", "Tiny Shop", "Large Shop"):
        text = (folder / "connector.yaml").read_text("utf-8")
        (folder / "connector.yaml").write_text(text.replace("Tiny Shop", title), "utf-8")
        with subprocess.Popen(call, env=environment, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            titles.append(process.stderr.readline().partition(":")[0])
            process.terminate()
    assert titles == ["Tiny Shop", "Tiny Shop", "Large Shop"]
    assert len(list((tmp_path / "cache" / "sandboxes").iterdir())) == 2


def test_source_gives_the_built_in_settings_other_defaults(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "shop", more="sandbox: {settings: {rate_calls: 1}}\n")
    with serve(spec_of(folder)) as running:
        api = Api(running.root, running.url, {"X-Key": "sandbox"})
        assert [api.call("DELETE", "/orders/7")[0] for _ in range(2)] == [204, 429]
    with serve(spec_of(folder), settings={"rate_calls": 0}) as running:
        api = Api(running.root, running.url, {"X-Key": "sandbox"})
        assert [api.call("DELETE", "/orders/7")[0] for _ in range(2)] == [204, 204]


def test_rate_limit_tells_its_state_on_every_answer_and_ends_with_its_window(api: Api) -> None:
    api.call("POST", "/_sandbox/settings", {"rate_calls": 2})
    stranger = Api(api.root, api.url, {})
    answers = [api.raw("GET", "/lists"), stranger.raw("GET", "/lists"), api.raw("GET", "/lists")]
    assert [status for status, _, _ in answers] == [200, 401, 429]
    assert [one["x-ratelimit-remaining"] for _, one, _ in answers] == ["1", "0", "0"]
    headers = answers[2][1]
    assert (headers["x-ratelimit-limit"], headers["retry-after"]) == ("2", headers["ratelimit-reset"])
    assert 1 <= int(headers["retry-after"]) <= 60
    text = '"response_code": "HTTP_TOO_MANY_REQUESTS", "response_msg": "Too many attempts.", "data": null}'
    assert answers[2][2] == '{"http_code": 429, ' + text
    assert api.raw("GET", "/countries")[0] == 200
    api.call("POST", "/_sandbox/clock", {"advance": 61})
    assert api.raw("GET", "/lists")[0] == 200


def test_lenient_sandbox_asks_for_what_the_vendor_requires(api: Api) -> None:
    number = api.call("POST", "/lists", {"list_name": "x"})[1]["data"]["list_id"]
    assert api.call("POST", f"/lists/{number}/contacts", PERSON)[0] == 200  # Knows nothing of the connector.
    status, document = api.call("POST", f"/lists/{number}/contacts", {**PERSON, "first_name": "Ada"})
    assert (status, set(document["data"])) == (400, {"last_name"})
    api.call("POST", "/_sandbox/settings", {"lenient": True})
    assert api.call("POST", f"/lists/{number}/contacts", {**PERSON, "first_name": "Ada"})[0] == 200
    assert api.call("POST", f"/lists/{number}/contacts", {"email": "a@b.example"})[0] == 200
    assert set(api.call("POST", f"/lists/{number}/contacts", {})[1]["data"]) == {"phone_number"}


@pytest.mark.parametrize(("limit", "size"), [("1", 15), ("15", 15), ("100", 100), ("101", 100), ("x", 15)])
def test_page_size_is_moved_inside_its_bounds_or_refused(api: Api, limit: str, size: int) -> None:
    path = f"/lists/{api.call('POST', '/lists', {'list_name': 'x'})[1]['data']['list_id']}/contacts?limit={limit}"
    assert api.call("GET", path)[1]["data"]["per_page"] == size
    api.call("POST", "/_sandbox/settings", {"strict_pages": True})
    assert api.call("GET", path)[0] == (200 if limit in ("15", "100") else 400)


def test_status_and_refusals_that_nobody_has_seen_are_settings(api: Api) -> None:
    rule: dict[str, Any] = {
        "message_search_type": 0,
        "message_search_term": "*",
        "dedicated_number": "*",
        "rule_name": "r",
        "webhook_type": "json",
        "action": "URL",
        "enabled": 1,
        "action_address": "http://127.0.0.1:1/",
    }
    api.call("POST", "/_sandbox/settings", {"subscribe_status": 201, "missing_status": 403})
    status, headers, _ = api.raw("POST", "/ms-flow/automations/sms/inbound", str(rule).replace("'", '"').encode())
    assert (status, headers["location"]) == (201, f"{api.url}/automations/sms/inbound/1")
    assert api.call("DELETE", "/lists/99")[0] == 403


def test_headers_arrive_whole_over_one_connection(api: Api) -> None:
    connection = http.client.HTTPConnection(api.root.removeprefix("http://"), timeout=10)
    try:
        for _ in range(3):
            connection.request("GET", "/v3/countries", headers=api.headers)
            assert connection.getresponse().read().startswith(b"{")
    finally:
        connection.close()
