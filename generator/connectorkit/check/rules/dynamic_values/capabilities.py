"""Rules about the capabilities of a connector: the test of a connection, and the file picker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Operation, Subject, mapping, short
from connectorkit.check.engine.dynamic_calls import CAPABILITIES, Call, argument, calls
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.model.patterns import lazy

_TEST, _PICKER = "testConnection", "file-picker"
_NAMED = lazy(r"test[ _-]?connection|connection[ _-]?test|check[ _-]?connection|validate[ _-]?connection", re.I)


def _tests(subject: Subject) -> Iterator[tuple[Call, Operation]]:
    for call in calls(subject):
        target = subject.operation(call.target_id) if call.part == _TEST else None
        if target is not None:
            yield call, target


def _by_get(subject: Subject) -> Iterator[Hit]:
    for call, target in _tests(subject):
        if target.method != "get":
            yield Hit(
                f"{call.pointer}/operationId",
                f"The connection test calls {target.called}, a {target.method.upper()}; it must not change anything.",
            )


def _literals(subject: Subject) -> Iterator[Hit]:
    for call, _ in _tests(subject):
        for name, said in call.arguments.items():
            keys = mapping(said)
            if "parameter" in keys or "parameterReference" in keys:
                yield Hit(
                    argument(call, name),
                    f"The connection test reads '{short(name)}' from an input, but there is no input yet.",
                )


def _hidden(subject: Subject) -> Iterator[Hit]:
    for _, target in _tests(subject):
        if not target.hidden and _NAMED.search(f"{target.id} {target.text('summary')}"):
            yield Hit(target.pointer, f"Makers see {target.called}, which only tests a connection.")


def _formed(subject: Subject) -> Iterator[Hit]:
    said = subject.root.node.get(CAPABILITIES)
    if said is not None and not isinstance(said, dict):
        yield Hit(f"/{CAPABILITIES}", "The capabilities of the connector are not an object.")
    for name, one in mapping(said).items():
        if name in (_TEST, _PICKER) and not isinstance(one, dict):
            yield Hit(f"/{CAPABILITIES}/{name}", f"The capability {name} of the connector is not an object.")


def _opened(subject: Subject) -> Iterator[Hit]:
    picker = mapping(subject.root.node.get(CAPABILITIES)).get(_PICKER)
    if isinstance(picker, dict) and not isinstance(picker.get("open"), dict):
        yield Hit(
            f"/{CAPABILITIES}/{_PICKER}", "The file picker of the connector does not name the operation that opens it."
        )


RULES = (
    Rule(
        "DYN110",
        "Capabilities are objects",
        why="The platform ignores any other value, so the capability is missing.",
        source="schema of apiDefinition, x-ms-capabilities",
        severity=Severities("error", "error", "warning"),
        help="Write `testConnection: {operationId: ...}`.",
        bad="features: {testConnection: GetOrder}",
        check=_formed,
    ),
    Rule(
        "DYN111",
        "A connection is tested by a GET",
        why="The test runs whenever a connection is created, so it must not change anything.",
        source="test connection",
        severity=Severities("warning", "warning", "advice"),
        help="Name a GET operation that needs no input.",
        check=_by_get,
    ),
    Rule(
        "DYN112",
        "A connection test passes only constant values",
        why="It runs when a connection is created, before a maker has entered anything.",
        source="test connection",
        severity=Severities("error", "error", "warning"),
        help="Write the value itself.",
        check=_literals,
    ),
    Rule(
        "DYN114",
        "An operation that only tests a connection is internal",
        why="It is not useful in a flow.",
        source="test connection",
        severity=Severities("advice", "advice", "off"),
        help="Add `visibility: internal`.",
        check=_hidden,
    ),
    Rule(
        "DYN115",
        "A file picker names the operation that opens it",
        why="This operation lists the first level of files and folders.",
        source="schema of apiDefinition, x-ms-capabilities",
        severity=Severities("error", "error", "warning"),
        help="Write `open: {operationId: ...}`.",
        bad="features: {file-picker: {browse: {operationId: ListShops}, value-title: name}}",
        good="features: {file-picker: {open: {operationId: ListShops}, value-title: name}}",
        check=_opened,
    ),
)
