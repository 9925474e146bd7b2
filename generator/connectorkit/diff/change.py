"""A change between two versions of a connector."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from connectorkit.diff.kind import Kind, Verdict
from connectorkit.model.file_names import DEFINITION
from connectorkit.model.json_value import Json

OPERATIONS: Final = ("action", "trigger")
"""The nouns of an operation itself."""


class Place(NamedTuple):
    """A value of one side: the file it is in, and the JSON pointer."""

    pointer: str
    document: str = DEFINITION


class Name(NamedTuple):
    """An operation by its operationId and the title that makers see."""

    id: str
    title: str

    def __str__(self) -> str:
        if not self.id:
            return f"'{self.title}'"
        return f"'{self.title}' ({self.id})" if self.title and self.title != self.id else f"'{self.id}'"


@dataclass(slots=True)
class Change:
    """One change. Its sentence is ``subject``, the operations, ``predicate``.

    ``path`` is that of the input or output in a flow, such as ``messages[].to``; during the comparison of schemas it is
    relative to the type. ``old`` and ``new`` are the places, None on a side without the thing. ``near`` is the parent
    of a removed thing on the new side. ``around`` are the parents on both sides: changes in equal parents are one
    change.
    """

    kind: Kind
    noun: str
    label: str
    path: str
    predicate: str
    old: Place | None
    new: Place | None
    verdict: Verdict
    operations: list[Name] = field(default_factory=list)
    around: tuple[Json, Json] | None = None
    added: bool = False
    near: Place | None = None

    def join(self, other: Change) -> None:
        """Merge the same change from another place: add its operations, and keep the worse verdicts."""
        known = set(self.operations)
        self.operations += [one for one in other.operations if one not in known]
        if other.kind.verdict.weight < self.kind.verdict.weight:
            self.kind, self.noun = other.kind, other.noun
        self.verdict = self.verdict.worse(other.verdict)

    @property
    def subject(self) -> str:
        """The subject of the sentence: its noun, the title that makers see, and its path if that differs."""
        label = f" '{self.label}'" if self.label else ""
        path = f" ({self.path})" if self.path and self.path != self.label else ""
        return f"The {self.noun}{label}{path}"

    @property
    def pointer(self) -> str:
        """The pointer on the new side, or on the old one if the new side lacks the thing."""
        place = self.new or self.old
        return place.pointer if place is not None else ""

    @property
    def message(self) -> str:
        """The change as one sentence."""
        if self.noun in OPERATIONS and self.operations:
            others = len(self.operations) - 1
            more = f"; the same applies to {others} other operation{'s' * (others > 1)}" if others else ""
            return f"The {self.noun} {self.operations[0]} {self.predicate}{more}."
        return f"{self.subject}{self._of()} {self.predicate}."

    @property
    def matters(self) -> bool:
        """Whether anyone can notice the change: not for hidden things that only makers would notice."""
        return not self.verdict.is_silent or self.kind.verdict.is_silent

    def _of(self) -> str:
        if not self.operations:
            return ""
        first, *others = self.operations
        if not others:
            return f" of {first}"
        if len(others) == 1:
            return f" of {first} and {others[0]}"
        return f" of {first} and {len(others)} other operations"
