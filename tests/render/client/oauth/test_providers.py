"""The addresses and forms of declared sign-ins, for each kind of identity provider."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest
from tests.render.client.conftest import imported, rendered

HEAD = """connector: Signed {number}
description: A connector for tests of identity providers, one of many.
version: "1.0"
server: https://api.example.com/v1
operations:
- {{action: GetIt, summary: Get it, request: GET /it, returns: {{fields: {{id: int32}}}}}}
"""
OAUTH2 = """authentication:
  a: {type: oauth2, flow: accessCode, authorizationUrl: https://x.example/a, tokenUrl: https://x.example/t, scopes: {}}
"""
NUMBERS = itertools.count(1)


def client(tmp_path: Path, source: str) -> ModuleType:
    """The client of a connector with ``source``, under a unique name."""
    folder = tmp_path / "source"
    folder.mkdir(parents=True)
    (folder / "connector.yaml").write_text(HEAD.format(number=next(NUMBERS)) + source, encoding="utf-8")
    return imported(rendered(folder, tmp_path / "made"))


class Endpoint:
    """A transport that acts as token endpoint and API, and keeps the requests."""

    def __init__(self, package: ModuleType) -> None:
        self.package = package
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.called: list[dict[str, str]] = []

    def send(self, request: Any, /) -> Any:
        host = request.origin[1]
        if host == "api.example.com":
            self.called.append(dict(request.headers))
            return self.package.Response(200, {}, b'{"id": 1}')
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        self.asked.append((f"{request.origin[0]}://{host}{request.target}", form))
        body = {"access_token": "abcd", "refresh_token": "next", "expires_in": 1}
        return self.package.Response(200, {}, json.dumps(body).encode())

    def close(self) -> None:
        """Nothing is open."""


def exchanged(package: ModuleType, oauth: Any) -> tuple[str, dict[str, str], list[tuple[str, dict[str, str]]]]:
    """The address of the sign-in, its query, and what the token endpoint was asked for a code and for a refresh."""
    endpoint = Endpoint(package)
    runtime_now = [0.0]
    runtime = package.Runtime(now=lambda: runtime_now[0])
    start = oauth.sign_in(state="s")
    with package.Client(oauth=oauth, transport=endpoint, runtime=runtime) as calls:
        calls.finish_sign_in(start, "https://app.example/back?code=c0de&state=s")
        runtime_now[0] = 5.0
        calls.get_it()
    assert endpoint.called[0]["authorization"] == "Bearer abcd"
    url, _, query = start.url.partition("?")
    return url, dict(parse_qsl(query, keep_blank_values=True)), endpoint.asked


ME = {"client_id": "me", "client_secret": "shh!", "redirect_uri": "https://app.example/back"}
CODE = {
    "grant_type": "authorization_code",
    "code": "c0de",
    "redirect_uri": ME["redirect_uri"],
    "client_id": "me",
    "client_secret": "shh!",
}
REFRESH = {"grant_type": "refresh_token", "refresh_token": "next", "client_id": "me", "client_secret": "shh!"}
SIGN_IN = {"response_type": "code", "client_id": "me", "redirect_uri": ME["redirect_uri"], "state": "s"}


def test_plain_oauth2(tmp_path: Path) -> None:
    source = """credentials:
  token:
    type: oauthSetting
    oauth:
      identity_provider: oauth2
      scopes: [a b, c]
      custom: {authorizationUrl: "https://l.example/#/in", tokenUrl: "https://l.example/t?v=1", refreshUrl: https://l.example/r}
"""
    package = client(tmp_path, OAUTH2 + source)
    assert not hasattr(package, "ClientCredentials")
    url, query, asked = exchanged(package, package.AuthorizationCode(**ME))
    assert (url, query) == ("https://l.example/#/in", {**SIGN_IN, "scope": "a b c"})
    assert asked == [("https://l.example/t?v=1", CODE), ("https://l.example/r", REFRESH)]


def test_the_swagger_alone(tmp_path: Path) -> None:
    source = "authentication: {a: {type: oauth2, flow: accessCode, authorizationUrl: https://x.example/a, "
    package = client(tmp_path, source + "tokenUrl: https://x.example/t, scopes: {r: Read, w: Write}}}\n")
    url, query, asked = exchanged(package, package.AuthorizationCode(**ME))
    assert (url, query["scope"]) == ("https://x.example/a", "r w")
    assert asked == [("https://x.example/t", CODE), ("https://x.example/t", REFRESH)]


def test_the_swagger_has_the_addresses_that_a_named_provider_lacks(tmp_path: Path) -> None:
    source = "credentials: {token: {type: oauthSetting, oauth: {identity_provider: facebook, scopes: [p]}}}\n"
    package = client(tmp_path, OAUTH2 + source)
    assert exchanged(package, package.AuthorizationCode(**ME))[0] == "https://x.example/a"


def test_a_provider_without_addresses_has_a_token_alone(tmp_path: Path) -> None:
    source = """authentication: {a: {type: oauth2, flow: implicit, authorizationUrl: https://x.example/a, scopes: {}}}
credentials: {token: {type: oauthSetting, oauth: {identity_provider: salesforce}}}
"""
    package = client(tmp_path, source)
    assert not hasattr(package, "AuthorizationCode") and not hasattr(package.Client, "finish_sign_in")
    endpoint = Endpoint(package)
    package.Client(token="t0ken", transport=endpoint).get_it()
    assert endpoint.called[0]["authorization"] == "Bearer t0ken"


def test_a_sign_in_that_the_swagger_does_not_declare(tmp_path: Path) -> None:
    custom = "{authorizationUrl: https://l.example/a, tokenUrl: https://l.example/t}"
    source = f"credentials: {{token: {{type: oauthSetting, oauth: {{identity_provider: oauth2, custom: {custom}}}}}}}\n"
    package = client(tmp_path, source)
    assert exchanged(package, package.AuthorizationCode(**ME))[0] == "https://l.example/a"
    with pytest.raises(package.ValidationFailed, match="token is missing"):
        package.Client(environ={})


def test_an_application_flow(tmp_path: Path) -> None:
    source = (
        "authentication: {a: {type: oauth2, flow: application, tokenUrl: https://x.example/t, scopes: {r: Read}}}\n"
    )
    package = client(tmp_path, source)
    assert not hasattr(package, "AuthorizationCode") and not hasattr(package.Client, "finish_sign_in")
    endpoint = Endpoint(package)
    package.Client(oauth=package.ClientCredentials(client_id="me", client_secret="shh!"), transport=endpoint).get_it()
    form = {"grant_type": "client_credentials", "client_id": "me", "client_secret": "shh!", "scope": "r"}
    assert endpoint.asked == [("https://x.example/t", form)]


def test_templates_with_placeholders(tmp_path: Path) -> None:
    source = r"""credentials:
  token:
    type: oauthSetting
    oauth:
      identity_provider: oauth2generic
      scopes: [r, w]
      custom:
        authorizationUrlTemplate: "https://{customHost}/{TenantId}/authorize"
        authorizationUrlQueryStringTemplate: "?response_type=code&client_id={ClientId}&scope={Scopes}\
          &redirect_uri={RedirectUrl}&state={State}&prompt=select%20account"
        tokenUrlTemplate: "https://{CustomHost}/token"
        tokenUrlQueryStringTemplate: "?env={env}"
        tokenBodyTemplate: "code={Code}&grant_type=authorization_code&redirect_uri={RedirectUrl}\
          &client_id={clientId}&client_secret={clientSecret}"
        refreshUrlTemplate: "https://{customHost}/again"
        refreshBodyTemplate: "code={code}&grant_type=refresh_token&refresh_token={refreshToken}\
          &client_id={clientId}&client_secret={clientSecret}"
        scopeListDelimiter: ","
  "token:customHost": {type: string, label: Host, description: Your host.}
  "token:TenantId": {type: string, required: false}
  "token:env": {type: string}
"""
    package = client(tmp_path, OAUTH2 + source)
    module = package.__name__.upper()
    with pytest.raises(package.ValidationFailed, match=f"custom_host is missing.*{module}_CUSTOM_HOST.*env is missing"):
        package.AuthorizationCode(**ME, environ={})
    oauth = package.AuthorizationCode(**ME, custom_host="l.example", tenant_id="t", env="a b&c")
    url, query, asked = exchanged(package, oauth)
    assert (url, query) == ("https://l.example/t/authorize", {**SIGN_IN, "scope": "r,w", "prompt": "select account"})
    assert asked == [("https://l.example/token?env=a+b%26c", CODE), ("https://l.example/again", REFRESH)]
    for wrong in (
        "l.example/x?",
        "l.example#",
        "evil.example@l.example",
        "l.example:x",
        "l example",
        "",
        "l.example\r\nX: y",
    ):
        with pytest.raises(package.ValidationFailed, match=r"endpoint|custom_host") as caught:
            package.AuthorizationCode(**ME, custom_host=wrong, tenant_id="t", env="e", environ={}).sign_in()
        assert "shh!" not in str(caught.value)
    oauth = package.AuthorizationCode(**ME, custom_host="l.example", tenant_id="../t?x=", env="e")
    assert oauth.sign_in().url.startswith("https://l.example/..%2Ft%3Fx%3D/authorize?response_type=code&")


def test_names_that_belong_to_the_class_and_parameters_of_other_places(tmp_path: Path) -> None:
    source = """credentials:
  token:
    type: oauthSetting
    oauth:
      identity_provider: oauth2generic
      scopes: ["@connectionParameters('scope')", "{scope}x"]
      custom:
        authorizationUrlTemplate: "https://{store}.example/a"
        tokenUrlTemplate: "https://{store}.example/t"
  scope: {type: string}
  "token:store": {type: string}
"""
    package = client(tmp_path, OAUTH2 + source)
    url, query, _ = exchanged(package, package.AuthorizationCode(**ME, store_2="shop", scope="all"))
    # A scope named {scope} would contain all scopes; no value can fill it.
    assert (url, query["scope"]) == ("https://shop.example/a", "all x")


def test_an_application_that_the_maker_registers(tmp_path: Path) -> None:
    source = r"""credentials:
  token:
    type: oauthSetting
    oauth:
      identity_provider: oauth2generic
      custom:
        authorizationUrlTemplate: https://l.example/a
        tokenUrlTemplate: "{env}/oauth/token"
        tokenBodyTemplate: "client_id={AppUserId}&code={Code}&grant_type=client_credentials\
          &client_secret={AppUserSecret}&kind=dummy"
  "token:env": {type: string}
  "token:AppUserId": {type: string}
  "token:AppUserSecret": {type: securestring}
"""
    package = client(tmp_path, OAUTH2 + source)
    assert not hasattr(package, "AuthorizationCode")
    endpoint = Endpoint(package)
    oauth = package.ClientCredentials(env="https://l.example/x", app_user_id="u", app_user_secret="p@ss&word")
    package.Client(oauth=oauth, transport=endpoint).get_it()
    form = {"client_id": "u", "grant_type": "client_credentials", "client_secret": "p@ss&word", "kind": "dummy"}
    assert endpoint.asked == [("https://l.example/x/oauth/token", form)]
    assert oauth.hide("is p%40ss%26word right?") == "is *** right?"


ENTRA = """credentials:
  token:
    type: oauthSetting
    oauth:
      identity_provider: aad
      scopes: [User.Read]
      custom: {{loginUri: "https://login.windows.net/", tenantId: "{tenant}", resourceUri: "api://x"}}
"""


def test_microsoft_entra(tmp_path: Path) -> None:
    package = client(tmp_path / "a", OAUTH2 + ENTRA.format(tenant="common"))
    url, query, asked = exchanged(package, package.AuthorizationCode(**ME))
    assert url == "https://login.windows.net/common/oauth2/authorize"
    assert query == {**SIGN_IN, "scope": "User.Read", "resource": "api://x"}
    at = "https://login.windows.net/common/oauth2/token"
    assert asked == [(at, {**CODE, "resource": "api://x"}), (at, {**REFRESH, "resource": "api://x"})]
    with pytest.raises(package.ValidationFailed, match="tenant_id is missing"):
        package.ClientCredentials(client_id="me", client_secret="shh!", environ={})
    endpoint = Endpoint(package)
    oauth = package.ClientCredentials(client_id="me", client_secret="shh!", tenant_id="contoso.example")
    package.Client(oauth=oauth, transport=endpoint).get_it()
    form = {"grant_type": "client_credentials", "client_id": "me", "client_secret": "shh!", "resource": "api://x"}
    assert endpoint.asked == [("https://login.windows.net/contoso.example/oauth2/token", form)]
    package = client(tmp_path / "b", OAUTH2 + ENTRA.format(tenant="contoso.example"))
    oauth = package.ClientCredentials(client_id="me", client_secret="shh!")
    assert exchanged(package, package.AuthorizationCode(**ME))[0].startswith(
        "https://login.windows.net/contoso.example/"
    )
    package = client(tmp_path / "c", OAUTH2 + ENTRA.format(tenant="<<your tenant>>"))
    assert exchanged(package, package.AuthorizationCode(**ME))[0].startswith("https://login.windows.net/common/")


def test_several_ways_to_sign_in(tmp_path: Path) -> None:
    sets = "".join(
        f"""  {name}:
    label: {name}
    credentials:
      token:
        type: oauthSetting
        oauth: {{identity_provider: oauth2, custom: {{authorizationUrl: "https://{name}.example/a", tokenUrl: "https://{name}.example/t"}}}}
"""
        for name in ("eu", "us")
    )
    package = client(tmp_path, f"credential_sets:\n{sets}")
    found = [exchanged(package, package.AuthorizationCode(**ME, connection=name))[0] for name in ("eu", "us")]
    assert found == ["https://eu.example/a", "https://us.example/a"]


def test_a_method_and_a_class_of_the_same_name(tmp_path: Path) -> None:
    source = """- {action: FinishSignIn, summary: Finish, request: GET /f, returns: Token}
types: {Token: {fields: {SignIn: {fields: {a: string}}}}}
"""
    package = client(tmp_path, source + OAUTH2)
    assert hasattr(package.Client, "finish_sign_in_2") and package.Token.__module__.endswith("_engine.tokens")


@pytest.mark.part(0)
def test_the_readme_and_the_types_of_a_client(notes_folder: Path, tmp_path: Path) -> None:
    text = (notes_folder / "README.md").read_text("utf-8")
    assert "## Access tokens" in text and "TEAM_NOTES_CLIENT_SECRET" in text and "(not with `oauth`)" in text
    shown = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    (example,) = [code for code in shown if "finish_sign_in" in code]
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "example.py"]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"MYPYPATH": str(notes_folder), "PATH": ""},
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,I,UP,B,SIM", "--line-length", "120"]
    run = subprocess.run([*ruff, str(notes_folder)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", "--check", str(notes_folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
