"""The authorization page and the token endpoint of a sandbox, called as any program would."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from connectorkit.sandbox.server.server import Running, serve
from tests.sandbox.helpers import Api, spec_of, tiny

OAUTH = "authentication: {o: {type: oauth2}}"
APPLICATION = {"client_id": "sandbox", "client_secret": "sandbox"}
BACK = "https://app.example/back"
ASK = {"response_type": "code", "client_id": "sandbox", "redirect_uri": BACK, "state": "s 1"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serve(spec_of(tiny(tmp_path_factory.mktemp("tokens") / "shop", OAUTH))) as started:
        yield started


@pytest.fixture
def api(running: Running) -> Api:
    running.state.reset()
    return Api(running.root, running.url, {})


def posted(api: Api, form: dict[str, str], headers: dict[str, str] | None = None) -> tuple[int, Any]:
    kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    status, _, text = api.raw("POST", "/_sandbox/oauth/token", urlencode(form).encode(), **kind)
    return status, json.loads(text)


def page(api: Api, **changes: str) -> tuple[int, dict[str, str]]:
    status, headers, _ = api.raw("GET", f"/_sandbox/oauth/authorize?{urlencode({**ASK, **changes})}")
    return status, dict(parse_qsl(urlsplit(headers.get("location", "")).query))


def code(api: Api, **changes: str) -> dict[str, str]:
    return {"grant_type": "authorization_code", "code": page(api, **changes)[1]["code"], "redirect_uri": BACK}


def drops(api: Api, token: str) -> int:
    caller = Api(api.root, api.url, {"Authorization": f"Bearer {token}"})
    return int(caller.call("DELETE", "/orders/7")[0])


def test_a_token_is_live_for_its_time(api: Api) -> None:
    status, made = posted(api, {"grant_type": "client_credentials", "scope": "a b", **APPLICATION})
    assert (status, made["token_type"], made["expires_in"], made["scope"]) == (200, "Bearer", 3600, "a b")
    assert "refresh_token" not in made
    assert [drops(api, made["access_token"]), drops(api, made["access_token"]), drops(api, "other")] == [204, 204, 401]
    api.call("POST", "/_sandbox/clock", {"advance": 3599})
    assert drops(api, made["access_token"]) == 204
    api.call("POST", "/_sandbox/clock", {"advance": 1})
    assert drops(api, made["access_token"]) == 401
    assert drops(api, "sandbox") == 204


def test_a_reset_ends_all_tokens(api: Api) -> None:
    made = posted(api, {"grant_type": "client_credentials", **APPLICATION})[1]
    api.call("POST", "/_sandbox/reset")
    assert drops(api, made["access_token"]) == 401


def test_a_code_becomes_tokens_and_a_second_use_ends_them(api: Api) -> None:
    status, back = page(api)
    assert (status, back["state"]) == (302, "s 1")
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK, **APPLICATION}
    made = posted(api, form)[1]
    assert drops(api, made["access_token"]) == 204
    assert posted(api, form)[1]["error"] == "invalid_grant" and drops(api, made["access_token"]) == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": made["refresh_token"], **APPLICATION}
    assert posted(api, refresh)[1]["error"] == "invalid_grant"


def test_a_refresh_token_rotates(api: Api) -> None:
    made = posted(api, {**code(api), **APPLICATION})[1]
    refresh = {"grant_type": "refresh_token", "refresh_token": made["refresh_token"], **APPLICATION}
    again = posted(api, refresh)[1]
    assert again["refresh_token"] != made["refresh_token"] and drops(api, again["access_token"]) == 204
    assert posted(api, refresh) == (
        400,
        {"error": "invalid_grant", "error_description": "The refresh token is unknown, revoked or used."},
    )
    api.call("POST", "/_sandbox/settings", {"rotate_refresh_tokens": False})
    refresh["refresh_token"] = again["refresh_token"]
    assert "refresh_token" not in posted(api, refresh)[1] and posted(api, refresh)[0] == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password", **APPLICATION}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": "sandbox"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", **APPLICATION, "client_secret": "x"}, 401, "invalid_client"),
        ({"grant_type": "authorization_code", "code": "x", "redirect_uri": BACK, **APPLICATION}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token", **APPLICATION}, 400, "invalid_grant"),
    ],
)
def test_errors_of_the_token_endpoint(api: Api, form: dict[str, str], status: int, error: str) -> None:
    found, body = posted(api, form)
    assert (found, body["error"]) == (status, error)


def test_a_code_is_bound_to_its_sign_in(api: Api) -> None:
    assert posted(api, {**code(api), "redirect_uri": f"{BACK}2", **APPLICATION})[1]["error"] == "invalid_grant"
    late = code(api)
    api.call("POST", "/_sandbox/clock", {"advance": 600})
    assert posted(api, {**late, **APPLICATION})[1]["error"] == "invalid_grant"
    # The pair of RFC 7636, appendix B.
    challenge = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
    verifier = {"code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}
    assert posted(api, {**code(api, **challenge), **APPLICATION})[1]["error"] == "invalid_grant"
    assert posted(api, {**code(api, **challenge), **APPLICATION, **verifier})[0] == 200
    assert posted(api, {**code(api, **challenge), "client_id": "sandbox", **verifier})[0] == 200
    assert posted(api, {**code(api, code_challenge="plain-one"), **APPLICATION, "code_verifier": "plain-one"})[0] == 200
    assert posted(api, {**code(api), "client_id": "sandbox"})[1]["error"] == "invalid_client"


def test_the_page_refuses(api: Api) -> None:
    assert page(api, redirect_uri="javascript:alert(1)") == (400, {})
    assert page(api, redirect_uri="https://a.example/\r\nX: y") == (400, {})
    assert page(api, client_id="other") == (400, {})
    assert page(api, response_type="token")[1]["error"] == "unsupported_response_type"
    assert page(api, code_challenge="x", code_challenge_method="S512")[1]["error"] == "invalid_request"
    api.call("POST", "/_sandbox/settings", {"refuse_sign_in": True})
    assert page(api)[1] == {"error": "access_denied", "error_description": "The person refused.", "state": "s 1"}


def test_credentials_in_a_header(api: Api) -> None:
    pair = base64.b64encode(b"sandbox:sandbox").decode()
    assert posted(api, {"grant_type": "client_credentials"}, {"Authorization": f"Basic {pair}"})[0] == 200
    assert posted(api, {"grant_type": "client_credentials"}, {"Authorization": "Basic ?"})[0] == 401


def test_calls_are_counted_and_no_secret_is_noted(api: Api) -> None:
    posted(api, {"grant_type": "client_credentials", **APPLICATION, "client_secret": "wr0ng"})
    posted(api, {"grant_type": "client_credentials"}, {"Authorization": "Basic c2VjcmV0"})
    told = api.call("GET", "/_sandbox/state")[1]["operations"]["oauth_token"]
    assert told == {"requests": 2, "handled": 0}
    noted = json.dumps(api.call("GET", "/_sandbox/requests")[1])
    assert "wr0ng" not in noted and "c2VjcmV0" not in noted and "client_credentials" in noted


def test_faults_strike_by_name_alone(api: Api) -> None:
    form = {"grant_type": "client_credentials", **APPLICATION}
    api.call("POST", "/_sandbox/faults", {"status": 500})
    assert posted(api, form)[0] == 200 and drops(api, "sandbox") == 500
    api.call("POST", "/_sandbox/faults", {"operation": "oauth_token", "rate_limit": {"retry_after": 3}})
    assert [posted(api, form)[0], posted(api, form)[0]] == [429, 200]
    api.call("POST", "/_sandbox/faults", {"operation": "oauth_token", "status": 503, "times": 2})
    assert [posted(api, form)[0] for _ in range(3)] == [503, 503, 200]


def test_a_sign_in_that_the_swagger_does_not_declare_needs_a_token_too(tmp_path: Path) -> None:
    source = "credentials: {token: {type: oauthSetting, oauth: {identity_provider: oauth2}}}"
    with serve(spec_of(tiny(tmp_path / "shop", source))) as running:
        api = Api(running.root, running.url, {})
        made = posted(api, {"grant_type": "client_credentials", **APPLICATION})[1]
        assert [drops(api, made["access_token"]), drops(api, "other")] == [204, 401]


def test_an_api_without_tokens_issues_none(tmp_path: Path) -> None:
    with serve(spec_of(tiny(tmp_path / "shop", ""))) as running:
        api = Api(running.root, running.url, {})
        assert api.call("POST", "/_sandbox/oauth/token")[0] == 404
        assert "token_seconds" not in api.call("GET", "/_sandbox/settings")[1]


def test_credentials_of_the_application_can_be_given(tmp_path: Path) -> None:
    spec = spec_of(tiny(tmp_path / "shop", OAUTH))
    with serve(spec, credentials={"client_id": "me", "client_secret": "s3cret"}) as running:
        api = Api(running.root, running.url, {})
        form = {"grant_type": "client_credentials", "client_id": "me"}
        assert posted(api, {**form, "client_secret": "s3cret"})[0] == 200
        assert posted(api, {**form, "client_secret": "sandbox"})[0] == 401
