"""Requests of the contract tests as plain data: changed copies, and their HTTP form.

A request is a dict with operation, method and path, and optionally path_values, query, headers, form, body and raw.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode

from connectorkit.contract.contract_types import Request
from connectorkit.model.json_value import Json
from connectorkit.model.policies.steps import Lacking, Sent, Step, taken
from connectorkit.sandbox.shapes import authentication, policies, response_paths
from connectorkit.sandbox.shapes.document_types import Auth, Document, Record

RIGHT, WRONG, MISSING = "right", "wrong", "missing"
WITHOUT = "without "
WRONG_VALUE = "not-the-right-one"
_PLAIN = "/!$&'()*+,;=:@~%"


class Wire(NamedTuple):
    """A request in HTTP terms; ``target`` is the base path, the path and the query."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None


def wire(
    request: Request, base: str, spec: Document, credentials: Mapping[str, str], known: Record, used: str = RIGHT
) -> Wire:
    """The HTTP form of a request; ``known`` are path values from earlier steps.

    ``used`` are the credentials: right, missing, wrong, or ``wrong NAME`` for a single wrong one. With ``without header
    NAME`` or ``without query NAME``, the value of policies there is left out.
    """
    query = [*request.get("query", {}).items()]
    headers = {name: str(value) for name, value in request.get("headers", {}).items()}
    body = None
    if "form" in request:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(request["form"], True).encode()
    elif "raw" in request:
        headers.setdefault("Content-Type", "application/octet-stream")
        body = request["raw"].encode()
    elif "body" in request:
        headers["Content-Type"], body = "application/json", json.dumps(request["body"]).encode()
    route = next((one for one in spec["routes"] if one["operation"] == request["operation"]), None)
    if used != MISSING and route is not None:
        for auth in authentication.sent(spec, route):
            _authorise(auth, _credentials(credentials, used), headers, query)
    steps = policies.steps(route) if route is not None else []
    from_policies = _apply(steps, credentials, used, headers, query)
    path = _filled(request["path"], {**request.get("path_values", {}), **from_policies, **known})
    target = f"{base}{path}" + (f"?{urlencode(query, True)}" if query else "")
    return Wire(request["method"], target, headers, body)


def _apply(
    steps: Sequence[Step],
    credentials: Mapping[str, str],
    used: str,
    headers: dict[str, str],
    query: list[tuple[str, Json]],
) -> dict[str, Json]:
    """Apply policies to headers and query; returns the values that policies put into the path."""
    if not steps:
        return {}
    texts = [(name, quote(str(one), safe="")) for name, value in query for one in _each(value)]
    sent = Sent("", {name.lower(): value for name, value in headers.items()}, texts)
    for step in steps:
        if used == f"{WITHOUT}{step[0]} {step[1]}":
            _forget(sent, step)
            continue
        if step[0] not in ("header", "query") or (used == MISSING and policies.of_connection(step[3])):
            continue
        try:
            taken(step, sent, _credentials(credentials, used))
        except Lacking:
            continue
    changed = {name.lower(): name for name in headers}
    spelled = {changed.get(name, name): value for name, value in sent.headers.items()}
    headers.clear()
    headers.update(spelled)
    query[:] = [(name, unquote(value)) for name, value in sent.query]
    values: dict[str, Json] = {**policies.path_values(steps, sent.sources(credentials))}
    return values


def _forget(sent: Sent, step: Step) -> None:
    """Remove the value that a policy sets from a request, which may contain it already."""
    if step[0] == "header":
        sent.headers.pop(step[1], None)
    elif step[0] == "query":
        sent.query[:] = [one for one in sent.query if one[0] != step[1]]


def _each(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def base_path(spec: Document) -> str:
    """The base path of all calls, percent-encoded."""
    return quote(spec["base_path"], safe=_PLAIN)


def _credentials(known: Mapping[str, str], used: str) -> dict[str, str]:
    kind, _, name = used.partition(" ")
    return {one: WRONG_VALUE if kind == WRONG and name in ("", one) else value for one, value in known.items()}


def _authorise(auth: Auth, value: Mapping[str, str], headers: dict[str, str], query: list[tuple[str, Json]]) -> None:
    if auth["kind"] == "basic":
        pair = f"{value[auth['username']]}:{value[auth['password']]}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    elif auth["kind"] == "bearer":
        headers["Authorization"] = f"Bearer {value[auth['credential']]}"
    elif auth["in"] == "query":
        query[:] = [one for one in query if one[0] != auth["name"]] + [(auth["name"], value[auth["credential"]])]
    else:
        headers[auth["name"]] = value[auth["credential"]]


def without(request: Request, path: str) -> Request:
    """A copy of a request without the value at a path such as ``body.messages[].to`` (in the first item of a list)."""
    changed = copy.deepcopy(request)
    *above, last = response_paths.split(path)
    place: object = changed
    for step in above:
        place = _below(place, step)
    if not isinstance(place, dict):
        raise TypeError(f"{path}: there is no object that contains it")
    del place[last]
    return changed


def _below(place: object, step: str) -> object:
    if step == "[]" and isinstance(place, list):
        return place[0]
    if not isinstance(place, dict):
        raise TypeError(f"{step}: there is no object that contains it")
    return place[step]


def placed(request: Request, values: Mapping[str, object]) -> Request:
    """A copy of a request with values set at their paths (in the first item of a list); missing parents are created."""
    changed = copy.deepcopy(request)
    for path, value in values.items():
        _place(changed, response_paths.split(path), copy.deepcopy(value))
    return changed


def _place(place: object, steps: Sequence[str], value: object) -> None:
    first, rest = steps[0], steps[1:]
    if first == "[]" and isinstance(place, list):
        place[:] = place or [{}]
        if rest:
            _place(place[0], rest, value)
        else:
            place[0] = value
    elif isinstance(place, dict):
        if rest:
            _place(place.setdefault(first, [] if rest[0] == "[]" else {}), rest, value)
        else:
            place[first] = value
    else:
        raise TypeError(f"{first}: there is nothing that can contain it")


def _filled(path: str, values: Record) -> str:
    """A path with percent-encoded values."""
    pieces = re.split(r"\{([^{}]*)\}", path)
    parts = [
        quote(_text(values.get(one, one)), safe="") if index % 2 else quote(one, safe=_PLAIN)
        for index, one in enumerate(pieces)
    ]
    return "".join(parts)


def _text(value: Json) -> str:
    """A value as text in a path."""
    return str(value).lower() if isinstance(value, bool) else str(value)
