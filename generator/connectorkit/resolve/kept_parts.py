"""Parts of a model that are rebuilt only when one of their inputs has changed.

The inputs of a part are nodes of the source and the named types that it uses directly. An unchanged type is the same
object as before, so a part is reused as long as its nodes and types are the same objects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar, cast

from connectorkit.model.kept import NOTHING, Kept, Key
from connectorkit.read.yaml_document import Node

if TYPE_CHECKING:
    from connectorkit.diagnostics.finding import Finding
    from connectorkit.model.connector import Schema

Made = TypeVar("Made")
REFERRED: Final = object()
"""In place of a type that is referred to: what it is does not matter."""
_UNKNOWN: Final = object()
_OF_ALL = (
    "success",
    "operations_consumes",
    "operations_produces",
    "default_responses",
    "parameters",
    "responses",
    *("style", "operations_extra"),
)


class KeptParts:
    """Builds parts and caches each with the types that it used; building a part appends to ``findings``."""

    def __init__(self, kept: Kept, findings: list[Finding], as_used: Callable[[str], object]) -> None:
        self.kept, self._findings, self._as_used = kept, findings, as_used
        self._uses: list[dict[str, object]] = []

    def made(self, what: str, parts: Key, make: Callable[[], Made]) -> Made:
        """The result of ``make``, or the part of an earlier reading if its inputs have not changed.

        A part with findings is rebuilt each time, so that they are reported each time.
        """
        if self.kept is NOTHING:
            return make()
        found = cast("tuple[dict[str, object], Made] | None", self.kept.get(what, parts))
        if found is not None and all(self._as_used(name) is used for name, used in found[0].items()):
            return found[1]
        uses: dict[str, object] = {}
        self._uses.append(uses)
        before = len(self._findings)
        try:
            value = make()
        finally:
            self._uses.pop()
        if len(self._findings) == before:
            self.kept.put(what, parts, (uses, value))
        return value

    def use(self, name: str, used: object) -> None:
        """Record that the part being built uses a type, in the form of ``as_used``."""
        if self._uses:
            self._uses[-1][name] = used


def used(
    name: str, types: dict[str, Node], referred: bool, opened: Sequence[str], named: Callable[[str], Schema]
) -> object:
    """The identity of a type for a part that uses it; unequal to every earlier one while the type is being built."""
    if name not in types or name in opened:
        return _UNKNOWN
    return REFERRED if referred else named(name)


def context(root: Node, inline: frozenset[str], kept: Kept) -> str:
    """Everything that all operations of a source depend on, places included, as a comparable string."""
    if kept is NOTHING:
        return ""
    said = [(key, _imprint(root.mapping[key])) for key in _OF_ALL if key in root.mapping]
    text = repr((sorted(inline), said))
    return kept.once("context", (text,), lambda: text)


def _imprint(node: Node) -> object:
    if isinstance(node.value, dict):
        return node.span, [(key, node.keys.get(key), _imprint(below)) for key, below in node.value.items()]
    if isinstance(node.value, list):
        return node.span, [_imprint(below) for below in node.value]
    return node.span, node.value
