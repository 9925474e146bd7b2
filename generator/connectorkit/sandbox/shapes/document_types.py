"""The sandbox's document: a connector as one plain JSON document, which `sandbox-document.schema.json` describes too.

It is made by `spec.project`, lies in the generated contract tests as `sandbox.json`, and is all that the sandbox and
the contract tests know of a connector. What stands in its `sandbox` is the source's sandbox.yaml as it was written
(`sandbox.schema.json`). These are the types of both; a test holds that they agree with the schemas key for key.
Types whose keys are words of Python are written as calls.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

from connectorkit.model.json_value import Json

Declared: TypeAlias = "dict[str, Json]"
"""Values by name or response path, each a literal or one word with its argument, such as ``{"setting": "name"}``."""

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
    """A field of an object; one that is not ``declared`` (true when left out) travels although the source hides it."""

    name: str
    required: bool
    shape: Shape
    declared: NotRequired[bool]


class Limits(TypedDict, total=False):
    """Bounds of a value, named as in a swagger: an exclusive bound is a flag."""

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
    """A credential that a caller needs, what it is for, and what the Python client calls it."""

    name: str
    role: str
    argument: str


PolicyReference = TypedDict("PolicyReference", {"from": "str", "name": "str", "default": "str | None"})
"""What stands in a value of a policy: a connection parameter, or a header or query parameter of the request."""


class PolicyStep(TypedDict):
    """What a policy does to a request: ``do`` is header, query, host, path or method."""

    do: str
    name: str
    action: str
    value: list[str | PolicyReference]
    policy: str


class ErrorPaths(TypedDict):
    """Response paths of code, message and details in an error body; "" for one that it does not have."""

    code: str
    message: str
    details: str


class Rate(TypedDict):
    """So many calls of one operation in so many seconds."""

    calls: int
    seconds: int


class Paging(TypedDict):
    """How a list comes in pages: response paths, and names of query parameters; "" for what it does not have."""

    items: str
    page: str
    size: str
    current: str
    last: str
    max_size: int | None


class Success(TypedDict):
    """What stands at a response path of a success."""

    path: str
    equals: Json


class ItemSuccess(Success):
    """The same for each item, and the path of the items in the request ("" for none)."""

    request: str


Callback = TypedDict("Callback", {"in": "str", "path": "str"})
"""Where the address of a webhook travels: in the body at a path, or under a name elsewhere."""


class Unsubscribe(TypedDict):
    """The call that ends a webhook, its parameter for the id, and where a subscription answers with that id.

    ``guessed`` when no source says so and only its path suggests it.
    """

    operation: str
    parameter: str
    value: str
    guessed: NotRequired[bool]


class Route(TypedDict):
    """One operation as a call: what it takes, how it answers, and for a webhook what it delivers."""

    operation: str
    summary: str
    kind: str
    method: str
    path: str
    query: str
    effect: str
    internal: bool
    open: bool
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
    unsubscribe: NotRequired[Unsubscribe | None]


class ServedRoute(Route):
    """A route of a running sandbox; ``event_of`` is the trigger that it is another way to subscribe to, "" for none."""

    event_of: str


class Document(TypedDict):
    """All that the sandbox and the contract tests know of a connector."""

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
    """The document of a running sandbox, with its address ("" while it has none)."""

    url: str


class Refusal(TypedDict):
    """How a call is refused: HTTP status or ``{"setting": name}``, and code and text in place of the usual ones."""

    status: Json
    code: NotRequired[str]
    message: NotRequired[str]


class Account(TypedDict, total=False):
    """What is different for a user name: settings of its own, or that each of its calls is refused."""

    settings: Declared
    refuse: Refusal


PageRules = TypedDict(
    "PageRules",
    {
        "size": "int",
        "smallest": "int",
        "largest": "int",
        "total": "str",
        "per_page": "str",
        "from": "str",
        "to": "str",
        "next": "str",
        "previous": "str",
        "filter": "str",
        "operator": "str",
        "sort": "str",
    },
    total=False,
)
"""How pages are cut, and where an answer speaks of its page."""

FoundRule = TypedDict("FoundRule", {"fields": "list[str]", "as": "Declared"}, total=False)
"""How a search sees a record: the fields that it looks into, and the record as it shows it."""


class Collection(TypedDict, total=False):
    """Records of one kind; see the schema for what each key asks."""

    key: str
    first: int
    new: Declared
    counts: dict[str, str]
    parent: str
    copy: dict[str, str]
    orphan: Refusal
    missing: Refusal
    ends: str
    columns: list[str]
    rows: list[dict[str, Json] | list[Json]]
    found: FoundRule


class PhoneRule(TypedDict):
    """Fields of an item with a telephone number and with its country."""

    field: str
    country: str


class TextRule(TypedDict):
    """How the text of an item is counted in parts; what is not a length may be a setting."""

    field: str
    parts: NotRequired[str]
    single: list[int]
    each: NotRequired[list[int]]
    most: NotRequired[Json]
    line_break: NotRequired[Json]
    extension: NotRequired[Json]
    detect: NotRequired[Json]


class PriceRule(TypedDict):
    """The field with the price of an item, and the price of one part."""

    field: str
    each: str


Verdict = TypedDict("Verdict", {"with": "Declared", "keep": "list[str]"}, total=False)
"""What becomes of an item: fields of its result, and the only fields that the result has beside its status."""


class CreditRule(Verdict):
    """How an item is refused that costs more than is ``left``, a setting."""

    left: Declared
    status: str


class RepeatRule(TypedDict):
    """An item with the same fields came within so many seconds (a number or a setting)."""

    fields: list[str]
    within: Json


_Case = TypedDict(
    "_Case",
    {
        "of": "list[str]",
        "number": "bool",
        "repeats": "RepeatRule",
        "field": "str",
        "in": "Json",
        "not_in": "Json",
        "like": "str",
        "unlike": "str",
        "unknown": "str",
        "expired": "str",
        "count": "str",
        "status": "str",
    },
    total=False,
)


class Case(_Case, Verdict):
    """What an item meets, and what becomes of it then."""


class Totals(TypedDict, total=False):
    """Response paths of the number of items, of accepted ones, and of sums of their fields."""

    count: str
    accepted: str
    sums: dict[str, list[str]]


class GroupRule(TypedDict):
    """An item with the field stands for each record of the collection that has the same value."""

    field: str
    collection: str
    copy: NotRequired[dict[str, str]]


class BatchRule(TypedDict, total=False):
    """How the items of a call are judged and shown."""

    collection: str
    item: Declared
    unset: Declared
    totals: Totals
    group: GroupRule
    cases: list[Case]
    most: int
    phone: PhoneRule
    text: TextRule
    price: PriceRule
    credit: CreditRule
    kept: Declared


_OperationRule = TypedDict(
    "_OperationRule",
    {
        "create": "str",
        "list": "str",
        "search": "list[str]",
        "view": "str",
        "update": "str",
        "delete": "str",
        "like": "str",
        "needs": "list[str]",
        "open": "bool",
        "where": "Declared",
        "status": "Json",
        "optional": "list[str]",
        "either": "dict[str, list[str]]",
        "in_body": "list[str]",
        "drop": "list[str]",
        "dry": "bool",
        "by": "str",
        "at": "str",
        "with": "Declared",
        "answer": "Declared",
    },
    total=False,
)


class OperationRule(_OperationRule, BatchRule):
    """What an operation does to a collection, and how it judges the items of its request."""


Way: TypeAlias = "Literal['json', 'form', 'query']"
"""How an event travels."""


class Formats(TypedDict, total=False):
    """How events travel: by a field of the subscriber's record, or as usual."""

    field: str
    ways: dict[str, Way]
    usual: Way


TextMatch = TypedDict(
    "TextMatch",
    {"kind": "str", "kinds": "list[Literal['any', 'starts', 'contains', 'lacks']]", "term": "str", "in": "str"},
    total=False,
)
"""The text that has to stand in an event, by fields of the subscriber's record and of the event."""


class Match(TypedDict, total=False):
    """Which events a subscriber gets, by fields of its record."""

    enabled: str
    equals: dict[str, str]
    search: TextMatch


Reply = TypedDict("Reply", {"collection": "str", "to": "str", "from": "str", "copy": "dict[str, str]"})
"""An event answers the last record whose field ``to`` is the event's field ``from``."""


class Deliveries(TypedDict, total=False):
    """How events are delivered, and to whom."""

    waits: list[int]
    most: int
    formats: Formats
    match: Match
    reply: Reply


class Sandbox(TypedDict, total=False):
    """What the source says that the vendor keeps and how it answers: the source's sandbox.yaml."""

    clock: int
    settings: dict[str, Json]
    accounts: dict[str, Account]
    loose: list[str]
    place: str
    answer: Declared
    errors: dict[str, dict[str, Json]]
    mistyped: dict[str, Json]
    inputs: Declared
    values: Declared
    pages: PageRules
    collections: dict[str, Collection]
    batches: BatchRule
    routes: dict[str, OperationRule]
    deliveries: Deliveries
    operations: dict[str, OperationRule]
    events: dict[str, Declared]
