"""Requests: routing, parsing, and validation against the declared parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from urllib.parse import parse_qs, quote, unquote

from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.server import json_body
from connectorkit.sandbox.shapes import json_types, policies, response_paths
from connectorkit.sandbox.shapes.document_types import Parameter, Record, Route, ServedRoute, Shape
from connectorkit.sandbox.shapes.validate import Problems, against, passes

# Characters that are not encoded in a path; all others are compared in encoded form.
PLAIN = "/!$&'()*+,;=:@~"
# Headers of the transport; a declared shape for one of them is not enforced.
OF_HTTP = ("accept", "authorization", "content-type")
MOST_PATHS = 2_000
SEPARATORS = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}


@record
class Request:
    """One call: ``path`` is percent-encoded and relative to the base path; header names are in lower case."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    raw: bytes = b""
    body: Json = None
    values: Record = field(default_factory=dict)
    path_values: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """The integer value of a query parameter, or None."""
        text = (self.query.get(name) or [""])[-1]
        return int(text) if text.isdecimal() and len(text) < 10 else None


Match = tuple[ServedRoute, dict[str, str]]
"""A route with the values of its path."""


class Router:
    """Finds the routes of a method and path; of several matches, the most specific path wins."""

    def __init__(self, routes: Sequence[ServedRoute]) -> None:
        self.table = [(_pattern(route["path"]), route) for route in routes]
        self.known: dict[tuple[str, str], tuple[list[Match], list[str]]] = {}
        self.by_query = any(route["query"] for _, route in self.table)
        self.table.sort(key=lambda row: (_openness(row[1]["path"]), -len(row[1]["query"])))

    def find(self, method: str, path: str, query: dict[str, list[str]]) -> tuple[list[Match], list[str]]:
        """The routes with their path values, and the methods of the path (none for an unknown one).

        There are several routes only where they differ just in the names of parameters.
        """
        if self.by_query:
            return self._find(method, path, query)
        if (method, path) not in self.known:
            if len(self.known) >= MOST_PATHS:
                self.known.clear()
            self.known[method, path] = self._find(method, path, query)
        return self.known[method, path]

    def _find(self, method: str, path: str, query: dict[str, list[str]]) -> tuple[list[Match], list[str]]:
        methods: list[str] = []
        matches: list[Match] = []
        wanted = "/".join(quote(unquote(part), safe=PLAIN[1:]) for part in path.rstrip("/").split("/")) or "/"
        for (pattern, names), route in self.table:
            found = pattern.fullmatch(wanted)
            if found is None or not _has(route["query"], query):
                continue
            methods.append(route["method"])
            if route["method"] == method:
                matches.append((route, dict(zip(names, map(unquote, found.groups()), strict=True))))
        # A final slash counts only where two routes differ in nothing else.
        matches.sort(key=lambda match: match[0]["path"].endswith("/") != path.endswith("/"))
        return [match for match in matches if signature(match[0]) == signature(matches[0][0])], methods


def signature(route: Route) -> tuple[str, str, str]:
    """The identity of a route for method and path matching."""
    return route["method"], re.sub(r"\{[^{}]*\}", "{}", route["path"]), route["query"]


def chosen(matches: list[Match], request: Request) -> ServedRoute | None:
    """The best matching route, whose path values are set in the request; None without a match."""
    if not matches:
        return None
    best = matches[0]
    if len(matches) > 1:
        best = min(matches, key=lambda match: _misfit(match[0], match[1], request))
    route, request.path_values = best
    return route


def _misfit(route: Route, path_values: dict[str, str], request: Request) -> tuple[bool, int]:
    trial = replace(request, values={}, path_values=path_values)
    known = {one["name"] for one in route["parameters"] if one["in"] == "query"}
    return bool(read(route, trial)), len(request.query.keys() - known)


def _pattern(path: str) -> tuple[re.Pattern[str], list[str]]:
    """A pattern for encoded paths with one group for each parameter, and the names of the parameters."""
    pieces = re.split(r"\{([^{}]*)\}", path.rstrip("/") or "/")
    encoded = [quote(unquote(piece), safe=PLAIN) if index % 2 == 0 else "" for index, piece in enumerate(pieces)]
    text = "([^/]+?)".join(re.escape(piece) for piece in encoded[::2])
    return re.compile(text), pieces[1::2]


def _openness(path: str) -> list[tuple[int, int]]:
    """The specificity of each part of a path: fixed before mixed before a single parameter."""
    parts = path.strip("/").split("/")
    fixed = [re.sub(r"\{[^{}]*\}", "", part) for part in parts]
    return [((part != own) + (own == ""), -len(own)) for part, own in zip(parts, fixed, strict=True)]


def _has(wanted: str, query: dict[str, list[str]]) -> bool:
    asked = parse_qs(wanted, keep_blank_values=True)
    return all("{" in value or value in query.get(name, []) for name, values in asked.items() for value in values)


def read(route: Route, request: Request) -> Problems:
    """Set ``values`` and ``body`` of a request; returns the problems by name or path."""
    problems: Problems = {}
    form = _form(request) if any(one["in"] == "formData" for one in route["parameters"]) else {}
    for one in route["parameters"]:
        if one["in"] == "header" and one["name"].lower() in OF_HTTP:
            continue
        value = _parameter(one, request, form)
        if value is not None:
            request.values[one["name"]] = value
            if not passes(value, one["shape"]) and not policies.settle(policies.steps(route), one["in"], one["name"]):
                against(value, one["shape"], one["name"], problems)
        elif one["required"]:
            problems[one["name"]] = f"{one['name']} is required."
    if "body" in route:
        _body(route["body"], request, problems)
    return problems


def _parameter(one: Parameter, request: Request, form: dict[str, list[str]]) -> Json:
    name, place = one["name"], one["in"]
    if place == "path":
        given = [request.path_values[name]] if name in request.path_values else []
        given = [unquote(text) for text in given] if one.get("encoding") == "double" else given
    elif place == "header":
        given = [request.headers[name.lower()]] if name.lower() in request.headers else []
    else:
        given = request.query.get(name, []) if place == "query" else form.get(name, [])
    if not given:
        return None
    if "array" in json_types.kinds(one["shape"]):
        separator = one.get("separator", "csv") if place in ("query", "formData") else "csv"
        return [_typed(text, one["shape"].get("items", {})) for text in _parts(given, separator)]
    return _typed(given[-1], one["shape"])


def _parts(given: list[str], separator: str) -> list[str]:
    if separator == "multi":
        return given
    return [part for text in given for part in text.split(SEPARATORS.get(separator, ","))]


def _typed(text: str, shape: Shape) -> Json:
    """A string converted to the declared type, or unchanged if that is impossible."""
    accepted = json_types.kinds(shape)
    if "boolean" in accepted and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text if "string" in accepted else json_types.fit(text, accepted)


def _body(declared: Parameter, request: Request, problems: Problems) -> None:
    shape = declared["shape"]
    if _is_raw(shape):
        request.body = request.raw.decode("latin-1")
        if declared["required"] and not request.raw:
            problems[declared["name"]] = f"{declared['name']} is required."
        return
    if not request.raw.strip():
        if not declared["required"]:
            return
        request.raw = b"{}" if json_types.kinds(shape) in ((), ("object",)) else b"null"
    try:
        request.body = _parsed(shape, request)
    except (ValueError, RecursionError):
        problems[declared["name"]] = "The body is not valid JSON."
        return
    if not passes(request.body, shape):
        against(request.body, shape, "", problems)
    if isinstance(request.body, dict):
        request.values = {**request.body, **request.values}


def _parsed(shape: Shape, request: Request) -> Json:
    """The body as a value: JSON, or text or form fields, by its content type.

    Raises ValueError for an unreadable body.
    """
    kind = request.headers.get("content-type", "").lower()
    if kind and "json" not in kind and "string" in json_types.kinds(shape):
        return request.raw.decode("utf-8", "replace")
    try:
        return json_body.parsed(request.raw)
    except ValueError:
        if not kind or "json" in kind:
            raise
    if "urlencoded" not in kind and not kind.startswith("multipart/"):
        return request.raw.decode("utf-8", "replace")
    return {name: _filled(given, response_paths.field(shape, name) or {}) for name, given in _form(request).items()}


def _filled(given: list[str], shape: Shape) -> Json:
    """A form field converted to the declared type."""
    if "array" in json_types.kinds(shape):
        return [_typed(text, shape.get("items", {})) for text in _parts(given, "csv")]
    return _typed(given[-1], shape)


def _is_raw(shape: Shape) -> bool:
    return shape.get("type") == "file" or (shape.get("type") == "string" and shape.get("format") == "binary")


def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a urlencoded or multipart body; a file becomes its content as text."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        return parse_qs(request.raw.decode("utf-8", "replace"), keep_blank_values=True)
    mark = re.search(r'boundary="?([^";,]+)', kind)
    fields: dict[str, list[str]] = {}
    for part in request.raw.split(b"--" + (mark[1] if mark else "").encode())[1:]:
        head, _, content = part.decode("utf-8", "replace").partition("\r\n\r\n")
        name = re.search(r'[;\s]name="?([^"\r\n]*?)(?:"|;|\s*$)', head)
        if name is not None:
            fields.setdefault(_unquoted(name[1]), []).append(content.removesuffix("\r\n"))
    return fields


def _unquoted(name: str) -> str:
    """The name of a part, with the three characters decoded that browsers encode."""
    return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
