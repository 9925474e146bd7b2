"""Resolve operations, their inputs and responses, and what the source declares for paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import partial

from connectorkit.model import format_keywords, python_names
from connectorkit.model.connector import (
    UNSET,
    Criterion,
    Doubt,
    Event,
    Json,
    Operation,
    Parameter,
    PathItem,
    Response,
    Schema,
    Success,
    Unsubscribe,
)
from connectorkit.model.mcp import STREAMABLE, Mcp, Tool
from connectorkit.model.record import record, replace
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.resolve import paging
from connectorkit.resolve.schemas import Shapes

_EFFECTS = {"GET": "reads", "HEAD": "reads", "OPTIONS": "reads", "PUT": "idempotent", "DELETE": "idempotent"}


@record
class Operations:
    """Resolves the operations of a source, and collects their ``paths``."""

    root: Node
    shapes: Shapes
    shared_parameters: dict[str, Parameter] = field(default_factory=dict)
    shared_responses: dict[str, Response] = field(default_factory=dict)
    paths: dict[str, PathItem] = field(default_factory=dict)

    def share(self) -> None:
        """Resolve the shared parameters and responses of the connector."""
        shared = self.shapes.parts.made("shared", (self.shapes.context,), self._shared)
        self.shared_parameters, self.shared_responses = shared

    def _shared(self) -> tuple[dict[str, Parameter], dict[str, Response]]:
        for key, node in nodes.entries(self.root, "parameters").items():
            self.shared_parameters[key] = _named((self._parameter(key, node, ""),))[0]
        for key, node in nodes.entries(self.root, "responses").items():
            self.shared_responses[key] = self._response(key, node)
        return self.shared_parameters, self.shared_responses

    def all(self, listed: Iterable[Node]) -> tuple[Operation, ...]:
        """The operations in the order of the source."""
        listed = list(listed)
        for node in listed:
            path = nodes.text(node, "path") if "path" in node.mapping else nodes.text(node, "request").partition(" ")[2]
            self.paths.setdefault(path, PathItem(path, span=node.span))
            if "path" in node.mapping:
                self._path(path, node)
        made = [self._on_path(node) for node in listed if "path" not in node.mapping]
        python = python_names.unique([python_names.identifier(operation.id) for operation in made])
        kept = self.shapes.kept
        called = [
            kept.once("called", (operation, name), partial(replace, operation, python=name))
            for operation, name in zip(made, python, strict=True)
        ]
        kept.turn("type", "shared", "path", "operation", "called", "context")
        return tuple(called)

    def _path(self, path: str, node: Node) -> None:
        raw = node.get("raw")
        item = self.paths[path]
        parts = (node, self.shapes.context, self.shared_parameters, self.shared_responses)
        inputs, event = self.shapes.parts.made("path", parts, lambda: (self._inputs(node, path), self._event(node)))
        self.paths[path] = replace(
            item,
            parameters=inputs,
            event=event or item.event,
            extra={**item.extra, **nodes.plain(node, "extra")},
            raw=raw.plain() if raw is not None else item.raw,
        )

    def _on_path(self, node: Node) -> Operation:
        method, _, path = nodes.text(node, "request").partition(" ")
        item = self.paths[path]
        self.paths[path] = replace(item, methods=(*item.methods, method.lower()))
        parts = (node, self.shapes.context, self.shared_parameters, self.shared_responses, item.parameters)
        return self.shapes.parts.made("operation", parts, lambda: self._operation(node, method, path))

    def _operation(self, node: Node, method: str, path: str) -> Operation:
        key = next((one for one in ("trigger", "mcp") if node.get(one)), "action")
        kind = "trigger" if key == "trigger" else "action"
        responses, responses_extra = self._responses(node, key)
        trigger = nodes.text(node, "kind", "single") if kind == "trigger" else ""
        return Operation(
            span=node.span,
            id=nodes.text(node, key),
            python="",
            kind=kind,
            method=method.lower(),
            path=path,
            summary=nodes.optional(node, "summary"),
            description=nodes.optional(node, "description"),
            visibility=nodes.text(node, "visibility"),
            effect=nodes.text(node, "effect") or _EFFECTS.get(method, "creates"),
            parameters=_named((*self._inherited(node, path), *self._inputs(node, path))),
            responses=responses,
            trigger="" if trigger == "none" else trigger,
            event=self._event(node),
            unsubscribe=_unsubscribe(node),
            hint=nodes.text(node, "hint"),
            success=_success(self.root.get("success"), node.get("success")),
            in_doubt=_doubt(node),
            mcp=_mcp(node),
            pages=paging.pages(node.get("pages")),
            tags=nodes.texts(node, "tags") or (),
            deprecated=nodes.flag(node, "deprecated"),
            security=node.mapping["security"].plain() if node.get("security") else UNSET,
            consumes=self._media(node, "consumes"),
            produces=self._media(node, "produces"),
            annotation=nodes.plain(node, "annotation"),
            extra=self._extra(node),
            more={
                **nodes.words(node, format_keywords.OPERATION),
                **nodes.agents(node),
                **paging.for_platform(node.get("pages")),
            },
            responses_extra=responses_extra,
            id_written=nodes.flag(node, "id_written", True),
            has_responses=_has_responses(node),
        )

    def _extra(self, node: Node) -> dict[str, Json]:
        """The extensions of an operation: those of all operations unless it opts out, then its own."""
        shared = {} if node.get("operations_extra") is not None else nodes.plain(self.root, "operations_extra")
        return shared | nodes.plain(node, "extra")

    def _media(self, node: Node, key: str) -> tuple[str, ...] | None:
        """The media types of an operation: its own, or those that the connector declares for every operation."""
        own = node.get(key)
        if own is not None and isinstance(own.value, bool):
            return None
        return nodes.texts(node, key) if own is not None else nodes.texts(self.root, "operations_" + key[:-1])

    def _inherited(self, node: Node, path: str) -> tuple[Parameter, ...]:
        own = {(p.name, p.location) for p in self._inputs(node, path)}
        return tuple(replace(p, inherited=True) for p in self.paths[path].parameters if (p.name, p.location) not in own)

    def _inputs(self, node: Node, path: str) -> tuple[Parameter, ...]:
        made = [self._parameter(key, below, path) for key, below in nodes.entries(node, "parameters").items()]
        body = node.get("body")
        if body is not None:
            at = node.get("body_position")
            made.insert(at.value if at is not None and isinstance(at.value, int) else len(made), self._body(body))
        return tuple(made)

    def _body(self, node: Node) -> Parameter:
        style = self.shapes.style
        if "schema" not in node.mapping:
            return Parameter(
                node.span,
                style.body_name,
                "",
                "body",
                self.shapes.schema(node, "", False),
                required=style.body_required,
            )
        return self._whole_body(nodes.text(node, "name", style.body_name), node, style.body_required)

    def _whole_body(self, name: str, node: Node, required: bool) -> Parameter:
        schema = node.get("schema")
        return Parameter(
            node.span,
            name,
            "",
            "body",
            self.shapes.schema(schema, "", False) if schema is not None else Schema(node.span),
            required=nodes.flag(node, "required", required),
            summary=nodes.optional(node, "title"),
            description=nodes.optional(node, "description"),
            visibility=nodes.text(node, "visibility"),
            extra=nodes.plain(node, "extra"),
            more=nodes.words(node, format_keywords.SCHEMA) | nodes.agents(node),
        )

    def _parameter(self, key: str, node: Node, path: str) -> Parameter:
        shared = nodes.text(node, "shared")
        if shared:
            found = self.shared_parameters.get(shared)
            return (
                replace(found, span=node.span, shared=shared)
                if found
                else Parameter(node.span, key, "", "query", Schema(node.span), shared=shared)
            )
        name = nodes.text(node, "name") or key
        location = nodes.text(node, "in") or ("path" if "{" + name + "}" in path else "query")
        if location == "body":
            return self._whole_body(name, node, False)
        schema = self.shapes.schema(node, key, texts=self.shapes.style.parameters)
        if not isinstance(schema.raw, type(UNSET)):
            return Parameter(node.span, name, "", location, schema)
        encoding = schema.more.get("x-ms-url-encoding", "")
        if location == "path" and "url_encoding" not in node.mapping and not encoding:
            encoding = self.shapes.style.url_encoding
        more = {wire: value for wire, value in schema.more.items() if wire != "x-ms-url-encoding"}
        return Parameter(
            node.span,
            name,
            "",
            location,
            replace(schema, more=more),
            nodes.flag(node, "required", location == "path"),
            url_encoding="" if encoding == "none" else str(encoding),
            collection_format=nodes.text(node, "collection_format"),
        )

    def _responses(self, node: Node, key: str) -> tuple[tuple[Response, ...], dict[str, Json]]:
        if not _has_responses(node):
            return (), {}
        made: dict[str, Response] = {}
        phrases = self.shapes.style.phrases
        returns = node.get("returns")
        if returns is not None:
            schema = self.shapes.schema(returns, "", False)
            made["200"] = Response(returns.span, "200", phrases["200"], schema)
        own = dict(nodes.entries(node, "responses"))
        extra = nodes.mapping(own.pop("extra", None))
        for status, below in own.items():
            if below.value is not False:
                made[status] = self._response(status, below)
        takes = key == "action" and node.get("default_responses") is None
        usual = nodes.entries(self.root, "default_responses") if takes else {}
        usual = {status: below for status, below in usual.items() if status not in own}
        succeeds = any(status[:1] in "2d" for status in made) or any(status[:1] == "2" for status in usual)
        if "200" not in own and not succeeds:
            made["200"] = Response(node.span, "200", phrases["200"])
        for status, below in usual.items():
            made.setdefault(status, self._response(status, below))
        return tuple(made.values()), extra

    def _response(self, status: str, node: Node) -> Response:
        phrase = self.shapes.style.phrases.get(status, "")
        if not isinstance(node.value, dict):
            return Response(node.span, status, node.text if isinstance(node.value, str) else phrase)
        if "raw" in node.mapping:
            return Response(node.span, status, "", raw=node.mapping["raw"].plain())
        shared = nodes.text(node, "shared")
        if shared:
            found = self.shared_responses.get(shared, Response(node.span, status, phrase))
            return replace(found, span=node.span, status=status, shared=shared)
        schema = node.get("schema")
        return Response(
            node.span,
            status,
            nodes.text(node, "description", phrase),
            self.shapes.schema(schema, "", False) if schema else None,
            nodes.plain(node, "headers"),
            nodes.plain(node, "examples"),
            extra=nodes.plain(node, "extra"),
            more=nodes.words(node, format_keywords.RESPONSE),
        )

    def _event(self, node: Node) -> Event | None:
        event = node.get("event")
        if event is None:
            return None
        return Event(
            event.span,
            self.shapes.schema(event, "", False),
            nodes.optional(node, "event_description"),
            nodes.text(node, "event_unique"),
            nodes.plain(node, "event_extra"),
        )


def _named(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    python = python_names.unique([python_names.identifier(p.name) for p in parameters])
    return tuple(replace(p, python=python[i]) for i, p in enumerate(parameters))


def _has_responses(node: Node) -> bool:
    said = node.get("responses")
    return said is None or said.value is not False


def _unsubscribe(node: Node) -> Unsubscribe | None:
    said = nodes.plain(node, "unsubscribe")
    return Unsubscribe(**{key: str(value) for key, value in said.items()}) if said else None


def _listed(said: Mapping[str, Json], key: str) -> tuple[Json, ...]:
    listed = said.get(key)
    return tuple(listed) if isinstance(listed, list) else ()


def _doubt(node: Node) -> Doubt:
    said = nodes.plain(node, "in_doubt")
    return Doubt(str(said.get("look_with", "")), tuple(map(str, _listed(said, "look_for"))))


def _mcp(node: Node) -> Mcp | None:
    if "mcp" not in node.mapping:
        return None
    tools = tuple(_tool(one) for one in nodes.items(node, "tools"))
    return Mcp(nodes.text(node, "protocol", STREAMABLE), tools)


def _tool(node: Node) -> Tool:
    arguments, result = node.get("arguments"), node.get("result")
    return Tool(
        node.span,
        nodes.text(node, "name"),
        nodes.text(node, "description"),
        nodes.text(node, "effect") or "creates",
        nodes.plain(node, "input") or {"type": "object"},
        nodes.plain(node, "output") or None,
        nodes.plain(node, "arguments") if arguments is not None else UNSET,
        result.plain() if result is not None else UNSET,
    )


def _success(*said: Node | None) -> Success:
    envelope = items = None
    request = ""
    transient: tuple[Json, ...] = ()
    duplicate: tuple[Json, ...] = ()
    for node in said:
        found = nodes.plain(node, "envelope") if node else {}
        envelope = Criterion(str(found["path"]), found["equals"]) if found else envelope
        found = nodes.plain(node, "items") if node else {}
        items = Criterion(str(found["path"]), found["equals"]) if found else items
        request = str(found.get("request", "")) if found else request
        said_here = nodes.mapping(node)
        transient = _listed(said_here, "transient") or transient
        duplicate = _listed(said_here, "duplicate") or duplicate
    return Success(envelope, items, request, transient, duplicate)
