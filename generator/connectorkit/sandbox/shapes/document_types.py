"""Types of the sandbox's document: a connector as one plain JSON document (`sandbox-document.schema.json`).

`document.project` creates it, and the generated contract tests contain it as `sandbox.json`. The sandbox and the
contract tests know nothing else about a connector. The types of its key `sandbox` are in `sandbox_types`. A test
compares the keys of types and schemas. Types with Python keywords as keys are written as calls.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes.sandbox_types import Sandbox

Record: TypeAlias = "dict[str, Json]"
"""Values by field name: what a call carries, what a collection keeps, what an answer shows."""


class Shape(TypedDict, total=False):
    type: str
    format: str
    internal: bool
    callback: bool
    read_only: bool
    wire: list[str]
    safe_values: list[Json]
    choices: list[Json]
    limits: Limits
    default: Json
    example: Json
    fields: list[ShapeField]
    items: Shape
    additional: Shape


"""What one value may be: finite, its references followed, all that it is composed of laid together."""


class ShapeField(TypedDict):
    """A field of an object. ``declared`` (default: true): the connector declares it."""

    name: str
    required: bool
    shape: Shape
    declared: NotRequired[bool]


class Limits(TypedDict, total=False):
    """Limits of a value, named as in Swagger 2.0: an exclusive limit is a flag."""

    minimum: float
    maximum: float
    exclusiveMinimum: bool
    exclusiveMaximum: bool
    multipleOf: float
    minLength: int
    maxLength: int
    pattern: str
    minItems: int
    maxItems: int
    uniqueItems: bool
    minProperties: int
    maxProperties: int


Parameter = TypedDict(
    "Parameter",
    {
        "name": "str",
        "in": "str",
        "required": "bool",
        "encoding": "NotRequired[Literal['double']]",
        "separator": "NotRequired[str]",
        "shape": "Shape",
    },
)
"""A parameter or the body; ``separator`` is the collection format of a list, ``encoding`` that of a path value."""


class BasicAuth(TypedDict):
    """User name and password; both are names of credentials."""

    kind: Literal["basic"]
    username: str
    password: str


KeyAuth = TypedDict(
    "KeyAuth",
    {"kind": "Literal['apiKey']", "in": "str", "name": "str", "credential": "str"},
)
"""A key under a name of the query or the headers; ``credential`` is the name of the credential."""


class BearerAuth(TypedDict):
    """A token in the Authorization header; ``credential`` is the name of the credential."""

    kind: Literal["bearer"]
    credential: str


Auth: TypeAlias = "BasicAuth | KeyAuth | BearerAuth"


class CredentialName(TypedDict):
    """A credential of callers, its role, and its argument name in the Python client."""

    name: str
    role: str
    argument: str


PolicyReference = TypedDict("PolicyReference", {"from": "str", "name": "str", "default": "str | None"})
"""What stands in a value of a policy: a connection parameter, or a header or query parameter of the request."""


class PolicyStep(TypedDict):
    """A step of a policy: ``do`` is header, query, host, path or method."""

    do: str
    name: str
    action: str
    value: list[str | PolicyReference]
    policy: str


class ErrorPaths(TypedDict):
    """Response paths of code, message and details in an error body; "" for a missing one."""

    code: str
    message: str
    details: str


class Rate(TypedDict):
    """At most ``calls`` of one operation in ``seconds``."""

    calls: int
    seconds: int


class PageWords(TypedDict, total=False):
    """What identifies a page and what a page reports about itself: response paths, as far as a list has them.

    ``by`` defaults to page and ``first`` to 1 (0 for an offset). ``last_item`` is a path below an item. ``headers`` are
    the response headers for next, last, page_count or total.
    """

    by: Literal["offset", "cursor", "link"]
    first: int
    page_count: str
    total: str
    more: str
    next: str
    last_item: str
    headers: dict[str, str]


class Paging(PageWords):
    """The paging of a list: response paths, and names of inputs; "" for missing ones.

    ``page`` is the input for the number, offset or cursor; a link has none. On the last page, ``next`` is null, or
    ``end``: absent or empty.
    """

    items: str
    page: str
    size: str
    current: str
    last: str
    max_size: int | None
    end: NotRequired[Literal["absent", "empty"]]


class Success(TypedDict):
    """The value at a response path of a success."""

    path: str
    equals: Json


class ItemSuccess(Success):
    """The success value of each item, and the path of the items in the request ("" for none)."""

    request: str


Callback = TypedDict("Callback", {"in": "str", "path": "str"})
"""Where the address of a webhook travels: in the body at a path, or under a name elsewhere."""


class Unsubscribe(TypedDict):
    """The call that ends a webhook, its parameter for the id, and the path of the id in the subscription's response.

    ``guessed``: it is not declared, only suggested by its path.
    """

    operation: str
    parameter: str
    value: str
    guessed: NotRequired[bool]


class Tool(TypedDict):
    """A tool of an MCP server. ``input`` and ``output`` are JSON Schemas; a missing ``result`` is generated."""

    name: str
    description: str
    effect: str
    input: dict[str, Json]
    output: dict[str, Json] | None
    arguments: NotRequired[dict[str, Json]]
    result: NotRequired[Json]


class Mcp(TypedDict):
    """An MCP server: its protocol, and the tools that the source declares."""

    protocol: str
    tools: list[Tool]


class Route(TypedDict):
    """One operation: its inputs, its responses, and for a webhook its event."""

    operation: str
    summary: str
    kind: str
    method: str
    path: str
    query: str
    effect: str
    internal: bool
    open: bool
    security: NotRequired[list[list[int]]]
    parameters: list[Parameter]
    body: NotRequired[Parameter]
    policies: NotRequired[list[PolicyStep]]
    same_as: NotRequired[str]
    status: int
    result: Shape | None
    failures: dict[str, Shape]
    pages: NotRequired[Paging]
    envelope: NotRequired[Success]
    items: NotRequired[ItemSuccess]
    callback: NotRequired[Callback]
    trigger: NotRequired[str]
    event: NotRequired[Shape | None]
    event_unique: NotRequired[str]
    mcp: NotRequired[Mcp]
    part_of: NotRequired[str]
    unsubscribe: NotRequired[Unsubscribe | None]


class ServedRoute(Route):
    """A route of a running sandbox; ``event_of`` is the trigger to which it also subscribes, "" for none."""

    event_of: str


class Document(TypedDict):
    """Everything that the sandbox and the contract tests know about a connector."""

    version: int
    title: str
    package: str
    base_path: str
    policy_paths: NotRequired[list[str]]
    not_simulated: NotRequired[list[str]]
    auth: list[Auth]
    credentials: list[CredentialName]
    errors: ErrorPaths
    throttle: Rate | None
    routes: list[Route]
    sandbox: Sandbox


class ServedDocument(Document):
    """The document of a running sandbox, with its address ("" before it has one)."""

    url: str
