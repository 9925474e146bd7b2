"""The generated package itself: types, names, texts and imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.pyright import complaints

from .conftest import Answer, Server


@pytest.mark.part(0)
@pytest.mark.parametrize("which", ["folder", "nasty_folder"])
def test_type_checkers_have_nothing_to_say(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder: Path = request.getfixturevalue(which)
    package = next(path.parent for path in folder.glob("*/__init__.py"))
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(package)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.part(0)
@pytest.mark.parametrize("which", ["folder", "nasty_folder"])
def test_pyright_has_nothing_to_say(which: str, request: pytest.FixtureRequest) -> None:
    assert complaints(request.getfixturevalue(which)) == []


def test_importing_loads_nothing_heavy(folder: Path) -> None:
    code = "import sys, clicksend_sms; from clicksend_sms import Client, SmsSendMessage; print(json_list(sys.modules))"
    code = code.replace("json_list", "sorted")
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=folder, check=True)
    loaded = set(run.stdout.replace("'", "").strip("[]\n").split(", "))
    assert "clicksend_sms.types.sms_send" in loaded
    heavy = (
        "http.client ssl json datetime typing asyncio httpcore2 h11 anyio decimal dataclasses re enum collections.abc"
    )
    assert not loaded & set(heavy.split())


def test_every_name_can_be_imported(package: ModuleType, nasty: ModuleType) -> None:
    for module in (package, nasty):
        assert all(getattr(module, name) is not None for name in module.__all__)
        assert not hasattr(module, "no_such_name")


def client(nasty: ModuleType, server: Server) -> Any:
    return nasty.Client(class_="k&y", base_url=server.url + "/base")


def test_odd_names_travel_as_they_are(nasty: ModuleType, server: Server) -> None:
    node = nasty.Node(raw="r", children=[nasty.Node()], value_1st_key=1.5)
    client(nasty, server).import_(
        id="a/b", name="c d", self_=["x", "y&z"], x_id="h", id_2=3, none=True, node=node, free={"k": [1]}, anything=None
    )
    (seen,) = server.seen
    assert seen.target == "/base/things/a%2Fb/parts-of-c%2520d?self=x&self=y%26z&api%20key=k%26y"
    assert seen.headers["x-id"] == "h"
    body = json.loads(seen.body)
    assert body == {"id": 3, "None": True, "node": {"raw": "r", "children": [{}], "1st key!": 1.5}, "free": {"k": [1]}}


def test_limits_and_path_values_are_held(nasty: ModuleType, server: Server) -> None:
    with pytest.raises(nasty.ValidationFailed) as caught:
        client(nasty, server).import_(id="", name="..", id_2=10, from_="other", x_id="a\r\nb: c")
    assert len(caught.value.problems) == 5 and server.seen == []


def test_recursive_answers_and_reserved_names(nasty: ModuleType, server: Server) -> None:
    body = {"raw": "r", "problems": 3, "children": [{"raw": "c", "property": {"p": {"problems": "4"}}}]}
    server.answers = [Answer(json.dumps(body).encode())]
    result = client(nasty, server).import_(id="1", name="n", id_2=1)
    assert (result.raw, result.raw_2, result.problems, result.problems_2) == (body, "r", [], 3)
    assert result.children[0].property_["p"].problems == 4
    server.answers = [Answer(json.dumps([body, None]).encode())]
    listed = client(nasty, server).close_2()
    assert listed.value[0].raw == "r" and listed.problems == ["[]"]


def test_secret_fields_are_not_shown(nasty: ModuleType) -> None:
    shown = repr(nasty.ImportItem(class_="visible"))
    assert "visible" in shown and "secret" not in shown


def test_files_and_bytes(nasty: ModuleType, server: Server) -> None:
    server.answers = [Answer(b"\x00\x01")]
    made = client(nasty, server)
    made.upload(file=nasty.File(b"data\xff", "a.txt", "text/plain"), note="é")
    assert server.seen[0].headers["content-type"].startswith("multipart/form-data; boundary=")
    for part in (b'name="file"; filename="a.txt"', b"Content-Type: text/plain", b"data\xff", "é".encode()):
        assert part in server.seen[0].body
    assert made.download().value == b"\x00\x01"


def test_a_token_is_an_alternative(nasty: ModuleType, server: Server) -> None:
    server.answers = [Answer(b"[]")]
    nasty.Client(token="t0ken", base_url=server.url).close_2()
    assert server.seen[0].headers["authorization"] == "Bearer t0ken" and "k%26y" not in server.seen[0].target
    with pytest.raises(nasty.ValidationFailed, match="credentials are missing"):
        nasty.Client(base_url=server.url).close_2()
