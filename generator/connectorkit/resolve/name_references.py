"""Names in operations and at the top level that must exist: response paths, inputs and operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector, Operation, Schema
from connectorkit.model.record import record
from connectorkit.model.schema_lookup import Missing, missing, missing_in_all
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.resolve.paging import HEADERS
from connectorkit.sandbox.shapes.response_paths import joined, spelled, split

_ALIKE = 0.6
_PAGE_PATHS = ("items", "current", "last", "page_count", "total", "more", "next")
_PAGE_PARAMETERS = ("page", "offset", "cursor", "size")
_MOST_LISTED = 12


def findings(connector: Connector, root: Node, operations: Iterable[Node]) -> Iterator[Finding]:
    """A finding for each undefined name; ``operations`` are the nodes of the source, in its order."""
    made = [node for node in operations if "path" not in node.mapping]
    judge = _Judge(connector)
    yield from _top(judge, root)
    for operation, node in zip(connector.operations, made, strict=True):
        yield from _operation(judge, operation, node)


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name most similar to ``name``, else a list of known names."""
    listed = sorted(dict.fromkeys(known))
    near = phrases.nearest(name, listed, _ALIKE)
    if near:
        return f"Did you mean '{near}'?"
    more = f" and {len(listed) - _MOST_LISTED} more" if len(listed) > _MOST_LISTED else ""
    return f"Use one of: {', '.join(listed[:_MOST_LISTED])}{more}." if listed else "Remove it."


@record(frozen=True)
class _Judge:
    connector: Connector

    def path(self, key: str, node: Node | None, schemas: Iterable[Schema], where: str) -> Iterator[Finding]:
        """The finding when none of ``schemas`` has a path; without schemas nothing is known."""
        if node is None or not node.text:
            return
        known = list(schemas)
        lacking = missing_in_all(self.connector, known, split(node.text))
        if lacking:
            found = _no_field(key, node, lacking[0], where)
            meant = self.meant(node.text, known)
            yield found._replace(help=meant) if meant else found

    def meant(self, path: str, schemas: list[Schema]) -> str:
        """The suggestion for a path that lacks one `[]`, or the backslashes in one name; "" for any other."""
        steps = split(path)
        for tried in (*_with_list(steps), *_with_dots(steps)):
            if any(missing(self.connector, schema, tried) is None for schema in schemas):
                dotted = any("." in step for step in tried)
                return f"Write '{joined(tried)}'" + (", with a backslash before each dot of a name." if dotted else ".")
        return ""

    def operation(self, id: str) -> Operation | None:
        """The first operation with an operationId."""
        return next((one for one in self.connector.operations if one.id == id), None)

    def ids(self) -> list[str]:
        """All operationIds."""
        return [operation.id for operation in self.connector.operations]


def _with_list(steps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The steps with one more `[]`."""
    for at in range(len(steps)):
        yield (*steps[:at], "[]", *steps[at:])


def _with_dots(steps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The steps with some consecutive names as one name that contains dots."""
    for start in range(len(steps)):
        for end in range(start + 2, len(steps) + 1):
            if "[]" not in steps[start:end]:
                yield (*steps[:start], ".".join(steps[start:end]), *steps[end:])


def _no_field(key: str, node: Node, lacking: Missing, where: str) -> Finding:
    what = "is not an array there" if lacking.step == "[]" else f"has no field '{lacking.step}' there"
    message = f"'{key}' names '{node.text}', but {where} {what}."
    if lacking.step == "[]":
        return Finding("SRC007", message, node.span, "Remove '[]', or write the path of an array.")
    return Finding("SRC007", message, node.span, suggestion(lacking.step, map(spelled, lacking.known)))


def _top(judge: _Judge, root: Node) -> Iterator[Finding]:
    good = [schema for operation in judge.connector.operations for schema in _responses(operation, "2d")]
    bad = [schema for operation in judge.connector.operations for schema in _responses(operation, "45d")]
    if not judge.connector.sandbox.get("errors"):
        for name in ("code", "message", "details"):
            yield from judge.path(f"errors.{name}", _at(root, "errors", name), bad, "no error response")
    for name in ("envelope", "items"):
        yield from judge.path(f"success.{name}.path", _at(root, "success", name, "path"), good, "no response")


def _operation(judge: _Judge, operation: Operation, node: Node) -> Iterator[Finding]:
    responses = _responses(operation, "2d")
    response = f"the response of '{operation.id}'"
    if operation.pages is not None:
        yield from _pages(judge, operation, node, responses)
    for name in ("envelope", "items"):
        yield from judge.path(f"success.{name}.path", _at(node, "success", name, "path"), responses, response)
    body = [operation.body.schema] if operation.body is not None else [Schema(operation.span, "object", fields=())]
    asked = _at(node, "success", "items", "request")
    yield from judge.path("success.items.request", asked, body, f"the body of '{operation.id}'")
    if operation.event is not None:
        event = [operation.event.schema]
        yield from judge.path("event_unique", node.get("event_unique"), event, f"the event of '{operation.id}'")
    yield from _pageable(judge, node)
    yield from _unsubscribe(judge, operation, node)
    yield from _in_doubt(judge, operation, node)


def _pageable(judge: _Judge, node: Node) -> Iterator[Finding]:
    """A warning, because the platform accepts it; rules check `nextLinkName`, as in published files."""
    for keys in (("pageable", "operationName"), ("pages", "platform", "operation")):
        for found in _operation_id(judge, ".".join(keys), _at(node, *keys)):
            yield found._replace(severity="warning")


def _pages(judge: _Judge, operation: Operation, node: Node, responses: list[Schema]) -> Iterator[Finding]:
    where = f"the response of '{operation.id}'"
    for name in _PAGE_PATHS:
        yield from judge.path(f"pages.{name}", _at(node, "pages", name), responses, where)
    below = _at(node, "pages", "last_item")
    rows = _at(node, "pages", "items")
    if below is not None and rows is not None:
        lacking = [missing(judge.connector, one, (*split(rows.text), *split(below.text))) for one in responses]
        if lacking and None not in lacking:
            found = next(one for one in lacking if one is not None)
            yield _no_field("pages.last_item", below, found, f"an item of '{operation.id}'")
    for name in _PAGE_PARAMETERS:
        yield from _page_input(judge, f"pages.{name}", _at(node, "pages", name), operation)
    for name in HEADERS:
        yield from _header(f"pages.{name}", _at(node, "pages", name, "header"), operation)
    yield from _platform(operation, node)


def _platform(operation: Operation, node: Node) -> Iterator[Finding]:
    """Check that the x-ms-pageable of an operation agrees with its `pages`."""
    said, other = _at(node, "pages", "platform"), _at(node, "extra", "x-ms-pageable")
    in_header = operation.pages is not None and "next" in operation.pages.headers
    if said is not None and said.value is not False and in_header:
        message = "'pages.platform' has no effect: the platform finds the link in the body, not in a header."
        yield Finding("SRC012", message, said.span, "Remove 'platform'.")
    if operation.pages is not None and operation.pages.by == "link" and other is not None:
        message = "'extra.x-ms-pageable' overrides the link that 'pages' declares."
        yield Finding("SRC012", message, other.span, "Correct 'pages', and remove it from 'extra'.", "warning")


def _page_input(judge: _Judge, key: str, node: Node | None, operation: Operation) -> Iterator[Finding]:
    """A parameter, or a field of the body. Only a misspelling is reported: the vendor may have undeclared ones."""
    if node is None or any(one.name == node.text and one.location != "body" for one in operation.parameters):
        return
    if operation.body is not None:
        steps = split(node.text)
        lacking = missing(judge.connector, operation.body.schema, steps)
        if lacking is None or "[]" in steps:
            return
        known = [*lacking.known, *(one.name for one in operation.parameters if one.location != "body")]
        if len(steps) > 1 or phrases.nearest(node.text, known, _ALIKE):
            message = f"'{key}' names '{node.text}', but '{operation.id}' has no such input."
            meant = judge.meant(node.text, [operation.body.schema])
            yield Finding("SRC007", message, node.span, meant or suggestion(lacking.step, known))
        return
    yield from _parameter(key, node, operation, may_be_hidden=True)


def _header(key: str, node: Node | None, operation: Operation) -> Iterator[Finding]:
    """Headers are rarely declared; only a name similar to a declared one is reported as a misspelling."""
    known = [name for one in operation.responses if one.status[:1] in "2d" for name in one.headers]
    if node is None or node.text.lower() in (name.lower() for name in known):
        return
    if phrases.nearest(node.text, known, _ALIKE):
        message = f"'{key}' names the header '{node.text}', but '{operation.id}' does not declare it."
        yield Finding("SRC007", message, node.span, suggestion(node.text, known))


def _unsubscribe(judge: _Judge, operation: Operation, node: Node) -> Iterator[Finding]:
    named = _at(node, "unsubscribe", "operation")
    yield from _operation_id(judge, "unsubscribe.operation", named, "TRG043")
    target = judge.operation(named.text) if named is not None else None
    if target is not None:
        yield from _parameter("unsubscribe.parameter", _at(node, "unsubscribe", "parameter"), target)
    given = _at(node, "unsubscribe", "value")
    response = f"the response of '{operation.id}'"
    yield from judge.path("unsubscribe.value", given, _responses(operation, "2d"), response)


def _in_doubt(judge: _Judge, operation: Operation, node: Node) -> Iterator[Finding]:
    yield from _operation_id(judge, "in_doubt.look_with", _at(node, "in_doubt", "look_with"), "SRC004")
    body = operation.body.schema if operation.body is not None else None
    parameters = [one.name for one in operation.parameters if one.location != "body"]
    for path in nodes.items(node.get("in_doubt"), "look_for"):
        if path.text in parameters:
            continue
        lacking = missing(judge.connector, body, split(path.text)) if body else Missing(path.text, ())
        if lacking is not None:
            what = f"'{operation.id}' has no such input"
            at_top = path.text.partition(".")[0].removesuffix("[]") == lacking.step
            known = [*lacking.known, *(parameters if at_top else ())]
            message = f"'in_doubt.look_for' names '{path.text}', but {what}."
            meant = judge.meant(path.text, [body] if body else [])
            yield Finding("SRC004", message, path.span, meant or suggestion(lacking.step, known))


def _operation_id(judge: _Judge, key: str, node: Node | None, id_: str = "SRC007") -> Iterator[Finding]:
    if node is not None and node.text and node.text not in judge.ids():
        message = f"'{key}' names '{node.text}', but there is no such operation."
        yield Finding(id_, message, node.span, suggestion(node.text, judge.ids()))


def _parameter(key: str, node: Node | None, operation: Operation, may_be_hidden: bool = False) -> Iterator[Finding]:
    """``may_be_hidden``: the vendor may have undeclared parameters, so only a misspelling is reported."""
    known = [one.name for one in operation.parameters if one.location != "body"]
    if node is not None and node.text and node.text not in known:
        if may_be_hidden and not phrases.nearest(node.text, known, _ALIKE):
            return
        message = f"'{key}' names '{node.text}', but '{operation.id}' has no such parameter."
        yield Finding("SRC007", message, node.span, suggestion(node.text, known))


def _responses(operation: Operation, first: str) -> list[Schema]:
    """The schemas of the responses whose status begins with one of the letters ``first`` (d for default)."""
    return [one.schema for one in operation.responses if one.status[:1] in first and one.schema is not None]


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if node is not None else None
    return node
