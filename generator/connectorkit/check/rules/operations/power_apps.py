"""Rules about operations in Power Apps: the function of each has a unique name and is supported."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Operation, Subject, short
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.designer.power_apps.formulas import by_name
from connectorkit.designer.power_apps.functions import Function, functions
from connectorkit.designer.power_apps.types import MEDIA, TOO_DEEP, Fault

# Other rules report unknown types and formats, files in bodies, deprecated inputs and array formats.
_OURS = frozenset((MEDIA, TOO_DEEP))


def _functions(subject: Subject) -> list[Function]:
    return functions(subject.definition, subject.kept)


def _operations(subject: Subject) -> dict[str, Operation]:
    return {one.pointer: one for one in subject.operations}


def _names(subject: Subject) -> Iterator[Hit]:
    known = subject.once(_operations)
    for name, (first, *others) in by_name(subject.once(_functions)).items():
        for other in others:
            one, before = known.get(other.pointer), known.get(first.pointer)
            if one and before and other.id != first.id:
                yield Hit(
                    one.at("operationId"),
                    f"'{short(other.id)}' and '{short(first.id)}' are the same function of Power Apps, {short(name)}.",
                    related=(before.at("operationId"),),
                )


def _supported(subject: Subject) -> Iterator[Hit]:
    known = subject.once(_operations)
    found: dict[str, list[tuple[Operation, Fault]]] = {}
    for function in subject.once(_functions):
        for fault in function.faults:
            if fault.kind in _OURS and function.pointer in known:
                found.setdefault(fault.pointer, []).append((known[function.pointer], fault))
    for pointer, (first, *others) in found.items():
        operation, fault = first
        more = f", nor {len(others)} more" if others else ""
        yield Hit(pointer, f"Power Apps does not offer {operation.called}{more}: {fault.text}.")


RULES = (
    Rule(
        "OPR032",
        "No two operations are the same function of Power Apps",
        why="Power Apps keeps only the letters and digits of an operationId, so a formula cannot distinguish the two "
        "operations.",
        source="Power Fx NormalizeOperationId, read 2026-11; 0 of 135 published connectors",
        severity=Severities("warning", "warning", "warning"),
        help="Choose an operationId with different letters or digits.",
        bad="operations: {GetOrder: {action: Order_V2}, CreateOrder: {action: OrderV2}}",
        good="operations: {GetOrder: {action: GetOrderV2}, CreateOrder: {action: CreateOrderV2}}",
        check=_names,
    ),
    Rule(
        "OPR033",
        "Power Apps supports the function of an action",
        why="Power Apps has no function for an operation whose response has no supported media type, or whose types "
        "are nested too deeply. Flows are not affected.",
        source="Power Fx ConnectorFunction and GetConnectorReturnType, read 2026-11 and not tried in Power Apps; 13 of "
        "2,164 functions of 136 published connectors",
        severity=Severities("advice", "advice", "off"),
        help="List application/json or application/octet-stream under `produces`, if the service sends it, and reduce "
        "the nesting of types.",
        bad="operations: {GetOrder: {produces: [application/pdf]}}",
        good="operations: {GetOrder: {produces: [application/json]}}",
        check=_supported,
    ),
)
