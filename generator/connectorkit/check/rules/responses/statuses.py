"""Rules about the responses of operations: statuses, schemas, descriptions and headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, mapping, short
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.diagnostics import phrases
from connectorkit.model.mcp import PROTOCOL_KEY

_REFUSED = everywhere("error")
_ASKED = Severities("warning", "warning", "off")
_STATUS = re.compile(r"[1-5][0-9][0-9]|default", re.ASCII)
_SUCCESS = re.compile(r"2[0-9][0-9]", re.ASCII)
_SAYS_NOTHING = re.compile(r"(?:[1-5]\d\d|error|errors|response|default|string|fail(?:ed|ure)?)\.?", re.I | re.ASCII)
_SILENT = frozenset(("202", "204", "205"))
# Headers of the transport, which the designer would offer as outputs.
_TRANSPORT = frozenset(
    """date cache-control pragma expires server connection transfer-encoding content-length content-encoding vary via
    x-powered-by x-aspnet-version x-requestid x-request-id request-context strict-transport-security etag
    set-cookie access-control-allow-origin access-control-expose-headers x-content-type-options x-frame-options
    x-xss-protection referrer-policy content-security-policy alt-svc age cf-ray cf-cache-status nel report-to
    timing-allow-origin keep-alive""".split()
)


def answers(operation: Operation) -> list[tuple[str, At]]:
    """The responses by status, references followed."""
    statuses = [
        status
        for status, one in mapping(operation.node.get("responses")).items()
        if isinstance(one, dict) and not status.startswith("x-")
    ]
    return list(zip(statuses, operation.responses, strict=True))


def successes(operation: Operation) -> list[tuple[str, At]]:
    """As :func:`answers`, for the responses with a status of success."""
    return [(status, at) for status, at in answers(operation) if _SUCCESS.fullmatch(status)]


def _there(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        said = operation.node.get("responses")
        if said is None or (isinstance(said, dict) and not any(not key.startswith("x-") for key in said)):
            yield Hit(operation.at("responses"), f"{operation.called} has no response.")


def _success(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        said = [status for status in mapping(operation.node.get("responses")) if not status.startswith("x-")]
        if said and not any(_SUCCESS.fullmatch(status) for status in said) and all(map(_STATUS.fullmatch, said)):
            only = phrases.together(map(short, said))
            yield Hit(operation.at("responses"), f"{operation.called} has no success response, only {only}.")


def _shape(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        found = successes(operation)
        shaped = [status for status, at in found if "schema" in at.node]
        alone = shaped and len(answers(operation)) == 1
        if not found or {"200", "201"} & set(shaped) or alone or _shapeless(operation):
            continue
        if shaped:
            yield Hit(
                operation.at("responses", shaped[0]),
                f"{operation.called} has its schema in the {shaped[0]} response; the designer reads only 200 and 201.",
                "Move the schema to 200 or 201, or declare it there too.",
            )
        elif not {status for status, _ in found} <= _SILENT:
            status = next(status for status, _ in found if status not in _SILENT)
            yield Hit(
                operation.at("responses", status, "schema"),
                f"The {status} response of {operation.called} has no schema, so it offers makers no dynamic content.",
            )


def _shapeless(operation: Operation) -> bool:
    """Whether no schema is expected: internal operations, subscriptions, MCP servers, requests without output."""
    subscribes = "x-ms-notification-content" in operation.item.node or (operation.trigger and operation.method != "get")
    # On the path of an MCP server, GET is part of the transport.
    tools = any(PROTOCOL_KEY in mapping(one) for one in (operation.node, operation.item.node.get("post")))
    return operation.hidden or subscribes or tools or operation.method in ("delete", "head", "options")


def _default(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        found = dict(answers(operation))
        if "default" in found and "schema" in found["default"].node and successes(operation):
            yield Hit(
                operation.at("responses", "default", "schema"),
                f"The default response of {operation.called} has a schema, which appears as an output.",
            )


def _many(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        shaped = [status for status, at in answers(operation) if "schema" in at.node and status != "default"]
        if len(shaped) > 1:
            yield Hit(
                operation.at("responses", shaped[1], "schema"),
                f"{operation.called} has {len(shaped)} responses "
                f"with a schema ({phrases.together(shaped[:6])}); the designer uses one.",
                related=tuple(operation.at("responses", one, "schema") for one in shaped[2:]),
            )


def _status(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        for status in mapping(operation.node.get("responses")):
            if not status.startswith("x-") and not _STATUS.fullmatch(status):
                yield Hit(
                    operation.at("responses", status),
                    f"'{short(status)}', a response of {operation.called}, is not a status.",
                )


def _description_there(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("response"):
        if not {"description", "$ref"} & at.node.keys():
            yield Hit(at.at("description"), f"{begun(at)} has no description.")


def _description_empty(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("response", "description"):
        said = at.node["description"]
        if isinstance(said, str) and not said.strip():
            yield Hit(at.at("description"), f"The description of {begun(at)[0].lower()}{begun(at)[1:]} is empty.")


def _description_says(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("response", "description"):
        said = at.text("description").strip()
        if at.name[:1] in ("4", "5") and _SAYS_NOTHING.fullmatch(said):
            yield Hit(
                at.at("description"), f"{begun(at)} is described as '{short(said)}', which does not explain the error."
            )


def _headers_once(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("response", "headers"):
        first: dict[str, str] = {}
        for name in mapping(at.node["headers"]):
            twin = first.setdefault(name.lower(), name)
            if twin != name:
                yield Hit(at.at("headers", name), f"{begun(at)} has the header '{short(name)}' as '{short(twin)}' too.")


def _headers_carried(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("response", "headers"):
        names = list(mapping(at.node["headers"]))
        carried = [name for name in names if name.lower() in _TRANSPORT or name.lower().startswith("x-ms-apihub-")]
        if carried:
            shown = ", ".join(map(short, carried[:4])) + (f" and {len(carried) - 4} more" if len(carried) > 4 else "")
            pointers = tuple(at.at("headers", name) for name in carried)
            yield Hit(
                pointers[0],
                f"{begun(at)} declares transport headers as outputs: {shown}.",
                related=pointers[1:],
            )


RULES = (
    Rule(
        "RSP010",
        "An operation has a response",
        why="Without one makers get no output. The validation of a submission reports it.",
        source="validator OperationMustHaveResponse",
        severity=Severities("error", "error", "warning"),
        help="Describe at least the success response, such as `200`.",
        bad="operations: {GetOrder: {responses: false, returns: null}}",
        good="operations: {GetOrder: {responses: {'404': No such order}}}",
        check=_there,
    ),
    Rule(
        "RSP011",
        "An operation has a success response",
        why="It describes the output. The validator reports an operation without one.",
        source="validator OperationShouldHaveSuccessfulResponse; policy 5000.2.4.5",
        severity=everywhere("warning"),
        help="Describe the response under the status that the service returns, usually 200, 201 or 204.",
        bad="operations: {DeleteWebhook: {responses: {'204': null, default: {description: It worked.}}}}",
        good="operations: {DeleteWebhook: {responses: {'204': {description: It is gone.}}}}",
        check=_success,
    ),
    Rule(
        "RSP020",
        "The response 200 or 201 describes the output",
        why="A flow can use only outputs that it describes.",
        source="validator SchemaDefinitionSetIncorrectly; policy 5000.2.4.1",
        severity=_ASKED,
        help="Describe its schema. If the service returns nothing, use the status 204.",
        bad="operations: {CreateOrder: {responses: {'201': {schema: null}}}}",
        good="operations: {CreateOrder: {responses: {'201': null, '204': No content}}}",
        check=_shape,
    ),
    Rule(
        "RSP030",
        "The default response has no schema",
        why="Only success responses describe outputs. The validation of a submission refuses a schema here.",
        source="validator DefaultResponseHasSchema; policy 5000.2.4.2",
        severity=Severities("error", "warning", "off"),
        help="Remove the schema from the default response. Describe errors under their status, without a schema.",
        good="operations: {CreateOrder: {responses: {default: {description: An error}}}}",
        check=_default,
    ),
    Rule(
        "RSP040",
        "One response has a schema",
        why="The designer uses only one schema, and makers do not see which one.",
        source="validator OperationHasManyResponsesWithSchema",
        severity=Severities("advice", "advice", "off"),
        help="Keep only the schema of the success response, and describe errors in their descriptions.",
        good="operations: {CreateOrder: {responses: {'404': {description: No such shop}}}}",
        check=_many,
    ),
    Rule(
        "RSP060",
        "Responses are under a status or default",
        why="The import refuses any other value.",
        source="validator ResponseMustBeDefaultOrHttpStatusCode",
        severity=_REFUSED,
        help="Write one status such as 404, or default. Write several statuses as separate responses.",
        bad="operations: {CreateOrder: {responses: {4XX: {description: An error}}}}",
        good="operations: {CreateOrder: {responses: {'400': {description: An error}}}}",
        check=_status,
    ),
    Rule(
        "RSP061",
        "A response has a description",
        why="The import refuses it otherwise.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Describe the response in a few words.",
        bad="operations: {CreateOrder: {responses: {'404': {exact: {raw: {x-contoso-code: none}}}}}}",
        good="operations: {CreateOrder: {responses: {'404': {description: No such shop}}}}",
        check=_description_there,
    ),
    Rule(
        "RSP062",
        "The description of a response is not empty",
        why="Reviewers reject empty values.",
        source="certification thread PR#1360",
        severity=_ASKED,
        help="Describe the response in a few words.",
        bad="operations: {CreateOrder: {responses: {'404': ''}}}",
        good="operations: {CreateOrder: {responses: {'404': No such shop}}}",
        check=_description_empty,
    ),
    Rule(
        "RSP070",
        "The description of an error explains it",
        why="Makers read it when a flow fails.",
        source="coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Describe what went wrong, such as 'There is no such order'.",
        bad="operations: {CreateOrder: {responses: {'404': Error}}}",
        good="operations: {CreateOrder: {responses: {'404': No such shop}}}",
        check=_description_says,
    ),
    Rule(
        "RSP131",
        "A response lists a header once",
        why="Header names are not case-sensitive. The import refuses duplicates.",
        source="validator ResponseHeadersAreNotUnique",
        severity=_REFUSED,
        help="Keep one of them.",
        good="operations: {CreateOrder: {responses: {'201': {headers: {Location: {type: string}}}}}}",
        check=_headers_once,
    ),
    Rule(
        "RSP160",
        "Transport headers are not outputs",
        why="They come from a sample response and mean nothing to makers.",
        source="coding standards; certification thread PR#3647",
        severity=Severities("advice", "advice", "off"),
        help="Keep only headers that makers need.",
        bad="operations: {CreateOrder: {responses: {'201': {headers: {Date: {type: string}}}}}}",
        good="operations: {CreateOrder: {responses: {'201': {headers: {Location: {type: string}}}}}}",
        check=_headers_carried,
    ),
)
