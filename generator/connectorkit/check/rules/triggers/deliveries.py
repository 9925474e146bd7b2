"""Rules about the notification content of a webhook, and the operation that ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Plain, Subject, mapping
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.check.rules.triggers.webhooks import CONTENT, Callback, callbacks, contents, unread

_ENDS = re.compile(r"hook|trigger|subscri|notif|event|listen|regist|callback", re.IGNORECASE)


def _content_there(subject: Subject) -> Iterator[Hit]:
    signals = {str(mapping(at.node["x-ms-notification"]).get("operationId")) for at in _signalled(subject)}
    for one in _first(callbacks(subject)):
        signal = one.operation.id in signals and (one.operation.hidden or not one.operation.trigger)
        if not contents(one.operation) and CONTENT not in one.operation.node and not signal:
            item = one.operation.item
            pointer = item.at(CONTENT) if CONTENT in item.node else one.operation.pointer
            yield Hit(pointer, f"{one.operation.called} does not describe its payload.", related=(one.at.pointer,))


def _signalled(subject: Subject) -> list[At]:
    """The triggers that a webhook notifies which itself delivers nothing visible to makers."""
    return subject.having("operation", "x-ms-notification")


def _first(found: list[Callback]) -> list[Callback]:
    return list({one.operation.pointer: one for one in reversed(found)}.values())[::-1]


def _content_on_path(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("operation", CONTENT):
        called = at.called if isinstance(at, Operation) else at.name
        yield Hit(
            at.at(CONTENT),
            f"The payload of {called} is described in the operation, but the platform reads it from the path.",
        )


def _content_schema(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("notification"):
        if not isinstance(at.node.get("schema"), dict):
            yield Hit(at.at("schema"), f"The payload of the webhook '{at.name}' has no schema.")


def _content_fields(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("notification"):
        schema = at.node.get("schema")
        if isinstance(schema, dict) and _empty(schema):
            pointer = at.at("schema", "properties") if "properties" in schema else at.at("schema")
            yield Hit(pointer, f"The payload of the webhook '{at.name}' has no fields.")


def _empty(schema: Plain) -> bool:
    shaped = schema.get("type", "object") == "object" and not schema.get("properties")
    return shaped and set(schema) <= {"type", "properties", "title", "description", "x-ms-summary"}


def _content_used(subject: Subject) -> Iterator[Hit]:
    taking = {one.operation.item.pointer for one in callbacks(subject)}
    for at in subject.of("notification"):
        path = at.parent
        if (
            path is not None
            and path.pointer not in taking
            and not any(
                one.item is path and (one.trigger or one.pointer in subject.once(unread)) for one in subject.operations
            )
        ):
            yield Hit(at.pointer, f"'{at.name}' describes a payload, but no operation of this path subscribes to it.")


def _ended(subject: Subject) -> Iterator[Hit]:
    hooks = [one.operation for one in _first(callbacks(subject)) if one.operation.trigger]
    if hooks and not any(_ends(one, hooks) for one in subject.operations):
        yield Hit(
            hooks[0].pointer,
            f"No operation ends the subscription of {hooks[0].called}"
            f"{f' and {len(hooks) - 1} more' if len(hooks) > 1 else ''}.",
        )


def _ends(operation: Operation, hooks: list[Operation]) -> bool:
    """Whether an operation probably ends a webhook."""
    if operation.method != "delete":
        return False
    texts = f"{operation.id} {operation.template} {operation.text('summary')}"
    return operation.hidden or bool(_ENDS.search(texts)) or _under(operation, hooks)


def _under(operation: Operation, hooks: list[Operation]) -> bool:
    return any(operation.template.startswith(hook.template.rstrip("/")) for hook in hooks)


def _ending_hidden(subject: Subject) -> Iterator[Hit]:
    hooks = [one.operation for one in callbacks(subject) if one.operation.trigger]
    for operation in subject.operations if hooks else ():
        if operation.method == "delete" and not operation.hidden and _under(operation, hooks):
            yield Hit(operation.pointer, f"Makers see {operation.called}, which only the platform calls.")


_ALL = everywhere("error")
RULES = (
    Rule(
        "TRG030",
        "A webhook describes its payload",
        why="Without it, the trigger has no outputs for makers.",
        source="validator OperationMustHaveNotificationContentExtension",
        severity=_ALL,
        help="Describe the payload under `event` (x-ms-notification-content on the path).",
        bad="operations: {WhenOrderShipped: {event: null}}",
        good="operations: {WhenOrderShipped: {event: {fields: {order_id: {type: string}}}}}",
        check=_content_there,
    ),
    Rule(
        "TRG031",
        "The payload of a webhook is described in the path",
        why="The platform reads it only there.",
        source="create a webhook trigger; schema of apiDefinition",
        severity=_ALL,
        help="Write it as `event` of the trigger (x-ms-notification-content next to the method).",
        good="operations: {WhenOrderShipped: {event: {fields: {order_id: {type: string}}}}}",
        check=_content_on_path,
    ),
    Rule(
        "TRG032",
        "The payload of a webhook has a schema",
        why="It defines the outputs of the trigger.",
        source="validator SchemaDefinitionSetIncorrectly",
        severity=_ALL,
        help="Describe the fields of the payload.",
        good="operations: {WhenOrderShipped: {event: {fields: {order_id: {type: string}}}}}",
        check=_content_schema,
    ),
    Rule(
        "TRG033",
        "The payload of a webhook has fields",
        why="A trigger without fields has no outputs for makers.",
        source="validator SchemaDefinitionSetIncorrectly",
        severity=Severities("warning", "warning", "advice"),
        help="Describe the fields, or name the operation that returns their schema (`dynamic_schema`).",
        bad="operations: {WhenOrderShipped: {event: {fields: null, type: object}}}",
        good="operations: {WhenOrderShipped: {event: {fields: {order_id: {type: string}}}}}",
        check=_content_fields,
    ),
    Rule(
        "TRG034",
        "A payload belongs to an operation that subscribes",
        why="Otherwise it is never used. Often it is on the wrong path.",
        source="create a webhook trigger",
        severity=Severities("advice", "advice", "off"),
        help="Mark the field for the callback URL with `callback: true`, or move this to the path of the trigger.",
        good="operations: {WhenOrderShipped: {event: {fields: {order_id: {type: string}}}}}",
        check=_content_used,
    ),
    Rule(
        "TRG040",
        "An operation ends the subscription of a webhook",
        why="When a flow is turned off, the platform deletes the subscription. Without this operation, deliveries "
        "continue.",
        source="create a webhook trigger",
        severity=everywhere("warning"),
        help="Describe the DELETE operation of the address in the Location header, with `visibility: internal`.",
        bad="operations: {DeleteWebhook: null, WhenOrderShipped: {unsubscribe: null}}",
        good="operations: {DeleteWebhook: {visibility: internal}}",
        check=_ended,
    ),
    Rule(
        "TRG050",
        "The operation that ends a webhook is internal",
        why="Only the platform calls it. If a maker calls it, the trigger of another flow breaks.",
        source="create a webhook trigger",
        severity=Severities("advice", "advice", "off"),
        help="Add `visibility: internal`.",
        bad="operations: {DeleteWebhook: {visibility: null}}",
        good="operations: {DeleteWebhook: {visibility: internal}}",
        check=_ending_hidden,
    ),
)
