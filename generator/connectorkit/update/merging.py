"""The three-way merge of one value: a step, a note, or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from connectorkit.diff.pairs import from_to, shown
from connectorkit.model.connector import Json, Unset
from connectorkit.model.json_pointer import escape
from connectorkit.update import sides
from connectorkit.update.sides import Plain, View, same
from connectorkit.update.steps import Step, Undo

# Texts and visibility belong to the authors of the source.
TEXTS = frozenset(("summary", "description", "title", "x-ms-summary", "x-ms-visibility"))


@dataclass(frozen=True, slots=True)
class Note:
    """A note to report: the id of a finding, the beginning of a sentence, and the pointer of its place."""

    id: str
    about: str
    place: str


@dataclass(slots=True)
class Merge:
    """The three definitions, and the results of their comparison.

    ``kept`` are the values of the base that the record keeps for conflicts. ``walked`` counts how often each change of
    a place was requested, ``visits`` how many parts of the vendor's definition each place of the source represents.
    """

    base: Plain
    new: Plain
    current: Plain
    steps: list[Step] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    kept: list[Undo] = field(default_factory=list)
    walked: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    visits: Counter[str] = field(default_factory=Counter)

    def views(
        self, base: Json | Unset, new: Json | Unset, current: Json | Unset, pointer: str
    ) -> tuple[View, View, View] | None:
        """The views of a value on all sides, at ``pointer`` of the current one; None where one side lacks it."""
        one, other = sides.view(self.base, base, ""), sides.view(self.new, new, "")
        third = sides.view(self.current, current, pointer)
        return (one, other, third) if one and other and third else None

    def value(self, base: View, new: View, current: View, key: str, label: str, soft: bool = False) -> None:
        """Merge a value as a whole: it is updated unless the source changed it."""
        before, after, now = base.get(key), new.get(key), current.get(key)
        holder = current.holder(key)
        if same(before, after) or same(now, after) or not self.first(holder.pointer, key, "key"):
            return
        about = f"The {label} {change_phrase(before, after)}".replace("The the ", "The ")
        place = f"{holder.pointer}/{escape(key)}"
        undo = Undo(new.holder(key).node, key, before)
        if key in TEXTS and (isinstance(after, Unset) or not same(before, now)):
            self.notes.append(Note("UPD040", about, place))
        elif not same(before, now):
            if soft:
                self.notes.append(Note("UPD040", about, place))
            else:
                self.conflict(about, now, place, undo)
        elif isinstance(after, Unset):
            self.step(Step("remove", holder.pointer, key, None, about, (undo,), place, soft))
        else:
            self.step(Step("set", holder.pointer, key, after, about, (undo,), place, soft or key in TEXTS))

    def conflict(self, about: str, now: Json | Unset, place: str, *undos: Undo) -> None:
        """Record a conflict: both sides changed the same value."""
        has = "no longer has it" if isinstance(now, Unset) else f"has {shown(now)}"
        self.notes.append(Note("UPD020", f"{about}, and the source {has}", place))
        self.kept += undos

    def step(self, step: Step) -> None:
        """Add a step; a step with the same target is not added again."""
        self.steps.append(step)

    def removed(self, id: str, about: str, place: str) -> None:
        """Record a value that the vendor removed and the source still has."""
        if self.first(place, "", id):
            self.notes.append(Note(id, about, place))

    def first(self, pointer: str, key: str, kind: str) -> bool:
        """Whether a place is compared for the first time: several operations may share one type."""
        self.walked[pointer, key, kind] += 1
        return self.walked[pointer, key, kind] == 1

    def visit(self, view: View) -> None:
        """Count a part of the vendor's definition for the places of the source that represent it."""
        for pointer in {one.pointer for one in view.layers}:
            self.visits[pointer] += 1

    def shared(self, step: Step) -> bool:
        """Whether the place of a step also represents a part that the vendor did not change in the same way."""
        return 0 < self.walked[step.target] < self.visits[step.pointer]


def change_phrase(before: Json | Unset, after: Json | Unset) -> str:
    old, new = (None if isinstance(one, Unset) else one for one in (before, after))
    return from_to(old, new)
