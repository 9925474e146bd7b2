"""Evaluation of declared values: a literal, or one word with its argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from connectorkit.model.json_value import Json, listed, whole
from connectorkit.model.record import record
from connectorkit.sandbox.shapes import samples
from connectorkit.sandbox.shapes.document_types import Record
from connectorkit.sandbox.shapes.memo import remembered
from connectorkit.sandbox.shapes.sandbox_types import Declared
from connectorkit.sandbox.vendor.state import State


@record
class Values:
    """The context of declared values; ``own`` are settings of the caller's account."""

    state: State
    request: Record = field(default_factory=dict)
    record: Record = field(default_factory=dict)
    serial: int = 0
    own: Record = field(default_factory=dict)

    def of(self, said: Json) -> Json:
        """The value of a declaration."""
        return _maker(said)(self) if isinstance(said, (dict, list)) else said

    def all(self, said: Declared | None) -> Record:
        """A mapping with each value evaluated."""
        if not said:
            return {}
        plain, rest = _parted(said)
        out = dict(plain)
        for name, make in rest:
            out[name] = make(self)
        return out

    def setting(self, name: str) -> Json:
        """A setting, from the caller's account if it has its own."""
        return self.own[name] if name in self.own else self.state.settings.values.get(name)

    def row(self, collection: str) -> Record | None:
        """The record of a collection whose key is in the request's record."""
        key = self.state.key(collection)
        return self.state.find(collection, self.record.get(key, self.request.get(key)))


Maker = Callable[[Values], Json]


@remembered
def _maker(said: Json) -> Maker:
    """The function that evaluates a declaration, cached for each."""
    if isinstance(said, list):
        makers = [_maker(one) for one in said]
        return lambda values: [make(values) for make in makers]
    if not isinstance(said, dict):
        return lambda values: said
    word = next(iter(said), "")
    if len(said) == 1 and word in WORDS:
        return WORDS[word](said[word])
    return lambda values: values.all(said)


def _now(argument: Json) -> Maker:
    seconds = _maker(argument)
    return lambda values: values.state.clock + whole(seconds(values))


def _text(argument: Json) -> Maker:
    makers = [_maker(one) for one in listed(argument)]

    def make(values: Values) -> str:
        parts = (make(values) for make in makers)
        return "".join("" if part is None else str(part) for part in parts)

    return make


# Each word with the function that evaluates its argument.
WORDS: dict[str, Callable[[Json], Maker]] = {
    "now": _now,
    "text": _text,
    "uuid": lambda name: lambda values: samples.uuid(name, values.serial),
    "token": lambda length: lambda values: samples.token(whole(length), values.serial),
    "request": lambda name: lambda values: values.request.get(str(name)),
    "record": lambda name: lambda values: values.record.get(str(name)),
    "row": lambda collection: lambda values: values.row(str(collection)),
    "setting": lambda name: lambda values: values.setting(str(name)),
    "balance": lambda name: lambda values: str(values.state.balance(values.setting(str(name)))),
    "literal": lambda anything: lambda values: anything,
}


@remembered
def _parted(said: Declared) -> tuple[Record, list[tuple[str, Maker]]]:
    """The literal values of a mapping, and the functions of the others."""
    plain: Record = {name: one for name, one in said.items() if not isinstance(one, (dict, list))}
    return plain, [(name, _maker(one)) for name, one in said.items() if name not in plain]
