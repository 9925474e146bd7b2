"""What the generated contract tests are made of: calls over plain HTTP, and checks that say what is wrong."""

from __future__ import annotations

import base64
import copy
import http.client
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from connectorkit.sandbox import shapes
from connectorkit.sandbox.fill import look

Doc = dict[str, Any]
SECONDS = 30.0
WRONG = "not-the-right-one"


@dataclass(slots=True)
class Answer:
    """What came back for a call: ``call`` names it in messages, ``document`` is the parsed JSON or None."""

    call: str
    status: int
    headers: Mapping[str, str]
    text: str
    document: Any = None

    def succeeded(self, status: int, success: Mapping[str, Any]) -> None:
        """Fail unless the status is right and each path of ``success`` holds its value."""
        assert self.status == status, f"{self.call}: status {self.status}, expected {status}: {self.text[:500]}"
        for path, value in success.items():
            found = look(self.document, path)
            assert found, f"{self.call}: nothing at {path}"
            assert all(one == value for one in found), f"{self.call}: {path} is {found}, expected {value!r}"

    def holds(self, path: str, response: Mapping[str, str]) -> None:
        """Fail unless the path is present with one of its types, wherever its parent is."""
        kinds = tuple(response[path].split(" or "))
        places = list(_places(self.document, shapes.split(path)))
        assert places or _may_miss(path, response), f"{self.call}: {path} is missing: there is nothing to hold it"
        for value in places:
            if value is MISSING:
                assert "absent" in kinds, f"{self.call}: {path} is missing"
            elif "any" not in kinds:
                actual = shapes.kind_of(value)
                expected = f"expected {response[path]}"
                assert shapes.fits(value, kinds), f"{self.call}: {path} is {actual} ({value!r}), {expected}"

    def refused(self, name: str, details: str) -> None:
        """Fail unless the call was refused for the sake of the field ``name``; HEAD has no room to name it."""
        good = 400 <= self.status < 500 and self.status not in (401, 429)
        assert good, f"{self.call}: status {self.status} without the required {name}, expected a refusal (4xx)"
        if self.call.startswith("HEAD "):
            return
        named = look(self.document, details) if details else []
        text = json.dumps(named, ensure_ascii=False) if any(named) else self.text
        spelled = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
        found = any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in spelled)
        assert found, f"{self.call}: the refusal does not name {name}: {self.text[:500]}"


MISSING = object()


def _places(value: Any, steps: Sequence[str]) -> Any:
    """The values at a path; MISSING for an object that lacks its last step."""
    if not steps:
        yield value
    elif steps[0] == "[]" and isinstance(value, list):
        for item in value:
            yield from _places(item, steps[1:])
    elif isinstance(value, dict) and (steps[0] in value or len(steps) == 1):
        yield from _places(value.get(steps[0], MISSING), steps[1:])


def _may_miss(path: str, response: Mapping[str, str]) -> bool:
    """Whether something above the path may be null, absent or of another type."""
    above = [one for one in response if path.startswith((f"{one}.", f"{one}[]"))]
    return any(" or " in response[one] or response[one] == "any" for one in above)


@dataclass(slots=True)
class Story:
    """A webhook from its subscription to its end; events are the parsed bodies that arrived."""

    subscribed: Answer
    deliveries: list[Any] = field(default_factory=list)
    unsubscribed: Answer | None = None
    afterwards: list[Any] = field(default_factory=list)

    def event(self) -> Answer:
        """The first delivery as an answer to check."""
        assert self.deliveries, f"{self.subscribed.call}: no event was delivered"
        text = json.dumps(self.deliveries[0], ensure_ascii=False)
        return Answer("the delivered event", 200, {}, text, self.deliveries[0])


class Contract:
    """Calls one vendor's API at ``base_url``; ``full`` allows to create what a test needs."""

    def __init__(self, spec: Doc, base_url: str, credentials: Mapping[str, str], full: bool = True) -> None:
        parts = urlsplit(base_url)
        self.spec, self.full = spec, full
        self.scheme, self.place = parts.scheme, parts.netloc
        self.base = parts.path.rstrip("/") or quote(spec["base_path"], safe="/!$&'()*+,;=:@~%")
        self.credentials = credentials

    def __repr__(self) -> str:
        return f"Contract({self.scheme}://{self.place}{self.base})"

    def call(self, request: Doc, before: Sequence[Doc] = (), credentials: str = "right") -> Answer:
        """Make the call after what it needs; ``credentials`` are right, wrong or missing."""
        return self._send(request, self.prepared(before), credentials)

    def refuses_without(self, request: Doc, before: Sequence[Doc], left_out: str) -> None:
        """Fail unless the call is refused when a required value is left out, e.g. ``body.messages[].to``."""
        steps = shapes.split(left_out)
        answer = self.call(without(request, steps), before)
        answer.call += f" without {left_out}"
        answer.refused(steps[-1], self.spec["errors"]["details"])

    def refuses_credentials(self, request: Doc, credentials: str) -> None:
        """Fail unless wrong or missing credentials are answered with 401."""
        answer = self.call(request, (), credentials)
        told = f"{answer.call}: status {answer.status} with {credentials} credentials, expected 401"
        assert answer.status == 401, told

    def webhook(self, request: Doc, callback: str, ended: Doc | None, operation: str) -> Story:
        """Subscribe, have an event delivered, unsubscribe, and have another event."""
        with Listener() as listener:
            story = Story(self.call(placed(request, shapes.split(callback), listener.url)))
            self.control(f"events/{quote(operation)}")
            story.deliveries = listener.taken()
            if ended is not None:
                known = {ended["name"]: taken(story.subscribed, ended["value"])}
                story.unsubscribed = self._send(ended["request"], known, "right")
                self.control(f"events/{quote(operation)}")
                story.afterwards = listener.taken()
        return story

    def control(self, path: str, document: Doc | None = None) -> Answer:
        """A call to a control path of a sandbox."""
        return self._exchange("POST", f"/_sandbox/{path}", {}, json.dumps(document or {}).encode())

    def has_controls(self) -> bool:
        """Whether a sandbox answers behind the address."""
        try:
            return self._exchange("GET", "/_sandbox/state", {}, None).status == 200
        except OSError:
            return False

    def prepared(self, before: Sequence[Doc]) -> Doc:
        """Values of what has been made, or found where nothing may be made, by name."""
        known: Doc = {}
        for step in before:
            way = step["create"] if self.full else step.get("find")
            if way is None:
                # Only a look is allowed: what nothing names by its key is taken as it is.
                assert not step["name"], f"{step['name']} can only be created, which needs --full"
                continue
            answer = self._send(way["request"], known, "right")
            assert answer.status < 300, f"before the call, {answer.call}: status {answer.status}: {answer.text[:300]}"
            if step.get("name"):
                known[step["name"]] = taken(answer, way["value"])
        return known

    def _send(self, request: Doc, known: Doc, credentials: str) -> Answer:
        path = _filled(request["path"], {**request.get("path_values", {}), **known})
        query = [*request.get("query", {}).items()]
        headers, body = {**request.get("headers", {})}, None
        if "form" in request:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(request["form"], True).encode()
        elif "raw" in request:
            headers["Content-Type"], body = "application/octet-stream", request["raw"].encode()
        elif "body" in request:
            headers["Content-Type"], body = "application/json", json.dumps(request["body"]).encode()
        self._authorise(headers, query, credentials)
        target = f"{self.base}{path}" + (f"?{urlencode(query, True)}" if query else "")
        return self._exchange(request["method"], target, headers, body)

    def _authorise(self, headers: dict[str, str], query: list[tuple[str, Any]], credentials: str) -> None:
        if credentials == "missing" or not self.spec["auth"]:
            return
        auth = self.spec["auth"][0]
        value = {name: WRONG if credentials == "wrong" else one for name, one in self.credentials.items()}
        if auth["kind"] == "basic":
            pair = f"{value[auth['username']]}:{value[auth['password']]}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif auth["kind"] == "bearer":
            headers["Authorization"] = f"Bearer {value[auth['credential']]}"
        elif auth["in"] == "query":
            query[:] = [one for one in query if one[0] != auth["name"]] + [(auth["name"], value[auth["credential"]])]
        else:
            headers[auth["name"]] = value[auth["credential"]]

    def _exchange(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        kind = http.client.HTTPSConnection if self.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.place, timeout=SECONDS)
        try:
            connection.request(method, target, body, {name: str(value).encode() for name, value in headers.items()})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        path = target.partition("?")[0]
        answer = Answer(f"{method} {path}", response.status, dict(response.headers), text)
        try:
            answer.document = json.loads(text) if text else None
        except (ValueError, RecursionError):
            answer.document = None
        return answer


def without(request: Doc, steps: Sequence[str]) -> Doc:
    """A copy of a request without what stands at the steps; of a list the first item is meant."""
    changed = copy.deepcopy(request)
    place: Any = changed
    for step in steps[:-1]:
        place = place[0] if step == "[]" else place[step]
    del place[steps[-1]]
    return changed


def placed(request: Doc, steps: Sequence[str], value: Any) -> Doc:
    """A copy of a request with a value at the steps."""
    changed = copy.deepcopy(request)
    place: Any = changed
    for step in steps[:-1]:
        place = place.setdefault(step, {})
    place[steps[-1]] = value
    return changed


def taken(answer: Answer, path: str) -> Any:
    """The first value at a response path; without a path, the last part of the Location header."""
    if not path:
        location = next((value for name, value in answer.headers.items() if name.lower() == "location"), "")
        return urlsplit(location).path.rstrip("/").rpartition("/")[2]
    found = look(answer.document, path)
    assert found, f"{answer.call}: nothing at {path}, which the next call needs: {answer.text[:300]}"
    return found[0]


def _filled(path: str, values: Doc) -> str:
    """A path with its values, percent-encoded."""
    pieces = re.split(r"\{([^{}]*)\}", path)
    parts = [quote(_text(values.get(one, one)), safe="") if index % 2 else quote(one, safe="/!$&'()*+,;=:@~%")
             for index, one in enumerate(pieces)]  # fmt: skip
    return "".join(parts)


def _text(value: Any) -> str:
    """A value as it stands in a path."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Listener:
    """A receiver of webhooks on this machine; ``url`` is the address to subscribe."""

    def __init__(self) -> None:
        self._bodies: list[Any] = []
        bodies = self._bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                try:
                    bodies.append(json.loads(raw))
                except ValueError:
                    bodies.append(raw.decode("utf-8", "replace"))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: what arrives is checked, not shown."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/callback"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def taken(self) -> list[Any]:
        """What has arrived since the last look."""
        arrived = list(self._bodies)
        del self._bodies[: len(arrived)]
        return arrived
