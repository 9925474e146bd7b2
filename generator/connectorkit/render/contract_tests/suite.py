"""The contract tests: a pytest suite of the vendor's API, one file for each operation, and the sandbox's spec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

from connectorkit.contract.contract_types import Request
from connectorkit.contract.environment import variable
from connectorkit.contract.request import placed, wire
from connectorkit.model import python_names
from connectorkit.model.connector import Connector
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.policies.simulation import simulated
from connectorkit.model.policies.steps import references
from connectorkit.render.client.connection import unsimulated
from connectorkit.render.contract_tests import (
    bounds,
    kept_records,
    kept_routes,
    mcp_cases,
    same_requests,
)
from connectorkit.render.contract_tests import (
    calls as contract_calls,
)
from connectorkit.render.contract_tests import (
    examples as contract_examples,
)
from connectorkit.render.contract_tests.examples import Example, Subject
from connectorkit.render.contract_tests.faults import faults
from connectorkit.render.contract_tests.modules import FOLDER, module
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.render.templates import Templates
from connectorkit.sandbox.server.auth import DEFAULT, Guard
from connectorkit.sandbox.server.policies import demands, ways
from connectorkit.sandbox.server.request import signature
from connectorkit.sandbox.shapes import authentication, document_file, json_types, policies, response_paths
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Document, Route, Shape

Case = dict[str, object]
"""The values of a test file, for its template."""

CALLBACKS = {"body": "body", "query": "query", "header": "headers", "path": "path_values"}


def render(connector: Connector, templates: Templates, kept: Kept = NOTHING) -> dict[str, bytes]:
    """The suite's files below ``contract_tests/``."""
    spec = project(connector, kept)
    same_requests.mark(spec, Requests(spec))
    cases = [*projected(connector, spec, kept), *_servers(spec)]
    note_untested_hosts(spec, cases)
    modules = python_names.unique([f"test_{python_names.identifier(str(one['operation']))}" for one in cases])
    texts = {
        f"{name}.py": module(templates, _template(one), {"case": one, "title": spec["title"]})
        for name, one in zip(modules, cases, strict=True)
    }
    shared: Case = {"spec": spec, "title": spec["title"], "cases": list(zip(modules, cases, strict=True))}
    texts["conftest.py"] = module(templates, "conftest", shared)
    variables = [variable(spec, one["name"]) for one in spec["credentials"]]
    described: Case = {"variables": variables, "unsimulated": unsimulated(simulated(connector))}
    texts["README.md"] = templates.render(f"{FOLDER}/README.md.j2", {**shared, **described}, {})
    texts[document_file.NAME] = f"{kept_routes.document(spec, kept)}\n"
    return {f"{FOLDER}/{name}": text.encode() for name, text in sorted(texts.items())}


def projected(connector: Connector, spec: Document, kept: Kept = NOTHING) -> Iterator[Case]:
    """The values for the file of each operation, in order."""
    learned = kept_routes.learned(spec, kept, learned_cases)
    given = {name: (one.request, one.given) for name, one in learned.items()}
    calls = contract_calls.calls(connector, given, kept)
    for route in _tested(spec):
        call = calls.get(route["operation"])
        yield learned[route["operation"]].case | {"summary": _line(route["summary"]), "call": call}


class Learned(NamedTuple):
    """What is known about an operation except its texts: its request, the names of known values, and its case."""

    request: Request
    given: list[str]
    case: Case


def learned_cases(spec: Document) -> dict[str, Learned]:
    """What was learned about each operation, by its id; it contains no texts of the source."""
    requests = Requests(spec)
    subjects = [_subject(route, requests) for route in _tested(spec)]
    examples = contract_examples.learn(spec, subjects)
    alike = {one.route["operation"]: example.alike for one, example in zip(subjects, examples, strict=True)}
    found: dict[str, Learned] = {}
    for subject, example in zip(subjects, examples, strict=True):
        made = case(subject, example, spec, requests) | _lists(subject, example, requests, alike)
        found[subject.route["operation"]] = Learned(subject.request, [one["name"] for one in subject.before], made)
    return found


def _servers(spec: Document) -> Iterator[Case]:
    """The values for the file of each MCP server."""
    requests = Requests(spec)
    for route in mcp_cases.servers(spec["routes"]):
        named = {name: _line(route[name]) for name in ("summary", "method", "path", "effect")}
        same = {"operation": route["operation"], "name": _line(route["operation"]), **named}
        yield mcp_cases.case(route, requests, {**same, "credentials": _credentials(route, spec)[:2]})


def note_untested_hosts(spec: Document, cases: Sequence[Case]) -> None:
    """List the policies whose host no test can detect: a server does not see the host that was intended for a call.

    The client reports the host if it has the call, and if the host depends only on connection parameters.
    """
    told = {str(case["operation"]) for case in cases if case.get("call") and case.get("address")}
    for route in _tested(spec):
        hosts = [step for step in policies.steps(route) if step[0] == "host"]
        if hosts and route["operation"] not in told:
            text = f"{hosts[-1][4]} ({route['operation']}): no test can detect which host it sets"
            spec["not_simulated"] = [*spec.get("not_simulated", ()), text]


def _tested(spec: Document) -> list[Route]:
    """The routes that a test can distinguish; MCP servers and their parts are tested separately."""
    return [route for route in spec["routes"] if not {"same_as", "mcp", "part_of"} & route.keys()]


def _subject(route: Route, requests: Requests) -> Subject:
    request = requests.request(route)
    rule = requests.rule(route)
    return Subject(
        route,
        request,
        requests.before(route),
        requests.optional(route, request),
        list(requests.required(route, request)),
        kept_records.listed(requests, route),
        _callback(route),
        "create" in rule,
        "delete" in rule or requests.ends(route),
    )


def case(subject: Subject, example: Example, spec: Document, requests: Requests) -> Case:
    """The values of the test file of an operation."""
    route = subject.route
    made: Case = {
        "operation": route["operation"],
        "name": _line(route["operation"]),
        "summary": _line(route["summary"]),
        "method": route["method"],
        "path": _line(route["path"]),
        "effect": route["effect"],
        "safe": requests.safe(route, subject.request),
        "internal": route["internal"],
        "status": route["status"],
        "request": subject.request,
        "before": list(subject.before),
        "success": _success(route),
        "paths": _response(route, example),
        "optional": subject.optional,
        "required": {path: example.details.get(path) for path in subject.required},
        "bounds": _bounds(subject, requests),
        "credentials": _credentials(route, spec),
        "policies": [f"{one.kind} {one.name}" for one in demands(policies.steps(route)) if one.name != "content-type"],
        "address": _address(route),
        "webhook": "callback" in route,
        "mcp": False,
        "package": spec["package"],
        "faults": list(faults(route, bool(example.again))),
        **_learned(example),
    }
    return made | (_webhook(route, example, requests) if "callback" in route else {})


def _learned(example: Example) -> Case:
    """The values for the stable parts of a sandbox's responses."""
    return {
        "example": example.values,
        "full": example.full,
        "headers": example.headers,
        "kept": example.kept,
        "learned": bool(example.refusals or example.values or example.kept),
        "unknown": example.unknown,
        "refusals": dict(sorted(example.refusals.items())),
        "refused": sorted({400, 422} & example.refusals.keys()),
        "again": example.again,
    }


def _lists(subject: Subject, example: Example, requests: Requests, alike: dict[str, list[str]]) -> Case:
    """Where created records are listed, and how they are paged; ``alike``: equal fields by the creating operation."""
    listed = {**subject.listed, "alike": example.alike} if example.kept and subject.listed else None
    pages = kept_records.pages(requests, subject.route) if example.values else None
    if pages and pages["key"]:
        pages["alike"] = alike.get(pages["create"]["request"]["operation"], [])
    return {
        "listed": listed,
        "pages": pages,
        "creates": subject.creates,
        "deletes": subject.deletes,
    }


def _callback(route: Route) -> str:
    """The path of the callback URL in a request; "" if there is none."""
    place = route.get("callback")
    return f"{CALLBACKS.get(place['in'], 'form')}.{place['path']}" if place else ""


def _webhook(route: Route, example: Example, requests: Requests) -> Case:
    unseen = set(example.event_unseen)
    return {
        "callback": _callback(route),
        "ended": requests.ended(route),
        "unique": route["event_unique"],
        "event_paths": [one for one in _kinds(route["event"], set()) if one[0] not in unseen],
        "event_example": example.event,
    }


def _bounds(subject: Subject, requests: Requests) -> list[bounds.Bound]:
    request = placed(subject.request, subject.optional)
    if requests.alike[signature(subject.route)] > 1:  # Such a request may belong to another operation.
        return []
    return list(bounds.bounds(_values(subject.route, request)))


def _values(route: Route, request: Request) -> Iterator[tuple[str, Shape, Json]]:
    """Each value of a request with its path and shape; arrays in the query are sent as strings and have no bounds."""
    for one in route["parameters"]:
        place: Literal["query", "headers"] = "headers" if one["in"] == "header" else "query"
        given = request.get(place, {})
        own = not policies.settle(policies.steps(route), one["in"], one["name"])
        if one["in"] in ("query", "header") and one["name"] in given and own:
            words = json_types.kinds(one["shape"])
            value = json_types.fit(given[one["name"]], words)
            if "array" not in words:
                yield f"{place}.{response_paths.spelled(one['name'])}", one["shape"], value
    if "body" in request:
        yield from bounds.values(route["body"]["shape"], request["body"], "body")


def _credentials(route: Route, spec: Document) -> list[str]:
    """The ways in which credentials can be invalid."""
    found = demands(policies.steps(route))
    used = [] if route["open"] else next(iter(ways(spec, route, found)), [])
    if not used:
        return ["wrong", "missing"] if any(one.guards for one in found) else []
    names = list(dict.fromkeys(name for one in used for name in authentication.names(one)))
    single = [f"wrong {name}" for name in names if len(names) > 1]
    return ["wrong", "missing", *(one for one in single if not _still_valid(route, spec, one))]


def _still_valid(route: Route, spec: Document, used: str) -> bool:
    """Whether credentials of which one is wrong are still valid by another alternative, which needs only the others."""
    known = {one["name"]: DEFAULT for one in spec["credentials"]}
    bare: Request = {"operation": route["operation"], "method": route["method"], "path": ""}
    sent = wire(bare, "", spec, known, {}, used)
    headers = {name.lower(): value for name, value in sent.headers.items()}
    query = parse_qs(urlsplit(sent.target).query)
    return Guard(spec).caller(headers, query, ways(spec, route, demands(policies.steps(route)))) is not None


def _address(route: Route) -> dict[str, Json]:
    """Connection parameters from which a policy builds the URL of the call; empty unless it uses only these."""
    hosts = [step[3] for step in policies.steps(route) if step[0] == "host"]
    if not hosts or any(source != "connection" for source, _, _ in references(hosts[-1])):
        return {}
    return dict(policies.samples(hosts[-1]))


def _template(one: Case) -> str:
    if one["mcp"]:
        return "test_mcp"
    return "test_trigger" if one["webhook"] else "test_action"


def _line(text: str) -> str:
    """A text that fits into the first line of a docstring."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())


def _success(route: Route) -> dict[str, Json]:
    """The values that identify a success, by response path, if the response declares these paths."""
    judged = [route[one] for one in ("envelope", "items") if one in route and route["result"] is not None]
    return {one["path"]: one["equals"] for one in judged}


def _response(route: Route, example: Example) -> Sequence[tuple[str, str]]:
    """Each response path and its types. Only rejected items may lack values; an accepted item is complete."""
    if route["method"] == "HEAD":
        return []
    items = route.get("items", {}).get("path", "").rpartition(".")[0]
    return list(_kinds(route["result"], {items} if items else set()))


def _kinds(shape: Shape | None, whole: set[str]) -> Iterable[tuple[str, str]]:
    for one in response_paths.paths(shape):
        present = one.path.rpartition(".")[0] in whole
        words = [*(one.kinds or ("any",)), *(["absent"] if one.optional and not present else [])]
        yield one.path, " or ".join(words)
