"""Values of dynamic content: the values of a response at the path of each token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from connectorkit.designer.fields import Field
from connectorkit.designer.javascript import Plain, decoded
from connectorkit.model.json_value import Json, mapping

MOST_SHOWN: Final = 20


def tokens(outputs: Iterable[Field], made: Plain) -> Plain:
    """The values of outputs in a response, by key: up to MOST_SHOWN of each."""
    response = mapping(made.get("response"))
    found: Plain = {}
    for one in outputs:
        place, _, rest = one.key.partition(".$")
        steps = [step if step == "[*]" else decoded(step) for step in rest.split(".")[1:]]
        start = response.get("document") if place == "body" else response.get("headers")
        steps = [step.lower() for step in steps] if place == "header" else steps
        found[one.key] = _values(start, steps)[:MOST_SHOWN]
    return found


def _values(value: Json, steps: list[str]) -> list[Json]:
    if not steps:
        return [value]
    if steps[0] == "[*]":
        items = value if isinstance(value, list) else []
        return [found for item in items[: MOST_SHOWN + 1] for found in _values(item, steps[1:])]
    if isinstance(value, dict) and steps[0] in value:
        return _values(value[steps[0]], steps[1:])
    return []
