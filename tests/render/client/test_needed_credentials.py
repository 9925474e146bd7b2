"""Which credentials a client needs: those of the connector's only alternative; others when a call needs them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from tests.sandbox.helpers import tiny

from .conftest import Answer, Server, imported, rendered

SECURITY = """authentication:
  key: {{type: apiKey, in: header, name: X-Key}}
  admin: {{type: apiKey, in: header, name: X-Admin}}
security: {security}"""
ADMIN = "- {action: reset, summary: Reset, request: POST /reset, security: [{admin: []}], responses: {204: OK}}\n"


def client_of(folder: Path, name: str, security: str) -> ModuleType:
    source = tiny(folder / name, SECURITY.format(security=security), ADMIN)
    text = (source / "connector.yaml").read_text("utf-8").replace("Tiny Shop", name)
    (source / "connector.yaml").write_text(text, "utf-8")
    return imported(rendered(source, folder / f"{name}_client"))


def test_a_client_needs_the_credentials_of_the_only_alternative(tmp_path: Path, server: Server) -> None:
    package = client_of(tmp_path, "Needed Keys", "[{key: []}]")
    server.answers = [Answer(b"", 204)]
    with pytest.raises(package.ValidationFailed, match="api_key is missing") as caught:
        package.Client(environ={}, base_url=server.url)
    assert len(caught.value.problems) == 1
    with package.Client(api_key="k", environ={}, base_url=server.url) as client:
        client.drop_order(id=1)
        with pytest.raises(
            package.ValidationFailed, match=r"credentials are missing.*api_key_2 \(NEEDED_KEYS_API_KEY_2\)"
        ):
            client.reset()
    assert [(one.target, one.headers["x-key"]) for one in server.seen] == [("/orders/1", "k")]
    with package.Client(api_key="k", environ={"NEEDED_KEYS_API_KEY_2": "a"}, base_url=server.url) as client:
        client.reset()
    assert server.seen[-1].headers["x-admin"] == "a" and "x-key" not in server.seen[-1].headers
    readme = (tmp_path / "Needed Keys_client" / "client" / "README.md").read_text("utf-8")
    assert [line.endswith("(optional) |") for line in readme.splitlines() if "_API_KEY" in line] == [False, True]


def test_a_client_needs_no_credentials_if_the_only_alternative_has_none(tmp_path: Path, server: Server) -> None:
    package = client_of(tmp_path, "Open Keys", "[{}]")
    server.answers = [Answer(b"", 204)]
    with package.Client(environ={}, base_url=server.url) as client:
        client.drop_order(id=1)
    assert len(server.seen) == 1
