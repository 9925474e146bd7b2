"""The sandbox requires the values that a connector's policies set on a request, and names missing ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from connectorkit.sandbox.server.server import Running, serve
from tests.render.client.conftest import imported, rendered
from tests.sandbox.helpers import Api, spec_of

SOURCE = Path(__file__).parents[1] / "render" / "client" / "policies"
KEY = {"Authorization": "Bearer sandbox", "X-Tenant": "sandbox"}
LIST = {**KEY, "X-Language": "de", "X-Tags": "a,from-policy"}
QUERY = "/orders?format=json+%26+more&size=10&region=sandbox"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with serve(spec_of(SOURCE)) as sandbox:
        yield sandbox


@pytest.fixture
def api(running: Running) -> Api:
    running.state.reset()
    return Api(running.root, running.url, {})


def told(api: Api, path: str, headers: dict[str, str], method: str = "GET", body: Any = None) -> tuple[int, str]:
    status, document = api.call(method, path, body, **headers)
    return status, document["error"]["message"] if status >= 400 else ""


def test_a_request_to_which_all_policies_were_applied_is_accepted(api: Api) -> None:
    assert told(api, QUERY, LIST) == (200, "")


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"Authorization": "sandbox"}, 401, "'Bearer' of the connector sets the header authorization: `Bearer @con"),
        ({"Authorization": "Bearer other"}, 401, "header authorization"),
        ({"Authorization": None}, 401, "header authorization"),
        ({"X-Tenant": "other"}, 401, "'Tenant' of the connector sets the header x-tenant: `@connectionParameters('ten"),
        ({"X-Language": None}, 400, "'Kept language' of the connector adds the header x-language: `en`"),
        ({"X-Tags": "a"}, 400, "'More tags' of the connector adds the header x-tags: `from-policy`"),
    ],
)
def test_a_missing_header_is_named(api: Api, changed: dict[str, str | None], status: int, words: str) -> None:
    headers = {name: value for name, value in {**LIST, **changed}.items() if value is not None}
    answered, message = told(api, QUERY, headers)
    assert (answered, words in message) == (status, True), message
    assert "sandbox" not in message


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [
        ("format=xml&size=10&region=sandbox", 400, "format"),
        ("format=json+%26+more&format=json+%26+more&size=10&region=sandbox", 400, "format"),
        ("format=json+%26+more&region=sandbox", 400, "size"),
        ("format=json+%26+more&size=1&region=eu", 401, "region"),
    ],
)
def test_a_missing_query_parameter_is_named(api: Api, query: str, status: int, name: str) -> None:
    answered, message = told(api, f"/orders?{query}", LIST)
    assert (
        answered,
        f"sets the query parameter {name}" in message or f"adds the query parameter {name}" in message,
    ) == (
        status,
        True,
    )


def test_the_routed_path_and_verb_are_the_ones(api: Api) -> None:
    staged = {**KEY, "X-Stage": "open"}
    assert told(api, "/orders/7/state/open", staged, "PUT", {"title": "T"})[0] == 200
    status, message = told(api, "/orders/7/state/shut", staged, "PUT", {"title": "T"})
    assert status == 404 and "'Real path'" in message
    assert told(api, "/virtual/orders/7", staged, "POST", {"title": "T"})[0] == 404
    assert told(api, "/orders/7/state/open", staged, "POST", {"title": "T"})[0] == 405
    assert told(api, "/orders", KEY, "POST", {"title": "T"})[0] == 200
    status, message = told(api, "/orders/7/state/open", KEY, "PUT", {"title": "T"})
    assert status == 400 and "X-Stage is required" in message


def test_only_the_operations_of_a_policy_are_held_to_it(api: Api) -> None:
    assert told(api, "/help", {"Authorization": "Bearer sandbox"}) == (200, "")


def test_a_lenient_sandbox_asks_for_credentials_alone(api: Api) -> None:
    assert api.call("POST", "/_sandbox/settings", {"lenient": True})[0] == 200
    assert told(api, "/orders?region=sandbox", KEY) == (200, "")
    assert told(api, "/orders?region=sandbox", {"Authorization": "Bearer sandbox"})[0] == 401


def test_secrets_of_policies_are_masked_in_the_journal(api: Api) -> None:
    told(api, QUERY.replace("region=sandbox", "region=hush"), {**LIST, "X-Tenant": "hush"})
    noted = str(api.call("GET", "/_sandbox/requests")[1])
    assert "x-tenant" in noted and "hush" not in noted


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return imported(rendered(SOURCE, tmp_path_factory.mktemp("policies")))


def test_the_client_is_accepted_by_base_url_and_by_the_address_of_its_connection(
    shop: ModuleType, running: Running
) -> None:
    known = {"api_key": "sandbox", "tenant_secret": "sandbox", "subdomain": "acme", "environ": {}}
    by_policy = shop.Client(**known, shop_address=running.root, connection_base_url="sandbox")
    by_policy.list_orders(x_tags="a")
    by_policy.update_order(id="7", x_stage="in work", title="T")
    by_policy.add_order(title="T")
    by_url = shop.Client(**known, base_url=running.url)
    by_url.get_status()
    by_url.get_help()
    with pytest.raises(shop.Unauthorized, match="query parameter region"):
        shop.Client(**known, base_url=running.url).list_orders()


ENVIRONMENT = """
connector: Env Shop
description: A shop at an address that only an environment variable of the platform holds, made for tests.
version: "1.0"
exact:
  host: '@environmentVariables("shop_host")'
  base_path: '@environmentVariables("shop_path")'
  schemes: [https]
operations:
- action: get_help
  summary: Get help
  request: GET /help
  returns: {fields: {id: int32}}
"""


KEY_IN_PATH = """
connector: Path Shop
description: A shop with a key of the connection in its paths, made for tests of the sandbox.
version: "1.0"
server: https://shop.example.com
credentials: {projectKey: {type: securestring, label: Key}}
policies:
- {template: routerequesttoendpoint, title: Key, with: {newPath: "/v3/@connectionParameters('projectKey')/help"}}
operations:
- action: get_help
  summary: Get help
  request: GET /help
  returns: {fields: {id: int32}}
"""


def test_a_secret_in_a_path_is_demanded_and_masked(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(KEY_IN_PATH, "utf-8")
    shop = imported(rendered(tmp_path, tmp_path / "out"))
    with serve(spec_of(tmp_path), credentials={"projectKey": "hush hush"}) as running:
        assert shop.Client(project_key="hush hush", base_url=running.url, environ={}).get_help().problems == []
        with pytest.raises(shop.NotFound, match="'Key' of the connector sets a different value in the path"):
            shop.Client(project_key="wrong", base_url=running.url, environ={}).get_help()
        noted = str(Api(running.root, running.url).call("GET", "/_sandbox/requests")[1])
    assert "/v3/***/help" in noted and "hush" not in noted and "wrong" not in noted


@pytest.mark.parametrize("gone", ["base_path", "host"])
def test_an_environment_variable_is_no_address(tmp_path: Path, gone: str) -> None:
    text = "\n".join(line for line in ENVIRONMENT.split("\n") if not line.startswith(f"{gone}:"))
    (tmp_path / "connector.yaml").write_text(text, "utf-8")
    shop = imported(rendered(tmp_path, tmp_path / "out"))
    with pytest.raises(shop.ValidationFailed, match=r"base_url is missing, and .* ENV_SHOP_BASE_URL is not set"):
        shop.Client(environ={})
    written = "".join(
        path.read_text("utf-8") for path in (tmp_path / "out").rglob("*") if path.suffix in (".py", ".md")
    )
    assert "environmentVariables" not in written
    document = spec_of(tmp_path)
    assert document.get("base_path") == ""
    with serve(document) as running:
        assert shop.Client(base_url=running.url).get_help().problems == []
