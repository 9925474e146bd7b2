"""What is in sandbox.yaml, as it was written (`sandbox.schema.json`): the declared behaviour of the vendor's API.

Types whose keys are words of Python are written as calls.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

from connectorkit.model.json_value import Json

Declared: TypeAlias = "dict[str, Json]"
"""Values by name or response path, each a literal or one word with its argument, such as ``{"setting": "name"}``."""


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


class McpRules(TypedDict, total=False):
    """How MCP servers answer: as a stream of events or as JSON, tools a page, and instructions for the model."""

    stream: bool
    page: int
    instructions: str


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
    mcp: McpRules
