"""Cached results for operations whose nodes and references have not changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

from connectorkit.designer.fields import Budget
from connectorkit.designer.javascript import Plain
from connectorkit.model.json_value import Json, mapping
from connectorkit.model.kept import NOTHING, Kept

Made = TypeVar("Made")


class KeptOperations:
    """The cached results for the operations of one definition.

    ``what`` names the results. ``also`` is a string with all further inputs of a result.
    """

    def __init__(self, definition: Plain, kept: Kept, what: str, also: str) -> None:
        self._definition, self._kept, self._what = definition, kept, what
        self._also = kept.once("beside operations", (also,), lambda: also)

    def once(self, path: str, method: str, budget: Budget, make: Callable[[], Made]) -> Made:
        """The result of ``make`` for an operation, cached with its use of ``budget``, which ``make`` starts."""
        if self._kept is NOTHING:
            return make()
        item = mapping(self._definition.get("paths")).get(path)
        referred = self._referred(item)
        if referred is None:
            return make()
        parts = (path, method, self._also, item, *referred)
        found = cast("tuple[int, Made] | None", self._kept.get(self._what, parts))
        if found is not None and budget.skip(found[0]):
            return found[1]
        made = make()
        if not budget.cut:
            self._kept.put(self._what, parts, (budget.taken, made))
        return made

    def _referred(self, item: Json) -> tuple[Json, ...] | None:
        """The direct and indirect targets of the references in a value; None where these are uncertain."""
        found: dict[str, Json] = {}
        waiting = [item]
        while waiting:
            node = waiting.pop()
            targets = self._kept.once("targets", (node,), partial(_targets, node))
            for target in targets:
                if target in found:
                    continue
                steps = target.split("/")
                if len(steps) != 3 or steps[0] != "#" or "~" in target or "%" in target:
                    return None
                found[target] = mapping(self._definition.get(steps[1])).get(steps[2])
                waiting.append(found[target])
        return tuple(found.values())


def _targets(node: Json) -> tuple[str, ...]:
    found, waiting = list[str](), [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            target = here.get("$ref")
            if isinstance(target, str):
                found.append(target)
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here
    return tuple(found)
