"""Operations as a whole: added and removed ones, names, addresses and visibility."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from connectorkit.designer.power_apps.names import function_name
from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import CONFIRM, KEEP_OPERATION, NOTHING, Kind, verdict
from connectorkit.diff.meaning.operations import Operation, text
from connectorkit.diff.pairs import OperationPair, from_to, kind_of, name_of, operation_place, shown
from connectorkit.model.json_value import mapping

REMOVED = Kind(
    "BRK010",
    "An operation was removed",
    verdict("BBBB"),
    "Saved flows, formulas and agents call it.",
    "Keep it, mark it as deprecated, and delete it only when nothing uses it.",
    "certification BRK-01; oad 1035",
)
ADDED = Kind(
    "BRK011",
    "An operation was added",
    verdict("---n"),
    "Nothing uses it yet; agents may choose it.",
    NOTHING,
    "certification OK-01",
)
INTERNAL_REMOVED = Kind(
    "BRK012",
    "An internal operation was removed",
    verdict("Bb--"),
    "Makers do not see it, but cards may load choices or schemas with it.",
    "Keep it as long as a drop-down or a schema in a released version may call it.",
    "certification BRK-01",
)
INTERNAL_RENAMED = Kind(
    "BRK021",
    "The operationId of an internal operation changed",
    verdict("-b--"),
    "Makers do not see it, but cards may load choices or schemas with it.",
    CONFIRM,
    "certification BRK-01",
    hidden=True,
)
RENAMED = Kind(
    "BRK020",
    "An operationId changed",
    verdict("-BBB"),
    "Flows and formulas refer to an operation by its operationId, and Logic Apps by method and path.",
    "Keep the old operationId, or keep the old operation next to the new one.",
    "certification BRK-01; oad 1008",
)
RESPELLED = Kind(
    "BRK030",
    "An operationId changed in its punctuation",
    verdict("-B-B"),
    "Flows use the exact operationId; Power Apps ignores its punctuation.",
    "Keep the old operationId.",
    "Power Fx NormalizeOperationId",
)
CLASH = Kind(
    "BRK040",
    "Two operationIds now become the same function in Power Apps",
    verdict("--B-"),
    "Power Apps keeps only letters and digits, so two functions have the same name.",
    "Choose another operationId for the new operation.",
    "Power Fx NormalizeOperationId",
)
PATH = Kind(
    "BRK050",
    "The path of an operation changed",
    verdict("BB--"),
    "Logic Apps finds an operation by method and path, and clients call the path.",
    KEEP_OPERATION,
    "certification BRK-03",
)
METHOD = Kind(
    "BRK070",
    "The method of an operation changed",
    verdict("BBb-"),
    "Logic Apps finds an operation by method and path, and clients send the method.",
    KEEP_OPERATION,
    "certification BRK-13",
)
CONSUMES = Kind(
    "BRK110",
    "A request media type was removed",
    verdict("Bbb-"),
    "Requests of this type may be refused.",
    KEEP_OPERATION,
    "oad 1003",
)
PRODUCES = Kind(
    "BRK120",
    "A response media type was removed",
    verdict("bbb-"),
    "Clients may not be able to read the response.",
    CONFIRM,
    "oad 1004",
)
INTERNAL = Kind(
    "BRK130",
    "An operation became internal",
    verdict("-BBB"),
    "The card cannot be edited in the designer, and the function disappears from Power Apps.",
    "Keep it visible; use `advanced`, or mark it as deprecated.",
    "certification BRK-02",
)
UNHIDDEN = Kind(
    "BRK131",
    "An operation is no longer internal",
    verdict("---n"),
    "Makers and agents can use it from now on.",
    NOTHING,
    "certification OK-01",
)
VISIBILITY = Kind(
    "BRK140",
    "The visibility of an operation changed",
    verdict("-n-n"),
    "It moves in the list of operations.",
    NOTHING,
    "LogicAppsUX operation list",
)
DEPRECATED = Kind(
    "BRK200",
    "An operation was marked as deprecated",
    verdict("nnnn"),
    "It is hidden from new flows; existing ones keep working.",
    "Name its successor through family and revision.",
    "certification 1.10",
)
REVIVED = Kind(
    "BRK201",
    "An operation is no longer deprecated",
    verdict("-nnn"),
    "Makers find it again.",
    NOTHING,
    "certification 1.10",
)
AGENTIC_REMOVED = Kind(
    "BRK710",
    "An operation no longer supports the protocol for agents",
    verdict("-n-B"),
    "Agents reach the server through x-ms-agentic-protocol.",
    "Keep x-ms-agentic-protocol.",
    "Copilot Studio MCP connectors",
)
AGENTIC = Kind(
    "BRK711",
    "The protocol for agents was added or changed",
    verdict("-n-n"),
    "Agents connect differently.",
    "Test the connector with an agent.",
    "Copilot Studio MCP connectors",
)
ANNOTATION = Kind(
    "BRK730",
    "The family, revision or status of an operation changed",
    verdict("-n-n"),
    "The designer shows the status, and finds the successor through family and revision.",
    NOTHING,
    "certification 1.10",
)


def removed(operation: Operation) -> Change:
    """An operation that only the old side has."""
    place, name = operation_place(operation), name_of(operation)
    noun = f"{kind_of(operation)} {name}"
    kind = INTERNAL_REMOVED if operation.is_internal else REMOVED
    return Change(kind, noun, "", "", "was removed", place, None, kind.verdict, [], near=Place("/paths"))


def added(operation: Operation) -> Change:
    """An operation that only the new side has."""
    place, name, noun = operation_place(operation), name_of(operation), kind_of(operation)
    return Change(ADDED, f"{noun} {name}", "", "", "was added", None, place, ADDED.verdict, [], added=True)


def names(pair: OperationPair) -> Iterator[Change]:
    """A changed operationId."""
    old, new = pair.old.id, pair.new.id
    if old != new:
        kind = RESPELLED if function_name(old) == function_name(new) else RENAMED
        kind = INTERNAL_RENAMED if pair.hidden else kind
        yield pair.change(kind, f"has a different operationId: it {from_to(old, new)}", "operationId")


def clashes(old: Iterable[Operation], new: Iterable[Operation]) -> Iterator[Change]:
    """Operations whose function names in Power Apps became equal."""
    before, first = _same(old), dict[str, Operation]()
    for operation in new:
        name = function_name(operation.id)
        other = first.setdefault(name, operation)
        if other is not operation and name and other.id != operation.id and name not in before:
            said = f"has the same name in Power Apps as {name_of(other)}: {name}"
            place = operation_place(operation, "operationId")
            subject = f"{kind_of(operation)} {name_of(operation)}"
            yield Change(CLASH, subject, "", "", said, operation_place(other), place, CLASH.verdict, [])


def _same(operations: Iterable[Operation]) -> set[str]:
    """The function names of several operations in Power Apps."""
    ids: dict[str, set[str]] = {}
    for operation in operations:
        ids.setdefault(function_name(operation.id), set()).add(operation.id)
    return {name for name, several in ids.items() if len(several) > 1}


def addresses(pair: OperationPair) -> Iterator[Change]:
    """A changed path or method; the names of path parameters do not matter."""
    if pair.old.template != pair.new.template and pair.old.place != pair.new.place:
        change = pair.change(PATH, f"has a different path: it changed from '{pair.old.path}' to '{pair.new.path}'")
        change.old, change.new = Place(pair.old.item.pointer), Place(pair.new.item.pointer)
        yield change
    if pair.old.method != pair.new.method:
        said = from_to(pair.old.method.upper(), pair.new.method.upper())
        yield pair.change(METHOD, f"has a different method: it {said}")


def media(pair: OperationPair) -> Iterator[Change]:
    """Media types that are no longer accepted or returned."""
    gone = pair.old.consumes - pair.new.consumes
    if gone and pair.old.has_body and pair.new.has_body:
        yield _media(pair, CONSUMES, "accepts", gone, "consumes")
    gone = pair.old.produces - pair.new.produces
    if gone:
        yield _media(pair, PRODUCES, "returns", gone, "produces")


def _media(pair: OperationPair, kind: Kind, verb: str, gone: frozenset[str], key: str) -> Change:
    """The change at its place in the operation or the document; one change for all affected operations."""
    change = pair.change(kind, f"no longer {verb} {_listed(gone)}", key)
    change.around = (key, [*sorted(gone)])
    if key not in pair.old.words and key not in pair.new.words:
        change.old = change.new = Place(f"/{key}")
    return change


def _listed(media: Iterable[str]) -> str:
    return ", ".join(shown(one) for one in sorted(media))


def visibility(pair: OperationPair) -> Iterator[Change]:
    """Changes of visibility and deprecation."""
    old, new = (_visibility(one) for one in (pair.old, pair.new))
    if old != new:
        kind = INTERNAL if new == "internal" else UNHIDDEN if old == "internal" else VISIBILITY
        said = "became internal" if kind is INTERNAL else "is no longer internal" if kind is UNHIDDEN else ""
        said = said or f"has a different visibility: it {from_to(old, new)}"
        yield pair.change(kind, said, "x-ms-visibility")
    before, after = (one.words.get("deprecated") is True for one in (pair.old, pair.new))
    if before != after:
        said = "was marked as deprecated" if after else "is no longer deprecated"
        yield pair.change(DEPRECATED if after else REVIVED, said, "deprecated")


def _visibility(operation: Operation) -> str:
    return "" if (said := text(operation.words, "x-ms-visibility").lower()) == "none" else said


def agents(pair: OperationPair) -> Iterator[Change]:
    """A changed protocol of an MCP server."""
    old, new = (text(one.words, "x-ms-agentic-protocol") for one in (pair.old, pair.new))
    if old != new:
        said = f"has a different protocol for agents: it {from_to(old, new)}"
        yield pair.change(AGENTIC if new else AGENTIC_REMOVED, said, "x-ms-agentic-protocol")


def revisions(pair: OperationPair) -> Iterator[Change]:
    """A changed family, revision, status or replacement."""
    old, new = (mapping(one.words.get("x-ms-api-annotation")) for one in (pair.old, pair.new))
    differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    if differing:
        said = "; ".join(f"{key} {from_to(old.get(key), new.get(key))}" for key in differing)
        yield pair.change(ANNOTATION, f"has a different annotation: {said}", "x-ms-api-annotation")


KINDS: Final = (
    REMOVED,
    ADDED,
    INTERNAL_REMOVED,
    INTERNAL_RENAMED,
    RENAMED,
    RESPELLED,
    CLASH,
    PATH,
    METHOD,
    CONSUMES,
    PRODUCES,
    INTERNAL,
    UNHIDDEN,
    VISIBILITY,
    DEPRECATED,
    REVIVED,
    AGENTIC_REMOVED,
    AGENTIC,
    ANNOTATION,
)
JUDGES: Final = (names, addresses, media, visibility, agents, revisions)
