"""Inputs: parameters, bodies and the fields of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from connectorkit.diff.change import Change
from connectorkit.diff.kind import CONFIRM, KEEP_INPUT, NOTHING, Kind, verdict
from connectorkit.diff.kinds import positions
from connectorkit.diff.meaning.operations import text
from connectorkit.diff.pairs import Context, Node, OperationPair, Pair, from_to, masked, shown

_POSITION: Final = "Power Apps passes required inputs by position, and optional ones in a record."
PATH_RENAMED = Kind(
    "BRK060",
    "A path parameter was renamed",
    verdict("-B-n"),
    "Saved flows store the value under the old name, although the address does not change.",
    "Keep the old name; change only the title that makers see.",
    "oasdiff 215",
)
REQUIRED_ADDED = Kind(
    "BRK220",
    "A required input was added",
    verdict("BBBB"),
    "Saved flows and formulas do not pass it.",
    "Make it optional, give it a default and make it internal, or offer a new version of the operation.",
    "certification BRK-06",
    hidden=True,
)
NESTED_REQUIRED_ADDED = Kind(
    "BRK221",
    "A required property was added to an optional object",
    verdict("bbbn"),
    "Flows and formulas that pass the object do not pass the property.",
    "Make it optional, or offer a new version of the operation.",
    "certification BRK-06",
    hidden=True,
)
INTERNAL_ADDED = Kind(
    "BRK230",
    "A required internal input with a default was added",
    verdict("-b--"),
    "Saved flows do not contain the default until they are saved again.",
    CONFIRM,
    "certification OBS-06",
    hidden=True,
)
DEFAULTED_ADDED = Kind(
    "BRK240",
    "A required input with a default was added",
    verdict("BbBn"),
    "The document requires it despite the default, and the function in Power Apps gets one more position.",
    "Make it optional, or offer a new version of the operation.",
    "oasdiff 549",
    hidden=True,
)
OPTIONAL_ADDED = Kind(
    "BRK250",
    "An optional input was added",
    verdict("---n"),
    "In Power Apps, the last record has one more field. Saved flows omit it.",
    NOTHING,
    "certification OK-01",
    hidden=True,
)
REQUIRED_REMOVED = Kind(
    "BRK260",
    "A required input was removed",
    verdict("bBBb"),
    "Saved flows contain a value that is no longer used, and the positions in Power Apps change.",
    KEEP_INPUT,
    "certification BRK-07",
)
OPTIONAL_REMOVED = Kind(
    "BRK270",
    "An optional input was removed",
    verdict("bBBn"),
    "Saved flows contain a value that is no longer used, and the record in Power Apps loses the field.",
    KEEP_INPUT,
    "certification BRK-07; oasdiff",
)
INTERNAL_REMOVED = Kind(
    "BRK271",
    "An internal input was removed",
    verdict("bb--"),
    "Makers never see it, but saved flows may contain its default.",
    CONFIRM,
    "certification OBS-06",
    hidden=True,
)
NOW_REQUIRED = Kind(
    "BRK280",
    "An optional input became required",
    verdict("BBBn"),
    f"Saved flows may leave it out. {_POSITION}",
    KEEP_INPUT,
    "certification BRK-13; oad 1025",
)
NESTED_NOW_REQUIRED = Kind(
    "BRK281",
    "A property of an optional object became required",
    verdict("bbbn"),
    "Flows and formulas that pass the object may omit the property.",
    KEEP_INPUT,
    "certification BRK-13",
)
NOW_OPTIONAL = Kind(
    "BRK290",
    "A required input became optional",
    verdict("--B-"),
    f"{_POSITION} Formulas break.",
    "Keep it required, or offer a new version of the operation.",
    "Power Fx ConnectorFunction.Initialize",
)
NESTED_NOW_OPTIONAL = Kind(
    "BRK291",
    "A required property of an object became optional",
    verdict("----"),
    "Power Apps passes it by name in both cases.",
    NOTHING,
    "Power Fx ConnectorFunction.Initialize",
)
ORDER = Kind(
    "BRK300",
    "The order of required inputs changed",
    verdict("-nB-"),
    _POSITION,
    "Keep the order of required inputs; add new ones after them.",
    "Power Fx ConnectorFunction.Initialize; oad 1042",
)
MOVED = Kind(
    "BRK310",
    "The location of a required input changed",
    verdict("BBBn"),
    "Logic Apps stores values by location, and clients send them in the old location.",
    KEEP_INPUT,
    "certification BRK-04",
)
OPTIONAL_MOVED = Kind(
    "BRK311",
    "The location of an optional input changed",
    verdict("BB-n"),
    "Logic Apps stores values by location, and clients send them in the old location.",
    KEEP_INPUT,
    "certification BRK-04",
)
RENAMED = Kind(
    "BRK320",
    "An input that is passed by position was renamed",
    verdict("BB-n"),
    "Saved flows store the value under the old name; Power Apps passes it by position.",
    "Keep the old name; change only the title that makers see.",
    "oad 1010",
)
OPTIONAL_RENAMED = Kind(
    "BRK321",
    "An input that is passed by name was renamed",
    verdict("BBBn"),
    "Saved flows and formulas pass the value under the old name.",
    "Keep the old name; change only the title that makers see.",
    "oad 1010",
)
BODY_RENAMED = Kind(
    "BRK322",
    "The name of the body changed",
    verdict("-B--"),
    "Power Automate stores values under body paths that begin with this name, although the request does not change.",
    "Keep the old name.",
    "flow definitions",
)
DEFAULT_INTERNAL = Kind(
    "BRK410",
    "The default of an internal input changed",
    verdict("bbbn"),
    "Makers cannot set it, so new and saved flows send different values.",
    CONFIRM,
    "certification BRK-13",
    hidden=True,
)
DEFAULT = Kind(
    "BRK411",
    "The default of an input changed",
    verdict("bnbn"),
    "The default is copied into a card when it is added; the service may assume another value.",
    CONFIRM,
    "certification BRK-13; oad 1027",
)
DEFAULT_LOST = Kind(
    "BRK420",
    "The default of a required internal input was removed",
    verdict("BBBn"),
    "Makers cannot set it, so no value is sent.",
    "Keep the default.",
    "certification OBS-06",
    hidden=True,
)
ENCODING = Kind(
    "BRK440",
    "The encoding of a path parameter changed",
    verdict("BB--"),
    "Values with a slash or a percent sign are sent in a different form.",
    KEEP_INPUT,
    "certification BRK-05",
    hidden=True,
)
NOW_INTERNAL = Kind(
    "BRK450",
    "An input became internal",
    verdict("-BBn"),
    "Its default overwrites the value from makers, and it disappears from cards and formulas.",
    "Keep it visible; `advanced` moves it to the advanced parameters.",
    "certification BRK-08",
    hidden=True,
)
NOW_VISIBLE = Kind(
    "BRK451",
    "A required internal input became visible",
    verdict("-nBn"),
    _POSITION,
    "Keep it internal, or make it optional.",
    "Power Fx ConnectorFunction.Initialize",
    hidden=True,
)
NOW_VISIBLE_OPTIONAL = Kind(
    "BRK452",
    "An optional internal input became visible",
    verdict("-n-n"),
    "Makers see one more optional field.",
    NOTHING,
    "certification OK-01",
    hidden=True,
)
VISIBILITY = Kind(
    "BRK460",
    "The visibility of an input changed",
    verdict("-n--"),
    "An optional input moves into or out of `Advanced parameters`.",
    NOTHING,
    "LogicAppsUX parameters",
)


def removed(node: Node, context: Context, path: str) -> Change:
    """An input that only the old side has."""
    hidden = context.hidden or node.is_internal
    kind = INTERNAL_REMOVED if hidden else REQUIRED_REMOVED if node.required else OPTIONAL_REMOVED
    kind = positions.REMOVED if hidden and positions.passed(node, context) else kind
    old, said = node.place(), "was removed"
    return Change(kind, _noun(node, context), node.title, path, said, old, None, masked(kind, hidden))


def added(node: Node, context: Context, path: str) -> Change:
    """An input that only the new side has."""
    hidden = context.hidden or node.is_internal
    kind = _added_kind(node, context, hidden)
    said, new = "was added", node.place()
    return Change(kind, _noun(node, context), node.title, path, said, None, new, masked(kind, hidden), added=True)


def _added_kind(node: Node, context: Context, hidden: bool) -> Kind:
    if not node.required:
        return OPTIONAL_ADDED
    defaulted = "default" in node.words
    if defaulted and hidden:
        return positions.ADDED if positions.passed(node, context) else INTERNAL_ADDED
    if not context.sure:
        return NESTED_REQUIRED_ADDED
    return DEFAULTED_ADDED if defaulted else REQUIRED_ADDED


def _noun(node: Node, context: Context) -> str:
    hidden = "internal " if node.is_internal else ""
    return f"{'required' if node.required else 'optional'} {hidden}{context.direction}"


def names(pair: Pair, location: str, path: str) -> Iterator[Change]:
    """A renamed input."""
    if pair.old.name == pair.new.name:
        return
    kind = _rename(pair, location)
    change = pair.change(kind, f"was renamed from {shown(pair.old.name)} to {shown(pair.new.name)}", "name")
    change.path = path
    yield change


def _rename(pair: Pair, location: str) -> Kind:
    if location in ("path", "body"):
        return PATH_RENAMED if location == "path" else BODY_RENAMED
    return RENAMED if pair.new.required and pair.context.top else OPTIONAL_RENAMED


def places(pair: Pair, old: str, new: str) -> Iterator[Change]:
    """An input that moved to another place of the request."""
    if old != new:
        kind = MOVED if pair.new.required else OPTIONAL_MOVED
        yield pair.change(kind, f"moved from the {_place(old)} to the {_place(new)}", "in")


def _place(location: str) -> str:
    return {"formData": "form", "header": "headers"}.get(location, location or "request")


def requirements(pair: Pair) -> Iterator[Change]:
    """An input that became required or optional."""
    old, new = pair.old.required, pair.new.required
    if old == new:
        return
    if new and pair.new.is_internal and "default" in pair.new.words:
        kind, said = INTERNAL_ADDED, "is now required, with a default"
    elif new:
        kind, said = NOW_REQUIRED if pair.context.sure else NESTED_NOW_REQUIRED, "became required"
    else:
        kind, said = NOW_OPTIONAL if pair.context.top else NESTED_NOW_OPTIONAL, "became optional"
    yield pair.change(kind, said, "required")


def defaults(pair: Pair) -> Iterator[Change]:
    """A changed default."""
    old, new = (one.words.get("default") for one in (pair.old, pair.new))
    if old == new or not pair.is_input:
        return
    hidden = pair.hidden
    lost = hidden and pair.new.required and new is None
    kind = DEFAULT_LOST if lost else DEFAULT_INTERNAL if hidden else DEFAULT
    yield pair.change(kind, f"has a different default: it {from_to(old, new)}", "default")


def encodings(pair: Pair) -> Iterator[Change]:
    """A changed URL encoding of a path parameter."""
    old, new = (text(one.words, "x-ms-url-encoding") or "single" for one in (pair.old, pair.new))
    if old != new:
        yield pair.change(ENCODING, f"has a different URL encoding: it {from_to(old, new)}", "x-ms-url-encoding")


def visibility(pair: Pair) -> Iterator[Change]:
    """A changed visibility of an input."""
    old, new = pair.old.visibility, pair.new.visibility
    if old == new or not pair.is_input:
        return
    if pair.new.is_internal:
        yield pair.change(NOW_INTERNAL, "became internal", "x-ms-visibility")
    elif pair.old.is_internal:
        kind = NOW_VISIBLE if pair.new.required and pair.context.top else NOW_VISIBLE_OPTIONAL
        yield pair.change(kind, "became visible", "x-ms-visibility")
    else:
        yield pair.change(VISIBILITY, f"has a different visibility: it {from_to(old, new)}", "x-ms-visibility")


def order(pair: OperationPair, place: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """A changed order of the required inputs of one place, given by their new names in both orders."""
    if list(old) != list(new):
        said = f"takes the required inputs of its {_place(place)} in another order: {_listed(new)}, not {_listed(old)}"
        yield pair.change(ORDER, said)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(shown(name) for name in names)


KINDS: Final = (
    PATH_RENAMED,
    REQUIRED_ADDED,
    NESTED_REQUIRED_ADDED,
    INTERNAL_ADDED,
    DEFAULTED_ADDED,
    OPTIONAL_ADDED,
    REQUIRED_REMOVED,
    OPTIONAL_REMOVED,
    INTERNAL_REMOVED,
    NOW_REQUIRED,
    NESTED_NOW_REQUIRED,
    NOW_OPTIONAL,
    NESTED_NOW_OPTIONAL,
    ORDER,
    MOVED,
    OPTIONAL_MOVED,
    RENAMED,
    OPTIONAL_RENAMED,
    BODY_RENAMED,
    DEFAULT_INTERNAL,
    DEFAULT,
    DEFAULT_LOST,
    ENCODING,
    NOW_INTERNAL,
    NOW_VISIBLE,
    NOW_VISIBLE_OPTIONAL,
    VISIBILITY,
)
