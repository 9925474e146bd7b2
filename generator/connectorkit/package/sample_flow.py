"""The sample flow of a certification package (`Workflows/<Name>-<GUID>.json`)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector, Json, Operation
from connectorkit.model.python_names import unique
from connectorkit.package import flow_inputs
from connectorkit.package.naming import Names, identifier
from connectorkit.render.json_text import canonical

Plain = dict[str, Json]
PROVIDER: Final = "/providers/Microsoft.PowerApps/apis/"
_SCHEMA: Final = (
    "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
)
_ORDER = {"important": 0, "": 1, "advanced": 2}
_AUTHENTICATION: Final = "@parameters('$authentication')"


class Steps(NamedTuple):
    """The operations of a flow; without a trigger, it has a button."""

    trigger: Operation | None
    actions: tuple[Operation, ...]


def steps(connector: Connector) -> Steps:
    """The operations that the source names, or the designer's first ones: a trigger and an action, or two actions."""
    said = connector.packaging.flow
    triggers, actions = _listed(connector.triggers), _listed(connector.actions)
    trigger = connector.operation(said.trigger) if said.trigger else next(iter(triggers), None)
    if said.actions and not said.trigger:
        trigger = None
    chosen = [one for name in said.actions if (one := connector.operation(name)) is not None]
    return Steps(trigger, tuple(chosen or actions[: 1 if trigger is not None else 2]))


def possible(connector: Connector) -> bool:
    """Whether the connector has an operation for a flow."""
    return bool(connector.triggers or connector.actions)


def findings(connector: Connector, alone: bool) -> list[Finding]:
    """Findings about a sample flow that is impossible, or not possible as declared.

    ``alone``: no part of the package works without a flow.
    """
    said, span = connector.packaging.flow, connector.packaging.span
    visible = {one.id: one for one in (*connector.triggers, *connector.actions)}
    wanted = [(said.trigger, "trigger")] if said.trigger else []
    wanted += [(name, "action") for name in said.actions]
    found = [
        Finding(
            "PKG106",
            f"The sample flow names '{name}', which is not a visible {kind} of the connector.",
            span,
            phrases.suggestion(name, [one.id for one in visible.values() if one.kind == kind]),
        )
        for name, kind in wanted
        if name not in visible or visible[name].kind != kind
    ]
    if not possible(connector):
        what = (
            "The connector has no visible operation, so it is packaged without a sample flow and a certification zip."
        )
        way = "Make an operation visible; certification requires a sample flow."
        found.append(Finding("PKG106", what, span, way, "error" if alone else "warning"))
    return found


def definition(connector: Connector, names: Names) -> bytes:
    """The flow as JSON."""
    chosen = steps(connector)
    listed = [one for one in (chosen.trigger, *chosen.actions) if one is not None]
    titles = dict(zip((one.id for one in listed), unique([_step_name(one) for one in listed]), strict=True))
    reference: Json = {
        "api": {"name": names.api},
        "connection": {"connectionReferenceLogicalName": names.connection_reference},
        "runtimeSource": "embedded",
    }
    flow: Json = {
        "properties": {
            "connectionReferences": {names.api: reference},
            "definition": {
                "$schema": _SCHEMA,
                "contentVersion": "1.0.0.0",
                "parameters": {
                    "$authentication": {"defaultValue": {}, "type": "SecureObject"},
                    "$connections": {"defaultValue": {}, "type": "Object"},
                },
                "triggers": _trigger(connector, names, chosen.trigger, titles),
                "actions": _actions(connector, names, chosen, titles),
                "outputs": {},
            },
            "templateName": None,
        },
        "schemaVersion": "1.0.0.0",
    }
    return canonical(flow)


def file_name(names: Names) -> str:
    """The file name of the flow, with the GUID in upper case, as in exports."""
    return f"{identifier(names.flow_title, 60)}-{names.workflow_id.upper()}.json"


def _listed(operations: tuple[Operation, ...]) -> list[Operation]:
    """Visible operations in the order of the designer, deprecated ones last."""
    return sorted(operations, key=lambda one: (one.deprecated, _ORDER.get(one.visibility, 1)))


def _step_name(operation: Operation) -> str:
    return re.sub(r"\W+", "_", operation.summary or operation.id).strip("_")[:80] or operation.id


def _trigger(connector: Connector, names: Names, operation: Operation | None, titles: dict[str, str]) -> Plain:
    if operation is None:
        schema: Json = {"type": "object", "properties": {}, "required": []}
        return {"manual": {"type": "Request", "kind": "Button", "inputs": {"schema": schema}}}
    step = _step(connector, names, operation)
    if operation.event is not None:
        step["type"] = "OpenApiConnectionWebhook"
    else:
        step["recurrence"] = {"frequency": "Minute", "interval": 15}
    split = _split_on(connector, operation)
    return {titles[operation.id]: {**step, **({"splitOn": split} if split else {})}}


def _split_on(connector: Connector, operation: Operation) -> str:
    """The path of the list at which the designer splits a batch; "" for a single event or several lists."""
    result = operation.event.schema if operation.event is not None else operation.result
    if operation.trigger != "batch" or result is None:
        return ""
    shape = connector.shape_of(result)
    if shape.type == "array":
        return "@triggerBody()"
    seen = [one for one in shape.fields or () if not one.schema.internal]
    if len(seen) == 1 and connector.shape_of(seen[0].schema).type == "array":
        return f"@triggerOutputs()?['body/{seen[0].name}']"
    return ""


def _actions(connector: Connector, names: Names, chosen: Steps, titles: dict[str, str]) -> Plain:
    found: Plain = {}
    before = ""
    for operation in chosen.actions:
        after: Plain = {before: ["Succeeded"]} if before else {}
        before = titles[operation.id]
        found[before] = {"runAfter": after, **_step(connector, names, operation)}
    return found or {"Compose": {"runAfter": {}, "type": "Compose", "inputs": "@triggerBody()"}}


def _step(connector: Connector, names: Names, operation: Operation) -> Plain:
    said = connector.packaging.flow.inputs.get(operation.id, {})
    parameters: Json = {**flow_inputs.of(connector, operation), **said}
    return {
        "type": "OpenApiConnection",
        "inputs": {
            "host": {
                "connectionName": names.api,
                "operationId": operation.id,
                "apiId": PROVIDER + names.api,
            },
            "parameters": parameters,
            "authentication": _AUTHENTICATION,
        },
    }
