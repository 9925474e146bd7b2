"""Declared values worked out: a literal, or one word with its argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectorkit.sandbox import shapes
from connectorkit.sandbox.node import memo
from connectorkit.sandbox.state import State

Doc = dict[str, Any]
WORDS = ("now", "uuid", "token", "request", "record", "text", "row", "setting", "balance", "literal")


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
        if isinstance(said, dict):
            word = next(iter(said), "")
            if len(said) == 1 and word in WORDS:
                return self._word(word, said[word])
            return {name: self.of(one) for name, one in said.items()}
        return [self.of(one) for one in said] if isinstance(said, list) else said

    def all(self, said: Mapping[str, Any] | None) -> Doc:
        """Each value of a mapping worked out."""
        if not said:
            return {}
        plain, rest = _parted(said)
        return {**plain, **{name: self.of(one) for name, one in rest}}

    def setting(self, name: str) -> Any:
        """A setting, of the caller's account where that has its own."""
        return self.own[name] if name in self.own else self.state.settings.values.get(name)

    def _word(self, word: str, argument: Any) -> Any:
        if word == "now":
            return self.state.clock + int(self.of(argument))
        if word == "uuid":
            return shapes.uuid(argument, self.serial)
        if word == "token":
            return shapes.token(int(argument), self.serial)
        if word == "text":
            parts = (self.of(part) for part in argument)
            return "".join("" if part is None else str(part) for part in parts)
        if word == "row":
            return self._row(argument)
        if word == "setting":
            return self.setting(argument)
        if word == "balance":
            return str(self.state.balance(self.setting(argument)))
        return argument if word == "literal" else (self.request if word == "request" else self.record).get(argument)

    def _row(self, collection: str) -> Doc | None:
        key = self.state.key(collection)
        return self.state.find(collection, self.record.get(key, self.request.get(key)))


_PARTS = object()  # The key under which a mapping remembers which of its values are always the same.


def _parted(said: Mapping[str, Any]) -> tuple[Doc, list[tuple[str, Any]]]:
    """The plain values of a mapping, and those that have to be worked out each time."""
    kept = memo(said)
    if _PARTS not in kept:
        plain = {name: one for name, one in said.items() if not isinstance(one, (dict, list))}
        kept[_PARTS] = plain, [(name, one) for name, one in said.items() if name not in plain]
    parts: tuple[Doc, list[tuple[str, Any]]] = kept[_PARTS]
    return parts
