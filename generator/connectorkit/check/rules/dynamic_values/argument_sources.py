"""Rules about arguments of a dynamic call that refer to inputs of the edited operation."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Subject, short
from connectorkit.check.engine.dynamic_calls import (
    Call,
    argument,
    calls,
    choose,
    inputs,
    named,
    older,
    referring,
    start,
    taken,
)
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.check.engine.schema_paths import Lost, Spot
from connectorkit.check.engine.scripts import scripted
from connectorkit.check.engine.words import did_you_mean


def _sources(subject: Subject) -> Iterator[tuple[Call, str, str, Operation, Spot | Lost]]:
    """Each argument that refers to an input of an operation; once where both spellings refer to the same one."""
    said: set[tuple[str, str, str, str, bool]] = set()
    for call in calls(subject):
        for name, source, operation, found in referring(subject, call):
            place = call.at.pointer if call.at else ""
            same = (place, name, source.rpartition("/")[2], operation.pointer, isinstance(found, Lost))
            if (older(subject, call) is None) or same not in said:
                yield call, name, source, operation, found
            said.add(same)


def _pointer(call: Call, name: str) -> str:
    return f"{argument(call, name)}/{'parameterReference' if call.newer else 'parameter'}"


def _source_exists(subject: Subject) -> Iterator[Hit]:
    for call, name, source, operation, found in _sources(subject):
        if isinstance(found, Lost):
            what = f"{start(named(call, subject))} uses '{short(source)}'"
            yield Hit(
                _pointer(call, name),
                f"{what}, which {operation.called} does not have.",
                did_you_mean(source, found.names, choose(found.names)),
            )


def _source_types(subject: Subject) -> Iterator[Hit]:
    for call, name, source, _, found in _sources(subject):
        target = subject.operation(call.target_id)
        needed = taken(subject, target, name) if target else None
        if isinstance(found, Spot) and isinstance(needed, Spot) and found.known and needed.known:
            kinds = schema_paths.kind(subject, found), schema_paths.kind(subject, needed)
            if target and all(kinds) and kinds[0] != kinds[1] and kinds != ("integer", "number"):
                what = f"{start(named(call, subject))} sends '{short(source)}', of type {kinds[0]}"
                message = f"{what}, to {target.called} as '{short(name)}', which is of type {kinds[1]}."
                yield Hit(_pointer(call, name), message, most="warning" if scripted(subject, target) else "")


def _source_shown(subject: Subject) -> Iterator[Hit]:
    yield from _hidden(subject, False)


def _source_constant(subject: Subject) -> Iterator[Hit]:
    yield from _hidden(subject, True)


def _hidden(subject: Subject, constant: bool) -> Iterator[Hit]:
    for call, name, source, operation, found in _sources(subject):
        if not isinstance(found, Spot) or not found.internal or operation.hidden:
            continue
        if constant == ("default" in found.node):
            way = f"Write the value itself: {short(repr(found.node['default']))}." if constant else ""
            yield Hit(
                _pointer(call, name),
                f"{start(named(call, subject))} uses '{short(source)}' of {operation.called}, which makers never see.",
                way,
                related=(found.pointer,),
            )


def _source_given(subject: Subject) -> Iterator[Hit]:
    for call, name, source, operation, found in _sources(subject):
        target = subject.operation(call.target_id)
        needed = dict(inputs(target)).get(name) if target else None
        if needed is not None and needed.required and isinstance(found, Spot) and _left_out(found):
            yield Hit(
                _pointer(call, name),
                f"{start(named(call, subject))} needs '{short(source)}' of {operation.called}, which is optional.",
            )


def _left_out(found: Spot) -> bool:
    # A path parameter is always required; another rule reports one that is not marked so.
    if found.node.get("in") == "path":
        return False
    return found.known and not found.required and not found.internal and "default" not in found.node


RULES = (
    Rule(
        "DYN025",
        "A call passes an input of the right type",
        why="The platform checks the type before the call. If it differs, the list stays empty.",
        source="validator OperationParameterTypeMismatch",
        severity=everywhere("error"),
        help="Use the same type for both.",
        check=_source_types,
    ),
    Rule(
        "DYN026",
        "An argument of a call comes from the same operation",
        why="The call can use only values that a maker has entered in this operation.",
        source="validator OperationParameterNameNotFound",
        severity=everywhere("error"),
        help="Use a parameter, or a field of the body.",
        check=_source_exists,
    ),
    Rule(
        "DYN027",
        "An argument of a call comes from an input that makers see",
        why="Makers cannot enter the input, so the call is never made.",
        source="validator SourcePropertyInternal",
        severity=everywhere("error"),
        help="Make the input visible, or write a value instead.",
        check=_source_shown,
    ),
    Rule(
        "DYN028",
        "A required argument of a call comes from a required input",
        why="Until a maker enters the input, the platform does not make the call, and it shows no reason.",
        source="validator OperationParameterRequiredMismatch",
        severity=Severities("warning", "warning", "advice"),
        help="Make the input required.",
        check=_source_given,
    ),
    Rule(
        "DYN070",
        "A hidden constant is passed to a call as a value",
        why="Makers do not enter the constant, so the call cannot read it.",
        source="OpenAPI extensions; validator SourcePropertyInternal",
        severity=Severities("warning", "warning", "warning"),
        help="Write the value itself instead of the reference.",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: Sydney}}}}}}}",
        check=_source_constant,
    ),
)
