"""Pairs of inputs, outputs and operations that both sides have, for the judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from connectorkit.diagnostics import phrases
from connectorkit.diff.change import Change, Name, Place
from connectorkit.diff.kind import FINE, Kind, Verdict
from connectorkit.diff.meaning.document import Shape
from connectorkit.diff.meaning.operations import Operation, text
from connectorkit.model.json_pointer import escape
from connectorkit.model.json_value import Json, Object

INPUT: Final = "input"
OUTPUT: Final = "output"
EVENT: Final = "notification field"
_INTERNAL = "internal"
_MOST_SHOWN: Final = 40


class Node(NamedTuple):
    """An input, an output or a part of one, on one side. ``words`` are its keywords, ``pointer`` its place."""

    name: str
    shape: Shape
    words: Object
    pointer: str
    required: bool = False

    @property
    def title(self) -> str:
        """The title that makers see; "" if they see the name."""
        return text(self.words, "title") or text(self.words, "x-ms-summary")

    @property
    def visibility(self) -> str:
        """`important`, `advanced` or `internal`; "" for none."""
        return "" if (said := text(self.words, "x-ms-visibility").lower()) == "none" else said

    @property
    def is_internal(self) -> bool:
        """Whether makers never see it."""
        return self.visibility == _INTERNAL

    def place(self, key: str = "") -> Place:
        """The place of a keyword, or of the node itself."""
        return Place(f"{self.pointer}/{escape(key)}" if key in self.words else self.pointer)


class Context(NamedTuple):
    """The context of a pair: its direction, and properties of its parents.

    ``body``: it is a body as a whole. ``top``: it is a positional argument in Power Apps. ``sure``: all its parents are
    required. ``hidden``: a parent is internal. ``field``: it is directly in a body.
    """

    direction: str
    body: bool = False
    top: bool = False
    sure: bool = True
    hidden: bool = False
    field: bool = False


@dataclass(slots=True)
class Pair:
    """An input or an output on both sides; ``path`` is relative to the compared type."""

    old: Node
    new: Node
    context: Context
    path: str

    @property
    def is_input(self) -> bool:
        """Whether the value is sent to the service."""
        return self.context.direction == INPUT

    @property
    def hidden(self) -> bool:
        """Whether makers see it on neither side."""
        return self.context.hidden or (self.old.is_internal and self.new.is_internal)

    def change(self, kind: Kind, predicate: str, key: str = "") -> Change:
        """A change of this pair; ``key`` is the keyword that differs."""
        return Change(
            kind,
            self.context.direction,
            self.new.title or self.old.title,
            self.path,
            predicate,
            self.old.place(key),
            self.new.place(key),
            masked(kind, self.hidden),
        )

    def differs(self, key: str) -> bool:
        """Whether a keyword has another value."""
        return self.old.words.get(key) != self.new.words.get(key)


def masked(kind: Kind, hidden: bool) -> Verdict:
    """The verdict of a kind; for hidden things, only that for the wire."""
    if not hidden or kind.hidden:
        return kind.verdict
    return Verdict(kind.verdict.wire, FINE, FINE, FINE)


@dataclass(slots=True)
class OperationPair:
    """An operation on both sides."""

    old: Operation
    new: Operation

    @property
    def hidden(self) -> bool:
        """Whether makers see it on neither side."""
        return self.old.is_internal and self.new.is_internal

    @property
    def name(self) -> Name:
        """The names of the operation on the new side."""
        return name_of(self.new)

    def change(self, kind: Kind, predicate: str, key: str = "") -> Change:
        """A change of the operation itself; ``key`` is the keyword that differs."""
        return Change(
            kind,
            kind_of(self.new),
            "",
            "",
            predicate,
            operation_place(self.old, key),
            operation_place(self.new, key),
            masked(kind, self.hidden),
            [self.name],
        )


def kind_of(operation: Operation) -> str:
    """Whether an operation is an action or a trigger; an action can wait for a notification too."""
    return "trigger" if operation.trigger else "action"


def operation_place(operation: Operation, key: str = "") -> Place:
    """The place of a keyword of an operation, or of the operation itself."""
    pointer = operation.at.pointer
    return Place(f"{pointer}/{escape(key)}" if key in operation.words else pointer)


def name_of(operation: Operation) -> Name:
    """The names of an operation; method and path if it has no id."""
    return Name(operation.id, operation.summary or operation.id or f"{operation.method.upper()} {operation.path}")


def shown(value: Json) -> str:
    """A value in a sentence; a string in quotes."""
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= _MOST_SHOWN else f"'{value[: _MOST_SHOWN - 3].rstrip()}...'"
    return phrases.short(value, _MOST_SHOWN + 2)


def from_to(old: Json, new: Json) -> str:
    """`changed from 'a' to 'b'`, or that it was added or removed."""
    if old is None or old == "":
        return f"was set to {shown(new)}"
    if new is None or new == "":
        return f"was removed; it was {shown(old)}"
    return f"changed from {shown(old)} to {shown(new)}"
