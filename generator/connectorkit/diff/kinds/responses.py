"""Outputs: statuses, headers and the properties of responses and notifications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from connectorkit.diagnostics.phrases import together
from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import CONFIRM, KEEP_OPERATION, KEEP_OUTPUT, NOTHING, Kind, verdict
from connectorkit.diff.meaning.document import Document, Shape
from connectorkit.diff.meaning.operations import Operation, Response
from connectorkit.diff.pairs import EVENT, Context, Node, OperationPair, Pair, from_to, masked, shown

EVENT_CHANGED = Kind(
    "BRK190",
    "A field of a notification was removed",
    verdict("BB--"),
    "Flows that the webhook starts read the field.",
    "Keep the field, or offer a new version of the trigger.",
    "Make: any webhook change is breaking",
)
EVENT_RENAMED = Kind(
    "BRK191",
    "A field of a notification was renamed",
    verdict("BB--"),
    "Flows that the webhook starts read the field under its old name.",
    "Keep the old name; change only the title.",
    "Make: any webhook change is breaking",
)
EVENT_TYPE = Kind(
    "BRK192",
    "The type of a notification field changed",
    verdict("BB--"),
    "Expressions were written for the old type.",
    "Keep the type, or offer a new version of the trigger.",
    "Make: any webhook change is breaking",
)
EVENT_LOST = Kind(
    "BRK193",
    "An operation no longer describes its notifications",
    verdict("-BB-"),
    "All dynamic content of the notification disappears.",
    "Keep x-ms-notification-content.",
    "LogicAppsUX OutputsProcessor",
)
EVENT_FOUND = Kind(
    "BRK194",
    "An operation now describes its notifications",
    verdict("----"),
    "Makers get dynamic content.",
    NOTHING,
    "certification OK-01",
)
REMOVED = Kind(
    "BRK530",
    "An output was removed",
    verdict("bBBn"),
    "Expressions that read it silently return null, or fail; formulas do not load.",
    KEEP_OUTPUT,
    "certification BRK-09",
)
ADDED = Kind(
    "BRK531",
    "An output was added",
    verdict("----"),
    "Nothing reads it yet.",
    NOTHING,
    "certification OK-01",
)
RENAMED = Kind(
    "BRK540",
    "An output was renamed",
    verdict("bBBn"),
    "Expressions and formulas read it under its old name.",
    "Keep the old name and change its title, or return both names.",
    "certification BRK-09",
)
PRESENCE = Kind(
    "BRK560",
    "An output changed between required and optional",
    verdict("bn--"),
    "New expressions read it with or without `?`; a strict client may refuse a response without it.",
    CONFIRM,
    "oad 1025",
)
INTERNAL = Kind(
    "BRK570",
    "An output became internal",
    verdict("-BBn"),
    "New flows can no longer choose it; saved expressions still read it.",
    "Keep it visible; `advanced` moves it behind `See more`.",
    "LogicAppsUX tokens",
)
VISIBILITY = Kind(
    "BRK571",
    "The visibility of an output changed",
    verdict("-n--"),
    "It moves in the list of dynamic content.",
    NOTHING,
    "LogicAppsUX tokens",
)
SAME_TITLES = Kind(
    "BRK590",
    "Two outputs now have the same title",
    verdict("-n--"),
    "Makers cannot distinguish them in the list of dynamic content.",
    "Give each output a unique title.",
    "LogicAppsUX tokens",
)
STATUS = Kind(
    "BRK600",
    "The success status changed",
    verdict("BbB-"),
    "Clients check the old status, and the designer uses another response for dynamic content.",
    KEEP_OPERATION,
    "LogicAppsUX OutputsProcessor",
)
STATUS_EMPTY = Kind(
    "BRK601",
    "The success status changed, and there is no dynamic content",
    verdict("BBB-"),
    "The designer finds no response for dynamic content.",
    KEEP_OPERATION,
    "LogicAppsUX OutputsProcessor",
)
OTHER_RESPONSE = Kind(
    "BRK602",
    "Another response was added, removed or changed",
    verdict("n---"),
    "Dynamic content comes from the success response; clients may read this response.",
    NOTHING,
    "oad 1011",
)
NO_SCHEMA = Kind(
    "BRK610",
    "The success response lost its schema",
    verdict("BBBn"),
    "All dynamic content of the operation disappears.",
    KEEP_OUTPUT,
    "LogicAppsUX OutputsProcessor",
)
NEW_SCHEMA = Kind(
    "BRK611",
    "The success response now has a schema",
    verdict("----"),
    "Makers get dynamic content.",
    NOTHING,
    "certification OK-01",
)
HEADER = Kind(
    "BRK620",
    "A response header was removed",
    verdict("bb--"),
    "Headers are dynamic content.",
    KEEP_OUTPUT,
    "LogicAppsUX OutputsProcessor",
)
HEADER_ADDED = Kind(
    "BRK621",
    "A response header was added",
    verdict("----"),
    "Nothing reads it yet.",
    NOTHING,
    "certification OK-01",
)

# With more outputs, makers do not read the list, so titles are not compared.
_MOST_OUTPUTS: Final = 2_000


def removed(node: Node, context: Context, path: str) -> Change:
    """An output that only the old side has."""
    kind = EVENT_CHANGED if context.direction == EVENT else REMOVED
    mask = masked(kind, context.hidden or node.is_internal)
    return Change(kind, context.direction, node.title, path, "was removed", node.place(), None, mask)


def added(node: Node, context: Context, path: str) -> Change:
    """An output that only the new side has."""
    return Change(
        ADDED, context.direction, node.title, path, "was added", None, node.place(), ADDED.verdict, added=True
    )


def names(pair: Pair, path: str) -> Iterator[Change]:
    """A renamed output."""
    if pair.old.name != pair.new.name:
        kind = EVENT_RENAMED if pair.context.direction == EVENT else RENAMED
        change = pair.change(kind, f"was renamed from {shown(pair.old.name)} to {shown(pair.new.name)}")
        change.path = path
        yield change


def presence(pair: Pair) -> Iterator[Change]:
    """An output that became required or optional."""
    if pair.old.required != pair.new.required:
        yield pair.change(PRESENCE, "is now always present" if pair.new.required else "may now be missing")


def visibility(pair: Pair) -> Iterator[Change]:
    """A changed visibility of an output."""
    old, new = pair.old.visibility, pair.new.visibility
    if old == new or pair.is_input:
        return
    kind, said = VISIBILITY, f"has a different visibility: it {from_to(old, new)}"
    if pair.new.is_internal:
        kind, said = INTERNAL, "became internal"
    elif pair.old.is_internal:
        said = "is no longer internal"
    yield pair.change(kind, said, "x-ms-visibility")


def statuses(pair: OperationPair) -> Iterator[Change]:
    """A changed status of the success response, or a lost schema."""
    old, new = pair.old.main, pair.new.main
    if old is None or (new is not None and new.status == old.status):
        if old and new and (old.shape is None) != (new.shape is None):
            kind, said = (NEW_SCHEMA, "now has a schema") if new.shape else (NO_SCHEMA, "lost its schema")
            yield _of_response(pair, kind, f"{said} in response {new.status}", old, new)
        return
    silent = old.shape is not None and (new is None or new.shape is None)
    kind = STATUS_EMPTY if silent else STATUS
    yield _of_response(pair, kind, _another_status(pair.new, new, old.status), old, new)


def _another_status(operation: Operation, new: Response | None, before: str) -> str:
    if new is not None:
        return f"succeeds with status {new.status}, not {before}"
    now = _successes(operation)
    return f"succeeds with status {together(now)}, not {before}" if now else f"no longer declares response {before}"


def _successes(operation: Operation) -> list[str]:
    return [status for status in operation.responses if status.startswith("2")]


def _of_response(pair: OperationPair, kind: Kind, said: str, old: Response, new: Response | None) -> Change:
    change = pair.change(kind, said, "responses")
    change.old = Place(old.at.pointer)
    change.new = Place(new.at.pointer) if new else change.new
    return change


def events(pair: OperationPair) -> Iterator[Change]:
    """Notification content that only one side declares."""
    turned = bool(pair.old.trigger) != bool(pair.new.trigger)
    if not turned and (pair.old.event is None) != (pair.new.event is None):
        kind, said = (EVENT_LOST, "no longer describes") if pair.new.event is None else (EVENT_FOUND, "describes")
        yield pair.change(kind, f"{said} its notifications")


def others(pair: OperationPair) -> Iterator[Change]:
    """Added or removed responses other than the success response."""
    old, new = pair.old.responses, pair.new.responses
    skipped = {one.status for one in (pair.old.main, pair.new.main) if one}
    # If the success response was removed, that finding names its replacement.
    skipped.update(_successes(pair.new) if pair.new.main is None else ())
    for status in [*old, *(one for one in new if one not in old)]:
        if status not in skipped and (status in old) != (status in new):
            said = "was removed" if status in old else "was added"
            change = pair.change(OTHER_RESPONSE, f"has different responses: {status} {said}", "responses")
            change.old = Place(old[status].at.pointer) if status in old else None
            change.new = Place(new[status].at.pointer) if status in new else None
            change.added = status in new
            yield change


def same_titles(pair: OperationPair, old: Document, new: Document) -> Iterator[Change]:
    """Titles of dynamic content that became equal."""
    before, after = (_repeated(side, one) for side, one in ((old, pair.old), (new, pair.new)))
    for title in sorted(after - before):
        change = pair.change(SAME_TITLES, f"share the title {shown(title)}", "responses")
        change.noun, change.around = "outputs", (title, title)
        yield change


def _repeated(document: Document, operation: Operation) -> set[str]:
    shape = operation.event or (operation.main.shape if operation.main else None)
    counted = Counter(_titles(document, shape)) if shape else Counter[str]()
    return {title for title, times in counted.items() if times > 1}


def _titles(document: Document, shape: Shape) -> Iterator[str]:
    """The titles of dynamic content, preceded by those of the parents, without internal ones."""
    waiting: list[tuple[Shape, str, frozenset[int]]] = [(shape, "", frozenset())]
    for _ in range(_MOST_OUTPUTS):
        if not waiting:
            return
        here, before, above = waiting.pop()
        if id(here) in above:
            continue
        items = document.part(here, "items") if here.type == "array" else None
        if items is not None:
            waiting.append((document.shape(items), before, above | {id(here)}))
        for name, at in here.properties.items():
            below = document.shape(at)
            node = Node(name, below, below.words, at.pointer)
            if node.is_internal:
                continue
            title = f"{before} {node.title or name}".strip()
            yield title
            waiting.append((below, f"{before} {node.title}".strip(), above | {id(here)}))


KINDS: Final = (
    EVENT_CHANGED,
    EVENT_RENAMED,
    EVENT_TYPE,
    EVENT_LOST,
    EVENT_FOUND,
    REMOVED,
    ADDED,
    RENAMED,
    PRESENCE,
    INTERNAL,
    VISIBILITY,
    SAME_TITLES,
    STATUS,
    STATUS_EMPTY,
    OTHER_RESPONSE,
    NO_SCHEMA,
    NEW_SCHEMA,
    HEADER,
    HEADER_ADDED,
)
