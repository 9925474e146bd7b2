"""Keywords that no other kind of change covers, so that every difference is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from connectorkit.diff.change import Change
from connectorkit.diff.kind import Kind, verdict
from connectorkit.diff.kinds.dynamic_values import LISTS, SCHEMAS
from connectorkit.diff.kinds.schemas import LIMITS
from connectorkit.diff.meaning.operations import Operation
from connectorkit.diff.pair_of_sides import SidePair, in_definition, of_file
from connectorkit.diff.pairs import OperationPair, Pair
from connectorkit.model.json_pointer import escape
from connectorkit.model.json_value import Json, Object, listed

KEYWORD: Final = Kind(
    "BRK800",
    "A keyword that is not judged changed",
    verdict("nnnn"),
    "Its effect on saved flows is unknown.",
    "Review whether the change can break a flow.",
    "this tool",
)

# Keywords that other judges compare, and those without effect for users of the connector.
_JUDGED: Final = frozenset(
    (
        "type",
        "format",
        "enum",
        "x-ms-enum",
        "x-ms-enum-values",
        "collectionFormat",
        "items",
        "additionalProperties",
        "title",
        "description",
        "x-ms-summary",
        "default",
        "x-ms-visibility",
        "deprecated",
        "x-deprecated",
        "x-ms-deprecated",
        "x-ms-url-encoding",
        "x-ms-notification-url",
        "required",
        "name",
        "in",
        "schema",
        "readOnly",
        "x-ms-permission",
        *LIMITS,
        *LISTS,
        *SCHEMAS,
    )
)
_MEANINGLESS: Final = frozenset(("example", "examples", "x-example", "x-examples", "x-ms-test-value", "externalDocs"))
_OPERATION: Final = frozenset(
    (
        "operationId",
        "summary",
        "description",
        "parameters",
        "responses",
        "consumes",
        "produces",
        "x-ms-visibility",
        "deprecated",
        "x-ms-trigger",
        "x-ms-trigger-hint",
        "x-ms-notification-content",
        "x-ms-pageable",
        "x-ms-api-annotation",
        "x-ms-agentic-protocol",
        "tags",
        "security",
        "schemes",
        "x-ms-test-value",
        "externalDocs",
        "x-ms-examples",
        "x-ms-no-generic-test",
        "x-ms-openai-data",
        "x-ms-openai-manifest",
    )
)
# Of the definition as a whole.
_DEFINITION: Final = frozenset(
    (
        "swagger",
        "info",
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "paths",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
        "security",
        "tags",
        "externalDocs",
        "x-ms-connector-metadata",
        "x-ms-openai-manifest",
        "x-generator",
    )
)
_ABSENT: Final[tuple[Json, ...]] = (None, False, "", [], {})


def others(pair: Pair) -> Iterator[Change]:
    """Any other keyword of an input or an output."""
    for key in _differing(pair.old.words, pair.new.words, _JUDGED | _MEANINGLESS):
        yield pair.change(KEYWORD, f"has a different value of {key}", key)


def of_operation(pair: OperationPair) -> Iterator[Change]:
    """Any other keyword of an operation, and its security requirements."""
    for key in _differing(pair.old.words, pair.new.words, _OPERATION):
        yield pair.change(KEYWORD, f"has a different value of {key}", key)
    if _security(pair.old) != _security(pair.new):
        yield pair.change(KEYWORD, "requires different credentials", "security")


def of_definition(pair: SidePair) -> Iterator[Change]:
    """Any other keyword of the definition as a whole."""
    old, new = pair.old.definition, pair.new.definition
    for key in _differing(old, new, _DEFINITION):
        places = [in_definition(f"/{escape(key)}") if key in one else in_definition("") for one in (old, new)]
        yield of_file(KEYWORD, "definition", f"has a different value of {key}", *places)
    if _asked(old) != _asked(new):
        places = [in_definition("/security") if "security" in one else in_definition("") for one in (old, new)]
        yield of_file(KEYWORD, "connector", "requires different credentials", *places)


def _security(operation: Operation) -> str:
    return _asked(operation.words) if "security" in operation.words else ""


def _asked(words: Object) -> str:
    """The security requirements as text; their order does not matter."""
    return str(sorted(json.dumps(one, sort_keys=True) for one in listed(words.get("security"))))


def _differing(old: Object, new: Object, known: frozenset[str]) -> Iterator[str]:
    for key in [*old, *(one for one in new if one not in old)]:
        if key not in known and _value_or_none(old.get(key)) != _value_or_none(new.get(key)):
            yield key


def _value_or_none(value: Json) -> Json:
    return None if value in _ABSENT else value


KINDS: Final = (KEYWORD,)
WHOLE: Final = (of_definition,)
