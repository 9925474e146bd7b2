"""Declared values worked out: a literal, or one word with its argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectorkit.sandbox.shapes import samples
from connectorkit.sandbox.shapes.memo import memo
from connectorkit.sandbox.vendor.state import State

Doc = dict[str, Any]


@dataclass(slots=True)
class Values:
    """What a declared value can speak of; ``own`` are settings of the caller's account."""

    state: State
    request: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    serial: int = 0
    own: Mapping[str, Any] = field(default_factory=dict)

    def of(self, said: Any) -> Any:
        """The value that a declaration stands for."""
        return _maker(said)(self) if isinstance(said, (dict, list)) else said

    def all(self, said: Mapping[str, Any] | None) -> Doc:
        """Each value of a mapping worked out."""
        if not said:
            return {}
        plain, rest = _parted(said)
        out = dict(plain)
        for name, make in rest:
            out[name] = make(self)
        return out

    def setting(self, name: str) -> Any:
        """A setting, of the caller's account where that has its own."""
        return self.own[name] if name in self.own else self.state.settings.values.get(name)

    def row(self, collection: str) -> Doc | None:
        """The record of a collection whose key the request's record names."""
        key = self.state.key(collection)
        return self.state.find(collection, self.record.get(key, self.request.get(key)))


Maker = Callable[[Values], Any]
_MAKER, _PARTS = object(), object()  # The keys under which a declaration remembers how it is worked out.


def _maker(said: Any) -> Maker:
    """How a declaration is worked out; found once for each."""
    kept = memo(said)
    if _MAKER not in kept:
        kept[_MAKER] = _made(said)
    made: Maker = kept[_MAKER]
    return made


def _made(said: Any) -> Maker:
    if isinstance(said, list):
        makers = [_maker(one) for one in said]
        return lambda values: [make(values) for make in makers]
    if not isinstance(said, dict):
        return lambda values: said
    word = next(iter(said), "")
    if len(said) == 1 and word in WORDS:
        return WORDS[word](said[word])
    return lambda values: values.all(said)


def _now(argument: Any) -> Maker:
    seconds = _maker(argument)
    return lambda values: values.state.clock + int(seconds(values))


def _text(argument: Any) -> Maker:
    makers = [_maker(one) for one in argument]

    def make(values: Values) -> str:
        parts = (make(values) for make in makers)
        return "".join("" if part is None else str(part) for part in parts)

    return make


# Each word with what makes its value of its argument.
WORDS: dict[str, Callable[[Any], Maker]] = {
    "now": _now,
    "text": _text,
    "uuid": lambda name: lambda values: samples.uuid(name, values.serial),
    "token": lambda length: lambda values: samples.token(int(length), values.serial),
    "request": lambda name: lambda values: values.request.get(name),
    "record": lambda name: lambda values: values.record.get(name),
    "row": lambda collection: lambda values: values.row(collection),
    "setting": lambda name: lambda values: values.setting(name),
    "balance": lambda name: lambda values: str(values.state.balance(values.setting(name))),
    "literal": lambda anything: lambda values: anything,
}


def _parted(said: Mapping[str, Any]) -> tuple[Doc, list[tuple[str, Maker]]]:
    """The plain values of a mapping, and how the others are worked out each time."""
    kept = memo(said)
    if _PARTS not in kept:
        plain = {name: one for name, one in said.items() if not isinstance(one, (dict, list))}
        kept[_PARTS] = plain, [(name, _maker(one)) for name, one in said.items() if name not in plain]
    parts: tuple[Doc, list[tuple[str, Maker]]] = kept[_PARTS]
    return parts
