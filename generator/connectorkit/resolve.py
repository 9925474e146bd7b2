"""Resolve: the checked tree of a source becomes one Connector."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from connectorkit import names
from connectorkit.findings import Finding
from connectorkit.model import (
    UNSET, Authentication, Availability, Connector, Credential, Criterion, ErrorShape, Event, Json,
    NamedType, Operation, Pages, Parameter, Response, Schema, Success, Throttle, Unset, Unsubscribe,
)  # fmt: skip
from connectorkit.read import Node
from connectorkit.resolve_schema import Shapes, derived_title
from connectorkit.source import Source

_EFFECTS = {"GET": "reads", "HEAD": "reads", "OPTIONS": "reads", "PUT": "idempotent", "DELETE": "idempotent"}
_PHRASES = {"200": "OK", "201": "Created", "202": "Accepted", "204": "No content"}


def resolve(source: Source) -> tuple[Connector, list[Finding]]:
    """The connector that a source without schema errors describes, and what does not fit together."""
    root, style = source.root, source.root.get("style")
    shapes = Shapes(source.types, _text(style, "titles", "x-ms-summary"), _text(style, "descriptions", "none"),
                    _text(style, "types", "inline") == "definitions")  # fmt: skip
    operations = _operations(source, shapes)
    types = {
        name: NamedType(name, names.class_name(name), shapes.named(name), shapes.definitions) for name in source.types
    }
    url = urlsplit(_text(root, "server"))
    connector = Connector(
        span=root.span, title=_text(root, "connector"), description=_text(root, "description"),
        version=_text(root, "version"), package=_text(root, "package") or names.package_name(_text(root, "connector")),
        host=url.netloc, base_path=url.path or None, schemes=(url.scheme,), contact=_plain(root, "contact"),
        metadata=_metadata(root), publisher=_text(root, "publisher"), stack_owner=_text(root, "stack_owner"),
        brand_color=_text(root, "brand_color", "#007ee5"), categories=_texts(root, "categories") or (),
        operations=operations, paths=(), types=types, shared_parameters={}, shared_responses={},
        authentications=_authentications(root), security=_security(root), credentials=_credentials(root),
        consumes=None, produces=None, intro=source.texts.get("intro", ""),
        prerequisites=source.texts.get("prerequisites", ""), credentials_help=source.texts.get("credentials_help", ""),
        known_issues=source.texts.get("known_issues", ""), throttle=_throttle(root), availability=_availability(root),
        errors=ErrorShape(**{k: str(v) for k, v in _plain(root, "errors").items()}),
        policies=tuple(cast("dict[str, Json]", n.plain()) for n in _items(root, "policies")),
        capabilities=_texts(root, "capabilities") or (), script_file=_text(root, "script"),
        icon_file=_text(root, "icon"), sandbox=_mapping(source.sandbox),
        info_extra=_plain(root, "info_extra"), properties_extra=_plain(root, "properties_extra"),
        extra=_plain(root, "extra"),
    )  # fmt: skip
    return connector, [*shapes.findings, *_references(connector)]


def _items(node: Node | None, key: str) -> list[Node]:
    below = node.get(key) if node else None
    return below.sequence if below else []


def _text(node: Node | None, key: str, default: str = "") -> str:
    below = node.get(key) if node else None
    return below.text if below and isinstance(below.value, str) else default


def _optional(node: Node, key: str) -> str | None:
    below = node.get(key)
    return below.text if below else None


def _texts(node: Node, key: str) -> tuple[str, ...] | None:
    below = node.get(key)
    return tuple(item.text for item in below.sequence) if below else None


def _plain(node: Node | None, key: str) -> dict[str, Json]:
    return _mapping(node.get(key) if node else None)


def _mapping(node: Node | None) -> dict[str, Json]:
    return cast("dict[str, Json]", node.plain()) if node and isinstance(node.value, dict) else {}


def _metadata(root: Node) -> tuple[tuple[str, str], ...]:
    rows = [("Website", _text(root, "website")), ("Privacy policy", _text(root, "privacy_policy")),
            ("Categories", ";".join(_texts(root, "categories") or ()))]  # fmt: skip
    return tuple(row for row in rows if row[1])


def _throttle(root: Node) -> Throttle | None:
    limit = _plain(root, "throttle")
    return Throttle(int(str(limit["calls"])), int(str(limit["seconds"]))) if limit else None


def _availability(root: Node) -> tuple[Availability, ...]:
    return tuple(Availability(_text(n, "service"), _text(n, "class"), _texts(n, "except") or ())
                 for n in _items(root, "availability"))  # fmt: skip


def _authentications(root: Node) -> tuple[Authentication, ...]:
    listed = root.get("authentication")
    return tuple(
        Authentication(node.span, name, _text(node, "type"), cast("dict[str, Json]", node.plain()))
        for name, node in (listed.mapping if listed else {}).items()
    )


def _security(root: Node) -> Json | Unset:
    listed = root.get("authentication")
    return [{name: []} for name in listed.mapping] if listed and listed.mapping else UNSET


def _credentials(root: Node) -> tuple[Credential, ...]:
    listed = root.get("credentials")
    entries = listed.mapping if listed else {}
    python = names.unique([names.identifier(name) for name in entries])
    return tuple(
        Credential(node.span, name, python[i], _text(node, "type"), _text(node, "label") or derived_title(name),
                   _text(node, "description"), _flag(node, "required", True),
                   _text(node, "tooltip") or _text(node, "description"), _text(node, "role"),
                   _plain(node, "settings"), _plain(node, "extra"))
        for i, (name, node) in enumerate(entries.items())
    )  # fmt: skip


def _flag(node: Node, key: str, default: bool = False) -> bool:
    below = node.get(key)
    return default if below is None else below.value is True


def _operations(source: Source, shapes: Shapes) -> tuple[Operation, ...]:
    made = [_operation(node, source.root, shapes) for node in source.operations]
    python = names.unique([names.identifier(operation.id) for operation in made])
    return tuple(replace(operation, python=python[i]) for i, operation in enumerate(made))


def _operation(node: Node, root: Node, shapes: Shapes) -> Operation:
    kind = "trigger" if node.get("trigger") else "action"
    method, _, path = _text(node, "request").partition(" ")
    return Operation(
        span=node.span, id=_text(node, kind), python="", kind=kind, method=method.lower(), path=path,
        summary=_optional(node, "summary"), description=_optional(node, "description"),
        visibility=_text(node, "visibility"), effect=_text(node, "effect") or _EFFECTS.get(method, "creates"),
        parameters=_parameters(node, path, shapes), responses=_responses(node, root, kind, shapes),
        trigger=_text(node, "kind", "single") if kind == "trigger" else "", event=_event(node, shapes),
        unsubscribe=Unsubscribe(**{k: str(v) for k, v in _plain(node, "unsubscribe").items()})
        if node.get("unsubscribe") else None,
        hint=_text(node, "hint"), success=_success(root.get("success"), node.get("success")),
        pages=_pages(node.get("pages")),
        tags=_texts(node, "tags") or (), deprecated=_flag(node, "deprecated"),
        security=node.mapping["security"].plain() if node.get("security") else UNSET,
        consumes=_texts(node, "consumes"), produces=_texts(node, "produces"), annotation=_plain(node, "annotation"),
        extra=_plain(node, "extra"),
    )  # fmt: skip


def _pages(node: Node | None) -> Pages | None:
    if node is None:
        return None
    size = node.get("max_size")
    return Pages(_text(node, "items"), _text(node, "page", "page"), _text(node, "size"), _text(node, "current"),
                 _text(node, "last"), size.value if size and isinstance(size.value, int) else 0)  # fmt: skip


def _success(*nodes: Node | None) -> Success:
    envelope = items = None
    request = ""
    for node in nodes:
        found = _plain(node, "envelope") if node else {}
        envelope = Criterion(str(found["path"]), found["equals"]) if found else envelope
        found = _plain(node, "items") if node else {}
        items = Criterion(str(found["path"]), found["equals"]) if found else items
        request = str(found.get("request", "")) if found else request
    return Success(envelope, items, request)


def _event(node: Node, shapes: Shapes) -> Event | None:
    event = node.get("event")
    if event is None:
        return None
    return Event(event.span, shapes.schema(event, "", False), _optional(node, "event_description"),
                 _text(node, "event_unique"))  # fmt: skip


def _parameters(node: Node, path: str, shapes: Shapes) -> tuple[Parameter, ...]:
    listed, body = node.get("parameters"), node.get("body")
    made = [_parameter(key, below, path, shapes) for key, below in (listed.mapping if listed else {}).items()]
    if body is not None:
        made.append(Parameter(body.span, "body", "body", "body", shapes.schema(body, "", False), required=True))
    python = names.unique([names.identifier(p.name) for p in made])
    return tuple(replace(p, python=python[i]) for i, p in enumerate(made))


def _parameter(key: str, node: Node, path: str, shapes: Shapes) -> Parameter:
    name = _text(node, "name") or key
    location = _text(node, "in") or ("path" if "{" + name + "}" in path else "query")
    schema = shapes.schema(node, key)
    if schema.display and schema.title is not None:
        schema = replace(schema, title=None, summary=schema.summary or schema.title)
    encoding = _text(node, "url_encoding") or ("single" if location == "path" else "")
    return Parameter(node.span, name, "", location, schema, location == "path" or _flag(node, "required"),
                     url_encoding=encoding, collection_format=_text(node, "collection_format"))  # fmt: skip


def _responses(node: Node, root: Node, kind: str, shapes: Shapes) -> tuple[Response, ...]:
    made: dict[str, Response] = {}
    returns = node.get("returns")
    if returns is not None:
        made["200"] = Response(returns.span, "200", "OK", shapes.schema(returns, "", False))
    for status, below in (own.mapping if (own := node.get("responses")) else {}).items():
        made[status] = _response(status, below, shapes)
    made.setdefault("200", Response(node.span, "200", "OK")) if not any(s[:1] in "2d" for s in made) else None
    shared = root.get("default_responses")
    if shared is not None and kind == "action" and node.get("default_responses") is None:
        for status, below in shared.mapping.items():
            made.setdefault(status, _response(status, below, shapes))
    return tuple(made.values())


def _response(status: str, node: Node, shapes: Shapes) -> Response:
    if isinstance(node.value, str):
        return Response(node.span, status, node.value)
    schema = node.get("schema")
    return Response(node.span, status, _text(node, "description", _PHRASES.get(status, "")),
                    shapes.schema(schema, "", False) if schema else None, _plain(node, "headers"),
                    _plain(node, "examples"), extra=_plain(node, "extra"))  # fmt: skip


def _references(connector: Connector) -> list[Finding]:
    """Names that must meet: operationIds are unique, path parameters stand in the path, targets exist."""
    found: list[Finding] = []
    seen: dict[str, Operation] = {}
    places: dict[tuple[str, str], Operation] = {}
    for operation in connector.operations:
        twin = seen.setdefault(operation.id, operation)
        if twin is not operation:
            found.append(Finding("OPR002", f"The operation '{operation.id}' is written twice.", operation.span,
                                 "Give one of them another operationId.", related=(twin.span,)))  # fmt: skip
        twin = places.setdefault((operation.method, operation.path), operation)
        if twin is not operation:
            found.append(Finding("OPR003", f"'{operation.id}' and '{twin.id}' make the same request.", operation.span,
                                 "One method and path can belong to one operation only.", related=(twin.span,)))  # fmt: skip
        found += _path_findings(operation)
        found += _targets(connector, operation)
    return found


def _path_findings(operation: Operation) -> list[Finding]:
    wanted = re.findall(r"\{([^{}]*)\}", operation.path)
    given = {p.name: p for p in operation.parameters if p.location == "path"}
    missing = [Finding("PAR001", f"The path of '{operation.id}' has {{{name}}}, but no such parameter is described.",
                       operation.span, f"Add `{name}` under `parameters`.")
               for name in wanted if name not in given]  # fmt: skip
    return missing + [
        Finding("PAR002", f"'{name}' of '{operation.id}' travels in the path, but the path has no {{{name}}}.",
                p.span, "Put it into the path, or say `in: query`.")
        for name, p in given.items() if name not in wanted
    ]  # fmt: skip


def _targets(connector: Connector, operation: Operation) -> list[Finding]:
    ids = {o.id for o in connector.operations}
    found = []
    for schema in _walk([p.schema for p in operation.parameters]):
        if schema.options and schema.options.operation not in ids:
            found.append(Finding("DYN001", f"The drop-down of '{schema.display}' is fed by '{schema.options.operation}', which does not exist.",
                                 schema.span, "Name the operationId of an operation of this connector."))  # fmt: skip
    if operation.unsubscribe and operation.unsubscribe.operation not in ids:
        found.append(Finding("TRG001", f"'{operation.id}' is ended by '{operation.unsubscribe.operation}', which does not exist.",
                             operation.span, "Name the operationId of an operation of this connector."))  # fmt: skip
    return found


def _walk(schemas: list[Schema]) -> list[Schema]:
    found = []
    while schemas:
        schema = schemas.pop()
        found.append(schema)
        schemas += [f.schema for f in schema.fields or ()] + ([schema.items] if schema.items else [])
    return found
