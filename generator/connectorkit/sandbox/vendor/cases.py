"""The declared case that applies to an item of a call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes.document_types import Record
from connectorkit.sandbox.shapes.memo import recalled
from connectorkit.sandbox.shapes.sandbox_types import Case
from connectorkit.sandbox.shapes.validate import matches
from connectorkit.sandbox.vendor.values import Values


def met(cases: Sequence[Case], item: Record, values: Values) -> Case:
    """The first case whose conditions an item meets completely; {} for none."""
    none: Case = {}
    return next((case for case in cases if _meets(case, item, values)), none)


def _meets(case: Case, item: Record, values: Values) -> bool:
    if "number" in case and bool(item.get("\0number", True)) != case["number"]:
        return False
    if "field" in case and not _field(case, item, values):
        return False
    if "repeats" in case:
        said = case["repeats"]
        seconds = _seconds(values.of(said["within"]))
        mark = tuple(str(item.get(name)) for name in said["fields"])
        return seconds > 0 and values.state.repeats(mark, seconds)
    return True


def _field(case: Case, item: Record, values: Values) -> bool:
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
        return _is_expired(case["expired"], text, values)
    return True


def _is_expired(collection: str, text: str, values: Values) -> bool:
    """Whether the first record of a collection with the text has expired."""
    ends = values.state.collections[collection].get("ends", "")
    rows = values.state.rows(collection)
    found = next((row for row in rows if text in (str(one) for one in row.values())), {})
    end = found.get(ends)
    return isinstance(end, (int, float)) and end <= values.state.clock


def _seconds(value: Json) -> float:
    return float(value) if isinstance(value, (int, float, str)) and value else 0.0


def _texts(case: Case, key: Literal["in", "not_in"], values: Values) -> Collection[str]:
    """The texts of a case: listed ones (cached), or those of a setting."""
    said = case[key]
    if isinstance(said, list):
        texts = said
        return recalled(case, key, lambda: frozenset(map(str, texts)))
    one = values.of(said)
    return list(map(str, one)) if isinstance(one, list) else [str(one)]
