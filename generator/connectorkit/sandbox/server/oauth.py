"""The authorization page and the token endpoint of a sandbox (RFC 6749)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server import faults
from connectorkit.sandbox.server.auth import CLIENT_ID, CLIENT_SECRET, HIDDEN
from connectorkit.sandbox.server.faults import Fault
from connectorkit.sandbox.server.journal import Call
from connectorkit.sandbox.vendor.behaviour import Answer
from connectorkit.sandbox.vendor.issued_tokens import CODE_SECONDS, Code, Held, Issued
from connectorkit.sandbox.vendor.state import State

PATH = "/_sandbox/oauth/"
AUTHORIZE, TOKEN = "authorize", "token"
# The operation name of the token endpoint, for faults and counts.
OPERATION = "oauth_token"
_SHOWN = ("grant_type", "scope", "redirect_uri")


class _Refused(Exception):
    """An error of the token endpoint: its code, its description, and the HTTP status."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.text, self.status = code, text, status


class TokenServer:
    """Grants every authorization immediately, and issues tokens to one application.

    Its id and secret are the credentials ``client_id`` and ``client_secret``, by default `sandbox`.
    """

    def __init__(self, state: State, application: Mapping[str, str]) -> None:
        self.state = state
        self._client, self._secret = application[CLIENT_ID], application[CLIENT_SECRET]

    def __repr__(self) -> str:
        return "TokenServer()"

    @property
    def issued(self) -> Issued:
        """The codes and tokens issued so far."""
        return self.state.issued

    def live(self, token: str) -> bool:
        """Whether ``token`` was issued and has not expired."""
        return self.issued.live(token, self.state.moment())

    def answer(
        self, method: str, path: str, query: Mapping[str, list[str]], headers: Mapping[str, str], raw: bytes
    ) -> tuple[Answer, Fault]:
        """The response to a call of one of the two paths, and the fault that applies to it."""
        if path == PATH + AUTHORIZE and method == "GET":
            return self._page({name: values[-1] for name, values in query.items()}), {}
        if path != PATH + TOKEN or method != "POST":
            known = {AUTHORIZE: "GET", TOKEN: "POST"}.get(path.removeprefix(PATH))
            allow = {"Allow": known} if known else {}
            return Answer(405 if known else 404, {"error": "invalid_request"}, allow), {}
        form = {name: values[-1] for name, values in _form(raw).items()}
        fault = faults.named(self.state.faults, OPERATION)
        answer = self._faulty(fault) if fault and not faults.carries_out(fault) else self._token(form, headers)
        shown = {name: form[name] if name in _SHOWN else HIDDEN for name in form}
        noted = urlencode(shown).encode()
        hidden = {**headers, **({"authorization": HIDDEN} if "authorization" in headers else {})}
        struck = sorted(fault.keys() - {"operation", "times", "skip"})
        handled = answer.status == 200
        self.state.journal.note(Call(OPERATION, method, path, {}, hidden, noted, answer.status, handled, struck))
        return answer, fault

    def _faulty(self, fault: Fault) -> Answer:
        limited = fault.get("rate_limit")
        if limited:
            return Answer(429, {"error": "slow_down"}, faults.retry_headers(limited))
        status, said = fault.get("status", 502 if fault.get("html") else 500), fault.get("body")
        headers = {str(name): str(value) for name, value in fault.get("headers", {}).items()}
        if fault.get("html"):
            return Answer(status, faults.page(status).encode(), {"Content-Type": "text/html", **headers})
        body: Json = {"error": "server_error"} if said is None else said
        return Answer(status, body.encode() if isinstance(body, str) else body, headers)

    def _page(self, asked: dict[str, str]) -> Answer:
        """The authorization page, which redirects back immediately."""
        target = asked.get("redirect_uri", "")
        if urlsplit(target).scheme not in ("http", "https") or any(ord(c) <= 32 or ord(c) > 126 for c in target):
            return _error("invalid_request", "'redirect_uri' is not a URL.", 400)
        if asked.get("client_id") != self._client:
            return _error("unauthorized_client", "There is no such application.", 400)
        back = {"state": asked["state"]} if "state" in asked else {}
        method = asked.get("code_challenge_method", "plain" if "code_challenge" in asked else "")
        if asked.get("response_type") != "code":
            back["error"] = "unsupported_response_type"
        elif method not in ("", "plain", "S256"):
            back |= {
                "error": "invalid_request",
                "error_description": "The method of the challenge must be S256 or plain.",
            }
        elif self.state.settings.values["refuse_sign_in"]:
            back |= {"error": "access_denied", "error_description": "The person refused."}
        else:
            scope, challenge = asked.get("scope", ""), asked.get("code_challenge", "")
            ends, family = self.state.moment() + CODE_SECONDS, self.issued.family()
            back["code"] = self.issued.code(Code(self._client, target, challenge, method, scope, family, ends))
        joined = "&" if urlsplit(target).query else "?"
        return Answer(302, None, {"Location": f"{target}{joined}{urlencode(back)}", "Cache-Control": "no-store"})

    def _token(self, form: dict[str, str], headers: Mapping[str, str]) -> Answer:
        try:
            body = self._granted(form, headers)
        except _Refused as refused:
            return _error(refused.code, refused.text, refused.status)
        return Answer(200, body, {"Cache-Control": "no-store", "Pragma": "no-cache"})

    def _granted(self, form: dict[str, str], headers: Mapping[str, str]) -> Json:
        grant = form.get("grant_type", "")
        if grant == "authorization_code":
            return self._by_code(form, self._authenticated(form, headers, True))
        if grant == "refresh_token":
            return self._by_refresh(form, self._authenticated(form, headers, True))
        if grant == "client_credentials":
            self._authenticated(form, headers, False)
            return self._tokens(Held(self._client, self.issued.family(), form.get("scope", "")), False)
        raise _Refused(
            "unsupported_grant_type" if grant else "invalid_request", f"'grant_type' is {grant or 'missing'}."
        )

    def _authenticated(self, form: dict[str, str], headers: Mapping[str, str], public: bool) -> bool:
        """Whether the application sent its secret; with ``public``, it may omit it (RFC 7636)."""
        name, secret = form.get("client_id", ""), form.get("client_secret")
        scheme, _, value = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                pair = base64.b64decode(value.strip(), validate=True).decode()
            except (binascii.Error, ValueError):
                pair = ""
            first, _, second = pair.partition(":")
            name, secret = unquote_plus(first), unquote_plus(second)
        known = hmac.compare_digest(name.encode(), self._client.encode())
        if known and secret is None and public:
            return False
        if not known or not hmac.compare_digest((secret or "").encode(), self._secret.encode()):
            raise _Refused("invalid_client", "The application is not known, or its secret is wrong.", 401)
        return True

    def _by_code(self, form: dict[str, str], secret: bool) -> Json:
        found = self.issued.use(form.get("code", ""), self.state.moment())
        if found is None:
            raise _Refused("invalid_grant", "The code is unknown, expired or used.")
        if form.get("redirect_uri") != found.redirect_uri:
            raise _Refused("invalid_grant", "'redirect_uri' differs from the one of the sign-in.")
        if not found.challenge and not secret:
            raise _Refused("invalid_client", "An application without a secret needs a challenge.", 401)
        if found.challenge and not _proved(found, form.get("code_verifier", "")):
            raise _Refused("invalid_grant", "'code_verifier' does not match the challenge.")
        return self._tokens(Held(found.client, found.family, found.scope), True)

    def _by_refresh(self, form: dict[str, str], secret: bool) -> Json:
        text = form.get("refresh_token", "")
        found = self.issued.refresh.get(text)
        if found is None:
            raise _Refused("invalid_grant", "The refresh token is unknown, revoked or used.")
        rotates = bool(self.state.settings.values["rotate_refresh_tokens"])
        if rotates:
            del self.issued.refresh[text]
        return self._tokens(found, rotates)

    def _tokens(self, held: Held, refresh: bool) -> Json:
        """The response with a new access token, and with ``refresh`` a new refresh token."""
        seconds = self.state.settings.number("token_seconds")
        ends = self.state.moment() + seconds
        made: dict[str, Json] = {
            "access_token": self.issued.token(Held(held.client, held.family, held.scope, ends)),
            "token_type": "Bearer",
            "expires_in": seconds,
        }
        if held.scope:
            made["scope"] = held.scope
        if refresh:
            made["refresh_token"] = self.issued.refresh_token(held)
        return made


def _proved(code: Code, verifier: str) -> bool:
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return hmac.compare_digest(digest if code.method == "S256" else verifier, code.challenge)


def _form(raw: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return {}


def _error(code: str, text: str, status: int) -> Answer:
    headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": "Basic"} if status == 401 else {})
    return Answer(status, {"error": code, "error_description": text}, headers)
