"""A record behaves like the equivalent dataclass."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from connectorkit.model import record as record_module
from connectorkit.model.record import record


@record(frozen=True)
class Point:
    """A point."""

    x: int
    y: float = 0.5
    names: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)

    def moved(self) -> Point:
        return replace(self, x=self.x + 1)


@dataclass(frozen=True, slots=True)
class Standard:
    """The same by the standard library."""

    x: int
    y: float = 0.5
    names: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)


@record
class Count:
    """A number that grows."""

    value: int = 0
    seen: list[int] = field(default_factory=list, init=False)
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        self.twice = self.value * 2


@record(eq=False)
class Own:
    """Compared by identity."""

    value: int


@record(frozen=True)
class Empty:
    """Without fields."""


@record(frozen=True)
class Spelled:
    """With a docstring."""

    value: int

    def __repr__(self) -> str:
        return "spelled"


@record(frozen=True)
class Wide:
    """With as many fields as a schema."""

    one: int
    two: int = 2
    three: int = 3
    four: int = 4
    five: int = 5
    six: int = 6
    seven: list[int] = field(default_factory=list)
    eight: int = 8
    nine: int = 9


CALLS: list[Callable[[Any], Any]] = [
    lambda kind: kind(1),
    lambda kind: kind(1, 2.0, ["a"], note="b"),
    lambda kind: kind(x=1, names=["a"]),
    lambda kind: kind(),
    lambda kind: kind(1, z=2),
    lambda kind: kind(1, 2, [], "", 5),
]


@pytest.mark.part(1)
@pytest.mark.parametrize("call", CALLS)
def test_objects_are_made_and_refused_alike(call: Callable[[Any], Any]) -> None:
    try:
        expected = call(Standard)
    except TypeError as refused:
        with pytest.raises(TypeError) as error:
            call(Point)
        assert str(error.value) == str(refused).replace("Standard", "Point")
        return
    made = call(Point)
    assert repr(made) == repr(expected).replace("Standard", "Point")
    assert asdict(made) == asdict(expected)


def test_the_class_has_what_the_standard_one_has() -> None:
    assert Point.__slots__ == Standard.__slots__  # type: ignore[attr-defined]  # mypy knows no slots of records.
    assert Point.__match_args__ == Standard.__match_args__
    assert [one.name for one in fields(Point)] == [one.name for one in fields(Standard)]
    assert Point.__qualname__ == "Point" and Point.__module__ == __name__


def test_equal_values_are_equal_and_other_classes_are_not() -> None:
    assert Point(1) == Point(1, note="left out of the comparison") != Point(2)
    assert Point(1).__eq__(Standard(1)) is NotImplemented
    assert hash(Spelled(1)) == hash(Spelled(1))
    assert Empty() == Empty() and hash(Empty()) == hash(Empty()) and repr(Empty()) == "Empty()"
    assert Own(1) != Own(1)
    assert hash(Own(1)) is not None
    assert Count(1) == Count(1)
    with pytest.raises(TypeError):
        hash(Count(1))
    with pytest.raises(TypeError):
        hash(Point(1))  # A list cannot be hashed.


def test_a_frozen_one_stays_as_it_is() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]  # The point of the test.
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert point.moved() == Point(2)
    for wide in (Wide(1, nine=10), record_module.replace(Wide(1), nine=10)):
        assert (wide.one, wide.six, wide.seven, wide.nine) == (1, 6, [], 10)
        assert wide.__class__ is Wide and wide == Wide(1, nine=10) and wide.seven is not Wide(1).seven
        with pytest.raises(FrozenInstanceError):
            wide.two = 3  # type: ignore[misc]  # The point of the test.
    count = Count(3)
    count.value = 4
    assert (count.value, count.twice, count.seen) == (4, 6, [])
    assert Count().seen is not Count().seen


@pytest.mark.part(1)
@pytest.mark.parametrize("one", [Point(1, names=["a"], note="n"), Count(2), Empty(), Spelled(3), Wide(4)], ids=repr)
def test_it_is_copied_and_sent_to_other_processes(one: object) -> None:
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert again == one and again is not one
        assert again.__class__ is one.__class__
    assert copy.copy(Point(1, note="n")).note == "n"


@pytest.mark.part(1)
@pytest.mark.parametrize("one", [Point(1, names=["a"], note="n"), Count(2), Spelled(3), Wide(4)], ids=repr)
def test_it_is_replaced_as_by_the_standard_library(one: Any) -> None:
    name = fields(one)[0].name
    made = record_module.replace(one, **{name: 7})
    assert made == replace(one, **{name: 7}) and getattr(one, name) != 7
    assert record_module.replace(one) == one and record_module.replace(one) is not one
    with pytest.raises(TypeError):
        record_module.replace(one, other=1)


def test_a_pattern_takes_it_apart() -> None:
    match Point(1, 2.0):
        case Point(x, y):
            assert (x, y) == (1, 2.0)
