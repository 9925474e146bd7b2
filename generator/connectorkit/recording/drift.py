"""Drift: comparison of a service's current responses with the source. Only operations that read are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from connectorkit.contract.contract import Contract
from connectorkit.contract.target import Observed
from connectorkit.diagnostics.finding import Finding
from connectorkit.diagnostics.recording_notes import HELP
from connectorkit.model.json_value import Json
from connectorkit.recording import comparing
from connectorkit.recording.comparing import Difference
from connectorkit.recording.exchange import Exchange
from connectorkit.recording.observing import response
from connectorkit.recording.replay import envelope_refuses, is_structured, judged, sentence
from connectorkit.recording.subject import Subject, above
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.shapes.document_types import Route, Shape

# Larger responses are not compared.
_MOST_BYTES = 20_000_000
_IDS = {
    comparing.TYPE: ("DRF010", "error"),
    comparing.MISSING: ("DRF020", "error"),
    comparing.NEW: ("DRF030", "warning"),
}
Key = tuple[str, str, tuple[str, ...]]
"""The operation, the key of its response, and the steps of a path."""


@dataclass(slots=True)
class Drift:
    """The result. ``called`` are the operations that responded, ``skipped`` has a line for each that was not called.

    ``new`` are the values at each undeclared path, ``remarks`` are lines about responses that were not compared.
    """

    findings: list[Finding] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    new: dict[Key, list[Json]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def drift(subject: Subject, url: str, credentials: Mapping[str, str]) -> Drift:
    """Call every operation that reads and has known inputs, and compare its responses with the source."""
    made, heard = Drift(), list[Observed]()
    contract = Contract(subject.spec, url, credentials, full=False)
    contract.observer = heard.append
    requests = Requests(subject.spec)
    for route in subject.spec["routes"]:
        why = _why_not(route, subject, requests)
        if why:
            made.skipped.append(f"not called: {route['operation']}: {why}")
        else:
            _call(contract, route, requests, made, subject)
    exchanges: dict[tuple[str, str], list[Exchange]] = {}
    for one in heard:
        _hear(subject, one, exchanges, made)
    for (name, key), some in exchanges.items():
        made.findings += _compared(subject, name, key, some, made)
    return made


def _call(contract: Contract, route: Route, requests: Requests, made: Drift, subject: Subject) -> None:
    name = route["operation"]
    try:
        contract.call(requests.request(route), requests.before(route))
    except pytest.skip.Exception as skipped:
        made.skipped.append(f"not called: {name}: {skipped.msg}")
    except (AssertionError, OSError) as error:
        said = f"'{name}' cannot be read: {' '.join(str(error).split())[:300]}."
        made.findings.append(_finding("DRF050", said, subject, name))


def _why_not(route: Route, subject: Subject, requests: Requests) -> str:
    """Why an operation is not called; "" when it is. Only operations with the effect ``reads`` are."""
    if route["effect"] != "reads":
        return f"its effect is '{route['effect']}'"
    if "same_as" in route:
        return f"policies route it to the request of {route['same_as']}"
    finders = [step["find"]["request"] for step in requests.before(route) if "find" in step]
    if any(subject.routes[one["operation"]]["effect"] != "reads" for one in finders):
        return "the call that finds its ids is not a read"
    found = {step["name"] for step in requests.before(route) if "find" in step}
    unknown = [
        one["name"]
        for one in route["parameters"]
        if (one["required"] or one["in"] == "path") and one["name"] not in found | requests.inputs.keys()
        if not _known(one["shape"])
    ]
    if route.get("body", {}).get("required") and not _known_body(route, requests):
        unknown.append("body")
    names = ", ".join(f"'{name}'" for name in unknown)
    return f"no value is known for {names}; add `example` to it in the source" if names else ""


def _known(shape: Shape) -> bool:
    return bool({"example", "default", "choices", "safe_values"} & shape.keys()) or shape.get("type") == "boolean"


def _known_body(route: Route, requests: Requests) -> bool:
    """Whether every required value of a body is known."""

    def known(shape: Shape, name: str) -> bool:
        if _known(shape) or name in requests.inputs:
            return True
        if "items" in shape:
            return known(shape["items"], name)
        fields = [one for one in shape.get("fields", ()) if one["required"]]
        return "fields" in shape and all(known(one["shape"], one["name"]) for one in fields)

    return known(route["body"]["shape"], "")


def _hear(subject: Subject, one: Observed, exchanges: dict[tuple[str, str], list[Exchange]], made: Drift) -> None:
    """Add a response; one without success is a finding."""
    name = one.request["operation"]
    exchange: Exchange = {
        "request": {"method": one.sent.method, "path": one.request["path"]},
        "response": response(one.status, one.headers, one.body, _MOST_BYTES),
    }
    key = subject.status(name, one.status)
    if one.status >= 300 or envelope_refuses(subject, name, exchange):
        said = f"'{name}' was refused with the status {one.status}."
        made.findings.append(_finding("DRF050", said, subject, name))
        return
    if name not in made.called:
        made.called.append(name)
    if not key:
        said = f"'{name}' responded with the status {one.status}, which the source does not declare."
        made.findings.append(_finding("DRF010", said, subject, name))
    else:
        exchanges.setdefault((name, key), []).append(exchange)


def _compared(subject: Subject, name: str, key: str, exchanges: list[Exchange], made: Drift) -> Iterator[Finding]:
    there: set[tuple[str, ...]] = set()
    wrong: dict[tuple[str, tuple[str, ...], str], Difference] = {}
    shape = subject.shape(name, key)
    for exchange in exchanges:
        body = exchange["response"].get("body", {})
        if "omitted" in body and is_structured(shape):
            said = "is not text in a known encoding, is nested too deeply, or is too large"
            made.remarks.append(f"not compared: {name}: a response of {body['omitted']['bytes']} bytes {said}")
        for one in judged(subject, name, key, exchange):
            wrong.setdefault((one.kind, one.steps, one.got), one)
        if "json" in body:
            there |= set(comparing.present(body["json"]))
            for one in comparing.everything(shape or {}, body["json"]):
                if one.kind == comparing.NEW and not subject.is_open(name, key, one.path):
                    made.new.setdefault((name, key, one.steps), []).append(one.value)
    for one in wrong.values():
        id_, severity = _IDS[one.kind]
        said = sentence(name, key, one)
        yield Finding(id_, said, subject.span(name, key, one.path), HELP[id_], severity, operation=name)
    reported = {one.path for one in wrong.values()}
    present = {comparing.spelled(steps) for steps in there}
    # Null and empty lists give no evidence about their content.
    filled = {comparing.spelled(steps[:-1]) for steps in there}
    for path in subject.optional(name, key):
        if path not in present | reported and above(path) in filled:
            said = f"'{path}' of '{name}' was in no response."
            yield Finding("DRF040", said, subject.span(name, key, path), HELP["DRF040"], "advice", operation=name)


def _finding(id_: str, message: str, subject: Subject, operation: str) -> Finding:
    return Finding(id_, message, subject.span(operation), HELP[id_], "error", operation=operation)
