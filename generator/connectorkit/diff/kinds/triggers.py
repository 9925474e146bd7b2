"""Triggers: their kind, the list at which a batch is split, and the notification URL of a webhook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import CONFIRM, KEEP_OPERATION, NOTHING, Kind, verdict
from connectorkit.diff.meaning.document import Document, Shape
from connectorkit.diff.meaning.operations import Operation, text
from connectorkit.diff.pairs import OperationPair, from_to, shown
from connectorkit.model.json_value import Object, mapping

TURNED = Kind(
    "BRK150",
    "An action became a trigger, or the reverse",
    verdict("-BBB"),
    "Saved flows use it in its old role, and Power Apps and agents have no triggers.",
    KEEP_OPERATION,
    "certification BRK-13",
)
BATCH = Kind(
    "BRK160",
    "A trigger changed between single events and batches",
    verdict("-B--"),
    "Saved flows keep the old setting for splitting a batch, and the outputs of the trigger differ.",
    KEEP_OPERATION,
    "LogicAppsUX getSplitOnValue",
)
SPLIT = Kind(
    "BRK170",
    "The list that a batch is split by changed",
    verdict("-B--"),
    "The designer splits by the only visible list at the top level; saved flows use the old one.",
    "Keep one visible list at the top level, under its old name; make other properties internal.",
    "LogicAppsUX getArrayOutputMetadata",
)
CALLBACK = Kind(
    "BRK180",
    "The location of the callback URL changed",
    verdict("BB--"),
    "Saved flows send the callback URL under the old name, so the service does not deliver events to them.",
    KEEP_OPERATION,
    "x-ms-notification-url",
)
PAGES = Kind(
    "BRK690",
    "An operation no longer has pages, or has another link to the next page",
    verdict("bbb-"),
    "Flows with pagination turned on read only the first page.",
    CONFIRM,
    "x-ms-pageable",
)
PAGES_ADDED = Kind(
    "BRK691",
    "An operation now has pages",
    verdict("-n--"),
    "Makers can turn on pagination.",
    NOTHING,
    "x-ms-pageable",
)


class Callback(NamedTuple):
    """The input for the notification URL of a webhook: its path and its pointer."""

    path: str
    pointer: str


def turns(pair: OperationPair) -> Iterator[Change]:
    """An operation that changes between action and trigger, or between single events and batches."""
    old, new = (bool(one.trigger) for one in (pair.old, pair.new))
    if old != new:
        said = "became a trigger; it was an action" if new else "became an action; it was a trigger"
        yield pair.change(TURNED, said, "x-ms-trigger")
    elif old and pair.old.trigger != pair.new.trigger:
        yield pair.change(
            BATCH, f"has a different trigger kind: it {from_to(pair.old.trigger, pair.new.trigger)}", "x-ms-trigger"
        )


class Split(NamedTuple):
    """The list at which a batch is split: its path, "" for the body itself, and its pointer."""

    path: str
    pointer: str


def split_of(document: Document, operation: Operation) -> Split | None:
    """The list at which the designer splits a batch: the body, or the list in its only visible property."""
    shape = operation.event or (operation.main.shape if operation.main else None)
    steps, seen = list[str](), set[int]()
    pointer = shape.at.pointer if shape else ""
    while shape is not None and id(shape) not in seen:
        seen.add(id(shape))
        if shape.type == "array":
            return Split(".".join(steps), pointer)
        visible = [(name, at) for name, at in shape.properties.items() if not _internal(document.shape(at))]
        if len(visible) != 1:
            return None
        name, at = visible[0]
        steps.append(name)
        shape, pointer = document.shape(at), at.pointer
    return None


def _internal(shape: Shape) -> bool:
    return shape.text("x-ms-visibility").lower() == "internal"


def splits(pair: OperationPair, old: Document, new: Document) -> Iterator[Change]:
    """A batch that is split at another list."""
    if pair.old.trigger != "batch" or pair.new.trigger != "batch":
        return
    before, after = split_of(old, pair.old), split_of(new, pair.new)
    if before is not None and (after is None or before.path != after.path):
        now = "can no longer be split" if after is None else f"is split by {_list(after)}"
        change = pair.change(SPLIT, f"{now}; it was split by {_list(before)}", "responses")
        change.old = Place(before.pointer)
        change.new = Place(after.pointer) if after else change.new
        yield change


def _list(split: Split) -> str:
    return f"the list {shown(split.path)}" if split.path else "the body"


def callback(document: Document, operation: Operation) -> Callback | None:
    """The input of an operation for the notification URL."""
    for one in operation.inputs:
        if one.words.get("x-ms-notification-url") is True:
            return Callback(one.name, one.at.pointer)
        if one.is_body and (found := _callback_below(document, one.shape)):
            return found
    return None


def _callback_below(document: Document, shape: Shape) -> Callback | None:
    waiting, seen = [(shape, "")], set[int]()
    for here, path in waiting:
        if id(here) in seen:
            continue
        seen.add(id(here))
        for name, at in here.properties.items():
            below, steps = document.shape(at), f"{path}.{name}".lstrip(".")
            if at.node.get("x-ms-notification-url") is True or below.words.get("x-ms-notification-url") is True:
                return Callback(steps, at.pointer)
            waiting.append((below, steps))
    return None


def callbacks(pair: OperationPair, old: Document, new: Document) -> Iterator[Change]:
    """A renamed input for the notification URL."""
    before = callback(old, pair.old)
    if before is None:
        return
    after = callback(new, pair.new)
    if after is None or after.path != before.path:
        now = f"as {shown(after.path)}" if after else "nowhere"
        change = pair.change(CALLBACK, f"receives the callback URL {now}, not as {shown(before.path)}")
        change.old, change.new = Place(before.pointer), Place(after.pointer) if after else change.new
        yield change


def pages(pair: OperationPair) -> Iterator[Change]:
    """Removed paging, or paging with another link."""
    old, new = (one.words.get("x-ms-pageable") for one in (pair.old, pair.new))
    if isinstance(old, dict) and (not isinstance(new, dict) or _next(old) != _next(new)):
        said = from_to(_next(old), _next(mapping(new)))
        yield pair.change(PAGES, f"has different paging: the link to the next page {said}", "x-ms-pageable")
    elif isinstance(new, dict) and not isinstance(old, dict):
        yield pair.change(PAGES_ADDED, "now has pages", "x-ms-pageable")


def _next(words: Object) -> str:
    return text(words, "nextLinkName")


KINDS: Final = (TURNED, BATCH, SPLIT, CALLBACK, PAGES, PAGES_ADDED)
