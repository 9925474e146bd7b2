"""Check the workflows of a solution: their nodes against their files, and their connection references."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from connectorkit.diagnostics.finding import Finding
from connectorkit.diagnostics.phrases import both
from connectorkit.model.connector import Json
from connectorkit.package import judge_inputs
from connectorkit.read.solution import Solution, start
from connectorkit.read.xml_document import Element

Plain = dict[str, Json]
_NAME = re.compile(r"-([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})\.json\Z", re.IGNORECASE)
_EXPORT = "Export the solution again, or package it from its source."


def findings(one: Solution) -> Iterator[Finding]:
    """Findings about the workflows of a solution."""
    named: set[str] = set()
    for workflow in one.workflows:
        path = workflow.value("JsonFileName")
        name = one.named(path) if path else ""
        if not name:
            title = workflow.attributes.get("Name", "")
            what = f"The workflow '{title}' names '{path}', which is not in the solution (5000.1.1.15)."
            yield Finding("PKG032", what, workflow.span, _EXPORT)
            continue
        named.add(name)
        yield from _name(workflow, name)
        yield from _flow(one, name)
    for name in one.entries:
        if name.lower().startswith("workflows/") and name.lower().endswith(".json") and name not in named:
            what = "No workflow of customizations.xml names this file (5000.1.1.15)."
            yield Finding("PKG032", what, start(one.at(name)), "Add the workflow, or remove the file.")


def _name(workflow: Element, name: str) -> Iterator[Finding]:
    found = _NAME.search(name)
    id_ = workflow.attributes.get("WorkflowId", "").strip("{}")
    if found is None or found[1].lower() != id_.lower():
        what = f"The name of the file '{name}' does not contain the id of its workflow, {id_.upper()}."
        yield Finding("PKG033", what, workflow.span, f"End its name with -{id_.upper()}.json.")
    elif found[1] != found[1].upper():
        what = f"The id in the name of '{name}' must be in uppercase."
        yield Finding("PKG033", what, workflow.span, f"End its name with -{id_.upper()}.json.")


def _flow(one: Solution, name: str) -> Iterator[Finding]:
    place = start(one.at(name))
    try:
        flow = json.loads(one.entries[name])
        properties = flow["properties"]
        references, definition = properties["connectionReferences"], properties["definition"]
    except (ValueError, RecursionError, KeyError, TypeError):
        yield Finding("PKG034", "The file is not a flow: it lacks properties.definition.", place, _EXPORT)
        return
    if not isinstance(references, dict) or not isinstance(definition, dict):
        yield Finding("PKG034", "The file is not a flow: it lacks properties.definition.", place, _EXPORT)
        return
    missing = [key for key in ("$authentication", "$connections") if key not in _mapping(definition.get("parameters"))]
    if missing:
        what = f"The flow does not declare the parameter {missing[0]}, so it cannot be imported."
        yield Finding("PKG034", what, place, "Declare $authentication (SecureObject) and $connections (Object).")
    if not _mapping(definition.get("actions")):
        yield Finding("PKG034", "The flow has no action.", place, "Add an action of the connector (5000.1.1.9).")
    steps = list(_steps({key: definition.get(key) for key in ("triggers", "actions")}))
    for step in steps:
        host = _mapping(step.get("host"))
        if host.get("connectionName") not in references:
            what = f"A step uses the connection '{host.get('connectionName')}', which the flow does not declare."
            yield Finding("PKG035", what, place, "Name a key of connectionReferences.")
            break
    yield from _uses(one, name, references, steps)


def _uses(one: Solution, name: str, references: Plain, steps: list[Plain]) -> Iterator[Finding]:
    """5000.1.1.7 and 5000.1.1.9: the flow uses existing operations of the connector."""
    place = start(one.at(name))
    ids = {connector.value("connectorid").strip("{}").lower() for connector in one.connectors}
    listed = one.customizations.all("connectionreferences", "connectionreference") if one.customizations else []
    ours = {
        node.attributes.get("connectionreferencelogicalname")
        for node in listed
        if node.value("customconnectorid", "connectorid").strip("{}").lower() in ids
    }
    used = {
        key
        for key, value in references.items()
        if _mapping(_mapping(value).get("connection")).get("connectionReferenceLogicalName") in ours
    }
    mine = [step for step in steps if _mapping(step.get("host")).get("connectionName") in used]
    if one.connectors and not mine:
        what = "The flow does not use the connector of this solution (5000.1.1.7)."
        yield Finding("PKG036", what, place, "Use a connection reference whose customconnectorid is the connector.")
    definition = _definition(one)
    known = judge_inputs.operations(definition)
    for step in mine if known else ():
        called = _mapping(step.get("host")).get("operationId")
        if called not in known:
            what = f"The flow calls '{called}', which the connector does not have (5000.1.1.9)."
            yield Finding("PKG037", what, place, "Call an operation of the connector.")
            continue
        lacking = list(judge_inputs.missing(definition, known[str(called)], _mapping(step.get("parameters"))))
        if lacking:
            what = f"The flow calls '{called}' without the required input{'s' * (len(lacking) > 1)} {both(lacking)}."
            yield Finding("PKG038", what, place, "Give each required input a value.", "warning")


def _definition(one: Solution) -> Json:
    part = one.part(one.connectors[0], "openapidefinition") if one.connectors else None
    try:
        found: Json = json.loads(part[1]) if part else None
    except (ValueError, RecursionError):
        return None
    return found


def _steps(node: Json) -> Iterator[Plain]:
    """The inputs of all steps that call a connector, including those in conditions and loops."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            inputs = _mapping(one.get("inputs"))
            if "connectionName" in _mapping(inputs.get("host")):
                yield inputs
            waiting += [below for key, below in one.items() if key != "inputs"]
        elif isinstance(one, list):
            waiting += one


def _mapping(node: Json) -> Plain:
    return node if isinstance(node, dict) else {}
