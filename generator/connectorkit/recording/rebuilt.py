"""Offline calls of the generated client with recorded inputs and responses."""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from connectorkit.contract.contract_types import Request
from connectorkit.model.json_value import Json
from connectorkit.recording.exchange import Exchange, body, raw
from connectorkit.recording.subject import Subject
from connectorkit.render.contract_tests import calls
from connectorkit.sandbox.shapes.document_types import Parameter, Route, Shape

# A reserved host; nothing is sent in any case.
_NOWHERE = "https://recorded.invalid"
_SEPARATORS = {"ssv": " ", "tsv": "\t", "pipes": "|"}


class Sent(NamedTuple):
    """A request of the client; all values are decoded."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: Json


class Outcome(NamedTuple):
    """The outcome of one exchange. ``sent`` is the client's request, or None; ``unsaid``: it has no such call.

    ``error`` is the class and message of its exception, ``problems`` are the paths of unreadable response values.
    """

    sent: Sent | None = None
    unsaid: bool = False
    error: str = ""
    problems: Sequence[str] = ()


class Rebuilder:
    """Makes the calls of exchanges with the client in a folder."""

    def __init__(self, subject: Subject, made: ModuleType) -> None:
        self._subject, self._made = subject, made

    def outcomes(self, exchanges: Mapping[str, Exchange]) -> dict[str, Outcome]:
        """The outcome of one exchange for each operation."""
        requests = {name: (request(self._subject.routes[name], one), list[str]()) for name, one in exchanges.items()}
        found = calls.calls(self._subject.connector, requests)
        return {name: self._outcome(found.get(name), one) for name, one in exchanges.items()}

    def _outcome(self, call: calls.Call | None, exchange: Exchange) -> Outcome:
        if call is None:
            return Outcome(unsaid=True)
        transport = _Recorded(self._made, exchange)
        types = importlib.import_module(self._made.__name__)
        classes = {name: getattr(types, name) for name in call.classes}
        error, problems = "", list[str]()
        with self._made.Client(**self._given(), throttle=None, retries=0, transport=transport, environ={}) as client:
            try:
                result = getattr(client, call.method)(**_arguments(call.arguments, classes))
                problems = [str(one) for one in result.problems]
            except self._made.ConnectorError as failure:
                error = f"{type(failure).__name__}: {failure}"
        return Outcome(transport.sent, False, error, problems)

    def _given(self) -> dict[str, object]:
        asked = inspect.signature(self._made.Client).parameters
        names = {one["argument"] for one in self._subject.spec["credentials"]}
        required = {name for name, one in asked.items() if one.default is inspect.Parameter.empty}
        known: dict[str, object] = dict.fromkeys((names & asked.keys()) | required, "recorded")
        return {**known, "base_url": f"{_NOWHERE}{self._subject.spec['base_path']}"}


def _arguments(given: Sequence[calls.Named], classes: Mapping[str, Any]) -> dict[str, object]:
    return {one["name"]: _made(one["value"], classes) for one in given}


def _made(value: calls.Value, classes: Mapping[str, Any]) -> object:
    """The argument that the contract tests write as Python; no step before gave a value that is known."""
    if value["form"] == "object":
        return classes[value["name"]](**_arguments(value["arguments"], classes))
    if value["form"] == "list":
        return [_made(one, classes) for one in value["listed"]]
    if value["form"] == "mapping":
        return _arguments(value["entries"], classes)
    if value["form"] == "known":
        raise KeyError(value["name"])
    return value["value"]


class _Recorded:
    """A transport that returns the recorded response and keeps the request; it opens no socket."""

    def __init__(self, made: ModuleType, exchange: Exchange) -> None:
        self._made, self._exchange = made, exchange
        self.sent: Sent | None = None

    def send(self, request: Any, /) -> Any:  # Any: types of a package that is imported at run time.
        """The recorded response."""
        parts = urlsplit(request.target)
        kept = body(request.body or b"", str(request.headers.get("content-type", "")))
        self.sent = Sent(
            request.method,
            unquote(parts.path),
            parse_qsl(parts.query, keep_blank_values=True),
            dict(request.headers),
            json.loads(json.dumps(kept)),
        )
        response = self._exchange["response"]
        headers = {"content-type": "application/json", **response.get("headers", {})}
        return self._made.Response(response["status"], headers, raw(response.get("body")))

    def close(self) -> None:
        """Do nothing: no connection is open."""


def request(route: Route, exchange: Exchange) -> Request:
    """A recorded request as the data of a call."""
    kept = exchange["request"]
    made: Request = {"operation": route["operation"], "method": route["method"], "path": route["path"]}
    if kept.get("path_values"):
        made["path_values"] = dict(kept["path_values"])
    lists = {(one["in"], one["name"]): one for one in route["parameters"] if one["shape"].get("type") == "array"}
    query = _gathered(kept.get("query", []))
    if query:
        made["query"] = {name: _split(values, lists.get(("query", name))) for name, values in query.items()}
    spelled = {one["name"].lower(): one["name"] for one in route["parameters"] if one["in"] == "header"}
    headers = {spelled[name]: value for name, value in kept.get("headers", {}).items() if name in spelled}
    if headers:
        made["headers"] = {name: _split([value], lists.get(("header", name))) for name, value in headers.items()}
    sent = kept.get("body")
    if sent and "json" in sent:
        shape = route["body"]["shape"] if "body" in route else {}
        made["body"] = declared(shape, sent["json"])
    elif sent and "form" in sent:
        form = _gathered(sent["form"])
        made["form"] = {name: _split(values, lists.get(("formData", name))) for name, values in form.items()}
    elif sent and "text" in sent:
        made["raw"] = sent["text"]
    return made


def declared(shape: Shape, value: Json) -> Json:
    """A value without undeclared properties, which no call can have."""
    fields = {one["name"]: one["shape"] for one in shape.get("fields", ())}
    if isinstance(value, dict) and fields and "additional" not in shape:
        return {name: declared(fields[name], below) for name, below in value.items() if name in fields}
    if isinstance(value, list) and "items" in shape:
        return [declared(shape["items"], below) for below in value]
    return value


def _gathered(pairs: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _split(values: list[str], of_list: Parameter | None) -> Json:
    """The value of a parameter; a list that is sent as one string is split."""
    if of_list is None:
        return values[0] if len(values) == 1 else [*values]
    if of_list.get("separator") == "multi" or len(values) > 1:
        return [*values]
    return [*values[0].split(_SEPARATORS.get(of_list.get("separator", "csv"), ","))] if values[0] else []


@contextmanager
def imported(package: str, folder: Path) -> Iterator[ModuleType]:
    """The client in a folder, imported for the block; another package of its name is restored afterwards."""
    before = {name: one for name, one in sys.modules.items() if name.partition(".")[0] == package}
    for name in before:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            del sys.modules[name]
        sys.modules.update(before)
