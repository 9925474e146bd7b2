"""Client against sandbox: each method of a client is called once, and its response must match its types completely."""

from __future__ import annotations

import importlib
import inspect
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from connectorkit.contract.contract import Contract
from connectorkit.model.connector import Connector
from connectorkit.model.json_value import Json, mapping
from connectorkit.render.client import methods
from connectorkit.render.client.engine.model import decode
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.server.request import OF_HTTP
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes import samples
from connectorkit.sandbox.shapes.document_types import Document, Parameter, Record, Route

# Clients, and what is in them, are of packages that are built and imported in the run: Any here.
_PACKAGE = "connectorkit_client_in_use"


def problems(package: Path, connector: Connector, spec: Document) -> list[str]:
    """The problems of calls from the client in ``package`` to the sandbox of ``spec``."""
    made = _loaded(package)
    routes = {route["operation"]: route for route in spec["routes"]}
    found: list[str] = []
    with serve(spec) as running:
        client = _client(made, running.url)
        contract = Contract(spec, running.url, {one["name"]: "sandbox" for one in spec["credentials"]})
        for call in methods.settled(connector)[0]:
            route = routes[call.operation.id]
            known = contract.prepared(Requests(spec).before(route))
            wrong = _called(client, call, route, spec, known)
            found += [f"{call.operation.id}: {wrong}"] if wrong else []
        client.close()
    for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
        del sys.modules[name]
    return found


def _loaded(package: Path) -> ModuleType:
    found = spec_from_file_location(_PACKAGE, package / "__init__.py", submodule_search_locations=[str(package)])
    assert found is not None and found.loader is not None
    made = module_from_spec(found)
    sys.modules[_PACKAGE] = made
    found.loader.exec_module(made)
    return made


def _client(made: ModuleType, url: str) -> Any:
    # `oauth` replaces the token.
    asked = [name for name in inspect.signature(made.Client).parameters if name not in (*methods.OPTIONS, "oauth")]
    return made.Client(**dict.fromkeys(asked, "sandbox"), base_url=url, retries=0, throttle=None)


def _called(client: Any, call: methods.Call, route: Route, spec: Document, known: Record) -> str:
    module = importlib.import_module(f"{_PACKAGE}.types.{call.module}")
    arguments, unread = _arguments(module.OPERATION, route, spec, known)
    if unread:
        return f"the client cannot hold {', '.join(unread)}"
    try:
        result = getattr(client, call.method)(**arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return f"unlike what is declared: {', '.join(result.problems[:5])}" if result.problems else ""


def _arguments(operation: Any, route: Route, spec: Document, known: Record) -> tuple[dict[str, object], list[str]]:
    """The arguments of a minimal call, and those that the client's types do not allow."""
    sent = Requests(spec).request(route)
    asked = {(one["in"], one["name"]): one for one in route["parameters"]}
    arguments: dict[str, object] = {}
    unread: list[str] = []
    for entry in operation.inputs:
        if not entry.argument:
            continue
        if entry.location == "header" and entry.wire.lower() in OF_HTTP:
            arguments |= {entry.argument: "sandbox"} if "required" in entry.rules else {}
            continue
        one = asked.get((entry.location, entry.wire))
        if entry.location == "path":
            value = known.get(entry.wire, _in_path(asked[entry.location, entry.wire]))
            arguments[entry.argument] = _held(entry.kind, value, unread)
        elif one is not None and one["required"]:
            arguments[entry.argument] = _held(entry.kind, samples.request_sample(one["shape"], one["name"], {}), unread)
        elif entry.location == "body" and entry.wire in mapping(sent.get("body")):
            arguments[entry.argument] = _held(entry.kind, mapping(sent.get("body"))[entry.wire], unread)
        elif entry.location == "whole" and ("body" in sent or "raw" in sent):
            arguments[entry.argument] = _held(entry.kind, sent.get("body", sent.get("raw")), unread)
    return arguments, unread


def _in_path(one: Parameter) -> Json:
    value = samples.request_sample(one["shape"], one["name"], {})
    return "sandbox" if value == "" else value


def _held(kind: str, value: Json, unread: list[str]) -> object:
    if kind in ("f", "r"):
        return str(value).encode()
    found: list[str] = []
    made = decode(kind, value, "", found)
    unread += [f"{value!r:.80} at {path or 'the top'}" for path in found]
    return made
