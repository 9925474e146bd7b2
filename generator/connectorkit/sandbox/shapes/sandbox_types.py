"""Types of sandbox.yaml (`sandbox.schema.json`): the declared behaviour of the vendor's API.

Types with Python keywords as keys are written as calls.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

from connectorkit.model.json_value import Json

Declared: TypeAlias = "dict[str, Json]"
"""Values by name or response path, each a literal or one word with its argument, such as ``{"setting": "name"}``."""


class Refusal(TypedDict):
    """The rejection of a call: HTTP status or ``{"setting": name}``, and code and text in place of the default ones."""

    status: Json
    code: NotRequired[str]
    message: NotRequired[str]


class Account(TypedDict, total=False):
    """The behaviour for a user name: its own settings, or the rejection of each call."""

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
    """Records of one kind; the schema describes each key."""

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
    """How the text of an item is counted in parts; values other than lengths may be settings."""

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
    """The rejection of an item that costs more than ``left``, a setting."""

    left: Declared
    status: str


class RepeatRule(TypedDict):
    """A condition: an item with the same fields was sent ``within`` seconds (a number or a setting)."""

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
    """The conditions of a case, and its verdict on an item."""


class Totals(TypedDict, total=False):
    """Response paths of the number of items, of accepted ones, and of sums of their fields."""

    count: str
    accepted: str
    sums: dict[str, list[str]]


class GroupRule(TypedDict):
    """An item with the field represents each record of the collection with the same value."""

    field: str
    collection: str
    copy: NotRequired[dict[str, str]]


class BatchRule(TypedDict, total=False):
    """How the items of a call are accepted or rejected, and shown."""

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
    """The effect of an operation on a collection, and its rules for the items of a request."""


Way: TypeAlias = "Literal['json', 'form', 'query']"
"""How an event travels."""


class Formats(TypedDict, total=False):
    """The formats of events: by a field of the subscriber's record, or the usual one."""

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


class McpRules(TypedDict, total=False):
    """The responses of MCP servers: an event stream or JSON, tools per page, and instructions for the model."""

    stream: bool
    page: int
    instructions: str


class Sandbox(TypedDict, total=False):
    """The content of sandbox.yaml: the records that the vendor keeps, and its responses."""

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
    mcp: McpRules
