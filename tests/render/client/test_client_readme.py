"""Every example of the generated client's readme is run, and type checkers agree with it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.paths import ROOT
from tests.pyright import complaints

from .conftest import Answer, Server, answer, rendered, sent

README = (ROOT / "build" / "client" / "README.md").read_text("utf-8")
BLOCKS: list[str] = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
WHOLE = [block for block in BLOCKS if "Client(" in block and "import" in block]


def block(*words: str) -> str:
    (found,) = [one for one in WHOLE if all(word in one for word in words)]
    return found


def run(code: str, server: Server) -> subprocess.CompletedProcess[str]:
    variables = {"CLICKSEND_SMS_USERNAME": "me", "CLICKSEND_SMS_PASSWORD": "key", "CLICKSEND_SMS_BASE_URL": server.url}
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT / "build" / "client")}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_send(server: Server, kind: str) -> None:
    server.answers = [answer(sent("SUCCESS"))]
    done = run(block(f" {kind}(", "print(result)", "raise_for_rejected"), server)
    assert done.returncode == 0 and "SmsSendResult(" in done.stdout and "Decimal('0.0792')" in done.stdout
    assert len(server.seen) == 1 and b"+61411111111" in server.seen[0].body


def test_a_partial_failure(server: Server) -> None:
    code = block("PartialFailure")
    assert code.count("SmsSendMessage(to=") == 1
    code = code.replace("messages = [", 'messages = [SmsSendMessage(to="nobody", body="..."), ')
    server.answers = [answer(sent("INVALID_RECIPIENT", "THROTTLED"))]
    done = run(code, server)
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "0 INVALID_RECIPIENT not accepted",
        "1 THROTTLED not accepted",
        "rejected: [0, 1] not mentioned: []",
    ]
    assert "+61411111111" in lines[3] and "nobody" not in lines[3] and len(server.seen) == 1


@pytest.mark.parametrize("fault", [Answer(reset=True), Answer(b"", 502), Answer(b"{} ", cut=1)])
def test_an_unknown_outcome(server: Server, fault: Answer) -> None:
    server.answers = [fault, answer(sent("SUCCESS"))]
    done = run(block("OutcomeUnknown"), server)
    assert done.returncode == 0 and len(server.seen) == 1
    assert "it may have been processed" in done.stdout
    assert "look for {'messages[].to': ['+61411111111'], 'messages[].body': ['...']} with the web site" in done.stdout


@pytest.mark.parametrize("code", WHOLE, ids=range(len(WHOLE)))
def test_every_example_runs(server: Server, code: str) -> None:
    server.choose = lambda seen: answer(sent("SUCCESS") if seen.method == "POST" else {"data": {"data": []}})
    done = run(code, server)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_of_an_odd_connector_shows_python(nasty_folder: Path) -> None:
    shown = re.findall(r"^```python\n(.*?)^```$", (nasty_folder / "README.md").read_text("utf-8"), re.M | re.S)
    assert len(shown) >= 5
    for code in shown:
        compile(code, "README.md", "exec")


HOOKS = """
connector: Hooks
description: Calls a URL when something happens.
version: "1.0"
server: https://hooks.example.com
authentication:
  bearer: {type: oauth2, flow: accessCode}
operations:
- trigger: thing_made
  summary: When a thing is made
  description: Calls when a thing is made.
  request: POST /hooks
  kind: single
  body:
    fields:
      name: {type: string, description: The name.}
      url: {type: string, callback: true, visibility: internal}
  returns: {fields: {id: string}}
  event: {fields: {id: string}}
"""


def test_the_readme_shows_what_the_connector_has(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "connector.yaml").write_text(HOOKS, "utf-8")
    text = (rendered(tmp_path / "source", tmp_path) / "README.md").read_text("utf-8")
    assert 'client.thing_made(url="https://example.com/hook")' in text
    assert "Client.parse_thing_made(body)" in text
    assert "| an access token" in text
    for word in ("raise_for_rejected", "PartialFailure", "UnreadableOutcome", "Batches", "Pages"):
        assert word not in text


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A folder with each whole example as a file."""
    for number, code in enumerate(WHOLE):
        (tmp_path / f"example_{number}.py").write_text(code, "utf-8")
    return tmp_path


@pytest.mark.part(0)
def test_type_checkers_agree(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path_factory.mktemp("cache")), "."]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "build" / "client")}
    done = subprocess.run(command, cwd=examples, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.part(0)
def test_pyright_agrees(examples: Path) -> None:
    (examples / "pyrightconfig.json").write_text('{"extraPaths": ["%s"]}' % (ROOT / "build" / "client"), "utf-8")
    assert complaints(examples) == []
