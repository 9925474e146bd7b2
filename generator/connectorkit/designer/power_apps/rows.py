"""Rows: functions as plain values."""

from __future__ import annotations

from connectorkit.designer.javascript import Plain
from connectorkit.designer.power_apps.arguments import Argument
from connectorkit.designer.power_apps.formulas import Formula
from connectorkit.designer.power_apps.functions import Function
from connectorkit.model.json_value import Json


def document(found: list[Function], formulas: dict[str, Formula]) -> Plain:
    """``functions``: by operationId, in the order of the definition."""
    return {"functions": {one.id: _function(one, formulas[one.id]) for one in found if one.id in formulas}}


def _function(one: Function, formula: Formula) -> Plain:
    return {
        "name": one.name,
        "formula": formula.call or None,
        "required": [_argument(given) for given in one.required],
        "optional": [_argument(given) for given in one.optional],
        "hidden": [_argument(given) for given in one.hidden],
        "returns": None if one.returns.nothing else one.returns.type,
        "dynamic": one.returns.dynamic,
        "deprecated": one.deprecated,
        "unsupported": list(formula.unsupported),
        "left_out": [{"name": gone.name, "why": gone.why} for gone in one.left_out],
    }


def _argument(one: Argument) -> Json:
    return {"name": one.name, "key": one.wire, "in": one.place, "type": one.type}
