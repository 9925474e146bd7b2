"""What two responses of an operation, from different sandboxes, have in common at each response path."""

from __future__ import annotations

from collections.abc import Sequence

from connectorkit.contract.answer import Answer, Each, Known, Moment, Some, Starts
from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.document_types import Shape
from connectorkit.sandbox.vendor.fill_answer import look

MOST_LISTED = 30


def steady(shape: Shape | None, first: Answer, last: Answer) -> tuple[dict[str, object], list[str]]:
    """What both responses have in common at each leaf path, and the paths that are missing in one of them."""
    values: dict[str, object] = {}
    unseen: list[str] = []
    for one in response_paths.paths(shape):
        pair = look(first.document, one.path), look(last.document, one.path)
        if not all(pair):
            unseen.append(one.path)
        elif not _holds_others(response_paths.at(shape, one.steps), pair):
            value = _value(one.steps, pair, (first, last))
            values |= {} if value is None else {one.path: value.value if isinstance(value, _Alone) else value}
    return values, unseen


@record(frozen=True)
class _Alone:
    """A value at a path that contains no array."""

    value: object


def _holds_others(shape: Shape, pair: tuple[list[Json], list[Json]]) -> bool:
    if shape.get("fields"):
        return True
    return "items" in shape and bool(shape["items"].get("fields") or shape["items"].get("items"))


def _value(steps: Sequence[str], pair: tuple[list[Json], list[Json]], answers: tuple[Answer, Answer]) -> object:
    """What the values at a path have in common; None if nothing."""
    listed = "[]" in steps
    if pair[0] == pair[1]:
        long = len(pair[0]) > MOST_LISTED
        return _Alone(pair[0][0]) if not listed else Starts(pair[0][:MOST_LISTED], len(pair[0])) if long else pair[0]
    known = None if listed else _known((pair[0][0], pair[1][0]), answers)
    if known is not None:
        return _Alone(known)
    everything = [*pair[0], *pair[1]]
    if all(one == everything[0] and isinstance(one, bool) == isinstance(everything[0], bool) for one in everything):
        return Each(everything[0])
    moment = _moment(pair, answers)
    if moment is not None:
        return Each(moment) if listed else _Alone(moment)
    kinds = {json_types.kind_of(one) for one in everything}
    if len(kinds) != 1:
        return None
    return Each(Some(kinds.pop())) if listed else _Alone(Some(kinds.pop()))


def _moment(pair: tuple[list[Json], list[Json]], answers: tuple[Answer, Answer]) -> Moment | None:
    """The offset of all values from the clocks of the sandboxes; None if it is not the same for all."""
    after: set[int] = set()
    for found, answer in zip(pair, answers, strict=True):
        if not all(str(one).isdecimal() and not isinstance(one, bool) for one in found):
            return None
        after |= {int(str(one)) - answer.clock for one in found}
    return Moment(after.pop()) if len(after) == 1 else None


def _known(pair: tuple[Json, Json], answers: tuple[Answer, Answer]) -> Known | None:
    """The path value that both values equal or contain; None if there is none."""
    for name in answers[0].known:
        texts = {str(value).replace(str(one.known[name]), "{}") for value, one in zip(pair, answers, strict=True)}
        if len(texts) == 1 and "{}" in (text := texts.pop()):
            return Known(name, text)
    return None
