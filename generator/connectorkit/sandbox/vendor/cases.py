"""Which declared case an item of a call meets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from connectorkit.sandbox.shapes.memo import memo
from connectorkit.sandbox.shapes.validate import matches
from connectorkit.sandbox.vendor.values import Values

Doc = dict[str, Any]


def met(cases: Sequence[Doc], item: Doc, values: Values) -> Doc:
    """The first case all of whose conditions an item meets; {} for none."""
    return next((case for case in cases if _meets(case, item, values)), {})


def _meets(case: Doc, item: Doc, values: Values) -> bool:
    if "number" in case and bool(item.get("\0number", True)) != case["number"]:
        return False
    if "field" in case and not _field(case, item, values):
        return False
    if "repeats" in case:
        said = case["repeats"]
        seconds = float(values.of(said["within"]) or 0)
        mark = tuple(str(item.get(name)) for name in said["fields"])
        return seconds > 0 and values.state.repeats(mark, seconds)
    return True


def _field(case: Doc, item: Doc, values: Values) -> bool:
    value = item.get(case["field"])
    if value is None:
        return False
    text = str(value)
    if "in" in case:
        return text in _texts(case, "in", values)
    if "not_in" in case:
        return text not in _texts(case, "not_in", values)
    if "like" in case:
        return matches(case["like"], text)
    if "unlike" in case:
        return not matches(case["unlike"], text)
    if "unknown" in case:
        return values.state.find(case["unknown"], value) is None
    if "expired" in case:
        rows = values.state.rows(case["expired"])
        ends = values.state.collections[case["expired"]].get("ends", "")
        found = next((row for row in rows if text in (str(one) for one in row.values())), {})
        return ends in found and found[ends] <= values.state.clock
    return True


def _texts(case: Doc, key: str, values: Values) -> Collection[str]:
    """The texts that a case names: listed ones, worked out once, or those of a setting."""
    said, kept = case[key], memo(case)
    if isinstance(said, list):
        found: Collection[str] = kept.get(key) or kept.setdefault(key, frozenset(map(str, said)))
        return found
    one = values.of(said)
    return list(map(str, one)) if isinstance(one, list) else [str(one)]
