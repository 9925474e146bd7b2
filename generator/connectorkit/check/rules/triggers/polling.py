"""Rules about polling triggers, their policies and metadata."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Plain, Subject, listed, mapping, short
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import did_you_mean, suggestion
from connectorkit.check.rules.triggers.webhooks import callbacks, contents
from connectorkit.model.connector import Json
from connectorkit.model.file_names import PROPERTIES

_TRIGGER, _METADATA, _FETCH = "x-ms-trigger", "x-ms-trigger-metadata", "x-ms-notification"
_WORDS = ("single", "batch")
_POLICIES = "/properties/policyTemplateInstances"
_PREFIX = "x-ms-apimTemplateParameter."
_NAMES = "x-ms-apimTemplate-operationName"


def _words(subject: Subject) -> Iterator[Hit]:
    for operation in _triggers(subject):
        said, pointer = operation.node[_TRIGGER], operation.at(_TRIGGER)
        if said not in _WORDS:
            better = str(said).strip().lower()
            fix = Fix(f"Write '{better}'.", (Edit("set", pointer, better),)) if better in _WORDS else None
            yield Hit(
                pointer,
                f"{operation.called} is a trigger of the unknown kind '{short(str(said))}'.",
                suggestion(better, _WORDS),
                fix,
            )


def _triggers(subject: Subject) -> Iterator[Operation]:
    for operation in subject.operations:
        if operation.trigger:
            yield operation


def _polled(subject: Subject) -> Iterator[Operation]:
    """The triggers that the platform polls."""
    hooks = {one.operation.pointer for one in callbacks(subject)}
    for operation in _triggers(subject):
        if operation.pointer not in hooks and not contents(operation):
            yield operation


def _batch_lists(subject: Subject) -> Iterator[Hit]:
    for operation in _polled(subject):
        answer = schema_paths.answer(subject, operation)
        if operation.node[_TRIGGER] == "batch" and answer and not _has_list(subject, schema_paths.spot(answer)):
            yield Hit(
                answer.pointer, f"{operation.called} fires for each item of a list, but its response has no list."
            )


def _has_list(subject: Subject, answer: schema_paths.Spot) -> bool:
    if schema_paths.kind(subject, answer) not in ("object", "") or schema_paths.loose(subject, answer):
        return schema_paths.kind(subject, answer) in ("array", "object", "")
    for part in schema_paths.parts(subject, answer):
        for name in mapping(part.node.get("properties")):
            field = schema_paths.below(subject, answer, name)
            if isinstance(field, schema_paths.Spot) and (
                not field.known or schema_paths.kind(subject, field) in ("array", "")
            ):
                return True
    return False


def _polled_by_get(subject: Subject) -> Iterator[Hit]:
    for operation in _polled(subject):
        if operation.method != "get":
            yield Hit(
                operation.pointer,
                f"{operation.called} has no callback URL, so the platform polls it; "
                f"a polled trigger must use GET, not {operation.method.upper()}.",
            )


def _policies(subject: Subject) -> Iterator[tuple[str, Plain, list[tuple[int, Operation]]]]:
    """Each polling policy: the pointer of its parameters, the parameters, and its operations with their indexes."""
    listing = mapping(mapping(subject.properties).get("properties")).get("policyTemplateInstances")
    for index, one in enumerate(listed(listing)):
        policy = mapping(one)
        if str(policy.get("templateId")).lower() == "pollingtrigger":
            parameters = mapping(policy.get("parameters"))
            names = enumerate(listed(parameters.get(_NAMES)))
            found = [(at, operation) for at, name in names if (operation := _named(subject, name))]
            yield f"{_POLICIES}/{index}/parameters", parameters, found


def _named(subject: Subject, name: Json) -> Operation | None:
    return subject.operation(name) if isinstance(name, str) else None


def _policy_of_trigger(subject: Subject) -> Iterator[Hit]:
    for pointer, _, operations in _policies(subject):
        for index, operation in operations:
            if operation.node.get(_TRIGGER) != "batch" and (not operation.trigger or _said(operation)):
                what = "a trigger for single events" if operation.trigger else "an action"
                yield Hit(
                    f"{pointer}/{_NAMES}/{index}",
                    f"The policy polls {operation.called}, which is {what}.",
                    document=PROPERTIES,
                )


def _said(operation: Operation) -> bool:
    return operation.node.get(_TRIGGER) in _WORDS


def _policy_data(subject: Subject) -> Iterator[Hit]:
    key = f"{_PREFIX}triggerDataPath"
    for pointer, parameters, operations in _policies(subject):
        said = parameters.get(key)
        for _, operation in operations if isinstance(said, str) else ():
            answer = schema_paths.answer(subject, operation)
            path = _path(str(said))
            if answer is None or path is None:
                continue
            found = schema_paths.follow(subject, schema_paths.spot(answer), path)
            if isinstance(found, schema_paths.Lost) or (
                found.known and schema_paths.kind(subject, found) not in ("array", "")
            ):
                yield Hit(
                    f"{pointer}/{key}",
                    f"'{short(str(said))}' is not a list in the response of {operation.called}.",
                    document=PROPERTIES,
                )


def _path(expression: str) -> str | None:
    """The path of ``@triggerBody().data.items``; None for a more complex expression."""
    start, found, rest = expression.strip().removeprefix("@").strip("{}").partition("triggerBody()")
    plain = all(letter.isalnum() or letter in "._-" for letter in rest)
    return rest.strip(".").replace(".", "/") if found and not start and plain else None


def _policy_state(subject: Subject) -> Iterator[Hit]:
    for _, parameters, operations in _policies(subject):
        for name in mapping(parameters.get(f"{_PREFIX}triggerConfig")):
            for _, operation in operations:
                for one in operation.parameters:
                    if one.name == name and one.node.get("in") == "query" and not one.internal:
                        yield Hit(
                            one.pointer,
                            f"Makers see '{short(one.title)}' of {operation.called}, which the platform uses to store "
                            "its position.",
                        )


def _metadata(subject: Subject) -> Iterator[Hit]:
    wanted = {"kind": "query", "mode": "polling"}
    for at in subject.having("operation", _METADATA):
        said = mapping(at.node[_METADATA])
        wrong = [key for key, value in wanted.items() if said.get(key) != value]
        if wrong:
            key = wrong[0]
            pointer = at.at(_METADATA, key) if key in said else at.at(_METADATA)
            yield Hit(pointer, f"The trigger metadata of {_called(at)} does not have `{key}: {wanted[key]}`.")


def _called(at: object) -> str:
    return at.called if isinstance(at, Operation) else "an operation"


def _fetch(subject: Subject) -> Iterator[tuple[Operation, str, Operation | None]]:
    for operation in subject.operations:
        if _FETCH in operation.node:
            said = mapping(operation.node[_FETCH]).get("operationId")
            name = said if isinstance(said, str) else ""
            yield operation, name, subject.operation(name)


def _fetch_exists(subject: Subject) -> Iterator[Hit]:
    for operation, name, target in _fetch(subject):
        if target is None:
            what = f"'{short(name)}', which does not exist" if name else "no operation"
            yield Hit(
                operation.at(_FETCH, "operationId"),
                f"{operation.called} is notified by {what}.",
                did_you_mean(name, (one.id for one in subject.operations)),
            )


def _fetch_of_trigger(subject: Subject) -> Iterator[Hit]:
    for operation, _, target in _fetch(subject):
        if target is not None and not operation.trigger:
            yield Hit(operation.at(_FETCH), f"{operation.called} is an action; only triggers are notified.")


def _fetch_of_webhook(subject: Subject) -> Iterator[Hit]:
    hooks = {one.operation.pointer for one in callbacks(subject)}
    for operation, _, target in _fetch(subject):
        if target is not None and operation.pointer in hooks:
            yield Hit(operation.at(_FETCH), f"{operation.called} is a webhook itself, so nothing needs to notify it.")


def _fetch_by_webhook(subject: Subject) -> Iterator[Hit]:
    hooks = {one.operation.pointer for one in callbacks(subject)}
    for operation, _, target in _fetch(subject):
        if target is not None and target.pointer not in hooks and not (target.trigger and contents(target)):
            yield Hit(
                operation.at(_FETCH, "operationId"),
                f"{operation.called} is notified by {target.called}, which is not a webhook.",
            )


_ALL = everywhere("error")
RULES = (
    Rule(
        "TRG010",
        "A trigger is single or batch",
        why="With any other value, the operation is refused or treated as an action.",
        source="OpenAPI extensions, x-ms-trigger",
        severity=_ALL,
        help="Write single for one event at a time, batch for a list of them.",
        bad="operations: {WhenOrderShipped: {kind: none, extra: {x-ms-trigger: webhook}}}",
        good="operations: {WhenOrderShipped: {kind: single}}",
        check=_words,
    ),
    Rule(
        "TRG011",
        "The response of a batch trigger has a list",
        why="The platform starts a flow for each item of this list.",
        source="OpenAPI extensions, x-ms-trigger",
        severity=everywhere("warning"),
        help="Declare the array in the response, or write `kind: single`.",
        check=_batch_lists,
    ),
    Rule(
        "TRG060",
        "The operation that notifies a trigger exists",
        why="The platform subscribes with it instead of polling.",
        source="validator OperationIdNotFound",
        severity=_ALL,
        help="Name the operationId of a webhook of this connector in x-ms-notification.",
        check=_fetch_exists,
    ),
    Rule(
        "TRG061",
        "Only triggers are notified",
        why="x-ms-notification has no effect on an action.",
        source="validator NotificationExtensionSupportedForTriggerOnly",
        severity=_ALL,
        help="Remove x-ms-notification, or make the operation a trigger.",
        bad="operations: {GetOrder: {extra: {x-ms-notification: {operationId: WhenOrderShipped}}}}",
        check=_fetch_of_trigger,
    ),
    Rule(
        "TRG062",
        "A webhook is not notified by another webhook",
        why="A webhook receives its events directly.",
        source="validator NotificationExtensionNotSupportedInWebhookOperation",
        severity=_ALL,
        help="Remove x-ms-notification.",
        bad="operations: {WhenOrderShipped: {extra: {x-ms-notification: {operationId: WhenOrderShipped}}}}",
        check=_fetch_of_webhook,
    ),
    Rule(
        "TRG063",
        "A trigger is notified by a webhook",
        why="Only an operation that receives a callback URL can notify a trigger.",
        source="validator NotificationOperationMustBeWebhook",
        severity=_ALL,
        help="Name an operation with a field that is marked `callback: true`.",
        check=_fetch_by_webhook,
    ),
    Rule(
        "TRG070",
        "A polled trigger uses GET",
        why="A polled trigger is called every few minutes, so it must not change anything. A webhook instead receives "
        "a callback URL in its body.",
        source="create a polling trigger",
        severity=Severities("warning", "warning", "advice"),
        help="Use GET, or mark the field for the callback URL with `callback: true`.",
        check=_polled_by_get,
    ),
    Rule(
        "TRG071",
        "The polling policy is for batch triggers",
        why="The policy splits an array into events and stores a position; other operations have neither.",
        source="create a polling trigger",
        severity=Severities("warning", "warning", "advice"),
        help="Name only batch triggers, or write `kind: batch`.",
        check=_policy_of_trigger,
    ),
    Rule(
        "TRG072",
        "The polling policy finds a list",
        why="If triggerDataPath is not the path of the list of events in the response, the trigger never fires.",
        source="create a polling trigger, triggerDataPath",
        severity=everywhere("warning"),
        help="Name the list as in the response, such as `@triggerBody().items`.",
        check=_policy_data,
    ),
    Rule(
        "TRG073",
        "The position of a trigger is stored in an internal parameter",
        why="The platform sets it. With a value from a maker, the trigger misses or repeats events.",
        source="create a polling trigger",
        severity=Severities("warning", "warning", "advice"),
        help="Add `visibility: internal` to the parameter that triggerConfig names.",
        check=_policy_state,
    ),
    Rule(
        "TRG090",
        "Trigger metadata has kind query and mode polling",
        why="These values mark a trigger that is polled with a query; others are unknown.",
        source="schema of apiDefinition, x-ms-trigger-metadata",
        severity=Severities("warning", "warning", "advice"),
        help="Write `trigger_metadata: {kind: query, mode: polling}`.",
        check=_metadata,
    ),
)
