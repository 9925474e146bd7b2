"""Types, formats, choices and limits of inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from connectorkit.diff.change import Change
from connectorkit.diff.kind import CONFIRM, KEEP_INPUT, KEEP_OUTPUT, NOTHING, Kind, verdict
from connectorkit.diff.meaning.operations import text
from connectorkit.diff.pairs import Node, Pair, from_to, shown
from connectorkit.model.json_value import Json, listed, mapping

INPUT_TYPE = Kind(
    "BRK330",
    "The type of an input changed",
    verdict("BBBb"),
    "Saved flows and formulas send values of the old type.",
    KEEP_INPUT,
    "oad 1026; certification BRK-13",
)
INPUT_WIDER = Kind(
    "BRK331",
    "An input accepts a wider type",
    verdict("--b-"),
    "All old values are accepted, but Power Apps may see another type.",
    CONFIRM,
    "oad 1026; Power Fx",
)
INPUT_FORMAT = Kind(
    "BRK340",
    "The format of an input changed",
    verdict("bbb-"),
    "Stored values may not match the new format, and date-time has a different type in Power Apps.",
    CONFIRM,
    "oad 1023",
)
OUTPUT_FORMAT = Kind(
    "BRK341",
    "The format of an output changed",
    verdict("bbb-"),
    "Expressions may read the value differently, and date-time has a different type in Power Apps.",
    CONFIRM,
    "oad 1023",
)
NUMBER_WIDTH = Kind(
    "BRK342",
    "The width of a number was added or removed",
    verdict("n---"),
    "Flows and Power Apps have only one kind of number; a client may use another type.",
    NOTHING,
    "oad 1023",
)
CHOICE_REMOVED = Kind(
    "BRK350",
    "A choice of an input was removed",
    verdict("BBbb"),
    "Saved flows continue to send the removed value.",
    "Keep the choice until no flow uses it, or offer a new version of the operation.",
    "oad 1019",
)
CHOICE_ADDED = Kind(
    "BRK360",
    "A choice of an input was added",
    verdict("----"),
    "All old values are still accepted.",
    NOTHING,
    "certification OK-01",
)
CHOICES_LIFTED = Kind(
    "BRK361",
    "An input is no longer limited to choices",
    verdict("-nn-"),
    "All old values are accepted; the drop-down becomes a text box.",
    NOTHING,
    "certification OK-01",
)
CHOICES_IMPOSED = Kind(
    "BRK370",
    "An input is now limited to choices",
    verdict("Bbbb"),
    "Values that makers entered before may be refused.",
    KEEP_INPUT,
    "oasdiff request-parameter-became-enum",
)
OUTPUT_CHOICE_ADDED = Kind(
    "BRK380",
    "An output can have more values",
    verdict("bb--"),
    "A switch without a default case does not handle the new value.",
    CONFIRM,
    "oasdiff response-property-enum-value-added",
)
OUTPUT_CHOICE_REMOVED = Kind(
    "BRK381",
    "An output has fewer values",
    verdict("----"),
    "Flows already handle all remaining values.",
    NOTHING,
    "certification OK-01",
)
CHOICE_TITLE = Kind(
    "BRK362",
    "The title of a choice changed",
    verdict("-n--"),
    "Cards show the new title; flows store the value.",
    NOTHING,
    "LogicAppsUX x-ms-enum-values",
)
LIMIT_STRONGER = Kind(
    "BRK390",
    "A limit of an input became stricter",
    verdict("Bbb-"),
    "Values that were accepted before may be refused.",
    KEEP_INPUT,
    "oad 1024",
)
LIMIT_WEAKER = Kind(
    "BRK400",
    "A limit of an output was relaxed",
    verdict("b---"),
    "Clients may receive unexpected values.",
    CONFIRM,
    "oad 1024",
)
LIMIT_FINE = Kind(
    "BRK391",
    "A limit changed without harm",
    verdict("----"),
    "All old values remain valid.",
    NOTHING,
    "oad 1024",
)
COLLECTION = Kind(
    "BRK430",
    "The collection format of an input changed",
    verdict("Bbb-"),
    "Lists are sent in a different form than before.",
    KEEP_INPUT,
    "oad 1028",
)
OUTPUT_TYPE = Kind(
    "BRK550",
    "The type of an output changed",
    verdict("BBBb"),
    "Expressions and formulas were written for the old type.",
    KEEP_OUTPUT,
    "certification BRK-10; oad 1026",
)
OUTPUT_NARROWER = Kind(
    "BRK551",
    "An output has a narrower type",
    verdict("--b-"),
    "All values are valid for the old type, but Power Apps may see another type.",
    CONFIRM,
    "oad 1026; Power Fx",
)
FURTHER = Kind(
    "BRK392",
    "Whether undeclared properties are allowed changed",
    verdict("n---"),
    "Makers do not see undeclared properties; a strict client may.",
    NOTHING,
    "oad 1021",
)

_WIDTHS: Final = frozenset(("int32", "int64", "float", "double"))
_UPPER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_LOWER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_OTHER: Final = ("pattern", "multipleOf", "uniqueItems")
# The default values of limits.
_DEFAULTS: Final[dict[str, Json]] = {
    **dict.fromkeys(("minLength", "minItems", "minProperties"), 0),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum", "uniqueItems"), False),
    "pattern": "",
}
LIMITS: Final = frozenset((*_UPPER, *_LOWER, *_OTHER))


def types(pair: Pair) -> Iterator[Change]:
    """A changed type, or a changed format of the same type."""
    old, new = pair.old.shape.type, pair.new.shape.type
    if old != new:
        kind = _input_type(old, new) if pair.is_input else _output_type(old, new)
        yield pair.change(kind, f"changed its type from {old or 'any'} to {new or 'any'}", "type")
    elif pair.differs("format"):
        said = from_to(pair.old.words.get("format"), pair.new.words.get("format"))
        kind = INPUT_FORMAT if pair.is_input else OUTPUT_FORMAT
        if _is_width(pair):
            kind = NUMBER_WIDTH
        yield pair.change(kind, f"has a different format: it {said}", "format")


def _is_width(pair: Pair) -> bool:
    """Whether only a format for the size of a number was added."""
    formats = {str(one.words["format"]) for one in (pair.old, pair.new) if one.words.get("format")}
    return len(formats) == 1 and pair.new.shape.type in ("integer", "number") and formats <= _WIDTHS


def _input_type(old: str, new: str) -> Kind:
    return INPUT_WIDER if not new or (old, new) == ("integer", "number") else INPUT_TYPE


def _output_type(old: str, new: str) -> Kind:
    return OUTPUT_NARROWER if not old or (old, new) == ("number", "integer") else OUTPUT_TYPE


def choices(node: Node) -> list[Json] | None:
    """The accepted values; None if any value is accepted."""
    return listed(node.words.get("enum")) or [one.value for one in named(node)] or None


class Choice(NamedTuple):
    """A value of a drop-down and its title; "" if makers see the value."""

    value: Json
    title: str


def named(node: Node) -> list[Choice]:
    """The choices with titles."""
    said = listed(node.words.get("x-ms-enum-values")) or listed(mapping(node.words.get("x-ms-enum")).get("values"))
    rows = [mapping(one) for one in said]
    return [Choice(row.get("value"), text(row, "displayName") or text(row, "name")) for row in rows]


def offered(node: Node) -> list[Json]:
    """The values that makers can choose: `x-ms-enum-values` replaces `enum` in the designer.

    Source: the designer's parser (LogicAppsUX).
    """
    rows = listed(node.words.get("x-ms-enum-values"))
    return [mapping(row).get("value") for row in rows] or choices(node) or []


def enums(pair: Pair) -> Iterator[Change]:
    """Added, removed and retitled choices."""
    old, new = choices(pair.old), choices(pair.new)
    if old is None or new is None:
        if old is not new:
            yield from _free(pair, old is None)
        return
    gone, came = _without(old, new), _without(new, old)
    if pair.is_input:
        gone += [one for one in _without(offered(pair.old), offered(pair.new)) if one not in gone]
        came += [one for one in _without(offered(pair.new), offered(pair.old)) if one not in came]
    if gone:
        verb = "no longer offers" if pair.is_input else "can no longer be"
        kind = CHOICE_REMOVED if pair.is_input else OUTPUT_CHOICE_REMOVED
        yield pair.change(kind, f"{verb} {_values(gone)}", _key(pair, "enum"))
    if came:
        verb = "also offers" if pair.is_input else "can also be"
        kind = CHOICE_ADDED if pair.is_input else OUTPUT_CHOICE_ADDED
        yield pair.change(kind, f"{verb} {_values(came)}", _key(pair, "enum"))
    yield from _titles(pair)


def _without(some: list[Json], others: list[Json]) -> list[Json]:
    return [one for one in some if one not in others]


def _key(pair: Pair, key: str) -> str:
    """The keyword that lists the values."""
    return key if pair.differs(key) else "x-ms-enum-values"


def _titles(pair: Pair) -> Iterator[Change]:
    """Changed titles of existing choices."""
    if not pair.is_input:
        return
    before = named(pair.old)
    for choice in named(pair.new):
        title = next((old.title for old in before if old.value == choice.value), choice.title)
        if title != choice.title:
            said = f"shows the choice {shown(choice.value)} under another title: it {from_to(title, choice.title)}"
            yield pair.change(CHOICE_TITLE, said, "x-ms-enum-values")


def _free(pair: Pair, imposed: bool) -> Iterator[Change]:
    if pair.is_input and imposed:
        yield pair.change(CHOICES_IMPOSED, f"only accepts {_values(choices(pair.new) or [])}", "enum")
    elif pair.is_input:
        yield pair.change(CHOICES_LIFTED, "accepts any value, not only choices", "enum")
    elif imposed:
        yield pair.change(OUTPUT_CHOICE_REMOVED, f"can only be {_values(choices(pair.new) or [])}", "enum")
    else:
        yield pair.change(OUTPUT_CHOICE_ADDED, "can have any value, not only those that were listed", "enum")


def _values(values: list[Json]) -> str:
    named = ", ".join(shown(value) for value in values[:5])
    return f"{named} and {len(values) - 5} more" if len(values) > 5 else named


def limits(pair: Pair) -> Iterator[Change]:
    """Limits that became stricter or weaker."""
    # Most inputs have no limit at all.
    if LIMITS.isdisjoint(pair.old.words) and LIMITS.isdisjoint(pair.new.words):
        return
    for key in (*_UPPER, *_LOWER, *_OTHER):
        old, new = (_limit(one, key) for one in (pair.old, pair.new))
        if old == new:
            continue
        stricter, weaker = _stricter(key, old, new), _stricter(key, new, old)
        kind = (LIMIT_STRONGER if stricter else LIMIT_FINE) if pair.is_input else LIMIT_WEAKER if weaker else LIMIT_FINE
        yield pair.change(kind, f"has a different limit: {key} {from_to(old, new)}", key)


def _limit(node: Node, key: str) -> Json:
    value = node.words.get(key)
    return None if value == _DEFAULTS.get(key) else value


def _stricter(key: str, old: Json, new: Json) -> bool:
    """Whether the new limit rejects, or may reject, a value that the old one accepted."""
    if new is None:
        return False
    if old is None or key in _OTHER:
        return True
    if not isinstance(old, (int, float)) or not isinstance(new, (int, float)):
        return True
    return new < old if key in _UPPER else new > old


def collections(pair: Pair) -> Iterator[Change]:
    """A changed collection format."""
    if not pair.is_input or "array" not in (pair.old.shape.type, pair.new.shape.type):
        return
    old, new = (str(one.words.get("collectionFormat") or "csv") for one in (pair.old, pair.new))
    if old != new:
        yield pair.change(COLLECTION, f"has a different collection format: it {from_to(old, new)}", "collectionFormat")


def further(pair: Pair) -> Iterator[Change]:
    """Additional properties that became allowed or forbidden."""
    old, new = (one.words.get("additionalProperties") for one in (pair.old, pair.new))
    if isinstance(old, dict) and isinstance(new, dict):
        return
    if _allows(old) != _allows(new):
        said = "allows" if _allows(new) else "no longer allows"
        yield pair.change(FURTHER, f"{said} undeclared properties", "additionalProperties")


def _allows(value: Json) -> bool | None:
    return None if value is None or value is True or value == {} else value is not False


KINDS: Final = (
    INPUT_TYPE,
    INPUT_WIDER,
    INPUT_FORMAT,
    OUTPUT_FORMAT,
    NUMBER_WIDTH,
    CHOICE_REMOVED,
    CHOICE_ADDED,
    CHOICES_LIFTED,
    CHOICES_IMPOSED,
    OUTPUT_CHOICE_ADDED,
    OUTPUT_CHOICE_REMOVED,
    CHOICE_TITLE,
    LIMIT_STRONGER,
    LIMIT_FINE,
    FURTHER,
    LIMIT_WEAKER,
    COLLECTION,
    OUTPUT_TYPE,
    OUTPUT_NARROWER,
)
JUDGES: Final = (types, enums, limits, collections, further)
